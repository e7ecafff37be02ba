"""Django's name for this room."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "oscr.flow.history"
    label = "history"
