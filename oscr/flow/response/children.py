"""Which children of a report were seen, when first, or located.

Used by `following`, by `standing` and by the page's drawing of the family. Children are those of the report: the victims, and the
others of the household (RSMo 210.145.8, .10).
"""

from dataclasses import dataclass
from datetime import datetime

from oscr.flow.report.models import Involvement, Report
from oscr.flow.report.models import Part as Named
from oscr.flow.response.models import Contact, Met, Whereabouts


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
    rows = Met.objects.filter(contact__in=Contact.objects.of(report).standing(), seen=True)
    for row in rows.select_related("contact").order_by("contact__happened_at", "pk"):
        seen.setdefault(row.involved_id or 0, row)
    located: dict[int, datetime] = {}
    for found in Whereabouts.objects.of(report).order_by("happened_at"):
        located.setdefault(found.involved_id, found.happened_at)
    return [_child(one, seen.get(one.pk), located.get(one.pk)) for one in _children(report)]


def _children(report: Report) -> list[Involvement]:
    return list(report.involved.filter(part=Named.CHILD).select_related("participant").order_by("code"))


def _child(involved: Involvement, met: Met | None, located: datetime | None) -> Child:
    seen_at, seen_by = (met.contact.happened_at, met.seen_by) if met else (None, "")
    return Child(involved, seen_at, seen_by, located)
