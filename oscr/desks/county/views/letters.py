"""Letters about a conclusion, printed and posted; and the appeals that follow them (RSMo 210.183; 13 CSR 35-31.025)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks.county import letters
from oscr.desks.county.concluding import AppealForm, ChargesForm, DecidedForm, PostedForm
from oscr.desks.county.views.alert import KEY
from oscr.desks.doors import attempt, reads, writes
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion import appealing, lettering
from oscr.flow.conclusion.models import Appeal, Letter, standing_of
from oscr.law.languages import languages
from oscr.law.refusal import Refused


@reads(Alert, key=KEY)
def letter(request, alert, place):
    """One letter as PDF/UA, in the language of its reader or in the one that is asked for. The door writes who looked."""
    row = _letter(alert, place)
    asked = request.GET.get("language", "")
    return letters.paper(row, asked if asked in languages() else row.language, request.at)


@writes(Alert, key=KEY)
def letter_sent(request, alert, place):
    """Say that a letter was printed and sent, now."""
    row, form = _letter(alert, place), PostedForm(request.POST)
    typed = form.cleaned_data if form.is_valid() else {"how": "post", "language": row.language}
    lettering.post(letter=row, **typed, sent_at=request.at, by=request.user, at=request.at)
    messages.success(request, _("Sent. The time for an appeal, where there is one, runs from today."))
    return HttpResponseRedirect(reverse("county:conclusion", args=[alert.number]))


@writes(Alert, key=KEY)
def appeals(request, alert):
    """Which ways to a review are open to whom and until when; what was filed, and what became of it."""
    standing = standing_of(alert.classification.report)
    rights = appealing.rights(standing) if standing else []
    people = {right.person.code: right.person for right in rights}
    refused = None
    if request.method == "POST":
        asked = request.POST.get("act", "")
        if standing is None or asked not in ACTS:
            raise Refused(_("Nothing is concluded that could be appealed."))
        refused = ACTS[asked](request, standing, people)
        if refused is None:
            messages.success(request, _("Entered."))
            return HttpResponseRedirect(reverse("county:appeals", args=[alert.number]))
    context = {
        "alert": alert,
        "rights": [(right, right.over(request.at)) for right in rights],
        "filed": _kept(refused, AppealForm) or AppealForm(people=people, prefix="filed"),
        "told": _kept(refused, ChargesForm) or ChargesForm(people=people, prefix="charges"),
        "waiting": [(row, _of(row, refused)) for row in _undecided(standing)],
        "refused": refused,
        "charges": standing.charges.select_related("person") if standing else (),
        "may": can(request.user, Permission.CONCLUDE),
        "here": "board",
    }
    return TemplateResponse(request, "county/appeals.html", context)


def _filed(request, standing, people):
    """The form that was refused; None when it is done."""
    form = AppealForm(request.POST, people=people, prefix="filed")
    return _done(form, appealing.file, request, conclusion=standing)


def _charged(request, standing, people):
    form = ChargesForm(request.POST, people=people, prefix="charges")
    return _done(form, appealing.charge, request, conclusion=standing)


def _decided(request, standing, _people):
    asked = request.POST.get("appeal", "")
    row = get_object_or_404(Appeal, conclusion=standing, pk=int(asked) if asked.isdecimal() else 0)
    return _done(DecidedForm(request.POST, prefix=f"decided-{row.pk}"), appealing.decide, request, appeal=row)


def _done(form, act, request, **about):
    done = form.is_valid() and attempt(form, act, **about, **form.said(), by=request.user, at=request.at)
    return None if done else form


def _kept(refused, kind):
    return refused if isinstance(refused, kind) else None


def _of(row: Appeal, refused) -> DecidedForm:
    prefix = f"decided-{row.pk}"
    return refused if refused and refused.prefix == prefix else DecidedForm(prefix=prefix)


def _undecided(standing):
    return standing.appeals.filter(result=None).select_related("person") if standing else ()


ACTS = {"filed": _filed, "charges": _charged, "decided": _decided}


def _letter(alert: Alert, place: int) -> Letter:
    """A letter of this alert's report, with what its text is made of."""
    found = Letter.objects.select_related("report", "person__participant", "conclusion__alert__office")
    return get_object_or_404(found, report=alert.classification.report, place=place)
