"""The doors: how every view is entered.

    @public            no log-in
    @reads(Alert)      GET; nothing but SELECT; the door fetches the record through visible_to and writes who looked
    @writes(Report)    GET as above; POST is one transaction. Where a model tells who may act on a record from who may read it
                       (in_hand_of), only the first come in; with helping=True all who may read it

A door looks its route up in the authorization table, asks for a log-in or a second factor where one is missing, sets
`request.at` (the moment of the request: nothing below a desk reads a clock) and hands the record to the view. The entry
of who looked is written in the transaction of the page; if it cannot be written, the page is not shown.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from oscr.agency.permissions import Role
from oscr.agency.sessions import second_factor_used
from oscr.desks import errors, stash
from oscr.desks.authorization import ANYONE, methods_of
from oscr.law.refusal import Refused
from oscr.record import actions as record

READING = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK")


def public(view: Callable) -> Callable:
    """A page that needs no log-in and shows no record. It can still know who is logged in."""

    @wraps(view)
    def door(request, **kwargs):
        return _turned_away(request) or view(request, **kwargs)

    door.door = "public"
    return door


def reads(of=None, key: str = "number") -> Callable:
    """A page that only reads. With a model, the view is called with the record that the URL's `key` names."""
    return _door(of, key, "reads")


def writes(of=None, key: str = "number", *, helping: bool = False) -> Callable:
    """A page that acts on POST. A refusal that the view does not put beside a field becomes a page of its own."""
    return _door(of, key, "writes", acting=not helping)


def attempt(form, action: Callable, **kwargs):
    """Call an action for a valid form; its refusal goes beside the field that caused it, and None comes back."""
    try:
        with transaction.atomic():
            return action(**kwargs)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None


def _door(of, key: str, kind: str, *, acting: bool = False) -> Callable:
    open_to = "in_hand_of" if acting and hasattr(getattr(of, "objects", None), "in_hand_of") else "visible_to"

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def door(request, **kwargs):
            away = _turned_away(request)
            if away:
                return away
            if request.method in ("GET", "HEAD"):
                return _look(view, request, of, key, kwargs, open_to)
            try:
                with transaction.atomic():
                    return _seen(request, _rendered(_call(view, request, of, key, kwargs, open_to)))
            except Refused as refused:
                return TemplateResponse(request, "ui/refused.html", {"refused": refused}, status=409)

        door.door = kind
        door.helping = open_to == "visible_to"
        return door

    return decorate


def _look(view, request, of, key, kwargs, open_to) -> HttpResponse:
    with transaction.atomic():
        with connection.execute_wrapper(_select_only):
            response = _rendered(_call(view, request, of, key, kwargs, open_to))
        return _seen(request, response)


def _seen(request, response: HttpResponse) -> HttpResponse:
    """Record the look, where the answer is a page of a record: asked for, or shown again beside what was wrong in a form.

    What was searched goes first, as wherever somebody searches: its lock is taken before the head of the record.
    """
    subject = getattr(request, "subject", None)  # fetched by the door, or named by a view that opens a draft
    if hasattr(request, "found_beside"):  # call numbers of what the page found; a list of nobody's is put to its reader
        numbers, restricted = request.found_beside
        found = {"shown": numbers, "restricted": restricted}
        record.write_searched(subject=subject or request.user, by=request.user, at=request.at, **found)
    only_kept = request.method == "POST" and request.htmx  # the line that says so: nothing of the record is shown
    if subject is not None and response.status_code == 200 and not only_kept:
        route, which = request.resolver_match.view_name, getattr(request, "looked_at", {})  # which file of it
        for one in (subject, *getattr(request, "subjects_beside", ())):  # a page may show two records side by side
            record.write(act="looked", subject=one, by=request.user, at=request.at, route=route, **which)
    return response


def _call(view, request, of, key, kwargs, open_to) -> HttpResponse:
    if of is None:
        return view(request, **kwargs)
    records = getattr(of.objects, open_to)(request.user)
    request.subject = get_object_or_404(records, **{key: kwargs.pop(key.split("__")[-1])})
    return view(request, request.subject, **kwargs)


def _rendered(response: HttpResponse) -> HttpResponse:
    return response.render() if hasattr(response, "render") and callable(response.render) else response


def _turned_away(request) -> HttpResponse | None:
    """The answer to somebody who may not enter, or None."""
    request.at = timezone.now()
    methods = methods_of(request.resolver_match.view_name)
    method = "GET" if request.method == "HEAD" else request.method
    if method not in methods:
        return HttpResponseNotAllowed(methods)
    roles = methods[method]
    if ANYONE in roles:
        return None
    if not request.user.is_authenticated:
        return _log_in_first(request, roles)
    if request.user.role not in roles:
        return errors.forbidden(request)
    if request.user.is_staff_member and not second_factor_used(request):
        return HttpResponseRedirect(reverse("account_login"))
    return None


def _log_in_first(request, roles) -> HttpResponse:
    """To the log-in of whoever this page is for, and back here afterwards; what was typed is kept in the session."""
    if request.method == "POST":
        stash.keep(request)
    if request.htmx:  # a part of a page: let the whole page go to the log-in
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    mo_login = {"provider_id": "mologin"}
    log_in = reverse("openid_connect_login", kwargs=mo_login) if Role.REPORTER in roles else reverse("account_login")
    return HttpResponseRedirect(f"{log_in}?{urlencode({'next': _afterwards(request)})}")


def _afterwards(request) -> str:
    """Where to go after the log-in: this page; from a button that is no page, the page on which it was pressed."""
    if request.method != "POST" or "GET" in methods_of(request.resolver_match.view_name):
        return request.path
    pressed_on = urlsplit(request.headers.get("Referer", ""))
    return pressed_on.path if pressed_on.netloc == request.get_host() and pressed_on.path != request.path else "/"


def _select_only(execute, sql, params, many, context):
    if not str(sql).lstrip().upper().startswith(READING):
        raise RuntimeError(f"a reading page tried to write: {str(sql).split(None, 3)[:3]}")
    return execute(sql, params, many, context)
