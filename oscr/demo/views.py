"""The demonstration's own pages: the mail that OSCR sent, and the codes that staff of the demonstration would read off their phones."""

from django.http import HttpRequest, HttpResponse


def mail(request: HttpRequest) -> HttpResponse:
    """All mail, newest first."""
    return HttpResponse("mail")


def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message."""
    return HttpResponse("message")


def codes(request: HttpRequest) -> HttpResponse:
    """The current codes."""
    return HttpResponse("codes")
