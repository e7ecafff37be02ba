"""Django's name for this room."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    name = "oscr.flow.report"
    label = "report"
