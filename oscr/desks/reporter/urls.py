"""Addresses of this desk."""

from django.urls import URLPattern

app_name = "reporter"
urlpatterns: list[URLPattern] = []
