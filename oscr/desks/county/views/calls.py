"""Calls that the hotline passed on to an office: put to a report that it has, or for it to know (CWM 2.1.4, 2.4.3, 3.3).

Who reported is not shown here, as it is not on an alert.
"""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.can1.people import people_of
from oscr.desks.county import reading
from oscr.desks.doors import reads, writes
from oscr.flow.ending.actions import note
from oscr.flow.ending.models import Ending

KEY = "report__number"
LATEST = 50


@reads()
def calls(request):
    """What nobody read yet, the oldest first; what was read last."""
    seen = Ending.objects.visible_to(request.user).select_related("report", "earlier", "office")
    read = seen.exclude(noted=None).order_by("-noted__at")[:LATEST]
    groups = [(_("Not read yet"), seen.unread()), (_("Read"), read)]
    return TemplateResponse(request, "county/calls.html", {"groups": groups, "here": "calls"})


@reads(Ending, key=KEY)
def call(request, ending):
    """One call, as told."""
    report = ending.report
    context = {
        "ending": ending,
        "report": report,
        "people": people_of(report),
        "told": reading.told_of(report),
        "noted": getattr(ending, "noted", None),
        "here": "calls",
    }
    return TemplateResponse(request, "county/call.html", context)


@writes(Ending, key=KEY)
def read(request, ending):
    """Say that the office has read it."""
    note(ending=ending, by=request.user, at=request.at)
    messages.success(request, _("Marked as read."))
    return HttpResponseRedirect(reverse("county:call", args=[ending.number]))


def followers(report, user) -> list[Ending]:
    """The calls that were put to a report and that this user may read, each with when it was read."""
    rows = Ending.objects.visible_to(user).filter(earlier=report).select_related("report")
    return list(rows.annotate(noted_at=F("noted__at")))
