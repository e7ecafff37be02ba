"""Django's name for this room."""

from django.apps import AppConfig


class CorrectionConfig(AppConfig):
    name = "oscr.flow.correction"
    label = "correction"
