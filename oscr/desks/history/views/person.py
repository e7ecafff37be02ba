"""One person: every telling as told, the family over time, who may be the same, who said so; and taking that back.

The address names a telling; the page is about whoever links say that telling is about. Whoever looks leaves a trace on every
report that is shown.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.permissions import Permission, can
from oscr.desks.doors import attempt, reads, writes
from oscr.desks.history.lives import lives
from oscr.desks.history.person import history
from oscr.desks.history.taking_back import Split, TakeBack, rows
from oscr.desks.searching import addresses
from oscr.flow.history import actions
from oscr.flow.report.models import Involvement
from oscr.law.refusal import Refused

KEY = "participant"


@reads(Involvement, key=KEY)
def person(request, telling):
    """Everything that may be known of whom this telling is about."""
    return _page(request, telling)


@writes(Involvement, key=KEY)
def withdraw(request, telling):
    """Take back what was said of a telling and this person."""
    known = history(telling, request.user, request.at)
    form = TakeBack(request.POST)
    link = next(
        (one.link for one in known.said if one.stands and one.mention and str(one.link.pk) == form["link"].value()),
        None,
    )
    if link is None:
        raise Refused(_("This was taken back already, or something else was said since. Look at the page again."))
    form.auto_id = f"back{link.pk}_%s"
    said = {"participant": link.participant, "person": link.person, "by": request.user, "at": request.at}
    if form.is_valid() and attempt(form, actions.withdraw, reason=form.cleaned_data["reason"], **said):
        messages.success(request, _("Taken back. What was said and that it was taken back stay below."))
        return _back(telling)
    return _page(request, telling, taken_back=form)


@writes(Involvement, key=KEY)
def split(request, telling):
    """Say that some of these tellings are about somebody else."""
    known = history(telling, request.user, request.at)
    own = {one.participant.pk: one.participant for one in known.own}
    if known.person is None:
        raise Refused(_("This was told once: there is nothing to split."))
    form = Split(request.POST, own=own)
    if form.is_valid():
        chosen = [own[key] for key in form.cleaned_data["tellings"]]
        how = {"reason": form.cleaned_data["reason"], "by": request.user, "at": request.at}
        if attempt(form, actions.split, person=known.person, participants=chosen, **how):
            messages.success(request, _("Split: what you chose is now told of a person of its own."))
            return _back(telling)
    return _page(request, telling, split_form=form)


def _page(request, telling: Involvement, taken_back: TakeBack | None = None, split_form: Split | None = None):
    known = history(telling, request.user, request.at)
    request.subjects_beside = [one for one in known.reports if one.report_id != telling.report_id]
    there = addresses({one.number for one in known.reports}, request.user)
    may = can(request.user, Permission.LINK_PEOPLE) and len(known.own) > 1
    context = {
        "telling": telling,
        "history": known,
        "own": [(one, there.get(one.report.number, "")) for one in known.own],
        "picture": lives(known, request.at, there),
        "said": rows(known, taken_back),
        "split_form": split_form or (Split(own=[one.participant.pk for one in known.own]) if may else None),
        "refused": taken_back or split_form,
        "at": request.at,
    }
    return TemplateResponse(request, "history/person.html", context)


def _back(telling: Involvement) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("history:person", args=[telling.participant_id]))
