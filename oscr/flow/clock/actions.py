"""Starting, meeting, reopening and moving clocks. Ringing is in `ringing`, good cause and updates in `extending`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, require
from oscr.flow.clock.models import Clock, ClockQuerySet, Extension, Unmet
from oscr.flow.report.models import Report
from oscr.law import clocks, happened
from oscr.law.refusal import Refused
from oscr.record.actions import write


@transaction.atomic
def start(
    *, report: Report, due: Iterable[clocks.Due], office: Office, by: User | None, at: datetime, about: str = ""
) -> None:
    """Start these clocks for an office and for whoever responds there. One that runs already keeps its time.

    `about` tells several of a kind apart that run at once, as the requests of two reporters: a code or a key, never a name.
    """
    rows = rows_of(report=report, due=due, office=office, worker=worker_of(report=report, office=office), about=about)
    Clock.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        write(act="clocks.started", subject=report, by=by, at=at, kinds=[row.kind for row in rows])


def start_upon(
    *,
    report: Report,
    event: str,
    since: datetime,
    office: Office,
    by: User | None,
    at: datetime,
    flags: Mapping[str, str] | None = None,
    about: str = "",
) -> None:
    """Start what an event of later starts (`notified`, `concluded`, `requested`, `noticed`, ... of law.clocks.EVENTS) from the moment
    `since` it happened. `flags` are those of the data, such as {"harassment": "yes"} of a conclusion."""
    events = {"received": report.received_at, event: since}
    due = clocks.due(event.replace("_", " "), flags or {}, events)
    start(report=report, due=due, office=office, by=by, at=at, about=about)


def rows_of(
    *, report: Report, due: Iterable[clocks.Due], office: Office, worker: int | None, about: str = ""
) -> list[Clock]:
    """The rows of clocks that start. Not yet written."""
    return [
        Clock(
            report=report,
            kind=one.kind,
            law=one.id,
            about=f"{one.about} {about}".strip(),
            label=one.label,
            office=office,
            worker_id=worker,
            started_at=one.started_at,
            due_at=one.due_at,
            ring_at=ring_time(one.kind, 0, one.due_at),
            cite=one.cite,
        )
        for one in due
    ]


def worker_of(*, report: Report, office: Office) -> int | None:
    """Who responds to a report at an office (a key), as its clocks know."""
    given = Clock.objects.filter(report=report, office=office, worker__isnull=False).order_by("-pk")
    return given.values_list("worker", flat=True).first()


def give(*, report: Report, office: Office, worker: User) -> None:
    """Put the running clocks of a report on somebody's board: they respond for the office. The act that assigns writes the record."""
    Clock.objects.running().filter(report=report, office=office).update(worker=worker)


@transaction.atomic
def meet(*, clock: Clock, by: User, at: datetime, happened_at: datetime | None = None) -> Clock:
    """Say that the duty of a clock is done, and when it was. Raises Refused when it was met already, or was done before it began."""
    require(by, Permission.MEET_CLOCK)
    done = happened_at or at
    happened.check(done, at, clock.report.received_at)
    if done < clock.started_at:
        raise Refused(_("This began only later: what was done before does not count for it."), field="happened_at")
    if not Clock.objects.running().filter(pk=clock.pk).update(met_at=done, noted_at=at, met_by=by):
        raise Refused(_("Somebody has marked this as done already."))
    _meet_beside(report=clock.report, kind=clock.kind, done=done, by=by, at=at)
    write(act="clock.met", subject=clock.report, by=by, at=at, kind=clock.kind)
    clock.refresh_from_db()
    return clock


def meet_kind(
    *,
    report: Report,
    kind: str,
    by: User | None,
    at: datetime,
    happened_at: datetime | None = None,
    about: str | None = None,
) -> int:
    """Meet a clock because another act fulfils it (a classification, an acknowledgement); returns how many ran. That act writes the
    record, and afterwards: whoever rings has the record before the clock.

    `happened_at` is when it was done, where that is not now; done before the clock began, it is met as it begins. `about` names one of
    several of a kind. Kinds that are met with this one are met too (law.clocks.met_with); one that was to begin later falls away.
    """
    running = Clock.objects.running().filter(report=report, kind=kind)
    running = running if about is None else running.filter(about=about)
    done = happened_at or at
    _meet_beside(report=report, kind=kind, done=done, by=by, at=at)
    return _meet(running, done, by, at)


@transaction.atomic
def reopen(*, clock: Clock, office: Office, reason: str, by: User, at: datetime) -> Clock:
    """Let a clock that was met stand again, from its own start and with its own due time: what had met it turned out otherwise.

    In: the `office` that has the report now. How it had stood is kept as a row, and whoever must hear that it is overdue is told
    anew. Raises Refused without a reason, for one that stands open already, and where the same duty began anew meanwhile.
    """
    require(by, Permission.MEET_CLOCK)
    if not reason.strip():
        raise Refused(_("Say why it is not done after all."), field="reason")
    row = Clock.objects.select_for_update(no_key=True).get(pk=clock.pk)
    if row.met_at is None or row.noted_at is None:
        raise Refused(_("This is open already."))
    if Clock.objects.running().filter(report=row.report_id, kind=row.kind, about=row.about, office=office).exists():
        raise Refused(_("This began anew meanwhile, and is open already."))
    stood = {"met_at": row.met_at, "noted_at": row.noted_at, "met_by_id": row.met_by_id}
    Unmet.objects.create(clock=row, **stood, reason=reason.strip(), by=by, at=at)
    whose = {"office": office, "worker": worker_of(report=row.report, office=office)}
    ring = {"rung": 0, "rang_at": None, "ring_at": ring_time(row.kind, 0, row.due_at)}
    Clock.objects.filter(pk=row.pk).update(met_at=None, noted_at=None, met_by=None, **whose, **ring)
    write(act="clock.reopened", subject=row.report, by=by, at=at, kind=row.kind)
    row.refresh_from_db()
    return row


def hold(*, report: Report) -> None:
    """Lock the running clocks of a report, for an act that writes the record before it changes the last of them: whoever meets one
    meanwhile waits here, and not for the record with a clock in hand."""
    list(Clock.objects.running().filter(report=report).select_for_update(no_key=True).order_by("pk"))


@transaction.atomic
def hand_over(*, report: Report, kinds: Iterable[str], office: Office, to: Office, by: User, at: datetime) -> None:
    """Let another office meet what still runs of these kinds, and what began after the alert. Every clock keeps its time, which the
    law counts from receipt; who responds and who must be told that it is overdue begin anew, because nobody of the other office was.
    What was met stays with who met it."""
    moving = {*kinds, *clocks.later()}
    running = list(Clock.objects.running().filter(report=report, office=office, kind__in=moving))
    for clock in running:
        again = {"rung": 0, "rang_at": None, "ring_at": ring_time(clock.kind, 0, clock.due_at)}
        Clock.objects.filter(pk=clock.pk).update(office=to, worker=None, **again)
    write(act="clocks.moved", subject=report, by=by, at=at, kinds=[row.kind for row in running], to=to.name)


@transaction.atomic
def renew(
    *, report: Report, was: Iterable[str], due: Iterable[clocks.Due], anew: str, office: Office, by: User, at: datetime
) -> None:
    """Let the clocks of a report follow its correction. In: the kinds that ran for what it `was`, and what is `due` now.

    A duty that was met stays met; one that runs keeps its start and gets the due time of now, or that of its extension; one that is
    not due any more falls away, with an entry in the record; a new one starts. `anew` starts again in any case. Where nothing is due,
    no office responds: what began after the alert falls away too.
    """
    now = {one.kind: one for one in due}
    running = Clock.objects.running().filter(report=report, office=office)
    met = set(Clock.objects.filter(report=report, met_at__isnull=False).values_list("kind", flat=True)) - {anew}
    gone = {*was, *(() if now else clocks.later())} - set(now)
    fell = list(running.filter(kind__in=gone).values_list("kind", flat=True))
    running.filter(kind__in=[*fell, anew]).delete()
    extended = Extension.objects.filter(report=report).values_list("kind", flat=True)
    for one in running.filter(kind__in=set(now)).exclude(kind__in=extended):
        _follow(one, now[one.kind])
    start(report=report, due=[one for one in now.values() if one.kind not in met], office=office, by=by, at=at)
    if fell:
        write(act="clocks.lifted", subject=report, by=by, at=at, kinds=fell)


@transaction.atomic
def lift(
    *, report: Report, kinds: Iterable[str], office: Office, by: User, at: datetime, about: str | None = None
) -> None:
    """End running clocks of these kinds without meeting them: a supervisor accepted why the duty cannot be done any more, or its time
    has not begun after all. With an entry in the record; `about` names one of several of a kind."""
    running = Clock.objects.running().filter(report=report, office=office, kind__in=list(kinds))
    running = running if about is None else running.filter(about=about)
    fell = list(running.values_list("kind", flat=True))
    running.delete()
    if fell:
        write(act="clocks.lifted", subject=report, by=by, at=at, kinds=fell)


def ring_time(kind: str, rung: int, due_at: datetime | None) -> datetime | None:
    """When the next level is told that a clock of this kind is overdue; None when it stays open, or nobody is left to tell."""
    following = clocks.next_ring(kind, rung)
    return due_at + following[1] if following and due_at else None


def _meet_beside(*, report: Report, kind: str, done: datetime, by: User | None, at: datetime) -> None:
    """Meet what is met with a clock of this kind; what was to begin later falls away."""
    others = Clock.objects.running().filter(report=report, kind__in=clocks.met_with(kind))
    others.filter(started_at__gt=at).delete()
    _meet(others, done, by, at)


def _meet(running: ClockQuerySet, done: datetime, by: User | None, at: datetime) -> int:
    """Say on clocks that they were met, at the earliest when they began."""
    began = Greatest(F("started_at"), Value(done))
    return running.update(met_at=began, noted_at=Greatest(began, Value(at)), met_by=by)


def _follow(clock: Clock, now: clocks.Due) -> None:
    """Let a running clock be what is due now; whoever was told of another due time is told again."""
    told = {"due_at": now.due_at, "label": now.label, "cite": now.cite, "law": now.id}
    again = {"rung": 0, "rang_at": None} if clock.due_at != now.due_at else {}
    ring = {"ring_at": ring_time(clock.kind, 0, now.due_at)} if again else {}
    Clock.objects.filter(pk=clock.pk).update(started_at=now.started_at, **told, **again, **ring)
