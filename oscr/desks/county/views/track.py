"""The track of a report: what it is now, changing it, the written notice before an investigation ends, and an emergency taken down.

Child Welfare Manual 3.4 and 3.6; RSMo 210.145, subsections 15 and 16(3).
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.county.reading import label_of
from oscr.desks.county.tracking import DownForm, EndingForm, TrackForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import protocol_for
from oscr.flow.enforcement import actions as enforcement
from oscr.flow.track import actions
from oscr.flow.track.models import TrackChange
from oscr.law import track_changes as law
from oscr.law.outcomes import OUTCOMES
from oscr.ui.forms import with_now


@writes(Alert, key=KEY)
def track(request, alert):
    """What the track is, what it was, and to what it may be changed."""
    typed = stash.typed(request)
    form = _form(alert, typed) if typed is not None else None
    if form and request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"by": request.user, "at": request.at}
        if attempt(form, actions.change, alert=alert, **said):
            messages.success(request, _("Changed, as of now. The clocks have changed with it."))
            return _back(alert)
    return _page(request, alert, form=form)


@writes(Alert, key=KEY)
def ending(request, alert):
    """Give law enforcement the written notice that the investigation will be ended."""
    form = EndingForm(request.POST, office=alert.office)
    if form.is_valid():
        said = with_now(form, request.at)
        if attempt(form, enforcement.notify_of_ending, alert=alert, **said, by=request.user, at=request.at):
            messages.success(request, _("Written down. Now the investigation can be ended."))
            return _back(alert)
    return _page(request, alert, ending=form)


@writes(Alert, key=KEY)
def down(request, alert):
    """Take an emergency down to an ordinary response."""
    form = DownForm(request.POST, office=alert.office)
    if form.is_valid():
        said = with_now(form, request.at)
        if attempt(form, actions.take_down, alert=alert, **said, by=request.user, at=request.at):
            messages.success(request, _("Taken down. The ordinary clocks run on."))
            return _back(alert)
    return _page(request, alert, down=form)


def _page(request, alert, form=None, ending=None, down=None) -> TemplateResponse:
    now = actions.standing_on(alert)
    told = protocol_for(alert.classification.report)
    notice = actions.notice_for(alert, now) if now.outcome == actions.INVESTIGATION else None
    context = {
        "alert": alert,
        "now": now,
        "track": label_of(now.outcome, told),
        "changes": [(one, label_of(one.was, told), label_of(one.to, told)) for one in _changes(alert)],
        "cells": [(label_of(to, told), law.cell(now.outcome, to)) for to in OUTCOMES if to != now.outcome],
        "notice": notice,
        "investigation": now.outcome == actions.INVESTIGATION,
        "may_change": can(request.user, Permission.CHANGE_TRACK),
        "form": form or _form(alert, initial={"reason": notice.text if notice else ""}),
        "ending": ending or EndingForm(office=alert.office),
        "down": down or DownForm(office=alert.office),
        "down_until": actions.may_take_down_until(alert, request.at),
        "refused": form or ending or down,
        "here": "board",
    }
    return TemplateResponse(request, "county/track.html", context)


def _form(alert: Alert, data=None, **kwargs) -> TrackForm:
    was = actions.standing_on(alert).outcome
    return TrackForm(data, was=was, law=protocol_for(alert.classification.report), **kwargs)


def _changes(alert: Alert):
    """Every change of the report's track, before a correction too."""
    of_report = TrackChange.objects.filter(classification__report=alert.classification.report)
    return of_report.select_related("by", "notice__agency")


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:track", args=[alert.number]))
