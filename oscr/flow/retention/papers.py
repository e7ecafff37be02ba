"""What courts and agencies elsewhere asked, and when it goes: it names people, and belongs to no report (RSMo 210.145.20, .21).

Kept from its answer on, or from the asking where nobody is owed one; nothing that waits for an answer goes, nor a court's inquiry while
its proceeding is stayed until the Division has completed its work. Used by the nightly job and by the page of what goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from oscr.agency.models import User
from oscr.flow.clock.models import COMPLETE, Clock
from oscr.flow.inquiry.models import CourtAnswer, CourtInquiry, StateAnswer, StateRequest, Stay
from oscr.flow.retention.actions import take_out
from oscr.flow.retention.belonging import of_paper
from oscr.law import retention
from oscr.law.retention import Period

log = structlog.get_logger()
Row = CourtInquiry | StateRequest


@dataclass(frozen=True)
class Paper:
    """An inquiry or a request whose time is over at a moment."""

    row: Row
    period: Period
    ends: datetime


def due(*, at: datetime, user: User | None = None) -> list[Paper]:
    """What is kept no longer at a moment, the oldest first; of what somebody may see, where somebody asks."""
    courts, states = CourtInquiry.objects.all(), StateRequest.objects.all()
    if user:
        courts, states = CourtInquiry.objects.visible_to(user), StateRequest.objects.visible_to(user)
    found = [*_ended("court", courts, at), *_ended("state", states, at)]
    return sorted(found, key=lambda paper: paper.ends)


def remove_due(*, at: datetime) -> int:
    """Remove what is due, each in a transaction of its own; returns how many went. One that fails stands in the way of no other."""
    gone = 0
    for paper in due(at=at):
        try:
            _remove(paper, at)
            gone += 1
        except DatabaseError as error:
            log.error("not removed", number=paper.row.known_as, error=type(error).__name__)
    return gone


@transaction.atomic
def _remove(paper: Paper, at: datetime) -> None:
    """Take it out with its answer, and leave a line of the log that names nobody."""
    row = type(paper.row).objects.select_for_update(of=("self",)).get(pk=paper.row.pk)
    told = {
        "number": row.known_as,
        "period": paper.period.id,
        "how": paper.period.how,
        "kind": row.law.id,
        "received_at": row.at,
        "decided_at": _over(row) or row.at,
        "cite": paper.period.cite,
    }
    take_out(rows=of_paper(row, row.known_as), told=told, by=None, at=at)


def _ended(kind: str, rows: "QuerySet[CourtInquiry] | QuerySet[StateRequest]", at: datetime) -> Iterator[Paper]:
    """Those of a kind whose time is over. None goes before so many years after it was asked: younger ones are not read."""
    period = retention.papers()[kind]
    for row in rows.filter(at__lte=at - timedelta(days=365 * period.years)).select_related("answer", "office"):
        ends = period.ends(received=row.at, concluded=_over(row))
        if ends and ends <= at:
            yield Paper(row, period, ends)


def _over(row: Row) -> datetime | None:
    """From when its time is counted; None while something is still to come of it."""
    answer: CourtAnswer | StateAnswer | None = getattr(row, "answer", None)
    if answer is None:
        return row.at if isinstance(row, CourtInquiry) and not row.law.answered else None
    return None if isinstance(answer, CourtAnswer) and _stayed(answer) else answer.at


def _stayed(answer: CourtAnswer) -> bool:
    """Whether a court's proceeding is stayed until the Division has completed its work."""
    runs = Clock.objects.running().filter(report__number=answer.number, kind=COMPLETE)
    return Stay.objects.filter(answer=answer).exists() and runs.exists()
