"""The app's name for Django."""

from django.apps import AppConfig


class BirthMatchConfig(AppConfig):
    name = "oscr.flow.birth_match"
    label = "birth_match"
