"""Django's name for this room."""

from django.apps import AppConfig


class ReporterConfig(AppConfig):
    name = "oscr.desks.reporter"
    label = "reporter"
