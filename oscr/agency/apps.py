"""Django's name for this room."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "oscr.agency"
    label = "agency"
