"""Addresses of this desk. Keys of tellings may stand in an address, names never."""

from django.urls import URLPattern

app_name = "history"
urlpatterns: list[URLPattern] = []
