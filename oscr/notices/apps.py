"""Django's name for this room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "oscr.notices"
    label = "notices"
