"""The queue: what waits at the hotline, emergencies first; claiming and releasing (OSCR FAQ: processed within 1 to 3 hours).

Bounded by what waits, never by the archive. No names: a list shows ages and call numbers only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency import versions
from oscr.agency.permissions import Permission, can
from oscr.desks import reviewing
from oscr.desks.doors import reads, writes
from oscr.flow import docket
from oscr.flow.call import actions
from oscr.flow.call.models import Waiting
from oscr.flow.report.models import Report
from oscr.law import counties, protocol
from oscr.law.refusal import Refused
from oscr.people.words import age_words

PAGE = 100
PROMISE = timedelta(hours=3)  # OSCR FAQ; also the measure for calls by phone, which carry no such clock
SHOWS = {
    "all": gettext_lazy("All"),
    "mine": gettext_lazy("Held by me"),
    "free": gettext_lazy("Nobody holds"),
    "supervisor": gettext_lazy("Wait for a supervisor"),
}


@dataclass(frozen=True)
class Row:
    """One line of the queue, in words."""

    waiting: Waiting
    due_at: datetime
    promised: bool
    county: str
    pathways: tuple[str, ...]
    ages: tuple[str, ...]
    waits_for: str
    held_by_me: bool
    may_release: bool
    first_free: bool = False

    @property
    def number(self) -> str:
        """The call number."""
        return self.waiting.report.number


@reads()
def queue(request):
    """The list; htmx asks for its rows alone every 15 seconds."""
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "all"
    waiting = _shown(show, request.user)
    found = list(waiting[: PAGE + 1])
    first_free = next((one.pk for one in found if one.held_by_id is None), None)
    laws, marks = versions.timeline(), reviewing.marks([one.pk for one in found], request.user)
    rows = [_row(one, request, first_free, laws.at(one.received_at)) for one in found[:PAGE]]
    whole = waiting.count() if len(found) > PAGE else len(rows)
    context = {
        "rows": rows,
        "more": whole - len(rows),
        "whole": whole,
        "emergencies": sum(row.waiting.emergency for row in rows),
        "for_supervisor": sum(row.waiting.proposed and not row.waiting.classified for row in rows),
        "marks": marks,
        "show": show,
        "shows": SHOWS,
        "here": "queue",
    }
    return render(request, "hotline/queue.html#rows" if request.htmx else "hotline/queue.html", context)


@writes(Report)
def claim(request, report):
    """Take a report and go to it; whoever comes second is told who was first, and goes back to the queue."""
    try:
        actions.claim(report=report, by=request.user, at=request.at)
    except Refused as refused:
        messages.error(request, _("%(number)s: %(why)s") % {"number": report.number, "why": refused})
        return HttpResponseRedirect(reverse("hotline:queue"))
    return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))


@writes(Report)
def release(request, report):
    """Put a report back and go to the queue."""
    actions.release(report=report, by=request.user, at=request.at)
    messages.success(request, _("%(number)s is back in the queue.") % {"number": report.number})
    return HttpResponseRedirect(reverse("hotline:queue"))


def _shown(show, user):
    waiting = docket.queue(user)
    if show == "mine":
        return waiting.filter(held_by=user)
    if show == "free":
        return waiting.filter(held_by=None)
    return waiting.filter(proposed=True, classified=False) if show == "supervisor" else waiting


def _row(waiting, request, first_free: int | None, law: protocol.Protocol) -> Row:
    county = counties.name_of(waiting.home_county or waiting.incident_county or "")
    return Row(
        waiting=waiting,
        due_at=waiting.due_at or waiting.received_at + PROMISE,
        promised=bool(waiting.due_at),
        county=county,
        pathways=tuple(str(law.pathways[slug].plain) for slug in waiting.pathways or () if slug in law.pathways),
        ages=tuple(
            age_words(one.participant, waiting.received_at) or _("age unknown") for one in waiting.report.involved.all()
        ),
        waits_for=_waits_for(waiting),
        held_by_me=waiting.held_by_id == request.user.pk,
        may_release=can(request.user, Permission.RELEASE_OTHERS),
        first_free=waiting.pk == first_free,
    )


def _waits_for(waiting) -> str:
    if waiting.classified:
        return _("alert to an office")
    if waiting.proposed:
        return _("a supervisor's ruling")
    return _("classification") if waiting.held_by_id else _("somebody to claim it")
