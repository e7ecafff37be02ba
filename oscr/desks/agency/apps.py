"""Django's name for this room."""

from django.apps import AppConfig


class AgencyDeskConfig(AppConfig):
    name = "oscr.desks.agency"
    label = "agency_desk"
