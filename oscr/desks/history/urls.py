"""Addresses of this desk. Keys of tellings may stand in an address, names never."""

from django.urls import path

from oscr.desks.history.views import compare, duplicates, person, reopened, search

app_name = "history"
urlpatterns = [
    path("", search.search, name="search"),
    path("reports/<str:number>/", search.report, name="report"),
    path("alerts/<str:number>/", search.alert, name="alert"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/next/", duplicates.next_pair, name="next"),
    path("reopened/", reopened.reopened, name="reopened"),
    path("reopened/<int:pk>/", reopened.answer, name="reopening"),
    path("<int:one>/with/<int:other>/", compare.compare, name="compare"),
    path("<int:participant>/", person.person, name="person"),
    path("<int:participant>/withdraw/", person.withdraw, name="withdraw"),
    path("<int:participant>/split/", person.split, name="split"),
]
