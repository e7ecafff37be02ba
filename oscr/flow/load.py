"""Who carries how much: the open reports of every office and worker, counted from their running clocks. Only reads.

Used by the docket's board and by the page on which a supervisor sees how the work is spread. Everything is asked of the clocks that
run, which know their office and worker, so no figure grows with the archive: 39% of a county's reports lay overdue for three months
because nobody saw this (RSMo 210.145, subsections 2, 7, 8, 11 and 17).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.flow.assignment.models import ACKNOWLEDGE
from oscr.flow.clock.models import Clock, ClockQuerySet
from oscr.flow.report.models import Restriction
from oscr.law.calendar import end_of_local_day

ELSEWHERE = (
    "assistance",
    "dispute",
    "three-call review",
    "transfer",
)  # they have pages of their own, and run where no alert stands
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Carried:
    """What one worker carries for one office, in reports; `worker` is None for what nobody carries, `left` says they work here no
    more. A report counts by the clock that is due next: overdue; else today, before this day in Missouri ends; soon, within 24 h."""

    office: int
    worker: int | None
    open: int
    overdue: int
    today: int
    soon: int
    new: int
    mine: int
    left: bool

    @property
    def unassigned(self) -> int:
        """How many of them nobody carries."""
        return 0 if self.worker else self.open


@dataclass(frozen=True, slots=True)
class Wish:
    """Which reports are wanted: in one state ("" for every one, else a key of STATES), of one office, of one worker."""

    show: str = ""
    office: int | None = None
    worker: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What stands at the offices somebody answers for: who carries how much, and the reports wanted, the most urgent first."""

    carried: tuple[Carried, ...]
    wanted: tuple[tuple[int, int], ...]  # report, office
    found: int  # how many are wanted, also those that did not fit


STATES = {  # what a wish asks of a report: its next clock, who carries it
    "": "TRUE",
    "mine": "carrier = %(user)s",
    "unassigned": "carrier IS NULL",
    "overdue": "due <= %(at)s",
    "today": "due > %(at)s AND due <= %(midnight)s",
    "soon": "due > %(at)s AND due <= %(soon)s",
    "left": "EXISTS (SELECT FROM agency_user u WHERE u.id = carrier AND (NOT u.is_active OR u.office_id <> report.office_id))",
}
SQL = """
WITH report AS MATERIALIZED ({open}), wanted AS MATERIALIZED (
    SELECT * FROM report WHERE {state}
      AND (%(office)s::int IS NULL OR office_id = %(office)s) AND (%(worker)s::int IS NULL OR carrier = %(worker)s)
)
SELECT 'carried', office_id, carrier, open, overdue, today, soon, new, mine, {left} FROM (
    SELECT office_id, carrier, count(*) AS open, count(*) FILTER (WHERE {overdue}) AS overdue, count(*) FILTER (WHERE {today}) AS today,
           count(*) FILTER (WHERE {soon}) AS soon, count(*) FILTER (WHERE unseen) AS new, count(*) FILTER (WHERE {mine}) AS mine
    FROM report GROUP BY office_id, carrier
) AS report
UNION ALL
SELECT 'wanted', report_id, office_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM (
    SELECT report_id, office_id FROM wanted ORDER BY due <= %(at)s DESC NULLS LAST, unseen DESC, due, report_id LIMIT %(most)s
) AS first
UNION ALL
SELECT 'found', count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM wanted"""


def load(
    user: User, *, at: datetime, wish: Wish | None = None, most: int = 100, only: ClockQuerySet | None = None
) -> Load:
    """Look once over every running clock of the offices that a user answers for; `only` narrows the clocks looked at."""
    wish = wish or Wish()
    try:
        inner, params = _open(user, Clock.objects.all() if only is None else only).query.sql_with_params()
    except EmptyResultSet:  # they answer for no office, or for none of those that are asked for
        return Load((), (), 0)
    named = {f"p{place}": param for place, param in enumerate(params)}
    asked: dict[str, Any] = {
        "at": at,
        "midnight": end_of_local_day(at, 0),
        "soon": at + SOON,
        "most": most,
        "user": user.pk,
    }
    asked |= {"office": wish.office, "worker": wish.worker, **named}
    open_reports = inner % tuple(f"%({name})s" for name in named)
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(open=open_reports, state=STATES[wish.show], **STATES), asked)
        rows = cursor.fetchall()
    return Load(
        carried=tuple(Carried(*row[1:]) for row in rows if row[0] == "carried"),
        wanted=tuple((row[1], row[2]) for row in rows if row[0] == "wanted"),
        found=next(row[1] for row in rows if row[0] == "found"),
    )


def _open(user: User, clocks: ClockQuerySet) -> "QuerySet[Any, Any]":
    """The open reports of a user's offices: when the next of their clocks is due, who carries them, whether nobody has seen them."""
    offices = list(Office.objects.overseen_by(user).values_list("pk", flat=True))
    running = clocks.running().owed().exclude(kind__in=ELSEWHERE).filter(office__in=offices)
    if not can(user, Permission.SEE_RESTRICTED):
        running = running.filter(Q(worker=user.pk) | ~Q(report__in=Restriction.objects.values("report")))
    reports = running.order_by().values("report_id", "office_id")
    return reports.annotate(due=Min("due_at"), carrier=Max("worker"), unseen=BoolOr(Q(kind=ACKNOWLEDGE)))
