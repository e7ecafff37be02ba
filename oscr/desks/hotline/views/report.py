"""One report: as it was told on the left, what the law says now on the right, and the questions that would settle it.

Serves manual 2.1.1 to 2.1.2.1. Whoever holds the report may settle facts; to everybody else at the hotline it is to be read.
"""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.forms import SettleForm, unit_of
from oscr.desks.hotline.people import household
from oscr.desks.hotline.reading import reading
from oscr.desks.hotline.told import reporter_of, sections
from oscr.desks.interview.summary import whereabouts
from oscr.flow import docket
from oscr.flow.call.actions import case_now
from oscr.flow.call.actions import settle as settle_facts
from oscr.flow.call.models import Waiting
from oscr.flow.classification.actions import can_rule, declined, open_proposal, protocol_for
from oscr.flow.report.models import Report
from oscr.flow.report.telling import emergencies


@reads(Report)
def report(request, report):
    """Everything about one report; forms only for whoever holds it, with the answers that a log-in came between."""
    typed = stash.take(request, reverse("hotline:settle", args=[report.number]))
    return _page(request, report, typed=typed)


@writes(Report)
def settle(request, report):
    """Keep the screener's answers and show what follows from them."""
    form = _form(request, report, case_now(report), request.POST)
    answers = form.answers() if form.is_valid() else []
    if form.is_valid() and not answers:
        form.add_error(None, _("Nothing was changed: answer at least one question."))
    if answers and attempt(form, settle_facts, report=report, answers=answers, by=request.user, at=request.at):
        messages.success(request, _("Kept. This is what follows from it."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    return _page(request, report, form)


def _page(request, report, form=None, typed=None):
    line = docket.line(report)
    waiting = Waiting.objects.filter(report=report).select_related("held_by").first()
    holding = bool(waiting and waiting.held_by_id == request.user.pk)
    context = {"report": report, "line": line, "waiting": waiting, "holding": holding, "here": "report"}
    context |= {"may_release": can(request.user, Permission.RELEASE_OTHERS)}
    return render(
        request, "hotline/report.html", context | _told(report) | _law(request, report, line, holding, form, typed)
    )


def _told(report) -> dict:
    """The left side: what was told."""
    involved = list(report.involved.select_related("participant"))
    home = report.told.get("places", {}).get("home_address", "")
    house = household(involved, home, whereabouts(report.told), report.received_at)
    return {"house": house, "sections": sections(report), "reporter": reporter_of(report)}


def _law(request, report, line, holding: bool, form, typed) -> dict:
    """The right side: the decision as it stands, or as it was made; and what may still be asked."""
    case, law, decided = case_now(report), protocol_for(report), line.classification
    shown = reading(law, decided.decision if decided else json.loads(law.decide(case).to_json()))
    asking = holding and not decided
    proposal = open_proposal(report)
    dangers = sorted({law.facts[fact].screener for fact in emergencies(case, law)})
    return {
        "reading": shown,
        "decided": decided,
        "decided_label": decided and next(one.label for one in law.outcomes if one.id == decided.outcome),
        "form": form or (_form(request, report, case, typed) if asking else None),
        "others": _other_pathways(law, case) if asking else [],
        "pathway": request.GET.get("pathway") if request.GET.get("pathway") in law.pathways else "",
        "proposal": None if decided else proposal,
        "can_rule": bool(proposal) and can_rule(request.user, proposal),
        "declined": [] if decided else declined(report),
        "dangers": dangers,
        "urgent": bool(dangers) and not line.alert,
    }


def _form(request, report, case, data) -> SettleForm:
    law = protocol_for(report)
    decision = law.decide(case)
    asked = [(unit_of(*question.unit), question.fact) for question in decision.questions]
    also = [(unit_of(*question.unit), question.fact) for question in decision.also_ask]
    asked += questions_of(law, case, request.GET.get("pathway"))
    known = {("", fact): value for fact, value in case.call.items()}
    known |= {
        (unit, fact): v
        for part in (case.children, case.suspects)
        for unit, of in part.items()
        for fact, v in of.items()
    }
    known |= {(unit_of(*pair), fact): value for pair, of in case.pairs.items() for fact, value in of.items()}
    return SettleForm(data, law=law, open_keys=dict.fromkeys(asked), also_keys=also, known=known)


def questions_of(law, case, slug) -> list[tuple[str, str]]:
    """The key questions of a pathway that the reporter did not choose, for everybody they are about."""
    if slug not in law.pathways:
        return []
    return [(unit, fact) for fact in law.pathways[slug].ask for unit in units_of(case, law.facts[fact].scope)]


def units_of(case, scope: str) -> list[str]:
    """Everybody a fact of this scope may be about, as answers write it: "", "A", "1", "A/1"."""
    pairs = case.units()
    if scope == "call":
        return [""]
    if scope == "child":
        return list(dict.fromkeys(child for child, _suspect in pairs))
    with_suspect = [(child, suspect) for child, suspect in pairs if suspect]
    if scope == "suspect":
        return list(dict.fromkeys(suspect for _child, suspect in with_suspect))
    return [unit_of(*pair) for pair in with_suspect]


def _other_pathways(law, case) -> list[tuple[str, str, str]]:
    raised = set(case.pathways or ())
    return [(slug, one.name, one.plain) for slug, one in law.pathways.items() if slug not in raised]
