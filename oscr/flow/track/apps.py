"""Django's name for this room."""

from django.apps import AppConfig


class TrackConfig(AppConfig):
    name = "oscr.flow.track"
    label = "track"
