"""An investigation that takes longer: good cause and more time, and the updates that the law asks for (RSMo 210.145.17)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks.county.taking_longer import ExtendForm, UpdateForm
from oscr.desks.county.timeline import bars
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import extending
from oscr.flow.clock.models import COMPLETE, UPDATE, Clock
from oscr.flow.conclusion.closing import involves_death
from oscr.law import good_cause


@reads(Alert, key=KEY)
def longer(request, alert):
    """How much time there is, what was documented, and the two forms."""
    return _page(request, alert)


@writes(Alert, key=KEY)
def extend(request, alert):
    """A supervisor documents good cause."""
    clock = _completion(alert)
    if clock is None:
        return _back(alert)
    form = ExtendForm(request.POST, clock=clock)
    if form.is_valid():
        said = form.said()
        report = alert.classification.report
        if attempt(form, extending.extend, report=report, **said, by=request.user, at=request.at):
            messages.success(request, _("Documented. The clock has its new time."))
            return _back(alert)
    return _page(request, alert, extend_form=form)


@writes(Alert, key=KEY)
def update(request, alert):
    """Somebody writes down what is new."""
    form = UpdateForm(request.POST)
    if form.is_valid():
        report = alert.classification.report
        if attempt(form, extending.update, report=report, **form.cleaned_data, by=request.user, at=request.at):
            messages.success(request, _("The update is written down."))
            return _back(alert)
    return _page(request, alert, update_form=form)


def _completion(alert: Alert) -> Clock | None:
    return (
        Clock.objects.running().filter(report=alert.classification.report, kind=COMPLETE, office=alert.office).first()
    )


def _back(alert: Alert) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:longer", args=[alert.number]))


def _page(request, alert: Alert, **forms) -> TemplateResponse:
    report, clock = alert.classification.report, _completion(alert)
    acts = Alert.objects.in_hand_of(request.user).filter(pk=alert.pk).exists()
    causes = good_cause.may_extend(clock.law) if clock else ()
    death = involves_death(alert)
    may_extend = acts and causes and clock.due_at and can(request.user, Permission.EXTEND)
    context = {
        "alert": alert,
        "report": report,
        "clock": clock,
        "death": death,
        "causes": causes,
        "bars": bars(
            alert.office.clocks.filter(report=report, kind__in=(COMPLETE, UPDATE)), report.received_at, request.at
        ),
        "extensions": report.extensions.select_related("by"),
        "updates": report.updates.select_related("by").order_by("-pk"),
        "extend_form": ExtendForm(clock=clock, death=death) if may_extend else None,
        "update_form": UpdateForm() if acts and clock and can(request.user, Permission.MEET_CLOCK) else None,
        "here": "board",
        **forms,
        "refused": next(iter(forms.values()), None),
    }
    return TemplateResponse(request, "county/longer.html", context)
