"""The scale of the clocks, and how a clock stands."""

from datetime import timedelta

import pytest

from oscr.desks.county.timeline import STOPS, bars, place, state_of
from oscr.flow.clock.models import Clock
from tests.making import NOW

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "at"),
    [(-5, 0), (0, 0), (1.5, 10), (3, 20), (13.5, 30), (24, 40), (48, 60), (72, 80), (45 * 24, 100), (9999, 100)],
)
def test_each_stretch_between_the_windows_of_the_law_is_equally_wide(hours, at):
    assert place(hours) == at


def test_the_scale_never_runs_backwards():
    places = [place(quarter / 4) for quarter in range(int(STOPS[-1] * 4) + 8)]
    assert places == sorted(places)


def clock(due: float | None, met: float | None = None, start: float = 0) -> Clock:
    """A clock that is not in the database; times in hours since receipt."""
    return Clock(
        kind=str(due),
        started_at=NOW + start * HOUR,
        due_at=None if due is None else NOW + due * HOUR,
        met_at=None if met is None else NOW + met * HOUR,
    )


@pytest.mark.parametrize(
    ("due", "met", "at", "state"),
    [
        (24, None, 23.99, "running"),
        (24, None, 24, "overdue"),
        (24, 23, 99, "met"),
        (24, 24, 99, "met late"),
        (24, 30, 99, "met late"),
    ],
)
def test_how_a_clock_stands(due, met, at, state):
    assert state_of(clock(due, met), NOW + at * HOUR) == state


def test_bars_come_in_order_of_their_due_times_and_even_a_minute_is_seen():
    drawn = bars([clock(72), clock(0.01), clock(24, met=3)], NOW, NOW + 24 * HOUR)
    assert [bar.clock.kind for bar in drawn] == ["0.01", "24", "72"]
    assert [bar.width for bar in drawn] == [1.0, 40, 80]
    assert [bar.met for bar in drawn] == [None, 20, None]
    assert {bar.now for bar in drawn} == {40}
    assert drawn[0].lines == "M20 0V12M40 0V12M60 0V12M80 0V12"
    assert drawn[0].scale == "3 h, 24 h, 48 h, 72 h, 45 days"


@pytest.mark.parametrize(
    ("days", "scale", "end"),
    [
        (46, "45 days", 100),  # the end of day 45
        (91, "45 days, 90 days", 100),
        (75, "45 days, 90 days", 94.44),
        (120, "45 days, 90 days, 120 days", 100),
        (300, "45 days, 90 days, 120 days, 365 days", 96.68),
        (900, "45 days, 90 days, 120 days, 365 days", 100),
    ],
)
def test_the_scale_reaches_as_far_as_good_cause_does(days, scale, end):
    (bar,) = bars([clock(days * 24)], NOW, NOW)
    assert bar.scale == f"3 h, 24 h, 48 h, 72 h, {scale}"
    assert bar.start + bar.width == end


def test_what_stays_open_reaches_to_the_end_and_comes_last():
    drawn = bars([clock(None), clock(72), clock(75 * 24, start=45 * 24)], NOW, NOW + HOUR)
    assert [(bar.state, bar.start + bar.width) for bar in drawn] == [
        ("running", 66.67),
        ("ahead", 94.44),
        ("open", 100),
    ]
    assert state_of(clock(None, met=3), NOW + HOUR) == "met"
