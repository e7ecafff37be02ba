"""Three or more calls about one child, reviewed together at the hotline (RSMo 210.145.6; manual 2.1.4.1).

The list names nobody. The page of a review shows the calls side by side and what the protocol makes of them together; each act
says what stands in its way.
"""

import json

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import drawn, reviewing
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.hotline.asking import settling
from oscr.desks.hotline.forms import EndForm
from oscr.desks.hotline.told import reporter_of
from oscr.desks.reading import reading, value_label
from oscr.desks.reviewing import ContactForm, WhyForm
from oscr.flow.assignment.choosing import office_for, route_of
from oscr.flow.review import actions
from oscr.flow.review.collective import Collective, calls_seen, collective
from oscr.flow.review.models import Ending, Review

LATEST = 50


@reads()
def reviews(request):
    """What waits here, the oldest first; what offices do; what ended last."""
    seen = Review.objects.visible_to(request.user).select_related(
        "completed_by__report", "sent__office", "result", "combined"
    )
    context = {
        "here_now": reviewing.listed(seen.open().at_hotline(), "hotline"),
        "at_offices": reviewing.listed(seen.open().exclude(sent=None), "hotline"),
        "ended": reviewing.listed(seen.exclude(result=None).order_by("-result__at")[:LATEST], "hotline"),
        "here": "reviews",
    }
    return render(request, "hotline/reviews.html", context)


@reads(Review, key="pk")
def review(request, review):
    """One review: the calls, together and apart."""
    return _page(request, review)


@writes(Review, key="pk")
def contact(request, review, number):
    """What came of contacting the reporter of one call."""
    call = get_object_or_404(review.calls.select_related("report"), report__number=number)
    form = ContactForm(request.POST, prefix=number)
    said = {"review": review, "report": call.report, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.contact, **form.told(request.at), **said):
        messages.success(request, _("Kept: the contact with the reporter of %(number)s.") % {"number": number})
        return _back(review, "contacts")
    return _page(request, review, contact=(number, form))


@writes(Review, key="pk")
def settle(request, review):
    """Keep what was learnt, and show what follows from it."""
    reports, _hidden = calls_seen(review, request.user)
    together = collective(review, reports, request.at)
    form = settling(together.law, together.case, together.decision, None, request.POST)
    answers = form.answers() if form.is_valid() else []
    if form.is_valid() and not answers:
        form.add_error(None, _("Nothing was changed: answer at least one question."))
    said = {"review": review, "by": request.user, "at": request.at}
    if answers and attempt(form, actions.settle, answers=answers, **said):
        messages.success(request, _("Kept. This is what follows from it."))
        return _back(review, "together")
    return _page(request, review, asking=form)


@writes(Review, key="pk")
def combine(request, review):
    """Make one report of all calls and go on with it."""
    form = WhyForm(request.POST, prefix="combine")
    said = {"review": review, "by": request.user, "at": request.at}
    if form.is_valid() and (made := attempt(form, actions.combine, reason=form.cleaned_data["reason"], **said)):
        told = _("%(number)s is made of all calls, and you hold it: classify it, and send it to the office.")
        messages.success(request, told % {"number": made.report.number})
        return HttpResponseRedirect(reverse("hotline:report", args=[made.report.number]))
    return _page(request, review, combining=form)


@writes(Review, key="pk")
def send(request, review):
    """Send all calls to the office that has one of them."""
    sent = actions.send_to_office(review=review, by=request.user, at=request.at)
    messages.success(request, _("All calls were sent to the supervisor of %(office)s.") % {"office": sent.office})
    return HttpResponseRedirect(reverse("hotline:reviews"))


@writes(Review, key="pk")
def end(request, review):
    """End the review."""
    form = EndForm(request.POST)
    said = {"review": review, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.finish, **form.cleaned_data, **said):
        messages.success(request, _("The review is closed."))
        return HttpResponseRedirect(reverse("hotline:reviews"))
    return _page(request, review, ending=form)


def _page(request, review, *, contact=("", None), asking=None, combining=None, ending=None):
    reports, hidden = calls_seen(review, request.user)
    request.found_beside = {report.number for report in reports}, hidden
    whole = collective(review, reports, request.at)
    may = actions.can_review(request.user, review)
    calls = reviewing.columns(review, reports, request.user, "hotline", _kind, _rows)
    number, typed = contact
    context = {
        "review": review,
        "calls": calls,
        "state": reviewing.state(review),
        "name": reviewing.name_of(calls),
        "fallen": reviewing.fallen(review, request.user),
        "hidden": hidden,
        "may": may,
        "people": reviewing.people(whole),
        "conflicts": reviewing.conflicts(whole, value_label),
        "alerted": actions.alerted(reports),
        "older": actions.taken_up_by(review),
        "contact_at": number,
        "contact_form": typed,
        "combining": combining or WhyForm(prefix="combine"),
        "ending": ending or EndForm(initial={"tell": office_for(route_of(reports[-1]))}),
        "clock": review.completed_by.report.clocks.filter(kind="three-call review").first(),
        "lapsed": Ending.LAPSED,
        "here": "reviews",
        **_law(whole, asking, may=may),
    }
    return render(request, "hotline/review.html", context)


def _law(whole: Collective, asking, *, may: bool) -> dict:
    """What the protocol makes of the calls together, and what may still be asked."""
    decision = whole.decision
    told = json.loads(decision.to_json())
    form = asking or (settling(whole.law, whole.case, decision, None) if may else None)
    ladder = drawn.call_ladder(whole.law, told["trace"], {})
    return {"reading": reading(whole.law, told), "ladder": ladder, "wrong": whole.wrong, "form": form}


def _kind(report) -> str:
    told = reporter_of(report)
    return ", ".join(str(part) for part in (told["kind"], told["occupation"]) if part)


def _rows(report) -> list[tuple[str, str]]:
    return reporter_of(report)["rows"]


def _back(review: Review, part: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('hotline:review', args=[review.pk])}#{part}")
