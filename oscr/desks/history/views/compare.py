"""Two tellings side by side, and what somebody says of them: the same person, or not the same (manual 2.1.1).

Both keys in the address are of tellings. Whoever looks at both leaves a trace on both; where one is restricted, nothing is shown.
"""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.desks.doors import attempt, writes
from oscr.desks.history import waiting
from oscr.desks.history.answering import DifferentForm, SameForm
from oscr.desks.history.comparing import Compared, compared
from oscr.desks.searching import addresses
from oscr.flow.history import pairs
from oscr.flow.report.models import Involvement
from oscr.people.matching import weights
from oscr.people.models import Link, LinkKind

SAME, DIFFERENT = "same", "different"


@writes()
def compare(request, one, other):
    """Everything that tells two tellings apart or speaks for one person, and the two answers."""
    if one == other or Involvement.objects.filter(participant__in=(one, other)).count() < 2:
        raise Http404
    both = compared(one, other, request.user, request.at)
    if both is None:
        return TemplateResponse(request, "history/restricted.html", _queue(request, None), status=403)
    request.subject, request.subjects_beside = both.one.involvement, [both.other.involvement]
    forms = {SAME: SameForm(), DIFFERENT: DifferentForm()}
    answer = request.POST.get("answer")
    if request.method == "POST" and answer in forms:
        onward = _onward(request, both)
        forms[answer] = type(forms[answer])(request.POST)
        if _kept(request, both, forms[answer], same=answer == SAME):
            return HttpResponseRedirect(onward)
    return TemplateResponse(request, "history/compare.html", _page(request, both, forms))


def _kept(request, both: Compared, form, *, same: bool) -> bool:
    """Keep a valid answer; what the page showed as said last goes with it."""
    if form.is_valid():
        told = {"one": both.one.participant, "other": both.other.participant, "same": same, "last": _last(request)}
        attempt(form, pairs.answer, **told, reason=form.reason, by=request.user, at=request.at)
    if form.errors:
        return False
    messages.success(request, _("Kept: the same person.") if same else _("Kept: not the same."))
    return True


def _last(request) -> int:
    text = request.POST.get("last", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _onward(request, both: Compared) -> str:
    """Back into the queue for whoever came from it; else the page of the person. The next pair is looked for when the answer is
    written: whoever writes one holds up everybody else who links."""
    if "queue" not in request.GET:
        return reverse("history:person", args=[both.one.participant.pk])
    answered = _proposal(both)
    place = {"after": answered.pk} if answered else {}
    return reverse("history:next", query={"queue": request.GET["queue"], **place})


def _page(request, both: Compared, forms: dict) -> dict:
    said, one_person = pairs.said_of(both.one.participant, both.other.participant)
    why = pairs.reasons(said, request.user)
    return {
        "both": both,
        "said": [(link, why[link.pk]) for link in reversed(said)],
        "last": said[-1].pk if said else 0,
        "one_person": one_person,
        "told_apart": not one_person and bool(said) and said[-1].kind == LinkKind.NOT_SAME,
        "guarded": bool(said) and said[-1].kind == LinkKind.PROBABLE and why[said[-1].pk].guarded,
        "same_form": forms[SAME],
        "different_form": forms[DIFFERENT],
        "addresses": addresses({mention.report.number for mention in (both.one, both.other)}, request.user),
        "suggest": weights.load().suggest,
        **_queue(request, both),
    }


def _queue(request, both: Compared | None) -> dict:
    """The queue that somebody came from: how many wait, and the next pair."""
    if "queue" not in request.GET:
        return {}
    chosen = waiting.queue(request.user, request.GET["queue"])
    following = waiting.following(chosen, request.user, _proposal(both) if both else None)
    return {
        "key": chosen.key,
        "waiting": chosen.waits.count(),
        "next": waiting.address(following, chosen.key) if following else "",
    }


def _proposal(both: Compared) -> Link | None:
    said, _one_person = pairs.said_of(both.one.participant, both.other.participant)
    return next((link for link in reversed(said) if link.kind == LinkKind.PROBABLE), None)
