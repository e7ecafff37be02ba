"""How an alert is called out: what is an emergency, the frames of a roster, how long a level is tried, what is said on the phone.

Used by `oscr.flow.callout`, and by what a correction may still change. Data in law/data/callout.toml (manual 2.4.1). Frames are
times of day in Missouri: the night of a change of daylight saving time has an hour less or more, and the frame with it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import CENTRAL

DATA = Path(__file__).parent / "data" / "callout.toml"


@dataclass(frozen=True, slots=True)
class Frame:
    """One of the manual's fixed times of day; `ends` is the first minute that is not in it."""

    id: str
    label: str
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, in its order, with its source."""

    id: str
    text: str
    cite: str
    provenance: str


def is_emergency(decision: Mapping[str, Any]) -> bool:
    """Whether an alert is called out by phone. In: a decision in its JSON form (law.protocol.Decision)."""
    told = _data()["emergency"]
    hurry = decision["priority"]["hours"] is not None and decision["priority"]["hours"] <= told["hours"]
    return hurry or any(one["id"] in told["actions"] for one in decision["actions"])


def frames() -> tuple[Frame, ...]:
    """The fixed frames, in the order of the day."""
    return tuple(Frame(row["id"], row["label"], row["begins"], row["ends"]) for row in _data()["frame"])


def span(frame: str, day: date) -> tuple[datetime, datetime]:
    """From when until when a frame of that day lasts, in UTC. Errors: StopIteration for a frame that is none."""
    one = next(one for one in frames() if one.id == frame)
    following = day + timedelta(days=1) if one.ends <= one.begins else day
    return instant(day, one.begins), instant(following, one.ends, last=True)


def instant(day: date, at: time, *, last: bool = False) -> datetime:
    """A time on the clocks of Missouri as an instant in UTC.

    Of an hour that happens twice in autumn the first is meant, with `last` the second: somebody is on call for both. Errors:
    ValueError for a time that a spring night leaves out.
    """
    local = datetime.combine(day, at, CENTRAL).replace(fold=int(last))
    moment = local.astimezone(UTC)
    if moment.astimezone(CENTRAL).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("the clocks go forward: this time does not exist on that day")
    return moment


def wait(level: int) -> timedelta | None:
    """How long a level is tried before the next one is called; None for the last one."""
    return next((timedelta(minutes=row["minutes"]) for row in _data()["climb"] if row["level"] == level), None)


def script() -> tuple[Line, ...]:
    """What to say, in order."""
    data = _data()
    rows = [data["defaults"] | row for row in data["say"]]
    return tuple(Line(row["id"], row["text"], row["cite"], row["provenance"]) for row in rows)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
