"""The on-call roster: who answers now for every office of mine, and entering a line (Child Welfare Manual 2.4.1).

A line is never changed: who corrects one enters another, and the most recent entry wins, here as on the hotline's page.
"""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext

from oscr.agency.models import Office, OnCall
from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.county.rostering import RosterForm, now_on_call
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.callout.rostering import enter
from oscr.law.calendar import local

AHEAD, MOST = timedelta(days=14), 200


@reads()
def roster(request):
    """Every office of mine now, level by level; those with nobody on the roster first."""
    offices = Office.objects.overseen_by(request.user).order_by("name")
    rows = sorted(now_on_call(offices, request.at), key=lambda row: not row.empty)
    context = {
        "rows": rows,
        "empty": sum(row.empty for row in rows),
        "may_enter": can(request.user, Permission.KEEP_ROSTER),
        "here": "roster",
    }
    return TemplateResponse(request, "county/roster.html", context)


@writes()
def line(request):
    """Enter who is on call; beside it what is entered for the office already."""
    today = {"first": local(request.at).date(), "office": request.GET.get("office") or request.user.office_id}
    form = RosterForm(stash.typed(request), by=request.user, initial=today)
    if request.method == "POST" and form.is_valid():
        rows = attempt(form, enter, **form.line(), by=request.user, at=request.at)
        if rows:
            told = ngettext("%(n)d line entered.", "%(n)d lines entered.", len(rows))
            messages.success(request, told % {"n": len(rows)})
            return HttpResponseRedirect(reverse("county:roster"))
    coming = OnCall.objects.filter(
        office__in=Office.objects.overseen_by(request.user), ends_at__gt=request.at, starts_at__lt=request.at + AHEAD
    )
    asked = str(form["office"].value() or "")
    chosen = coming.filter(office=int(asked)) if asked.isascii() and asked.isdecimal() else coming.none()
    context = {
        "form": form,
        "coming": chosen.select_related("office", "user", "entered_by").order_by("level", "starts_at", "-entered_at")[
            :MOST
        ],
        "here": "roster",
    }
    return TemplateResponse(request, "county/roster_line.html", context)
