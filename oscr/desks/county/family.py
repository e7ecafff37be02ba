"""The family of a report with who was seen when: one lane a person, on the scale of the clocks, and the same in words.

Used by the response page. A filled circle is a child seen, a ring somebody met, a cross an attempt, a diamond a child located.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from oscr.desks.county.responding import person_label
from oscr.desks.county.templatetags.county import moment
from oscr.desks.county.timeline import place
from oscr.flow.report.models import Involvement
from oscr.flow.report.models import Part as Named
from oscr.flow.response.models import Contact, Met, Result
from oscr.flow.response.story import Event

WIDTH, EDGE = 300, 8  # of a lane's view box
SEEN, MET, TRIED, LOCATED = "seen", "met", "tried", "located"


@dataclass(frozen=True)
class Mark:
    """One event of somebody on their lane: what it was, where on the scale, and in words."""

    kind: str
    x: float
    words: str


@dataclass(frozen=True)
class Lane:
    """Somebody of the report, the events they were in from the first to the last, and how it stands with a child."""

    label: str
    child: bool
    victim: bool
    suspect: bool
    marks: tuple[Mark, ...]
    now: float

    @property
    def seen(self) -> bool:
        """Whether a child was directly observed."""
        return any(mark.kind == SEEN for mark in self.marks)


def lanes(people: Sequence[Involvement], told: Iterable[Event], received: datetime, at: datetime) -> list[Lane]:
    """One lane for each person, from the story of a response."""
    found: dict[int, list[Mark]] = {one.pk: [] for one in people}
    for event in sorted(told, key=lambda one: one.moment):
        x = _x(event.moment, received)
        for who, kind, words in _said(event):
            found[who].append(Mark(kind, x, f"{words} {moment(event.moment)}"))
    return [_lane(one, found[one.pk], _x(at, received)) for one in people]


def _lane(one: Involvement, marks: list[Mark], now: float) -> Lane:
    child = one.part == Named.CHILD
    return Lane(person_label(one), child, one.victim, one.suspect, tuple(marks), now)


def _said(event: Event) -> Iterable[tuple[int, str, str]]:
    if event.kind == "located":
        yield event.row.involved_id, LOCATED, _("located")
    elif event.kind == "contact":
        for met in event.row.met.all():
            if met.involved_id:
                yield met.involved_id, *_kind(event.row, met)


def _kind(contact: Contact, met: Met) -> tuple[str, str]:
    if met.seen:
        return SEEN, _("seen")
    return (MET, _("met")) if contact.result == Result.REACHED else (TRIED, _("tried"))


def _x(moment_at: datetime, received: datetime) -> float:
    share = place((moment_at - received).total_seconds() / 3600) / 100
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)
