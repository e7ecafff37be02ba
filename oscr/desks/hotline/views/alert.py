"""Sending a classified report to the office that must respond (manual 2.3; RSMo 210.145)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.forms import AlertForm
from oscr.desks.hotline.holding import turned_back
from oscr.flow import docket
from oscr.flow.assignment.actions import send_alert
from oscr.flow.assignment.choosing import assisting, office_for, places_known, route_of
from oscr.flow.classification.actions import needs_alert
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report
from oscr.law import callout, counties


@writes(Report)
def alert(request, report):
    """The office that the rules propose, preselected; another one needs a reason."""
    line = docket.line(report)
    if line.classification is None or line.alert or not needs_alert(line.classification):
        messages.error(request, _("There is no alert to send for this report now."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    if back := turned_back(request, report):
        return back
    route = route_of(report)
    office = office_for(route)
    form = AlertForm(stash.typed(request), initial={"office": office})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["office"]
        rule = route.rule if chosen == office else ""
        sent = {
            "classification": line.classification,
            "office": chosen,
            "rule": rule,
            "reason": form.cleaned_data["reason"],
        }
        if attempt(form, send_alert, **sent, by=request.user, at=request.at):
            told = _("%(number)s was sent to %(office)s.") % {"number": report.number, "office": chosen}
            messages.success(request, told)
            return HttpResponseRedirect(_afterwards(line.classification))
    context = {
        "report": report,
        "line": line,
        "route": route,
        "office": office,
        "form": form,
        "here": "report",
        "assist": assisting(route),
        "inputs": _inputs(places_known(report)),
    }
    return render(request, "hotline/alert.html", context)


def _afterwards(classification: Classification) -> str:
    """To the queue; with an emergency in hand to its call-out, by phone."""
    if callout.is_emergency(classification.decision):
        return reverse("hotline:callout", args=[classification.report.number])
    return reverse("hotline:queue")


def _inputs(known: dict[str, str | bool]) -> list[tuple[str, str]]:
    """What the routing rule could read, in words."""
    labels = {
        "child_now": _("County where the child is now"),
        "incident": _("County of the incident"),
        "residence": _("County of the home"),
        "hospitalized": _("In a hospital"),
        "leaving": _("Likely to be moved within 24 hours"),
        "setting": _("Where it happened"),
        "suspect_is_staff": _("Alleged perpetrator works there"),
        "victim_in_foster_care": _("Child in foster care"),
        "suspect_is_foster_family": _("Alleged perpetrator of the foster family"),
    }
    return [
        (labels[name], _("Yes") if value is True else counties.name_of(value) or value) for name, value in known.items()
    ]
