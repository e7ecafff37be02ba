"""Addresses that exist only in the demonstration."""

from django.urls import path

from oscr.demo import views

app_name = "demo"
urlpatterns = [
    path("mail/", views.mail, name="mail"),
    path("mail/<slug:name>/", views.message, name="message"),
    path("codes/", views.codes, name="codes"),
]
