"""Requests of reporters at the offices somebody answers for: what waits for whom and until when; and what is typed to answer.

Used by `views/requests`. No page here says who the reporter is (RSMo 210.145.18, 210.150).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.flow.clock.models import Clock
from oscr.flow.disposition import actions
from oscr.flow.disposition.models import DispositionAnswer, DispositionRequest
from oscr.ui.forms import Choice, Words

LATEST = 30
TOLD, REFUSED = "yes", "no"


class AnswerForm(forms.Form):
    """How the fixed words reach the reporter; which words the page showed."""

    use_required_attribute = False
    words = forms.CharField(widget=forms.HiddenInput)
    how = Choice(label=_("How does it reach the reporter?"), required=True, choices=DispositionAnswer.How.choices)

    def __init__(self, data=None, *, request: DispositionRequest, words: str, **kwargs) -> None:
        super().__init__(data, initial={"words": words, "how": "page"}, prefix="answer", **kwargs)
        online = request.report.owner_id is not None
        off = {DispositionAnswer.How.CALLS} if online else {DispositionAnswer.How.PAGE}
        self.fields["how"].choices = [one for one in DispositionAnswer.How.choices if one[0] not in off]


class DecideForm(forms.Form):
    """Whether the reporter learns what was found, after weighing the two things of the statute."""

    use_required_attribute = False
    assists = Words(label=_("How far can the reporter help to protect the child?"), lines=3, max_length=5000)
    harm = Words(
        label=_("What harm to the child, or to other children of the family, may come of it?"), lines=3, max_length=5000
    )
    granted = Choice(
        label=_("Does the reporter learn what was found?"),
        required=True,
        choices=[(TOLD, _("Yes: what stands below")), (REFUSED, _("No"))],
    )
    words = Words(
        label=_("If yes: what the reporter reads"),
        help_text=_("As little as helps to protect the child. Name nobody the reporter did not name."),
        lines=4,
        max_length=10_000,
    )
    reason = Words(label=_("If no: why. It stays in the office"), lines=2, max_length=5000)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, prefix="decide", **kwargs)

    def said(self) -> dict[str, Any]:
        """What was typed, as `actions.decide` takes it."""
        return {**self.cleaned_data, "granted": self.cleaned_data["granted"] == TOLD}


@dataclass(frozen=True)
class Line:
    """One request on the list: the clock that is due first, None where it waits for the outcome, and who has to do what."""

    request: DispositionRequest
    clock: Clock | None
    waits: tuple[str, ...]


def waiting(user: User) -> list[Line]:
    """What waits at the offices of a user, the first due first; what can only wait for the outcome last."""
    rows = list(_known(DispositionRequest.objects.visible_to(user).open()))
    due = clocks_of(rows)
    lines = [Line(row, due.get((row.report_id, row.about)), _waits(row)) for row in rows]
    return sorted(lines, key=lambda line: (line.clock is None, line.clock and line.clock.due_at, line.request.pk))


def lately(user: User) -> QuerySet[DispositionRequest]:
    """What was answered to the end, the newest request first."""
    seen = DispositionRequest.objects.visible_to(user)
    return _known(seen.exclude(pk__in=seen.open())).order_by("-pk")[:LATEST]


def clocks_of(rows: list[DispositionRequest]) -> dict[tuple[int, str], Clock]:
    """The running clock of each request (report, about) that is due first."""
    kinds = (actions.DISPOSITION, actions.FINDINGS)
    running = Clock.objects.running().filter(report__in={row.report_id for row in rows}, kind__in=kinds)
    return {(one.report_id, one.about): one for one in running.order_by("-due_at", "-pk")}


def may(user: User, request: DispositionRequest) -> dict[str, bool]:
    """Which acts are open to a user on a request now: the buttons ask what the actions ask."""
    concluded = actions.standing_of(request.report) is not None
    told = request.answers.filter(conclusion__isnull=not concluded).exists()
    undecided = request.kind == actions.Kind.FINDINGS and concluded and not hasattr(request, "decision")
    return {
        "can_answer": can(user, Permission.ANSWER_DISPOSITION) and not told,
        "can_decide": can(user, Permission.RELEASE_FINDINGS) and undecided,
        "undecided": undecided,
    }


def _known(rows: QuerySet[DispositionRequest]) -> QuerySet[DispositionRequest]:
    return rows.select_related("report", "decision").prefetch_related("answers")


def _waits(request: DispositionRequest) -> tuple[str, ...]:
    answers = request.answers.all()
    final = any(one.conclusion_id for one in answers)
    if not final and not answers:
        first = (str(_("the office's answer")),)
    else:
        first = () if final else (str(_("the outcome, then the office's answer")),)
    decides = request.kind == actions.Kind.FINDINGS and not hasattr(request, "decision")
    return (*first, str(_("the director's decision"))) if decides else first
