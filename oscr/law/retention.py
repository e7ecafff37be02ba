"""How long records are kept (RSMo 210.152; Child Welfare Manual 2.1.4), what is left of them, and what holds them.

Data in law/data/retention.toml. Used by `oscr.flow.retention`. A period of years ends with the Missouri day on which the years are
full, that day counted in; a year from 29 February is full on 1 March: nothing goes a day too early. Where the law says "within" so
many days it ends when the last of them begins: nothing goes a day too late.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import CENTRAL, in_force, local
from oscr.law.outcomes import spelled_out

DATA = Path(__file__).parent / "data" / "retention.toml"
RECEIVED = "received"
REMOVE, DEIDENTIFY = "remove", "deidentify"


@dataclass(frozen=True, slots=True)
class Matter:
    """What the period of a record depends on: its outcome, the id of the conclusion that stands ("" for none), whether a mandated
    reporter made it, and whether it was referred as made maliciously, to harass or to retaliate."""

    outcome: str
    conclusion: str = ""
    mandated: bool = False
    harassing: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """What is kept how long, from which event, by which source. Without years and days it is kept for good.

    `how`: "remove" leaves a line of the log, "deidentify" the facts besides; "" for what is kept for good.
    """

    id: str
    label: str
    outcomes: tuple[str, ...]
    conclusions: tuple[str, ...]
    reporter: str
    harassing: str
    start: str
    years: int
    days: int
    within: bool
    how: str
    cite: str
    provenance: str
    approved: bool
    since: date
    until: date | None

    @property
    def for_good(self) -> bool:
        """Whether it has no end."""
        return not (self.years or self.days)

    def covers(self, matter: Matter, on: date) -> bool:
        """Whether this is the period of a record by the law of a day."""
        about = matter.conclusion in self.conclusions if matter.conclusion else matter.outcome in self.outcomes
        whose = self.reporter in ("any", "mandated" if matter.mandated else "other")
        meant = self.harassing in ("any", "yes" if matter.harassing else "no")
        return about and whose and meant and in_force(self.since, self.until, on)

    def ends(self, *, received: datetime, concluded: datetime | None = None) -> datetime | None:
        """The first instant at which a record is kept no longer, in UTC; None where it is kept for good. In: aware times, `concluded`
        wherever a conclusion stands."""
        started = received if self.start == RECEIVED else concluded
        if self.for_good or started is None:
            return None
        return _full(started, self.years, self.days - (1 if self.within else 0))


@dataclass(frozen=True, slots=True)
class Hold:
    """What keeps a record longer: its words, its source, and for how many years at the longest (0: as long as it lasts).

    `until`: the first instant at which it holds no longer, where that is known of a record.
    """

    id: str
    label: str
    cite: str
    years: int = 0
    until: datetime | None = None

    def since(self, began: datetime) -> "Hold":
        """The same hold of a record, from when it began: with its end, where it has years."""
        return replace(self, until=_full(began, self.years)) if self.years else self


@cache
def periods() -> tuple[Period, ...]:
    """All periods in the order of the data."""
    data = _data()
    return tuple(_period(data["defaults"] | row) for row in data["period"])


def one(name: str) -> Period:
    """A period by its id. Errors: KeyError for one that is none."""
    return {each.id: each for each in periods()}[name]


def period(matter: Matter, on: date) -> Period:
    """The period of a record. In: the day whose law holds, that of the conclusion, or of receipt while there is none.

    Errors: LookupError where the law has no answer, or two; for no outcome and conclusion that there is (tests walk them all).
    """
    found = [each for each in periods() if each.covers(matter, on)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} periods for {matter} on {on}")
    return found[0]


@cache
def holds() -> dict[str, Hold]:
    """What holds a record, by its id."""
    return {row["id"]: Hold(**row) for row in _data()["hold"]}


@cache
def papers() -> dict[str, Period]:
    """How long what was asked from outside is kept, by what it is: "court" or "state"."""
    data = _data()
    return {row["id"]: _period(data["defaults"] | row) for row in data["paper"]}


@cache
def version() -> str:
    """Which data this is: 16 letters that change with it. Ends that were counted by other data are counted anew."""
    return hashlib.sha256(DATA.read_bytes()).hexdigest()[:16]


def _period(row: dict[str, Any]) -> Period:
    return Period(
        id=row["id"],
        label=row["label"],
        outcomes=spelled_out(row["outcomes"]),
        conclusions=tuple(row["conclusions"]),
        reporter=row["reporter"],
        harassing=row["harassing"],
        start=row["start"],
        years=row.get("years", 0),
        days=row.get("days", 0),
        within=row.get("within", False),
        how=row["how"],
        cite=row["cite"],
        provenance=row["provenance"],
        approved=row["approved"],
        since=row["from"],
        until=row.get("until"),
    )


def _full(began: datetime, years: int, days: int = 0) -> datetime:
    """The instant at which so many years and days are full and the day on which they are is over."""
    day = _years_later(local(began).date(), years) + timedelta(days=days + 1)
    return datetime.combine(day, time(), CENTRAL).astimezone(UTC)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a common year
        return date(day.year + years, 3, 1)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
