"""More time for an investigation: for which cause, with which papers, how far. Data in law/data/clocks.toml.

Used by `oscr.flow.clock.extending` and by the page on which a supervisor documents it. RSMo 210.145.17: without a documented good
cause an investigation is completed within 45 days; with one within 90 of receipt, 120 where sexual abuse is alleged, and where a
child died or nearly died when that investigation is complete.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from oscr.law.calendar import end_of_local_day, local
from oscr.law.clocks import DATA, every
from oscr.law.refusal import Refused

# What a refusal says, each a sentence by itself, so that it can be put into other languages.
STAYS_OPEN = "It stays open until it is complete: no day is set."
AT_MOST = "%(label)s: at most %(days)s days, until %(day)s."
IS_OVER = "That time has passed already: document what is still open as an update."
NO_LATER = "That is no later than it is due already."

NEITHER, SEXUAL_ABUSE, FATALITY = "neither", "sexual abuse", "fatality"


@dataclass(frozen=True, slots=True)
class Cause:
    """One good cause as the statute has it. `needs`: what must be said beside the reason; `involves`: what it is only good for."""

    id: str
    label: str
    help: str
    cite: str
    letter: str = ""
    needs: tuple[str, ...] = ()
    involves: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many days from receipt an investigation may take that involves this; None: until it is complete."""

    involves: str
    label: str
    cite: str
    days: int | None = None


@cache
def causes() -> dict[str, Cause]:
    """Every good cause by its id, in the order of the statute."""
    rows = tomllib.loads(DATA.read_text("utf-8"))["cause"]
    return {row["id"]: Cause(**row | {"needs": tuple(row.get("needs", ()))}) for row in rows}


@cache
def limits() -> dict[str, Limit]:
    """How far good cause carries, by what the report involves."""
    return {row["involves"]: Limit(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["limit"]}


def may_extend(clock: str) -> tuple[Cause, ...]:
    """The causes that extend a clock, by its id in the data; none for a clock that nobody may extend."""
    return tuple(causes()[cause] for one in every() if one.id == clock for cause in one.extend)


def extended(*, started: datetime, due: datetime, involves: str, until: date | None, at: datetime) -> datetime | None:
    """The new due time of an investigation for which there is good cause; None when it stays open.

    In: when the clock `started` (receipt) and its `due` time of now; what the report `involves` (a key of `limits`); `until`, the last
    day asked for, None for as long as the law lets; the moment `at` which it is asked. Raises Refused where the law does not go that
    far, or the day gives no more time.
    """
    limit = limits()[involves]
    if limit.days is None:
        if until is not None:
            raise Refused(STAYS_OPEN, limit.cite, "until")
        return None
    furthest = end_of_local_day(started, limit.days)
    asked = furthest if until is None else end_of_local_day(started, (until - local(started).date()).days)
    if asked > furthest:
        last = local(furthest - timedelta(microseconds=1)).date()
        told = {"label": limit.label, "days": limit.days, "day": f"{last:%B} {last.day}, {last.year}"}
        raise Refused(AT_MOST % told, limit.cite, "until")
    if asked <= at:
        raise Refused(IS_OVER, limit.cite, "until")
    if asked <= due:
        raise Refused(NO_LATER, limit.cite, "until")
    return asked
