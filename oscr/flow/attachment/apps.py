"""Django's name for this room."""

from django.apps import AppConfig


class AttachmentConfig(AppConfig):
    name = "oscr.flow.attachment"
    label = "attachment"
