"""Django's name for this room."""

from django.apps import AppConfig


class AssignmentConfig(AppConfig):
    name = "oscr.flow.assignment"
    label = "assignment"
