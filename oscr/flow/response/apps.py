"""Django's name for this room."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "oscr.flow.response"
    label = "response"
