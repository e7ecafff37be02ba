"""Django's name for this room."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "oscr.flow.retention"
    label = "retention"
