"""Django's name for this room."""

from django.apps import AppConfig


class CallConfig(AppConfig):
    name = "oscr.flow.call"
    label = "call"
