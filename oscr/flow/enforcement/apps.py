"""Django's name for this room."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    name = "oscr.flow.enforcement"
    label = "enforcement"
