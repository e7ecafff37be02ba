"""Addresses of this desk. Keys of tellings may stand in an address, names never."""

from django.urls import path

from oscr.desks.history.views import person

app_name = "history"
urlpatterns = [
    path("<int:participant>/", person.person, name="person"),
    path("<int:participant>/withdraw/", person.withdraw, name="withdraw"),
    path("<int:participant>/split/", person.split, name="split"),
]
