"""One alert: what to do now, what was told, what the law says, what is due; and the acts of the office."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import reviewing
from oscr.desks.attached import rows
from oscr.desks.can1.people import people_of
from oscr.desks.county import disclosing, reading
from oscr.desks.county.assisting import beside
from oscr.desks.county.forms import AssignForm, DiscloseForm
from oscr.desks.county.handing import of_alert
from oscr.desks.county.timeline import bars
from oscr.desks.county.views.calls import followers
from oscr.desks.doors import attempt, reads, writes
from oscr.flow import docket
from oscr.flow.assignment import actions
from oscr.flow.assignment.models import Alert
from oscr.flow.attachment.models import Attachment
from oscr.flow.call.actions import protocol_for
from oscr.flow.clock import actions as clock_actions
from oscr.flow.conclusion.closing import involves_death

KEY = "classification__report__number"
MET_BY_AN_ACT = (
    "acknowledge",
    "appeal",
    "assistance",
    "complete",
    "disposition",
    "enforcement answer",
    "findings",
    "harassment referral",
    "household children",
    "initiate",
    "law enforcement",
    "observe child",
    "reporter contact",
    "respond",
    "safety assessment",
    "three-call review",
    "transfer",
    "update",
)  # every kind that an office meets today; by hand it meets only what the law's data adds to them


@reads(Alert, key=KEY)
def alert(request, alert):
    """The whole alert on one page; the door writes who looked."""
    return _page(request, alert)


@writes(Alert, key=KEY)
def acknowledge(request, alert):
    """Say that the office has seen it, as the page showed it: not what the hotline corrected since."""
    if request.POST.get("alert", str(alert.pk)) != str(alert.pk):
        messages.error(request, _("The hotline corrected this report since you opened it: read it, then acknowledge."))
        return back(alert)
    actions.acknowledge(alert=alert, by=request.user, at=request.at)
    messages.success(request, _("Acknowledged. The clocks below run on."))
    return back(alert)


@writes(Alert, key=KEY)
def assign(request, alert):
    """Give the response to somebody of the office."""
    form = AssignForm(request.POST, office=alert.office)
    if form.is_valid():
        worker = form.cleaned_data["worker"]
        if attempt(form, actions.assign, alert=alert, worker=worker, by=request.user, at=request.at):
            messages.success(request, _("%(worker)s responds and was told by e-mail.") % {"worker": worker})
            return back(alert)
    return again(request, alert, assign_form=form)


@writes(Alert, key=KEY)
def meet(request, alert, pk):
    """Mark one duty as done."""
    clock = get_object_or_404(
        alert.office.clocks.exclude(kind__in=MET_BY_AN_ACT), pk=pk, report=alert.classification.report
    )
    clock_actions.meet(clock=clock, by=request.user, at=request.at)
    messages.success(request, _("Done: %(duty)s.") % {"duty": clock.label})
    return back(alert, "clocks")


def again(request, alert: Alert, **forms) -> TemplateResponse:
    """The alert with a form that was refused: everything chosen is kept, what is wrong stands beside it."""
    return _page(request, alert, **forms)


def _page(request, alert: Alert, **forms) -> TemplateResponse:
    classification = alert.classification
    report, decision = classification.report, classification.decision
    line, law = docket.line(report), protocol_for(report)
    context = {
        "alert": alert,
        "report": report,
        "line": line,
        "classification": classification,
        "decision": decision,
        "outcome": reading.label_of(line.track.outcome, law),
        "was": reading.label_of(classification.outcome, law),
        "recommended": reading.label_of(classification.recommended, law),
        "rule": reading.rule_of(alert),
        "people": people_of(report),
        "told": reading.told_of(report),
        "family_knows": reading.family_knows(report),
        "reviews": reviewing.of_report(report, request.user)["reviews"],
        "followers": followers(report, request.user),
        "addenda": report.addenda.select_related("heeded__by", "attachment"),
        "files": rows(Attachment.objects.of(report.token), sealed=not actions.may_see_reporter(request.user, alert)),
        "bars": bars(
            alert.office.clocks.filter(report=report).select_related("met_by").prefetch_related("unmet__by"),
            report.received_at,
            request.at,
        ),
        "by_act": MET_BY_AN_ACT,
        "death": involves_death(alert),
        **of_alert(alert, request.user),
        **_allowed(request.user, alert),
        **beside(alert, request.user, request.at),
        **forms,
        "refused": next(iter(forms.values()), None),
    }
    return TemplateResponse(request, "county/alert.html", context)


def back(alert: Alert, part: str = "") -> HttpResponseRedirect:
    """To the alert, or to one part of it."""
    address = reverse("county:alert", args=[alert.number])
    return HttpResponseRedirect(f"{address}#{part}" if part else address)


def _allowed(user, alert: Alert) -> dict:
    """What this user may do here: the buttons and the refusals ask the same table."""
    acts = Alert.objects.in_hand_of(user).filter(pk=alert.pk).exists()  # an office that helps only reads
    leads = acts and can(user, Permission.ASSIGN)
    return {
        "can_acknowledge": acts and can(user, Permission.ACKNOWLEDGE),
        "can_meet": acts and can(user, Permission.MEET_CLOCK),
        "assign_form": AssignForm(office=alert.office) if leads else None,
        "disclose_form": DiscloseForm(office=alert.office)
        if leads and can(user, Permission.DISCLOSE_REPORTER)
        else None,
        "sees_reporter": actions.may_see_reporter(user, alert),
        "disclosures": alert.disclosures.select_related("to", "by").order_by("pk"),
        **disclosing.asked(user, alert),
        "leads": leads,
    }
