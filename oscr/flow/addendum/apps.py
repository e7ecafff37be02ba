"""Django's name for this room."""

from django.apps import AppConfig


class AddendumConfig(AppConfig):
    name = "oscr.flow.addendum"
    label = "addendum"
