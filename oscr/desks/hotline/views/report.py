"""One report: as it was told on the left, what the law says now on the right, and the questions that would settle it.

Serves manual 2.1.1 to 2.1.2.1. Whoever holds the report may settle facts; to everybody else at the hotline it is to be read.
"""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.permissions import Permission, can
from oscr.desks import drawn, reviewing, stash
from oscr.desks.attached import rows
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.asking import places, settling
from oscr.desks.hotline.forms import RestrictForm
from oscr.desks.hotline.people import household
from oscr.desks.hotline.told import reporter_of, sections
from oscr.desks.interview.summary import whereabouts
from oscr.desks.reading import reading
from oscr.flow import docket
from oscr.flow.attachment.models import Attachment
from oscr.flow.call.actions import case_now
from oscr.flow.call.actions import settle as settle_facts
from oscr.flow.call.models import Waiting
from oscr.flow.classification.actions import can_rule, declined, open_proposal, protocol_for
from oscr.flow.history import repeats
from oscr.flow.report.models import Channel, Report
from oscr.flow.report.telling import emergencies


@reads(Report)
def report(request, report):
    """Everything about one report; forms only for whoever holds it, with the answers that a log-in came between."""
    typed = stash.take(request, reverse("hotline:settle", args=[report.number]))
    heeding = stash.take(request, reverse("hotline:heed", args=[report.number]))
    return _page(request, report, typed=typed, heeding=heeding)


@writes(Report)
def settle(request, report):
    """Keep the screener's answers and show what follows from them."""
    law, case = protocol_for(report), case_now(report)
    form = settling(law, case, law.decide(case), request.GET.get("pathway"), request.POST)
    answers = form.answers() if form.is_valid() else []
    if form.is_valid() and not answers:
        form.add_error(None, _("Nothing was changed: answer at least one question."))
    if answers and attempt(form, settle_facts, report=report, answers=answers, by=request.user, at=request.at):
        messages.success(request, _("Kept. This is what follows from it."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    return _page(request, report, form)


def _page(request, report, form=None, typed=None, heeding=None):
    line = docket.line(report)
    waiting = Waiting.objects.filter(report=report).select_related("held_by").first()
    holding = bool(waiting and waiting.held_by_id == request.user.pk)
    context = {"report": report, "line": line, "waiting": waiting, "holding": holding, "here": "report"}
    context |= {"heeding": heeding}
    context |= {"may_release": can(request.user, Permission.RELEASE_OTHERS)}
    context |= {"restricting": RestrictForm() if can(request.user, Permission.SEE_RESTRICTED) else None}
    calls = repeats.of_report(report, request.user)
    request.found_beside = repeats.shown(calls)
    context |= {"repeats": calls, "reopened": repeats.reopened(report)}
    context |= reviewing.of_report(report, request.user)
    context |= {"may_answer": can(request.user, Permission.ANSWER_REOPENED)}
    return render(
        request, "hotline/report.html", context | _told(report) | _law(request, report, line, holding, form, typed)
    )


def _told(report) -> dict:
    """The left side: what was told."""
    involved = list(report.involved.select_related("participant"))
    home = report.told.get("places", {}).get("home_address", "")
    house = household(involved, home, whereabouts(report.told), report.received_at)
    files = rows(Attachment.objects.of(report.token))
    scan_missing = report.channel in (Channel.LETTER, Channel.FAX)
    told = {"house": house, "sections": sections(report), "reporter": reporter_of(report)}
    addenda = report.addenda.select_related("heeded__by", "by", "attachment")
    return told | {"files": files, "scan_missing": scan_missing, "addenda": addenda}


def _law(request, report, line, holding: bool, form, typed) -> dict:
    """The right side: the decision as it stands, or as it was made; and what may still be asked."""
    case, law, decided = case_now(report), protocol_for(report), line.classification
    now = law.decide(case)
    told = decided.decision if decided else json.loads(now.to_json())
    if holding and not decided and form is None:
        form = settling(law, case, now, request.GET.get("pathway"), typed)
    ladder = drawn.call_ladder(law, told["trace"], places(form, tuple(told["unit"])))
    proposal = open_proposal(report)
    dangers = sorted({law.facts[fact].screener for fact in emergencies(case, law)})
    return {
        "reading": reading(law, told),
        "ladder": ladder,
        "open": drawn.open_questions(ladder),
        "replaced": versions.timeline().replaced_at(report.received_at, request.at),
        "decided": decided,
        "decided_label": decided and law.label(decided.outcome),
        "form": form,
        "others": _other_pathways(law, case) if form else [],
        "pathway": request.GET.get("pathway") if request.GET.get("pathway") in law.pathways else "",
        "proposal": None if decided else proposal,
        "can_rule": bool(proposal) and can_rule(request.user, proposal),
        "declined": [] if decided else declined(report),
        "dangers": dangers,
        "urgent": bool(dangers) and not line.alert,
    }


def _other_pathways(law, case) -> list[tuple[str, list]]:
    """The pathways that the call did not take, under their headings."""
    raised = set(case.pathways or ())
    found = [(heading, [way for way in ways if way.slug not in raised]) for heading, ways in law.groups]
    return [(heading, ways) for heading, ways in found if ways]
