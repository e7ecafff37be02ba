"""Ringing: whoever is in charge learns that a duty was missed.

Used by the job of every minute. How long each level of the call-out chain waits is law data (`ring` in law/data/clocks.toml; manual
2.4.1). A beat is bounded: what is left rings at the next one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Model

from oscr.agency.chain import climb
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, can
from oscr.flow.clock.actions import rows_of
from oscr.flow.clock.models import COMPLETE, Clock
from oscr.flow.report.models import Restriction
from oscr.law import clocks
from oscr.notices.actions import leave_all
from oscr.record.actions import take_turn, write_all

log = structlog.get_logger()
TOGETHER = 100  # rings of one transaction: others wait so long for the record, and no longer
Heard = tuple[
    int, list[User], bool
]  # the level that was told, who, and whether nobody of the office's own chain is left


def ring_overdue(*, at: datetime, most: int = 500) -> int:
    """Tell the next level of the call-out chain about every clock that is overdue far enough; returns how many rang.

    A level is told once: clocks are locked as they are found, and one that somebody meets or rings at this moment is left to the
    next beat, so a worker that died or runs twice changes nothing.
    """
    who = _Chain(at)
    who.learn(Clock.objects.to_ring(at).select_related("office").order_by("ring_at", "pk")[:most])
    rang = 0
    while rang < most:
        now = _ring_some(who, at, min(TOGETHER, most - rang))
        if not now:
            break
        rang += now
    return rang


class _Chain:
    """Whom to tell at one moment, asked once for each office and level; for a restricted report by itself."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.known: dict[tuple[int, int, int | None], Heard] = {}

    def learn(self, rows: Iterable[Clock]) -> dict[int, Heard]:
        """Who hears of each of these clocks, by its key. What was asked before is known."""
        rows = list(rows)
        restricted = {
            one.report_id: one for one in Restriction.objects.filter(report__in={row.report_id for row in rows})
        }
        return {clock.pk: self._of(clock, restricted.get(clock.report_id)) for clock in rows}

    def _of(self, clock: Clock, restriction: Restriction | None) -> Heard:
        following = clocks.next_ring(clock.kind, clock.rung)
        wanted = following[0] if following else int(Level.REGION)
        asked = (clock.office_id, wanted, restriction.pk if restriction else None)
        if asked not in self.known:
            self.known[asked] = _heard(clock.office, wanted, self.at, _who_may_see(restriction))
        return self.known[asked]


def _heard(office: Office, wanted: int, at: datetime, may: Callable[[User], bool]) -> Heard:
    """Who of an office's chain hears of it. Where nobody is left up to the region, the hotline's supervisors do: they can call."""
    level, people = climb(office=office, level=wanted, at=at, may=may)
    if people:
        return level, people, False
    log.error("nobody is in charge of an office", office=office.pk)
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    return level, climb(office=hotline, level=Level.BACK_UP, at=at, may=may)[1], True


def _who_may_see(restriction: Restriction | None) -> Callable[[User], bool]:
    """Whether somebody of a call-out chain may open a report: of a restricted one nobody is told who would meet a closed door.
    The worker who responds may see it too; that it is late is for whoever leads."""
    if restriction is None:
        return lambda _user: True
    one = Restriction.objects.filter(pk=restriction.pk)
    return lambda user: can(user, Permission.SEE_RESTRICTED) and not one.naming_others(user).exists()


@transaction.atomic
def _ring_some(who: _Chain, at: datetime, most: int) -> int:
    """Ring up to `most` clocks in one transaction. The turn at the record is taken first, so that nobody who holds it waits for a clock
    held here."""
    take_turn()
    locked = Clock.objects.to_ring(at).select_for_update(of=("self",), no_key=True, skip_locked=True)
    rows = list(locked.select_related("report", "office").order_by("ring_at", "pk")[:most])
    heard = who.learn(rows)
    _raise(rows, heard, at)
    begun = _begin_updates(rows)
    told = [(heard[clock.pk][2], one) for clock in rows for one in _notices(clock, heard[clock.pk])]
    leave_all(kind="clock_overdue", notices=[one for unheard, one in told if not unheard], at=at)
    leave_all(kind="clock_unheard", notices=[one for unheard, one in told if unheard], at=at)
    entries: list[tuple[str, Model, dict[str, object]]] = []
    entries += [("clock.rang", clock.report, _details(clock, heard[clock.pk])) for clock in rows]
    entries += [("clocks.started", clock.report, {"kinds": [clock.kind]}) for clock in begun]
    write_all(entries, by=None, at=at)
    return len(rows)


def _raise(rows: Sequence[Clock], heard: dict[int, Heard], at: datetime) -> None:
    """Say on the clocks which level was told, and when the next one is: one statement for all of a kind and level."""
    alike = defaultdict(list)
    for clock in rows:
        alike[clock.kind, heard[clock.pk][0]].append(clock.pk)
    for (kind, level), keys in alike.items():
        following = clocks.next_ring(kind, level)
        ring_at = ExpressionWrapper(F("due_at") + following[1], DateTimeField()) if following else None
        Clock.objects.filter(pk__in=keys).update(rung=level, rang_at=at, ring_at=ring_at)


def _begin_updates(rows: Sequence[Clock]) -> list[Clock]:
    """Start the updates of reports whose time to be completed has run out (RSMo 210.145.17(3)). One that runs already goes on."""
    begun = []
    for clock in rows:
        if clock.kind == COMPLETE and clock.rung == 0 and clock.due_at:
            due = clocks.due("ran out", {}, {"received": clock.report.received_at, "ran_out": clock.due_at})
            begun += rows_of(report=clock.report, due=due, office=clock.office, worker=clock.worker_id)
    Clock.objects.bulk_create(begun, ignore_conflicts=True)
    return begun


def _notices(clock: Clock, heard: Heard) -> list[dict[str, str]]:
    """One e-mail to each who hears of it. Of another due time, or for another office, they are told again."""
    level, people, _unheard = heard
    said = {
        "number": clock.report.number,
        "office": clock.office.name,
        "duty": clock.label,
        "desk": "hotline" if clock.office.kind == OfficeKind.HOTLINE else "county",
    }
    key = f"overdue-{clock.pk}-{clock.office_id}-{clock.due_at:%Y%m%d%H%M}-{level}"
    return [{"key": f"{key}-{person.pk}", "to": person.email, **said} for person in people]


def _details(clock: Clock, heard: Heard) -> dict[str, object]:
    level, people, _unheard = heard
    return {"kind": clock.kind, "level": level, "told": len(people)}
