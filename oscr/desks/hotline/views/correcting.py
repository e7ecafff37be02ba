"""Correcting a report that an office has, and answering an office's dispute (Child Welfare Manual 3.2.1).

The page of a correction asks the protocol's questions again, with the answers so far: "Check" shows what the law says with the new
ones and writes nothing, "Send it again" sends it.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.doors import attempt, writes
from oscr.desks.hotline.asking import settling
from oscr.desks.hotline.correcting import CorrectForm, DisputeReplyForm
from oscr.desks.hotline.forms import unit_of
from oscr.desks.hotline.turns import Key
from oscr.desks.hotline.views.out import alert_of
from oscr.flow.assignment.choosing import office_for, route_of
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.correction import actions, disputing
from oscr.flow.correction.models import Dispute
from oscr.flow.report import asked
from oscr.flow.report.models import Report
from oscr.law import protocol
from oscr.law.refusal import Refused
from oscr.people.words import name_words


@writes(Report)
def correct(request, report):
    """Other facts, another outcome or office, more about somebody: checked, then sent again."""
    alert = alert_of(report)
    if alert is None:
        messages.error(request, _("No office has this report now: there is nothing to send again."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    typed = stash.typed(request)
    law, case = protocol_for(report), case_now(report)
    facts, answers, after = _asked(law, case, typed)
    form = CorrectForm(
        typed,
        law=law,
        people=_people(report),
        initial={"outcome": alert.classification.outcome, "office": alert.office},
    )
    sending = request.method == "POST" and request.POST.get("act") == "send"
    if sending and facts.is_valid() and form.is_valid() and _sent(request, alert, form, answers):
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    context = {
        "report": report,
        "alert": alert,
        "typed": typed,
        "form": form,
        "facts": facts,
        "refused": form if sending else None,
        "closes_at": actions.closes_at(alert),
        "late": _late(alert, request.at),
        "now": _said(law, after) if answers else None,
        "before": law.label(alert.classification.outcome),
        "dispute": disputing.open_dispute(alert),
        "here": "report",
    }
    return render(request, "hotline/correct.html", context)


@writes(Report)
def dispute(request, report):
    """An office's dispute, and the supervisor's answer; the way to a correction."""
    rows = Dispute.objects.about(report).select_related("alert__office", "consulted", "by", "reply__by").order_by("-pk")
    waiting = next((row for row in rows if not hasattr(row, "reply")), None)
    form = DisputeReplyForm(stash.typed(request))
    if request.method == "POST" and waiting is None:
        raise Refused(_("No dispute about this report waits: somebody has answered it."))
    if request.method == "POST" and form.is_valid():
        said = {"result": form.cleaned_data["result"], "note": form.cleaned_data["note"]}
        if attempt(form, disputing.answer, dispute=waiting, **said, by=request.user, at=request.at):
            messages.success(request, _("Answered. The office was told."))
            return HttpResponseRedirect(reverse("hotline:out"))
    alert = alert_of(report)
    context = {
        "report": report,
        "rows": rows,
        "waiting": waiting,
        "alert": alert,
        "form": form,
        "closes_at": actions.closes_at(alert) if alert else None,
        "late": _late(alert, request.at) if alert else "",
        "here": "out",
    }
    return render(request, "hotline/dispute.html", context)


def _sent(request, alert, form: CorrectForm, answers) -> bool:
    """Whether the correction was sent; a refusal stands beside its field."""
    office = form.cleaned_data["office"]
    said = {name: form.cleaned_data[name] for name in ("outcome", "office", "reason")}
    said |= {"facts": answers, "additions": form.additions(), "rule": _rule(alert, office)}
    row = attempt(form, actions.correct, alert=alert, **said, by=request.user, at=request.at)
    if row and row.alert:
        told = _("%(number)s was sent again, to %(office)s. It must be acknowledged anew.")
        messages.success(request, told % {"number": alert.number, "office": office})
    elif row:
        messages.success(request, _("Corrected. No office responds to it any more; who did was told."))
    return bool(row)


def _rule(alert, office) -> str:
    """The routing rule, where it names the office that was chosen."""
    route = route_of(alert.classification.report)
    return route.rule if office_for(route) == office else ""


def _late(alert, at) -> str:
    try:
        actions.check_in_time(alert, at)
    except Refused as refused:
        return str(refused)
    return ""


def _said(law: protocol.Protocol, case: protocol.Case) -> dict:
    """What the protocol says with the new answers."""
    decision = law.decide(case)
    return {
        "outcome": law.label(decision.outcome),
        "rule": decision.rule,
        "priority": decision.priority,
        "possible": [law.label(one) for one in decision.possible if one != decision.outcome],
    }


def _asked(law: protocol.Protocol, case: protocol.Case, typed):
    """The questions, those that the typed answers open among them; the answers that differ, and the case that they make."""
    more: dict[Key, None] = {}
    answers, after = [], case
    while True:
        facts = settling(law, case, law.decide(case), None, typed, more)
        if typed and facts.is_valid():
            answers = facts.answers()
            after = asked.laid_over(case, (asked.Settled(*row) for row in answers), law)
        new = [(unit_of(*one.unit), one.fact) for one in law.decide(after).questions]
        if set(new) <= set(facts.keys.values()):
            return facts, answers, after
        more |= dict.fromkeys(new)


def _people(report: Report) -> dict[str, str]:
    return {
        one.code: _("%(code)s, %(name)s") % {"code": one.code, "name": name_words(one.participant)}
        for one in report.involved.select_related("participant").order_by("-part", "code")
    }
