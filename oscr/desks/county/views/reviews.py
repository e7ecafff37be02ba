"""Reviews that the hotline sent to an office: one of the calls is there already (manual 2.1.4.1).

The office's supervisor lets somebody see who the reporters are, contacts them, and says whether the calls together warrant a report;
where they do, the office's own report goes to the hotline at once.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks import reviewing
from oscr.desks.can1.released import identity_of
from oscr.desks.county.forms import IdentifyForm
from oscr.desks.county.reading import label_of
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.reviewing import ContactForm, WhyForm
from oscr.flow.review import actions
from oscr.flow.review.collective import calls_seen, collective
from oscr.flow.review.models import Ending, Review

LATEST = 50


@reads()
def reviews(request):
    """What waits at the offices that this user answers for, the oldest first; and what ended last."""
    seen = Review.objects.visible_to(request.user).select_related(
        "completed_by__report", "sent__office", "result", "combined"
    )
    context = {
        "waiting": reviewing.listed(seen.open(), "county"),
        "ended": reviewing.listed(seen.exclude(result=None).order_by("-result__at")[:LATEST], "county"),
        "here": "reviews",
    }
    return TemplateResponse(request, "county/reviews.html", context)


@reads(Review, key="pk")
def review(request, review):
    """One review: all calls, what they make together, and who was contacted."""
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
def identify(request, review):
    """Let somebody of the office see who the reporters are."""
    form = IdentifyForm(request.POST, office=review.sent.office)
    said = {"review": review, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.identify, to=form.cleaned_data["to"], **said):
        told = _("%(person)s can see the reporters now. It is recorded.")
        messages.success(request, told % {"person": form.cleaned_data["to"]})
        return _back(review, "contacts")
    return _page(request, review, identifying=form)


@writes(Review, key="pk")
def combine(request, review):
    """The calls warrant a report: it goes to the hotline's queue."""
    form = WhyForm(request.POST, prefix="combine")
    said = {"review": review, "by": request.user, "at": request.at}
    if form.is_valid() and (made := attempt(form, actions.combine, reason=form.cleaned_data["reason"], **said)):
        told = _("Your report %(number)s is with the hotline, which classifies it.")
        messages.success(request, told % {"number": made.report.number})
        return _back(review)
    return _page(request, review, combining=form)


@writes(Review, key="pk")
def end(request, review):
    """The calls warrant no report, or the report is made and all reporters are contacted, or they are not about one child."""
    form = WhyForm(request.POST, prefix="end")
    ending = _ending(review)
    said = {"review": review, "ending": ending, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.finish, reason=form.cleaned_data["reason"], **said):
        messages.success(request, _("The review is closed."))
        return HttpResponseRedirect(reverse("county:reviews"))
    return _page(request, review, ending=form)


def _ending(review: Review) -> Ending:
    """The one way in which a review can be closed at an office now."""
    last = review.standings.last()
    if last and not last.holds:
        return Ending.LAPSED
    return Ending.OFFICE_REPORT if hasattr(review, "combined") else Ending.OFFICE_NONE


def _page(request, review, *, contact=("", None), identifying=None, combining=None, ending=None):
    reports, hidden = calls_seen(review, request.user)
    request.found_beside = {report.number for report in reports}, hidden
    whole = collective(review, reports, request.at)
    may_see = actions.may_see_reporters(request.user, review)
    calls = reviewing.columns(review, reports, request.user, "county", _kind, _rows if may_see else _nothing)
    number, typed = contact
    may = actions.can_review(request.user, review)
    decision = whole.decision
    context = {
        "review": review,
        "calls": calls,
        "state": reviewing.state(review),
        "name": reviewing.name_of(calls),
        "fallen": reviewing.fallen(review, request.user),
        "hidden": hidden,
        "may": may,
        "may_see": may_see,
        "people": reviewing.people(whole),
        "conflicts": reviewing.conflicts(whole, _value),
        "wrong": whole.wrong,
        "decision": decision,
        "outcome": label_of(decision.outcome, whole.law),
        "possible": [label_of(one, whole.law) for one in decision.possible if one != decision.outcome],
        "contact_at": number,
        "contact_form": typed,
        "combining": combining or WhyForm(prefix="combine"),
        "ending": ending or WhyForm(prefix="end"),
        "closes_as": _ending(review).label,
        "identifying": identifying or IdentifyForm(office=review.sent.office),
        "may_identify": may and can(request.user, Permission.DISCLOSE_REPORTER),
        "identified": review.identified.select_related("to", "by").order_by("pk"),
        "here": "reviews",
    }
    return TemplateResponse(request, "county/review.html", context)


def _value(fact, value: str) -> str:
    plain = {"yes": _("Yes"), "no": _("No"), "unknown": _("Unknown")}
    return fact.labels.get(value) or plain.get(value, value)


def _kind(report) -> str:
    """Who told, as far as it names nobody."""
    if report.reporter.mandated:
        return _("Mandated reporter")
    return _("Permissive reporter") if actions.reachable(report) else _("Anonymous reporter")


def _rows(report) -> list[tuple[str, str]]:
    return identity_of(report.reporter)


def _nothing(_report) -> list[tuple[str, str]]:
    return []


def _back(review: Review, part: str = "") -> HttpResponseRedirect:
    address = reverse("county:review", args=[review.pk])
    return HttpResponseRedirect(f"{address}#{part}" if part else address)
