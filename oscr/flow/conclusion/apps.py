"""Django's name for this room."""

from django.apps import AppConfig


class ConclusionConfig(AppConfig):
    name = "oscr.flow.conclusion"
    label = "conclusion"
