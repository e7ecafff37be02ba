"""What happens around every request: one log line, headers, the database away, hostile input, the end of a long session.

Used by settings.MIDDLEWARE, in the order of this file: `log_requests` outermost, then `headers`, Django's security, static files and
CSP, then `database_away` and `clean_input`, then the session, and after Django's authentication `session_limits`.
"""

import re
import time
from collections.abc import Callable, Iterable

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.db import DataError
from django.http import HttpResponse
from django.utils import timezone

from oscr.agency.sessions import outlived
from oscr.desks import errors, stash

log = structlog.get_logger("oscr.request")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL, and halves of broken characters

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
            "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking",
        )
    ),
    "Referrer-Policy": "same-origin",  # not "no-referrer": over https the CSRF check of our own forms needs it
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}  # fmt: skip
UNASKED = "OSCR-Unasked"  # ui/session.js and the pages that fetch by themselves know it too
PRIVATE = ("/report/", "/staff/", "/hotline/", "/county/", "/log-out/", "/session/")


def log_requests(get_response: Callable) -> Callable:
    """One line a request: which route, how it ended, how long it took. No path, query, address or browser: they name people."""

    def middleware(request):
        begun = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route = match.view_name if match else None
        spent = round((time.perf_counter() - begun) * 1000, 1)
        log.info("request", route=route, method=request.method, status=response.status_code, ms=spent)
        return response

    return middleware


def headers(get_response: Callable) -> Callable:
    """The headers of every answer; and no copy of a page that somebody logged in has seen, in no browser and no proxy.

    Whether somebody is logged in is read off the cookies, so that it needs no database.
    """

    def middleware(request):
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _is_private(request, response):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def _is_private(request, response) -> bool:
    if request.path_info.startswith(settings.STATIC_URL):
        return False
    cookie = settings.SESSION_COOKIE_NAME
    return cookie in request.COOKIES or cookie in response.cookies or request.path_info.startswith(PRIVATE)


def database_away(get_response: Callable) -> Callable:
    """503 with everything that was typed, in place of 500, when a view meets a database that is away.

    What breaks further out (the session store) ends in `errors.server_error`, which answers the same.
    """

    def middleware(request):
        return get_response(request)

    def process_exception(request, error) -> HttpResponse | None:
        return errors.away(request) if errors.is_away(error) else None

    middleware.process_exception = process_exception
    return middleware


def clean_input(get_response: Callable) -> Callable:
    """Characters that no database can store never end in a 500.

    In an address they are refused. In a form its own fields refuse them, beside the field; what gets past a form is refused here. A
    cookie that holds them is not ours. Another character set than UTF-8 could smuggle them in.
    """

    def middleware(request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if _storable([value])}
        charset = request.content_params.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "utf8") or not _storable(_texts_of_address(request)):
            return errors.bad_request(request)
        return get_response(request)

    def process_exception(request, error) -> HttpResponse | None:
        if isinstance(error, DataError | ValueError) and not _storable(_texts_of_form(request)):
            return errors.bad_request(request)
        return None

    middleware.process_exception = process_exception
    return middleware


def _texts_of_address(request) -> Iterable[str]:
    yield request.path_info
    for name, values in request.GET.lists():
        yield name
        yield from values


def _texts_of_form(request) -> Iterable[str]:
    for name, values in request.POST.lists():
        yield name
        yield from values


def _storable(texts: Iterable[str]) -> bool:
    return not any(UNSTORABLE.search(text) for text in texts)


def session_limits(get_response: Callable) -> Callable:
    """A log-in ends after 30 idle minutes and after 12 hours; what is kept of a page goes when its reader may not see it.

    A page that fetches its news by itself (htmx, with the header OSCR-Unasked) is told to load itself anew when the log-in has
    ended: so the log-in page takes the place of the children's names on a screen that nobody sits at.
    """

    def middleware(request):
        asked = UNASKED not in request.headers
        if request.user.is_authenticated and outlived(request.session, at=timezone.now(), asked=asked):
            logout(request)
        if not asked and not request.user.is_authenticated:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        response = get_response(request)
        if response.status_code in (403, 404) and request.user.is_authenticated:
            stash.drop(request)
        return response

    return middleware
