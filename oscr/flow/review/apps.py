"""Django's name for this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "oscr.flow.review"
    label = "review"
