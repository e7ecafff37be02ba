"""Disputing a screening with the hotline, and handing a report over to another office (Child Welfare Manual 3.2.1).

Until another office accepts, this one responds. An office that is asked sees what it needs to answer: what the report is, how
urgent, what is due when and why it is asked; the report itself opens with the acceptance.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import Office
from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.county.handing import DisputeForm, TransferForm, TransferReplyForm
from oscr.desks.county.reading import outcome_label
from oscr.desks.county.timeline import bars
from oscr.desks.county.views.alert import KEY, back
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.clock.models import Clock
from oscr.flow.correction import disputing, transferring
from oscr.flow.correction.models import Transfer
from oscr.law import transfers as law

LATEST = 30


@writes(Alert, key=KEY)
def dispute(request, alert):
    """A supervisor disputes how the report was screened."""
    form = DisputeForm(stash.typed(request), office=alert.office)
    said = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    if said and attempt(form, disputing.dispute, alert=alert, **said, by=request.user, at=request.at):
        messages.success(request, _("The hotline's supervisors were told. Respond meanwhile."))
        return back(alert)
    waiting = disputing.open_dispute(alert)
    context = {"alert": alert, "form": form, "waiting": waiting, "here": "board"}
    return TemplateResponse(request, "county/dispute.html", context)


@writes(Alert, key=KEY)
def move(request, alert):
    """A supervisor asks another office to take the report over."""
    form = TransferForm(stash.typed(request), office=alert.office)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, transferring.propose, alert=alert, **form.cleaned_data, by=request.user, at=request.at)
        if row:
            told = _("%(office)s was asked. You respond until it accepts.")
            messages.success(request, told % {"office": row.to})
            return back(alert)
    context = {
        "alert": alert,
        "form": form,
        "waiting": transferring.open_transfer(alert),
        "reasons": law.reasons(),
        "here": "board",
    }
    return TemplateResponse(request, "county/move.html", context)


@writes(Alert, key=KEY)
def take_back(request, alert):
    """A supervisor takes a proposal back."""
    row = transferring.open_transfer(alert)
    if row is None:
        messages.error(request, _("No transfer of this report waits for an answer any more."))
        return back(alert)
    transferring.withdraw(transfer=row, by=request.user, at=request.at)
    messages.success(request, _("Taken back. You go on."))
    return back(alert)


@reads()
def transfers(request):
    """What my offices are asked to take over, what they asked of others, and what became of it lately. No names."""
    mine = Office.objects.overseen_by(request.user)
    every = Transfer.objects.select_related("alert__classification__report", "alert__office", "to", "by", "reply__by")
    asked = every.filter(pk__in=Transfer.objects.visible_to(request.user).open())
    own = Alert.objects.visible_to(request.user)
    proposed = every.filter(reply=None, alert__in=own)
    sees_all = can(request.user, Permission.SEE_RESTRICTED)
    free = {} if sees_all else {"alert__classification__report__restriction": None}
    lately = (every.filter(to__in=mine, **free) | every.filter(alert__office__in=mine, **free)).exclude(reply=None)
    context = {
        "asked": _rows(asked),
        "proposed": _rows(proposed),
        "lately": _rows(lately.order_by("-pk")[:LATEST]),
        "here": "transfers",
    }
    return TemplateResponse(request, "county/transfers.html", context)


@writes(Transfer, key="pk")
def transfer(request, transfer):
    """What my office is asked to take over: accept, or refuse with a reason."""
    form = TransferReplyForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        act = transferring.accept if form.cleaned_data["accepted"] == "yes" else transferring.refuse
        note = form.cleaned_data["note"]
        reply = attempt(form, act, transfer=transfer, note=note, by=request.user, at=request.at)
        if reply and reply.alert:
            messages.success(request, _("Yours now, and acknowledged. Give it to somebody."))
            return back(reply.alert)
        if reply:
            messages.success(request, _("Refused. The other office was told, and goes on."))
            return HttpResponseRedirect(reverse("county:transfers"))
    row = get_object_or_404(
        Transfer.objects.select_related("alert__classification__report", "alert__office", "to", "by", "reply__by"),
        pk=transfer.pk,
    )
    report = row.alert.classification.report
    running = Clock.objects.running().filter(report=report, office=row.alert.office)
    context = {
        "row": row,
        "report": report,
        "outcome": outcome_label(row.alert.classification, versions.timeline()),
        "decision": row.alert.classification.decision,
        "reason": law.reason(row.reason),
        "bars": bars(running, report.received_at, request.at),
        "form": form,
        "here": "transfers",
    }
    return TemplateResponse(request, "county/transfer.html", context)


def _rows(found) -> list[tuple[Transfer, str, law.Reason]]:
    laws = versions.timeline()
    return [(row, outcome_label(row.alert.classification, laws), law.reason(row.reason)) for row in found]
