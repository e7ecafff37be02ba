"""Starting, meeting and ringing clocks."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import climb
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.clock.models import Clock, ClockQuerySet
from oscr.flow.report.models import Report, Restriction
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


def hold(*, report: Report) -> None:
    """Lock the running clocks of a report, for an act that writes the record before it changes the last of them: whoever rings one
    meanwhile waits here, and not for the record with a clock in hand."""
    list(Clock.objects.running().filter(report=report).select_for_update(no_key=True).order_by("pk"))


@transaction.atomic
def hand_over(*, report: Report, kinds: Iterable[str], office: Office, to: Office, by: User, at: datetime) -> None:
    """Let another office meet what still runs of these kinds. Every clock keeps its time, which the law counts from receipt; who
    must be told that it is overdue begins anew, because nobody of the other office was. What was met stays with who met it."""
    running = list(Clock.objects.running().filter(report=report, office=office, kind__in=list(kinds)))
    for clock in running:
        again = {"rung": 0, "rang_at": None, "ring_at": _next_ring(clock.kind, 0, clock.due_at)}
        Clock.objects.filter(pk=clock.pk).update(office=to, **again)
    write(act="clocks.moved", subject=report, by=by, at=at, kinds=[row.kind for row in running], to=to.name)


@transaction.atomic
def renew(
    *, report: Report, was: Iterable[str], due: Iterable[clocks.Due], anew: str, office: Office, by: User, at: datetime
) -> None:
    """Let the clocks of a report follow its correction. In: the kinds that ran for what it `was`, and what is `due` now.

    A duty that was met stays met; one that runs keeps its start and gets the due time of now; one that is not due any more
    falls away, with an entry in the record; a new one starts. `anew` starts again in any case.
    """
    now = {one.kind: one for one in due}
    running = Clock.objects.running().filter(report=report, office=office)
    met = set(Clock.objects.filter(report=report, met_at__isnull=False).values_list("kind", flat=True)) - {anew}
    fell = list(running.filter(kind__in=set(was) - set(now)).values_list("kind", flat=True))
    running.filter(kind__in=[*fell, anew]).delete()
    for one in running.filter(kind__in=set(now)):
        told = {"due_at": now[one.kind].due_at, "label": now[one.kind].label, "cite": now[one.kind].cite}
        again = {"rung": 0, "rang_at": None} if one.due_at != told["due_at"] else {}
        ring = {"ring_at": _next_ring(one.kind, 0, now[one.kind].due_at)} if again else {}
        Clock.objects.filter(pk=one.pk).update(started_at=now[one.kind].started_at, **told, **again, **ring)
    start(report=report, due=[one for one in now.values() if one.kind not in met], office=office, by=by, at=at)
    if fell:
        write(act="clocks.lifted", subject=report, by=by, at=at, kinds=fell)


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
    level, people = climb(office=clock.office, level=wanted, at=at, may=_who_may_see(clock.report))
    mine = Clock.objects.running().filter(pk=clock.pk, rung=clock.rung, ring_at=clock.ring_at)
    if not mine.update(rung=level, rang_at=at, ring_at=_next_ring(clock.kind, level, clock.due_at)):
        return False
    for person in people:
        _tell(clock, level, person, at)
    write(act="clock.rang", subject=clock.report, by=None, at=at, kind=clock.kind, level=level, told=len(people))
    return True


def _who_may_see(report: Report) -> Callable[[User], bool]:
    """Whether somebody of a call-out chain may open this report: of a restricted one nobody is told who would meet a closed door.
    The worker who responds may see it too; that it is late is for whoever leads."""
    found = Restriction.objects.filter(report=report)
    if not found:
        return lambda _user: True
    return lambda user: can(user, Permission.SEE_RESTRICTED) and not found.naming_others(user).exists()


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
