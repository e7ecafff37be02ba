"""Deciding a report: with the protocol, above it with a reason, below it through a supervisor (manual 2.1.2, 2.1.3, 2.1.4)."""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.desks import drawn, stash
from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.asking import places, settling
from oscr.desks.hotline.forms import ClassifyForm, RulingForm
from oscr.desks.hotline.holding import turned_back
from oscr.flow.call.actions import case_now
from oscr.flow.classification import actions
from oscr.flow.classification.models import Proposal
from oscr.flow.ending.actions import rule_on
from oscr.flow.report.models import Report
from oscr.law import protocol


@writes(Report)
def classify(request, report):
    """Choose the outcome. Below the protocol's it becomes a proposal, and the page says so before it is pressed."""
    if back := turned_back(request, report):
        return back
    law = actions.protocol_for(report)
    case = case_now(report, law)
    decision = protocol.decided(law, case)
    recommended = decision.outcome
    form = ClassifyForm(stash.typed(request), law=law, recommended=recommended)
    if request.method == "POST" and form.is_valid():
        lower = law.rank(form.cleaned_data["outcome"]) > law.rank(recommended)
        action = actions.propose_lower if lower else actions.classify
        if made := attempt(form, action, report=report, **form.cleaned_data, by=request.user, at=request.at):
            return _after(request, report, made)
    context = {
        "report": report,
        "form": form,
        "recommended": recommended,
        "here": "report",
        "choices": [(one, law.rank(one.id) - law.rank(recommended), _radio(form, one.id)) for one in _by_rank(law)],
        "proposal": actions.open_proposal(report),
        "replaced": versions.timeline().replaced_at(report.received_at, request.at),
        **_why(law, case, decision, reverse("hotline:report", args=[report.number])),
    }
    return render(request, "hotline/classify.html", context)


@writes(Report)
def proposal(request, report):
    """A supervisor's page: what the protocol said, what the screener proposes and why; approve or decline."""
    waiting = actions.open_proposal(report)
    if waiting is None:
        messages.error(request, _("No proposal about this report waits for a ruling."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    law = actions.protocol_for(report)
    labels = {one.id: one.label for one in law.outcomes}
    form = RulingForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        approved = form.cleaned_data["approved"] == "yes"
        note = form.cleaned_data["note"]
        if attempt(form, rule_on, proposal=waiting, approved=approved, note=note, by=request.user, at=request.at):
            messages.success(request, _("Your ruling is recorded."))
            return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    decision = protocol.decided(law, case_now(report, law))
    context = {
        "report": report,
        "proposal": waiting,
        "form": form,
        "can_rule": actions.can_rule(request.user, waiting),
        "recommended": labels[decision.outcome],
        "proposed": labels[waiting.outcome],
        "wish": getattr(waiting, "ending", None),
        "rule": decision.rule,
        "here": "report",
    }
    return render(request, "hotline/proposal.html", context)


def _after(request, report, made):
    """Where to go next: to the alert, to the queue, or back to the report that now waits for a supervisor."""
    if isinstance(made, Proposal):
        messages.info(request, _("Your proposal waits for a supervisor. Until then the report stays as it is."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    if made.outcome == "out of state":
        messages.info(request, _("Now tell the other state: a clock runs."))
        return HttpResponseRedirect(reverse("hotline:transmit", args=[report.number]))
    if actions.needs_alert(made):
        return HttpResponseRedirect(reverse("hotline:alert", args=[report.number]))
    messages.success(request, _("%(number)s is classified; no office needs to respond.") % {"number": report.number})
    return HttpResponseRedirect(reverse("hotline:queue"))


def _why(law, case, decision, page: str) -> dict:
    """The ladder of the call; what is open leads back to its question on the report's page."""
    there = places(settling(law, case, decision, None), decision.unit, page)
    ladder = drawn.call_ladder(law, json.loads(decision.to_json())["trace"], there)
    return {"ladder": ladder, "open": drawn.open_questions(ladder)}


def _by_rank(law):
    return sorted(law.outcomes, key=lambda outcome: outcome.rank)


def _radio(form, value):
    return next(radio for radio in form["outcome"] if radio.data["value"] == value)
