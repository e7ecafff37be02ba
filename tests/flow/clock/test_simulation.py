"""Every ring of two hundred days against the oracle of `simulated`: none missed, early, late or doubled.

Ten thousand reports go through what is pure: which clocks start, when each is due, how far good cause carries, when which level is
told (oscr.law.clocks, oscr.law.good_cause, flow.clock.actions.ring_time), with the beats in memory. Forty go through the tables:
start, meet, extend, update, hand over and ring_overdue as the desks and the job call them. Both have a worker that is down for hours
and once for three days, duties done and noted late, and both changes of the clocks.
"""

import random
from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Protocol

import pytest
from django.db.models import Min

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock import actions, extending
from oscr.flow.clock.models import Clock
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.report.models import Report
from oscr.law import clocks, good_cause
from oscr.record.models import Entry
from tests import making
from tests.flow.clock.simulated import (
    BEGIN,
    END,
    MINUTE,
    Ring,
    Script,
    beat_after,
    beats_without,
    by_report,
    expected,
    scripts,
)

COLE = making.COLE


class Machine(Protocol):
    """What is driven through the days."""

    def start(self, one: Script) -> None: ...
    def act(self, one: Script, at: datetime, act: str, what: str) -> None: ...
    def soonest(self) -> datetime | None: ...
    def beat(self, at: datetime) -> list[Ring]: ...


def drive(machine: Machine, all_of: list[Script], downs: list[tuple[datetime, datetime]]) -> list[Ring]:
    """Let everything happen in its order, and a beat wherever the machine itself says that the next ring is due."""
    coming = [(one.alerted, place, "", "") for place, one in enumerate(all_of)]
    coming += [(at, place, act, what) for place, one in enumerate(all_of) for at, act, what in one.acts]
    rings, not_before = [], BEGIN
    for when, place, act, what in [*sorted(coming), (END, -1, "end", "")]:
        at = min(when, END)
        while (due := machine.soonest()) and (beat := beat_after(max(due, not_before), downs)) < at:
            rings += machine.beat(beat)
            not_before = beat + MINUTE
        not_before = max(not_before, at)
        if act == "end" or at == END:
            continue
        if act:
            machine.act(all_of[place], at, act, what)
        else:
            machine.start(all_of[place])
    return rings


class InMemory:
    """The law's functions and nothing else; a clock is [due, rung, ring time]."""

    def __init__(self) -> None:
        self.running: dict[tuple[int, str], list] = {}
        self.queue: list[tuple[datetime, int, str]] = []
        self.received: dict[int, Script] = {}
        self.begins: dict[int, datetime] = {}  # since when a report's update runs: it may lie ahead

    def start(self, one: Script) -> None:
        self.received[one.place] = one
        for due in due_of(one):
            self._put(one.place, due.kind, due.due_at)

    def act(self, one: Script, at: datetime, act: str, what: str) -> None:
        if act == "meet":
            for kind in (what, *clocks.met_with(what)):
                self.running.pop((one.place, kind), None)
        elif act == "hand over":
            for place, kind in [key for key in self.running if key[0] == one.place]:
                self._put(place, kind, self.running[place, kind][0])
        elif act == "extend" and (one.place, "complete") in self.running:
            due = self.running[one.place, "complete"][0]
            longer = good_cause.extended(started=one.received, due=due, involves=what, until=None, at=at)
            self._put(one.place, "complete", longer)
            self._ran_out(one, due)
        elif act == "update" and (one.place, "complete") in self.running and self._begun(one, at):
            (due,) = clocks.due("updated", {}, {"received": one.received, "updated": at})
            self._put(one.place, "update", due.due_at)

    def soonest(self) -> datetime | None:
        while self.queue:
            at, place, kind = self.queue[0]
            if self.running.get((place, kind), (None, 0, None))[2] == at:
                return at
            heappop(self.queue)
        return None

    def beat(self, at: datetime) -> list[Ring]:
        rings, once = [], set()
        for place, kind in self._ringing(at):
            if (place, kind) in once:
                continue
            once.add((place, kind))
            due, rung, _ring_at = self.running[place, kind]
            level, _after = clocks.next_ring(kind, rung)
            rings.append((place, kind, level, at))
            self._put(place, kind, due, level)
            if kind == "complete" and rung == 0:
                self._ran_out(self.received[place], due)
        return rings

    def _ringing(self, at: datetime) -> Iterator[tuple[int, str]]:
        found = []
        while (soonest := self.soonest()) and soonest <= at:
            _at, place, kind = heappop(self.queue)
            found.append((place, kind))
        yield from found

    def _put(self, place: int, kind: str, due: datetime | None, rung: int = 0) -> None:
        ring_at = actions.ring_time(kind, rung, due)
        self.running[place, kind] = [due, rung, ring_at]
        if ring_at:
            heappush(self.queue, (ring_at, place, kind))

    def _ran_out(self, one: Script, due: datetime) -> None:
        if (one.place, "update") not in self.running:
            (update,) = clocks.due("ran out", {}, {"received": one.received, "ran_out": due})
            self._put(one.place, "update", update.due_at)
            self.begins[one.place] = due

    def _begun(self, one: Script, at: datetime) -> bool:
        return (one.place, "update") in self.running and self.begins[one.place] <= at


class InTables:
    """The rooms as desks and jobs call them."""

    def __init__(self) -> None:
        self.office = Office.objects.get(fips=making.BOONE)
        self.other = Office.objects.get(fips=COLE)
        self.boss = making.user(Role.COUNTY_SUPERVISOR, self.office)
        for office in (self.office, self.other):  # everybody of the chain, so that each level is told at its own
            for role in (Role.COUNTY_SUPERVISOR, Role.CIRCUIT_MANAGER, Role.REGIONAL_DIRECTOR):
                making.user(role, office)
        self.reports: dict[int, Report] = {}
        self.seq = 0

    def start(self, one: Script) -> None:
        report = making.sent(at=one.received)
        Clock.objects.filter(report=report).delete()
        self.reports[one.place] = report
        actions.start(report=report, due=due_of(one), office=self.office, by=None, at=one.alerted)

    def act(self, one: Script, at: datetime, act: str, what: str) -> None:
        report, by = self.reports[one.place], self.boss
        if act == "meet":
            done = max(one.received, at - 3 * 60 * MINUTE) if one.place % 3 == 0 else None  # noted three hours later
            actions.meet_kind(report=report, kind=what, by=by, at=at, happened_at=done)
        elif act == "hand over":
            kinds = {due.kind for due in due_of(one)}
            actions.hand_over(report=report, kinds=kinds, office=self.office, to=self.other, by=by, at=at)
        elif clock := Clock.objects.running().filter(report=report, kind="complete").first():
            why = {"report": report, "by": by, "at": at}
            if act == "extend":
                extending.extend(clock=clock, cause="other", reason="For the test.", involves=what, **why)
            else:
                extending.update(text="For the test.", **why)

    def soonest(self) -> datetime | None:
        return Clock.objects.running().aggregate(soonest=Min("ring_at"))["soonest"]

    def beat(self, at: datetime) -> list[Ring]:
        ring_overdue(at=at)
        places = {f"report.report:{report.number}": place for place, report in self.reports.items()}
        entries = list(Entry.objects.filter(act="clock.rang", seq__gt=self.seq).order_by("seq"))
        self.seq = entries[-1].seq if entries else self.seq
        return [(places[one.subject], one.details["kind"], one.details["level"], one.at) for one in entries]


def due_of(one: Script) -> tuple[clocks.Due, ...]:
    events = {"received": one.received, "screened_in": one.screened_in, "alerted": one.alerted}
    return clocks.due(one.outcome, one.flags, events)


def compared(machine: Machine, many: int, seed: int) -> int:
    draw = random.Random(seed)
    downs, all_of = beats_without(draw), scripts(draw, many)
    wanted = by_report([ring for one in all_of for ring in expected(one, downs)])
    rang = by_report(drive(machine, all_of, downs))
    for place in sorted({*wanted, *rang}):
        assert rang.get(place) == wanted.get(place), (place, all_of[place])
    return sum(len(rings) for rings in wanted.values())


@pytest.mark.thorough
def test_ten_thousand_reports_in_memory():
    assert compared(InMemory(), 10_000, seed=61) > 30_000


@pytest.mark.thorough
@pytest.mark.django_db
def test_forty_reports_through_the_tables():
    assert compared(InTables(), 40, seed=7) > 100
