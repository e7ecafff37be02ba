"""Django's name for this room."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    name = "oscr.desks.hotline"
    label = "hotline"
