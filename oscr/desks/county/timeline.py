"""Clocks as a drawing: bars on one scale on which half an hour and 45 days are both seen.

Used by the alert page. The scale is linear between receipt, 3, 24, 48 and 72 hours and 45 days, each stretch equally
wide, since these are the windows of the law (RSMo 210.145; manual 2.1). The words beside each bar say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from oscr.flow.clock.models import Clock

STOPS = (0.0, 3.0, 24.0, 48.0, 72.0, 45 * 24.0)  # hours since receipt
WIDTH = 100.0


@dataclass(frozen=True)
class Bar:
    """One clock with its bar: `start` and `width` of its whole time, `met` and `now` where they lie on the scale."""

    clock: Clock
    state: str
    start: float
    width: float
    met: float | None
    now: float


def place(hours: float) -> float:
    """Where a moment lies on the scale, from 0 to 100."""
    step = WIDTH / (len(STOPS) - 1)
    for stretch, (low, high) in enumerate(pairwise(STOPS)):
        if hours < high:
            return round(max(0.0, step * (stretch + (hours - low) / (high - low))), 2)
    return WIDTH


def bars(clocks: Iterable[Clock], origin: datetime, at: datetime) -> list[Bar]:
    """The clocks of one report as bars, in order of their due times, at one moment."""

    def on_scale(moment: datetime) -> float:
        return place((moment - origin).total_seconds() / 3600)

    drawn = []
    for clock in sorted(clocks, key=lambda one: (one.due_at, one.pk)):
        start, end = on_scale(clock.started_at), on_scale(clock.due_at)
        met = on_scale(clock.met_at) if clock.met_at else None
        drawn.append(Bar(clock, state_of(clock, at), start, max(end - start, 1.0), met, on_scale(at)))
    return drawn


def state_of(clock: Clock, at: datetime) -> str:
    """How a clock stands: "met", "met late", "overdue" or "running"."""
    if clock.met_at:
        return "met late" if clock.overdue(at) else "met"
    return "overdue" if clock.overdue(at) else "running"
