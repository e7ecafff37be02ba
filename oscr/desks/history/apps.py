"""Django's name for this room."""

from django.apps import AppConfig


class HistoryDeskConfig(AppConfig):
    name = "oscr.desks.history"
    label = "history_desk"
