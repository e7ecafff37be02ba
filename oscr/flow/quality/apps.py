"""Django's name for this room."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "oscr.flow.quality"
    label = "quality"
