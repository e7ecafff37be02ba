"""Django's name for this room."""

from django.apps import AppConfig


class InquiryConfig(AppConfig):
    name = "oscr.flow.inquiry"
    label = "inquiry"
