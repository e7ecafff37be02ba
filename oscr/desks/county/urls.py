"""Addresses of this desk."""

from django.urls import URLPattern

app_name = "county"
urlpatterns: list[URLPattern] = []
