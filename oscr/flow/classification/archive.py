"""The archive of what was known in each call, month by month, so that another version of the protocol can be tried on it.

Filled by the nightly job, read by the analysts' what-if and by `oscr protocol replay`. It holds answers to the protocol's
questions as bit planes (`oscr.law.protocol.comparing.planes`) and nothing that names anybody; so it may stay when a documented call is
deleted after a year (manual 2.1.4). A call is archived in the month in which it was received, by Missouri's calendar.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from oscr.flow.classification.models import ArchivedMonth, Classification
from oscr.flow.report.telling import restored
from oscr.law.calendar import CENTRAL
from oscr.law.protocol.case import Answers
from oscr.law.protocol.comparing.planes import Planes, packed, units_of

OVERLAP = timedelta(days=2)
"""A classification that was written while the last packing ran is found by the next one."""


@transaction.atomic
def pack(*, at: datetime) -> list[date]:
    """Bring the archive up to date; returns the months that changed. Harmless to repeat: nothing is packed twice.

    A month is packed anew where calls were classified since; of a call classified again only the last counts, and what
    was deleted meanwhile stays as it was packed.
    """
    return [month for month in _touched() if _packed_anew(month, at)]


def planes(*, since: date | None = None) -> Iterator[Planes]:
    """The planes of each month, oldest first, or of those from the month of a day on. Keys are those of classifications."""
    months = ArchivedMonth.objects.filter(month__gte=since.replace(day=1)) if since else ArchivedMonth.objects.all()
    for row in months.values_list("planes", flat=True).iterator(chunk_size=12):
        yield Planes.from_bytes(bytes(row))


def numbers(keys: Iterable[int]) -> dict[int, str]:
    """Key of a classification -> call number; a call that was deleted has none any more."""
    return dict(Classification.objects.filter(pk__in=list(keys)).values_list("pk", "report__number"))


def _touched() -> list[date]:
    """The months in which a call was received that was classified, or classified again, since the last packing."""
    rows = Classification.objects.all()
    newest = ArchivedMonth.objects.order_by("-packed_at").values_list("packed_at", flat=True).first()
    if newest is not None:
        rows = rows.filter(at__gte=newest - OVERLAP)
    months = rows.annotate(month=TruncMonth("report__received_at", tzinfo=CENTRAL)).order_by("month")
    return [month.date() for month in months.values_list("month", flat=True).distinct()]


def _packed_anew(month: date, at: datetime) -> bool:
    kept = ArchivedMonth.objects.select_for_update().filter(month=month).first()
    calls = _deleted(kept) if kept else {}
    calls |= {key: units_of(restored(case)) for key, case in _current(month)}
    told = packed(calls).to_bytes()
    if kept and bytes(kept.planes) == told:
        return False
    row = {"planes": told, "calls": len(calls), "packed_at": at}
    ArchivedMonth.objects.update_or_create(month=month, defaults=row)
    return True


def _current(month: date) -> Iterator[tuple[int, dict[str, Any]]]:
    """Key and facts of the classification that counts of every call received in a month."""
    end = (month + timedelta(days=31)).replace(day=1)
    begins, ends = (datetime.combine(day, time(), CENTRAL) for day in (month, end))
    found: QuerySet[Classification] = Classification.objects.filter(
        superseded_by=None, report__received_at__gte=begins, report__received_at__lt=ends
    )
    yield from found.values_list("pk", "case").iterator()


def _deleted(kept: ArchivedMonth) -> dict[int, list[Answers]]:
    """The calls of a month whose classification was deleted since: what is archived is all that is left."""
    calls = Planes.from_bytes(bytes(kept.planes)).calls()
    there = set(Classification.objects.filter(pk__in=list(calls)).values_list("pk", flat=True))
    return {key: units for key, units in calls.items() if key not in there}
