"""Addresses for the tests of log-in and middleware: the real log-in pages, and pages behind the doors that do one thing each."""

from django.db import OperationalError
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from oscr.agency.models import User
from oscr.desks import doors, stash

HANDLERS = {
    "handler400": "oscr.desks.errors.bad_request",
    "handler403": "oscr.desks.errors.forbidden",
    "handler404": "oscr.desks.errors.not_found",
    "handler429": "oscr.desks.errors.too_many",
    "handler500": "oscr.desks.errors.server_error",
}
globals().update(HANDLERS)  # test_errors asserts that the real addresses have the same

TABLE = {
    "form": {"GET": {"reporter": "own"}, "POST": {"reporter": "own"}},
    "staff_form": {"GET": {"screener": "all"}, "POST": {"screener": "all"}},
    "page": {"GET": {"reporter": "own"}, "POST": {"reporter": "own"}},
    "only_post": {"POST": {"reporter": "self"}},
    "open": {"GET": {"anyone": "anyone"}, "POST": {"anyone": "anyone"}},
    "broken": {"GET": {"anyone": "anyone"}, "POST": {"anyone": "anyone"}},
    "bug": {"GET": {"anyone": "anyone"}, "POST": {"anyone": "anyone"}},
    "raw": {"POST": {"anyone": "anyone"}},
    "set_language": {"POST": {"anyone": "anyone"}},
}


@doors.writes()
def form(request):
    """A page with a form: shows what was kept of it; a POST counts as saved."""
    if request.method == "POST":
        return HttpResponse("saved " + request.POST.get("story", ""))
    kept = stash.take(request, request.path)
    return HttpResponse(f"story={kept.getlist('story')}" if kept else "empty")


@doors.writes()
def page(request):
    """A whole page, in the frame of all pages."""
    template = """{% extends "ui/base.html" %}{% block content %}<h1>A page</h1>
    <form method="post">{% csrf_token %}<label for="story">Story</label> <textarea id="story" name="story"></textarea>
    <button>Save</button></form><pre id="saved">{{ saved }}</pre>{% endblock %}"""
    return HttpResponse(
        engines["django"].from_string(template).render({"saved": request.POST.get("story", "")}, request)
    )


@doors.public
def open_page(request):
    """A page for anybody."""
    return HttpResponse("saved" if request.method == "POST" else "open")


@doors.public
def broken(request):
    """A page whose database went away under it."""
    raise OperationalError("connection to server failed: SECRET")


@doors.public
def bug(request):
    """A page with a mistake in it."""
    raise RuntimeError("bug")


@doors.public
def raw(request):
    """A page that forgets to use a form."""
    return HttpResponse(User.objects.filter(name=request.POST.get("name")).count())


urlpatterns = [
    path("", include("oscr.config.login_urls")),
    path("report/form/", form, name="form"),
    path("hotline/form/", form, name="staff_form"),
    path("page/", page, name="page"),
    path("report/act/", form, name="only_post"),
    path("open/", open_page, name="open"),
    path("broken/", broken, name="broken"),
    path("bug/", bug, name="bug"),
    path("raw/", raw, name="raw"),
    path("language/", include("django.conf.urls.i18n")),
]
