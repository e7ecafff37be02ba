"""Addresses of this desk. A version stands in an address by its number, a page of the book by its name."""

from django.urls import path

from oscr.desks.agency.views import book, versions, writing

app_name = "agency"
urlpatterns = [
    path("", versions.versions, name="versions"),
    path("protocol/", book.contents, name="book"),
    path("protocol/<slug:page>/", book.part, name="part"),
    path("protocol/pathways/<slug:page>/", book.pathway, name="pathway"),
    path("versions/<int:pk>/", versions.version, name="version"),
    path("versions/<int:pk>/propose/", versions.propose, name="propose"),
    path("versions/<int:pk>/publish/", versions.publish, name="publish"),
    path("versions/<int:pk>/files/", writing.files, name="files"),
    path("versions/<int:pk>/files/<slug:name>/", writing.file, name="file"),
]
