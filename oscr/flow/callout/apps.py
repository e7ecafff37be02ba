"""Django's name for this room."""

from django.apps import AppConfig


class CalloutConfig(AppConfig):
    name = "oscr.flow.callout"
    label = "callout"
