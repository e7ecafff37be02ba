"""Which children of a report were seen, when first, or located; and the clocks that are met with it.

Used by `contacting`, by `standing` and by the page's drawing of the family. Children are those of the report: the victims, and the
others of the household (RSMo 210.145.8, .10).
"""

from dataclasses import dataclass
from datetime import datetime

from oscr.agency.models import User
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Involvement, Report
from oscr.flow.report.models import Part as Named
from oscr.flow.response.models import Met, Whereabouts


@dataclass(frozen=True)
class Child:
    """One child: when it was first seen, by whom of the team where not by us, and when it was first located while absent."""

    involved: Involvement
    seen_at: datetime | None
    seen_by: str
    located_at: datetime | None

    @property
    def accounted_at(self) -> datetime | None:
        """When it was first known where the child is and how."""
        known = [moment for moment in (self.seen_at, self.located_at) if moment]
        return min(known) if known else None


def of_report(report: Report) -> list[Child]:
    """Every child of a report, by its letter."""
    seen: dict[int, Met] = {}
    rows = Met.objects.filter(contact__alert__classification__report=report, contact__superseded_by=None, seen=True)
    for row in rows.select_related("contact").order_by("contact__happened_at", "pk"):
        seen.setdefault(row.involved_id or 0, row)
    located: dict[int, datetime] = {}
    for found in Whereabouts.objects.of(report).order_by("happened_at"):
        located.setdefault(found.involved_id, found.happened_at)
    return [_child(one, seen.get(one.pk), located.get(one.pk)) for one in _children(report)]


def meet_clocks(*, report: Report, by: User, at: datetime) -> None:
    """Meet what asks for children seen: the victims ("observe child"), or safe ("respond"), and the household's."""
    every = of_report(report)
    victims = [one for one in every if one.involved.victim]
    _meet("observe child", [one.seen_at for one in victims], report, by, at)
    _meet("respond", [one.accounted_at for one in victims], report, by, at)
    _meet("household children", [one.accounted_at for one in every], report, by, at)


def _meet(kind: str, moments: list[datetime | None], report: Report, by: User, at: datetime) -> None:
    known = [moment for moment in moments if moment]
    if known and len(known) == len(moments):
        clock.meet_kind(report=report, kind=kind, by=by, at=at, happened_at=max(known))


def _children(report: Report) -> list[Involvement]:
    return list(report.involved.filter(part=Named.CHILD).select_related("participant").order_by("code"))


def _child(involved: Involvement, met: Met | None, located: datetime | None) -> Child:
    seen_at, seen_by = (met.contact.happened_at, met.seen_by) if met else (None, "")
    return Child(involved, seen_at, seen_by, located)
