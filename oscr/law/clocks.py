"""Which clock starts when, when it runs out, and whom it rings. Data in law/data/clocks.toml.

Used by `oscr.flow.clock` and by those who start clocks: receipt, alert, and whatever else happened that a clock runs from.
RSMo 210.145, subsections 2, 7, 8, 11, 12, 17 and 18. Who may give more time, and how much, is in `oscr.law.good_cause`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import end_of_local_day, in_force, local, plus_hours
from oscr.law.outcomes import spelled_out

DATA = Path(__file__).parent / "data" / "clocks.toml"
EVENTS = (
    "received",
    "screened_in",
    "alerted",
    "acknowledged",
    "notified",  # law enforcement, of an investigation
    "ran_out",  # the time in which a report was to be completed
    "updated",  # the information, because it was not
    "concluded",
    "requested",  # the disposition, by a reporter
    "noticed",  # a finding, to its subject
    "board_decided",
)
DIVISION, SUBJECT = "division", "subject"  # who owes it: the rest is nobody's duty but somebody's right
Flags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as the law sets it: `hours` elapsed, or `days` to the end of a day in Missouri; exactly one is given."""

    id: str
    kind: str
    label: str
    start: str
    cite: str
    provenance: str
    outcomes: tuple[str, ...]
    hours: float | None
    days: int | None
    when: dict[str, list[str]]
    without: dict[str, list[str]]
    since: date
    until: date | None
    met_by: str
    about: str = ""
    met_with: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    owed_by: str = DIVISION
    note: str = ""

    def applies(self, outcome: str, flags: Flags, on: date) -> bool:
        """Whether it runs for an outcome under these flags, by the law of a day."""
        return (
            outcome in self.outcomes
            and in_force(self.since, self.until, on)
            and all(flags.get(flag) in values for flag, values in self.when.items())
            and not any(flags.get(flag) in values for flag, values in self.without.items())
        )

    def ends(self, started: datetime) -> datetime:
        """The first instant that is too late, in UTC."""
        return end_of_local_day(started, self.days) if self.days is not None else plus_hours(started, self.hours or 0)


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that runs: what is due, since when, until when, by which law; its id in the data; which of several of a kind."""

    kind: str
    label: str
    started_at: datetime
    due_at: datetime
    cite: str
    id: str = ""
    about: str = ""


@cache
def every() -> tuple[Clock, ...]:
    """All clocks in the order of the data."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    return tuple(_clock(data["defaults"] | row) for row in data["clock"])


def due(outcome: str, flags: Flags, events: Mapping[str, datetime]) -> tuple[Due, ...]:
    """The clocks that run for an outcome ("received" before there is one), or for an event that starts clocks of its own.

    In: `flags` such as channel, priority (hours as text), rule (its id), mandated reporter; `events`, aware times of received (always)
    and of whatever of EVENTS happened. A clock whose event has not happened has not started. The law is that of the
    day of receipt. Errors: ValueError for an event that is none, KeyError without received.
    """
    strange = set(events) - set(EVENTS)
    if strange:
        raise ValueError(f"'{sorted(strange)[0]}' starts no clock: use {', '.join(EVENTS)}")
    on = local(events["received"]).date()
    return tuple(
        Due(one.kind, one.label, events[one.start], one.ends(events[one.start]), one.cite, one.id, one.about)
        for one in every()
        if one.start in events and one.applies(outcome, flags, on)
    )


@cache
def met_with(kind: str) -> tuple[str, ...]:
    """The other kinds of clocks that are met when one of this kind is."""
    return tuple(dict.fromkeys(one.kind for one in every() if kind in one.met_with))


@cache
def later() -> tuple[str, ...]:
    """The kinds of clocks that something after the alert starts."""
    kinds = dict.fromkeys(one.kind for one in every() if EVENTS.index(one.start) > EVENTS.index("acknowledged"))
    return tuple(kinds)


@cache
def of_others() -> tuple[str, ...]:
    """The kinds of clocks in which no duty of the Division runs, but somebody's time to ask for something."""
    return tuple(dict.fromkeys(one.kind for one in every() if one.owed_by != DIVISION))


def next_ring(kind: str, rung: int) -> tuple[int, timedelta] | None:
    """Whom an overdue clock of this kind rings next: (level, time after it ran out); None when all were told.

    In: `rung`, the highest level told so far, 0 for none. Levels are those of the on-call chain (manual 2.4.1).
    """
    return next(((level, after) for level, after in _rings()[kind] if level > rung), None)


def _clock(row: dict[str, Any]) -> Clock:
    return Clock(
        id=row["id"],
        kind=row["kind"],
        label=row["label"],
        start=row["start"],
        cite=row["cite"],
        provenance=row["provenance"],
        outcomes=spelled_out(row["outcomes"]),
        hours=row.get("hours"),
        days=row.get("days"),
        when=row.get("when", {}),
        without=row.get("without", {}),
        since=row["from"],
        until=row.get("until"),
        met_by=row["met_by"],
        about=row.get("about", ""),
        met_with=tuple(row.get("met_with", ())),
        extend=tuple(row.get("extend", ())),
        owed_by=row.get("owed_by", DIVISION),
        note=row.get("note", ""),
    )


@cache
def _rings() -> dict[str, tuple[tuple[int, timedelta], ...]]:
    rows = tomllib.loads(DATA.read_text("utf-8"))["ring"]
    return {
        kind: tuple((one["level"], timedelta(minutes=one["minutes"])) for one in row["levels"])
        for row in rows
        for kind in row["kinds"]
    }
