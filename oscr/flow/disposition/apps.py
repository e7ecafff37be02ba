"""Django's name for this room."""

from django.apps import AppConfig


class DispositionConfig(AppConfig):
    name = "oscr.flow.disposition"
    label = "disposition"
