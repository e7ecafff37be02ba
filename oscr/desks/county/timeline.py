"""Clocks as a drawing: bars on one scale on which half an hour and 45 days are both seen.

Used by the alert page and by the page of an investigation that takes longer. The scale is linear between receipt, 3, 24, 48 and 72
hours and 45 days, and where a clock reaches further on to 90, 120 and 365 days: each stretch equally wide, since these are the
windows of the law (RSMo 210.145; manual 2.1). The words beside each bar say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from oscr.flow.clock.models import Clock

STOPS = (0.0, 3.0, 24.0, 48.0, 72.0, 45 * 24.0)  # hours since receipt
FURTHER = (90 * 24.0, 120 * 24.0, 365 * 24.0)
SAID = {3.0: _("3 h"), 24.0: _("24 h"), 48.0: _("48 h"), 72.0: _("72 h")}
WIDTH = 100.0


@dataclass(frozen=True)
class Bar:
    """One clock with its bar: `start` and `width` of its whole time, `met` and `now` where they lie on the scale of `stops`. One that
    stays open reaches to the end."""

    clock: Clock
    state: str
    start: float
    width: float
    met: float | None
    now: float
    stops: tuple[float, ...] = STOPS

    @property
    def lines(self) -> str:
        """The path of the lines that part the stretches."""
        step = WIDTH / (len(self.stops) - 1)
        return "".join(f"M{round(step * place, 2):g} 0V12" for place in range(1, len(self.stops) - 1))

    @property
    def scale(self) -> str:
        """The stops in words, from receipt on."""
        days = {
            stop: ngettext("%(n)d day", "%(n)d days", int(stop // 24)) % {"n": stop // 24} for stop in self.stops[5:]
        }
        return ", ".join(str((SAID | days)[stop]) for stop in self.stops[1:])


def place(hours: float, stops: tuple[float, ...] = STOPS) -> float:
    """Where a moment lies on the scale, from 0 to 100."""
    step = WIDTH / (len(stops) - 1)
    for stretch, (low, high) in enumerate(pairwise(stops)):
        if hours < high:
            return round(max(0.0, step * (stretch + (hours - low) / (high - low))), 2)
    return WIDTH


def bars(clocks: Iterable[Clock], origin: datetime, at: datetime) -> list[Bar]:
    """The clocks of one report as bars, in order of their due times, at one moment."""

    rows = sorted(clocks, key=lambda one: (one.due_at is None, one.due_at, one.pk))
    reach = [moment for one in rows for moment in (one.due_at, one.met_at) if moment]
    furthest = max(((moment - origin).total_seconds() / 3600 for moment in reach), default=0.0)
    more = next(
        (number for number, stop in enumerate((STOPS[-1] + 25, *FURTHER)) if furthest <= stop + 25), len(FURTHER)
    )
    stops = STOPS + FURTHER[:more]

    def on_scale(moment: datetime) -> float:
        return place((moment - origin).total_seconds() / 3600, stops)

    drawn = []
    for clock in rows:
        start, end = on_scale(clock.started_at), on_scale(clock.due_at) if clock.due_at else WIDTH
        met = on_scale(clock.met_at) if clock.met_at else None
        drawn.append(Bar(clock, state_of(clock, at), start, max(end - start, 1.0), met, on_scale(at), stops))
    return drawn


def state_of(clock: Clock, at: datetime) -> str:
    """How a clock stands: "met", "met late", "overdue", "open" (no time is set), "ahead" (it begins later) or "running"."""
    if clock.met_at:
        return "met late" if clock.overdue(at) else "met"
    if clock.due_at is None or clock.started_at > at:
        return "open" if clock.due_at is None else "ahead"
    return "overdue" if clock.overdue(at) else "running"
