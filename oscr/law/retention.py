"""How long records are kept (Child Welfare Manual 2.1.4; RSMo 210.152), and what holds them. Data in law/data/retention.toml.

Used by `oscr.flow.retention`. A period of years ends with the Missouri day on which the years are full, that day counted in; a year
from 29 February is full on 1 March: nothing goes a day too early.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import CENTRAL, local

DATA = Path(__file__).parent / "data" / "retention.toml"


@dataclass(frozen=True, slots=True)
class Period:
    """What is kept for how many years, from which event, by which source."""

    id: str
    label: str
    outcomes: tuple[str, ...]
    start: str
    years: int
    cite: str
    provenance: str
    since: date
    until: date | None

    def ends(self, started: datetime) -> datetime:
        """The first instant at which a record that started then is kept no longer, in UTC. In: an aware time."""
        day = _years_later(local(started).date(), self.years) + timedelta(days=1)
        return datetime.combine(day, time(), CENTRAL).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps a record longer: its words, its source."""

    id: str
    label: str
    cite: str


@cache
def periods() -> tuple[Period, ...]:
    """All periods in the order of the data."""
    data = _data()
    return tuple(
        Period(
            id=row["id"],
            label=row["label"],
            outcomes=tuple(row["outcomes"]),
            start=row["start"],
            years=row["years"],
            cite=row["cite"],
            provenance=row["provenance"],
            since=row["from"],
            until=row.get("until"),
        )
        for row in (data["defaults"] | row for row in data["period"])
    )


def period(outcome: str, on: date) -> Period | None:
    """The period of an outcome by the law of a day, the day of receipt; None where it has none and is kept."""
    return next(
        (
            one
            for one in periods()
            if outcome in one.outcomes and one.since <= on and (one.until is None or on < one.until)
        ),
        None,
    )


@cache
def holds() -> dict[str, Hold]:
    """What holds a record, by its id."""
    return {row["id"]: Hold(row["id"], row["label"], row["cite"]) for row in _data()["hold"]}


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a common year
        return date(day.year + years, 3, 1)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
