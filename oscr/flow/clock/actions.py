"""Starting, meeting and ringing clocks."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import climb
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, require
from oscr.flow.clock.models import Clock, ClockQuerySet
from oscr.flow.report.models import Report
from oscr.law import clocks
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def start(*, report: Report, due: Iterable[clocks.Due], office: Office, by: User | None, at: datetime) -> None:
    """Start these clocks for an office. One that runs already keeps its time."""
    rows = [
        Clock(
            report=report,
            kind=one.kind,
            label=one.label,
            office=office,
            started_at=one.started_at,
            due_at=one.due_at,
            ring_at=_next_ring(one.kind, 0, one.due_at),
            cite=one.cite,
        )
        for one in due
    ]
    Clock.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        write(act="clocks.started", subject=report, by=by, at=at, kinds=[row.kind for row in rows])


@transaction.atomic
def meet(*, clock: Clock, by: User, at: datetime) -> Clock:
    """Say that the duty of a clock is done. Raises Refused when it was met already."""
    require(by, Permission.MEET_CLOCK)
    if not _meet(Clock.objects.filter(pk=clock.pk), by, at):
        raise Refused(_("Somebody has marked this as done already."))
    write(act="clock.met", subject=clock.report, by=by, at=at, kind=clock.kind)
    clock.refresh_from_db()
    return clock


def meet_kind(*, report: Report, kind: str, by: User | None, at: datetime) -> None:
    """Meet a clock because another act fulfils it (a classification, an acknowledgement). That act writes the record."""
    _meet(Clock.objects.filter(report=report, kind=kind), by, at)


def ring_overdue(*, at: datetime, most: int = 500) -> int:
    """Tell the next level of the call-out chain about every clock that is overdue far enough; returns how many rang.

    How long each level waits is law data (`ring` in law/data/clocks.toml). A level is told once: whoever raises `rung`
    first leaves the notice, so a worker that died or runs twice changes nothing. Each clock is a transaction of its own:
    the record is locked briefly, and nobody who meets a clock meanwhile waits for all the others.
    """
    overdue = Clock.objects.to_ring(at).select_related("report", "office").order_by("ring_at", "pk")[:most]
    return sum(_ring(clock=clock, at=at) for clock in overdue)


@transaction.atomic
def _ring(*, clock: Clock, at: datetime) -> bool:
    following = clocks.next_ring(clock.kind, clock.rung)
    wanted = following[0] if following else Level.REGION
    level, people = climb(office=clock.office, level=wanted, at=at)
    mine = Clock.objects.running().filter(pk=clock.pk, rung=clock.rung, ring_at=clock.ring_at)
    if not mine.update(rung=level, rang_at=at, ring_at=_next_ring(clock.kind, level, clock.due_at)):
        return False
    for person in people:
        _tell(clock, level, person, at)
    write(act="clock.rang", subject=clock.report, by=None, at=at, kind=clock.kind, level=level, told=len(people))
    return True


def _meet(clock: ClockQuerySet, by: User | None, at: datetime) -> bool:
    return bool(clock.running().update(met_at=at, met_by=by))


def _next_ring(kind: str, rung: int, due_at: datetime) -> datetime | None:
    following = clocks.next_ring(kind, rung)
    return due_at + following[1] if following else None


def _tell(clock: Clock, level: int, person: User, at: datetime) -> None:
    leave(
        kind="clock_overdue",
        key=f"overdue-{clock.pk}-{level}-{person.pk}",
        to=person.email,
        at=at,
        number=clock.report.number,
        office=clock.office.name,
        duty=clock.label,
        desk="hotline" if clock.office.kind == OfficeKind.HOTLINE else "county",
    )
