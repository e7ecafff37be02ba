"""Django's name for this room."""

from django.apps import AppConfig


class ClassificationConfig(AppConfig):
    name = "oscr.flow.classification"
    label = "classification"
