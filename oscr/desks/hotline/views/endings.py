"""Calls that end otherwise than by an outcome of their own; telling another state; what is kept no longer.

CWM 2.1.4, 2.4.3, 3.3; RSMo 210.145.5. Each page says what will happen before the button is pressed; the protocol has the last word.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.desks import stash
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.going import MOST, context
from oscr.desks.hotline.endings import CheckForm, EndingForm, TransmitForm, side_of
from oscr.desks.hotline.holding import turned_back
from oscr.desks.interview.summary import summary
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.ending import actions
from oscr.flow.ending.earlier import cell_for
from oscr.flow.ending.models import TRANSMISSION, Wish
from oscr.flow.history import repeats
from oscr.flow.report.models import Report
from oscr.flow.retention.models import Removal
from oscr.law import call_kinds
from oscr.law.call_kinds import Kind, Way
from oscr.law.protocol import Decision, Protocol
from oscr.law.refusal import Refused
from oscr.notices.pdf import report_pdf
from oscr.ui.templatetags.ui import exact_time


@reads(Report)
def otherwise(request, report):
    """The kinds, each with what will happen."""
    if back := turned_back(request, report):
        return back
    law = protocol_for(report)
    said = law.decide(case_now(report)).outcome
    kinds = [(one, one.ends and one.way(said, law.rank) == Way.SUPERVISOR) for one in call_kinds.every()]
    context = {"report": report, "kinds": kinds, "said": law.label(said), "here": "report"}
    return render(request, "hotline/otherwise.html", context)


@writes(Report)
def ending(request, report, kind):
    """One kind: what it needs, what will happen, the earlier report beside the call; and the button."""
    if back := turned_back(request, report):
        return back
    how = {one.id: one for one in call_kinds.every()}.get(kind)
    if how is None:
        raise Http404
    law = protocol_for(report)
    decision = law.decide(case_now(report))
    said = decision.outcome
    lower = how.ends and how.way(said, law.rank) == Way.SUPERVISOR
    typed = stash.typed(request) or {}
    checking = "agency" in typed
    initial = {"earlier": request.GET.get("earlier", "")}
    form = EndingForm(None if checking else typed or None, how=how, lower=lower, initial=initial)
    check = CheckForm(typed if checking else None)
    acted = _recorded if checking else _ended
    if request.method == "POST" and (done := acted(request, report, check if checking else form)):
        return done
    checks = list(report.checks.select_related("by")) if "check" in how.needs else []
    context = {
        "report": report,
        "how": how,
        "form": form,
        "check": check if "check" in how.needs else None,
        "checks": checks,
        "result": call_kinds.result(checks[-1].result) if checks else None,
        "lower": lower,
        "said": law.label(said),
        "open": 0 if lower or not how.ends else _open(law, how, decision),
        "here": "report",
        **(_beside(request, report) if how.to_earlier else {}),
    }
    return render(request, "hotline/ending.html", context)


@writes(Report)
def transmit(request, report):
    """Tell another state: the paper to send, and what was sent before."""
    ended = getattr(report, "ending", None)
    initial = {"state": ended.state if ended else ""}
    form = TransmitForm(stash.typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = {"report": report, "by": request.user, "at": request.at}
        if made := attempt(form, actions.transmit, **form.told(request.at), **told):
            messages.success(request, _("Kept: told to %(state)s.") % {"state": made.state_name})
            return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    context = {
        "report": report,
        "form": form,
        "sent": report.transmissions.select_related("by"),
        "clock": report.clocks.filter(kind=TRANSMISSION).first(),
        "here": "report",
    }
    return render(request, "hotline/transmit.html", context)


@reads(Report)
def transmit_paper(request, report):
    """What is told to another state, as a PDF. Who reported is not in it (RSMo 210.150)."""
    told = {name: said for name, said in report.told.items() if name != "you"}
    parts = [
        {"title": str(part.title), "rows": [{"label": row.label, "text": row.text} for row in part.rows if row.given]}
        for part in summary(told, report.received_at)
        if part.page.slug != "you"
    ]
    data = {
        "lang": "en",
        "title": _("Missouri hotline: call %(number)s") % {"number": report.number},
        "number": report.number,
        "received": _("Received by the hotline on %(time)s") % {"time": exact_time(report.received_at)},
        "printed": _("Printed on %(time)s") % {"time": exact_time(request.at)},
        "note": _(
            "Told under RSMo 210.145.5. Confidential. Who reported is not named: ask the hotline, 1-800-392-3738."
        ),
        "boxes": _("A box stands for a letter that cannot be printed here."),
        "question": _("Question"),
        "answer": _("As told"),
        "page": _("Page {page} of {pages}"),
        "parts": [part for part in parts if part["rows"]],
    }
    response = HttpResponse(report_pdf(data, request.at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="call-{report.number}.pdf"'
    return response


@reads()
def retention(request):
    """What goes tonight or in the coming days, what is held and why, what went last. Names nobody."""
    gone = {"gone": Removal.objects.all()[:MOST]}
    return render(request, "hotline/retention.html", context(request, "hotline:report") | gone)


def _open(law: Protocol, how: Kind, decision: Decision) -> int:
    """How many questions must be answered before a call may end so; 0 where none can raise its outcome."""
    ends_as = law.rank(how.outcome_on(decision.outcome))
    return len(decision.questions) if ends_as > min(map(law.rank, decision.possible)) else 0


def _ended(request, report, form):
    """The answer to a pressed button; None where the page is shown (again)."""
    if not form.is_valid():
        return None
    told, by = form.told(), {"report": report, "by": request.user, "at": request.at}
    if not form.how.ends:
        named = list(User.objects.filter(pk__in=told["named"]))
        if attempt(form, actions.keep_to_named, named=named, **by) is None:
            return None
        messages.success(request, _("%(number)s is kept to those whom you named.") % {"number": report.number})
        return HttpResponseRedirect(reverse("hotline:queue"))
    if "earlier" in told:
        told["earlier"] = Report.objects.visible_to(request.user).filter(number=told["earlier"]).first()
    made = attempt(form, actions.end, kind=form.how.id, **told, **by)
    if made is None:
        return None
    if isinstance(made, Wish):
        messages.info(request, _("Your proposal waits for a supervisor. Until then the report stays as it is."))
        return HttpResponseRedirect(reverse("hotline:report", args=[report.number]))
    messages.success(request, _("%(number)s: %(kind)s.") % {"number": report.number, "kind": made.label})
    onward = reverse("hotline:transmit", args=[report.number]) if made.state else reverse("hotline:queue")
    return HttpResponseRedirect(onward)


def _recorded(request, report, check):
    told = {"report": report, "by": request.user, "at": request.at}
    if check.is_valid() and attempt(check, actions.record_check, **check.told(request.at), **told):
        messages.success(request, _("Kept: what came of the call to law enforcement."))
        return HttpResponseRedirect(request.path)
    return None


def _beside(request, report) -> dict:
    """The earlier report that was asked for, beside the call; else the calls that may be meant."""
    number = (request.POST.get("earlier") or request.GET.get("earlier") or "").strip()
    earlier = Report.objects.visible_to(request.user).filter(number=number).exclude(pk=report.pk).first()
    calls = repeats.of_report(report, request.user)
    request.found_beside = repeats.shown(calls)
    near = sorted(set(request.found_beside[0]) - {report.number})
    context = {"near": near, "beside": number}
    if earlier is None:
        return context
    request.subjects_beside = [earlier]
    context["sides"] = (side_of(report), side_of(earlier))
    try:
        return context | {"cell": cell_for(report, earlier)}
    except Refused as refused:
        return context | {"refused": refused}
