"""The pages for when something went wrong: 400, 403, 404, 413, 429, 500, 503, and a form that was too old.

Used by Django (oscr.config.urls names the handlers; settings.CSRF_FAILURE_VIEW) and by the middleware. Every page says 911 and the
hotline's number first (RSMo 210.145: the hotline answers day and night, whatever this system does). They are drawn without the
database, the session and the frame of the other pages, since any of these may be what broke.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from psycopg import errors as postgres

from oscr.desks import stash
from oscr.desks.authorization import table

RETRY_SECONDS = 5
AWAY = (OperationalError, InterfaceError, postgres.OperationalError, postgres.InterfaceError)
READ_ONLY = (postgres.ReadOnlySqlTransaction, postgres.DiskFull)
LOG_IN = (
    "account_login",
    "mfa_authenticate",
    "mfa_activate_totp",
)  # opened again when too old; nothing of them is kept
OUR_OWN_SITES = ("same-origin", "none", "")


def is_away(error: BaseException | None) -> bool:
    """Whether an error means that the database cannot be had now: gone, starting, full, read-only, out of connections."""
    return isinstance(error, (*AWAY, *READ_ONLY)) or isinstance(getattr(error, "__cause__", None), READ_ONLY)


def bad_request(request, exception=None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """400 for what no form of ours sends; 413 for more than 2.5 MB."""
    if isinstance(exception, RequestDataTooBig):
        return _page("413.html", 413)
    return _page("400.html", 400)


def forbidden(request, exception=None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """403."""
    return _page("403.html", 403)


def not_found(request, exception=None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """404; the page is the same for what does not exist and for what this person may not see."""
    return _page("404.html", 404)


def too_many(request, exception=None) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """429, from the log-in's rate limits."""
    return _page("429.html", 429)


def server_error(request) -> HttpResponse:
    """500, or 503 when what broke is the database, wherever on the way it was missed (in the session store too)."""
    if is_away(sys.exc_info()[1]):
        return away(request)
    return _page("500.html", 500)


def away(request) -> HttpResponse:
    """503: nothing was saved, nothing typed is lost: the page carries all that was posted, and a button that posts it again."""
    context = {"path": request.get_full_path(), "typed": _typed(request)}
    response = _page("503.html", 503, context)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """A form without a valid token: the page was open while the log-in ended or began anew.

    What was typed is kept and the same page opened again, which shows it. A form that another site sent is refused and nothing of it
    kept, or a stranger could put words into somebody's report.
    """
    route = _route(request.path_info)
    if not _from_our_pages(request) or not (route in LOG_IN or "GET" in table().get(route, {})):
        return _page("403.html", 403, {"too_old": True})
    stash.keep(request)
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


def _from_our_pages(request) -> bool:
    if request.headers.get("Sec-Fetch-Site", "") not in OUR_OWN_SITES:
        return False
    origin = request.headers.get("Origin", "")
    return not origin or origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def _route(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _typed(request) -> list[tuple[str, str]]:
    """Each field of the POST with each of its values, the token included; nothing when there is a secret among them."""
    if request.method != "POST":
        return []
    try:
        posted = request.POST
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    if stash.SECRET_FIELDS & posted.keys():
        return []
    return [(name, value) for name, values in posted.lists() for value in values]


def _page(template: str, status: int, context: dict | None = None) -> HttpResponse:
    page = render_to_string(template, {"stylesheet": _stylesheet(), **(context or {})})
    return HttpResponse(page, status=status)


def _stylesheet() -> str:
    try:
        return static("ui/plain.css")
    except ValueError:  # not collected: a page without its looks is better than none
        return ""
