"""Django's name for this room."""

from django.apps import AppConfig


class EndingConfig(AppConfig):
    name = "oscr.flow.ending"
    label = "ending"
