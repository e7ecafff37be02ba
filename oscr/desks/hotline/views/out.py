"""Alerts that are out: nobody at the office has acknowledged them; and the call-out of one, by phone (manual 2.4.1, 2.4.2).

The list holds no name of a family. The page of one alert shows whom to call on which numbers in which order, what to say, and what
came of every call. Disputes that wait for a supervisor stand on the same list: both are about what the field has in hand.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.calling_out import AttemptForm
from oscr.flow.assignment.models import Acknowledgement, Alert
from oscr.flow.callout import actions, standing
from oscr.flow.callout.models import Attempt
from oscr.flow.correction.models import Dispute
from oscr.flow.report.models import Report
from oscr.law import callout as law

PAGE = 100


@reads()
def out(request):
    """The list; htmx asks for its rows alone every 15 seconds."""
    rows = standing.out(Alert.objects.visible_to(request.user), request.at)
    seen = Dispute.objects.open().filter(alert__in=Alert.objects.visible_to(request.user))
    context = {
        "rows": rows[:PAGE],
        "more": len(rows) - PAGE if len(rows) > PAGE else 0,
        "whole": len(rows),
        "emergencies": sum(row.emergency for row in rows),
        "late": sum(row.due_at <= request.at for row in rows),
        "unrostered": sum(not row.rostered for row in rows),
        "disputes": seen.select_related("alert__classification__report", "alert__office", "by"),
        "may_answer": can(request.user, Permission.ANSWER_DISPUTE),
        "here": "out",
    }
    return render(request, "hotline/out.html#rows" if request.htmx else "hotline/out.html", context)


@writes(Report)
def callout(request, report):
    """Whom to call, what to say; write down what came of a call."""
    alert = alert_of(report)
    if alert is None:
        return _nothing_out(request, report)
    one = next(iter(standing.out(Alert.objects.filter(pk=alert.pk), request.at)), None)
    chain = standing.chain(alert.office, request.at, restricted=standing.is_restricted(alert))
    typed = stash.typed(request)
    form = AttemptForm(typed, chain=chain, level=one.level if one else 1)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, actions.attempt, alert=alert, **form.call(), by=request.user, at=request.at)
        if row and row.result == Attempt.Result.TOOK:
            messages.success(request, _("%(name)s has %(number)s.") % {"name": row.person, "number": report.number})
            return HttpResponseRedirect(reverse("hotline:out"))
        if row:
            messages.success(request, _("Written down: %(result)s.") % {"result": row.get_result_display()})
            return HttpResponseRedirect(reverse("hotline:callout", args=[report.number]))
    context = {
        "report": report,
        "alert": alert,
        "one": one,
        "chain": chain,
        "form": form,
        "script": law.script(),
        "decision": alert.classification.decision,
        "attempts": alert.attempts.select_related("person", "by"),
        "climbs": alert.climbs.select_related("by"),
        "seen": Acknowledgement.objects.filter(alert=alert).select_related("by").first(),
        "here": "out",
    }
    return render(request, "hotline/callout.html", context)


@writes(Report)
def climb(request, report):
    """Go on to the next level at once."""
    alert = alert_of(report)
    if alert is None:
        return _nothing_out(request, report)
    actions.climb(alert=alert, by=request.user, at=request.at)
    messages.success(request, _("The next level was told. Call it now."))
    return HttpResponseRedirect(reverse("hotline:callout", args=[report.number]))


def alert_of(report: Report) -> Alert | None:
    """The alert of a report that stands, if there is one."""
    return Alert.objects.current().filter(classification__report=report).select_related("office").first()


def _nothing_out(request: HttpRequest, report: Report) -> HttpResponseRedirect:
    messages.error(request, _("No office has this report now."))
    return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
