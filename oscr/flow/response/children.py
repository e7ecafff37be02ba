"""Which children of a report were seen, when first, or located.

Used by `following`, by `standing`, by `assessing` and its page. Children are those of the report who live: the victims, and the others
of the household (RSMo 210.145.8, .10). Of a child who died nobody is asked whether it was seen, or is safe.
"""

from dataclasses import dataclass
from datetime import datetime

from oscr.flow.report.models import Involvement, Report
from oscr.flow.report.models import Part as Named
from oscr.flow.response.models import Contact, Met, Whereabouts

DIED = "child died"  # the fact of the protocol


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


def living(report: Report) -> list[Child]:
    """Every child of a report who has not died, as it was decided, by its letter."""
    seen: dict[int, Met] = {}
    rows = Met.objects.filter(contact__in=Contact.objects.of(report).standing(), seen=True)
    for row in rows.select_related("contact").order_by("contact__happened_at", "pk"):
        seen.setdefault(row.involved_id or 0, row)
    located: dict[int, datetime] = {}
    for found in Whereabouts.objects.of(report).order_by("happened_at"):
        located.setdefault(found.involved_id, found.happened_at)
    return [_child(one, seen.get(one.pk), located.get(one.pk)) for one in _living(report)]


def _living(report: Report) -> list[Involvement]:
    told = report.classifications.filter(superseded_by=None).values_list("case__children", flat=True).first() or {}
    died = [code for code, facts in told.items() if facts.get(DIED) == "yes"]
    children = report.involved.filter(part=Named.CHILD).exclude(code__in=died)
    return list(children.select_related("participant").order_by("code"))


def _child(involved: Involvement, met: Met | None, located: datetime | None) -> Child:
    seen_at, seen_by = (met.contact.happened_at, met.seen_by) if met else (None, "")
    return Child(involved, seen_at, seen_by, located)
