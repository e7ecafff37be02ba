"""Django's name for this room."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "oscr.flow.clock"
    label = "clock"
