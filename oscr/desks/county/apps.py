"""Django's name for this room."""

from django.apps import AppConfig


class CountyConfig(AppConfig):
    name = "oscr.desks.county"
    label = "county"
