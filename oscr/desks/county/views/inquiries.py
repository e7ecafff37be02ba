"""A court asks off the record whether a report was made; an agency of another state, tribe or nation asks for what is on record.

Whoever picks up the telephone writes it down and says neither yes nor no; a lead answers (RSMo 210.145, subsections 20 and 21).
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks import stash
from oscr.desks.county.inquiring import CourtAnswerForm, CourtForm, ShareForm, StateForm, StayForm
from oscr.desks.doors import attempt, writes
from oscr.flow.inquiry import court as courts
from oscr.flow.inquiry import sharing
from oscr.flow.inquiry.models import CourtInquiry, StateRequest
from oscr.law import inquiries

HERE = "requests"


@writes()
def court(request):
    """Write down who asks whether a report was made. Whoever is no court hears the words of the law, and no answer."""
    form = CourtForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, courts.ask, **form.cleaned_data, by=request.user, at=request.at)
        if row and row.law.answered:
            told = _("Written down as %(number)s. A supervisor calls the court back. Say neither yes nor no.")
            messages.success(request, told % {"number": row.known_as})
            return _list()
        if row:
            told = _("Written down as %(number)s. Say: “%(words)s”")
            messages.warning(request, told % {"number": row.known_as, "words": _(row.law.say)})
            return _list()
    return TemplateResponse(request, "county/court.html", {"form": form, "here": HERE, "askers": inquiries.askers()})


@writes(CourtInquiry, key="pk")
def court_inquiry(request, inquiry):
    """One inquiry of a court: the answer, and a stay of its proceeding."""
    typed = stash.typed(request) or {}
    do, posted = typed.get("do", ""), request.POST.get("do", "")
    answer, stay = (
        CourtAnswerForm(typed if do == "answer" else None),
        StayForm(typed if do == "stay" else None),
    )
    told = {"inquiry": inquiry, "by": request.user, "at": request.at}
    if posted == "answer" and answer.is_valid() and attempt(answer, courts.answer, **answer.said(), **told):
        messages.success(request, _("Kept. Tell the court yes or no, and nothing more."))
        return HttpResponseRedirect(reverse("county:court_inquiry", args=[inquiry.pk]))
    if posted == "stay" and stay.is_valid() and attempt(stay, courts.note_stay, **stay.said(), **told):
        messages.success(request, _("The stay is noted. The list says when the investigation is completed."))
        return HttpResponseRedirect(reverse("county:court_inquiry", args=[inquiry.pk]))
    given = getattr(inquiry, "answer", None)
    context = {
        "inquiry": inquiry,
        "given": given,
        "stayed": getattr(given, "stay", None),
        "completed": courts.completed_at(given.number) if given and given.made else None,
        "answer_form": answer,
        "stay_form": stay,
        "form": {"answer": answer, "stay": stay}.get(do),
        "here": HERE,
    }
    return TemplateResponse(request, "county/court_inquiry.html", context)


@writes()
def state(request):
    """Write down what an agency elsewhere asks for."""
    form = StateForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, sharing.ask, **form.said(), by=request.user, at=request.at)
        if row:
            told = _("Written down as %(number)s. A supervisor decides what is shared; share nothing yourself.")
            messages.success(request, told % {"number": row.known_as})
            return _list()
    return TemplateResponse(request, "county/state.html", {"form": form, "here": HERE})


@writes(StateRequest, key="pk")
def state_request(request, asked):
    """One request of an agency elsewhere: what is shared, or why nothing is."""
    form = ShareForm(stash.typed(request))
    if request.method == "POST" and form.is_valid():
        act = sharing.share if form.yes else sharing.refuse
        if attempt(form, act, request=asked, **form.said(), by=request.user, at=request.at):
            messages.success(request, _("Kept. What was shared stands in the record of each report."))
            return HttpResponseRedirect(reverse("county:state_request", args=[asked.pk]))
    context = {"asked": asked, "given": getattr(asked, "answer", None), "form": form, "here": HERE}
    return TemplateResponse(request, "county/state_request.html", context)


def _list() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("county:requests"))
