"""Three calls in seventy-two hours, to the second, and across the change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from oscr.law.calendar import CENTRAL
from oscr.law.repeats import reviewed_together

LAST = datetime(2026, 6, 4, 12, 0, tzinfo=CENTRAL)


def before(**ago: int) -> datetime:
    """So long before the last call."""
    return LAST.astimezone(UTC) - timedelta(**ago)


@pytest.mark.parametrize(
    ("seconds", "calls"),
    [(72 * 3600 - 60, 3), (72 * 3600 - 1, 3), (72 * 3600, 3), (72 * 3600 + 1, 0), (72 * 3600 + 60, 0)],
)
def test_the_window_is_inclusive_at_72_hours(seconds: int, calls: int) -> None:
    assert len(reviewed_together([before(seconds=seconds), before(hours=1)], LAST)) == calls


def test_two_calls_are_none_and_every_later_one_asks_again() -> None:
    assert reviewed_together([before(hours=1)], LAST) == ()
    assert len(reviewed_together([before(hours=3), before(hours=2), before(hours=1)], LAST)) == 4


def test_the_window_rolls() -> None:
    old = [before(hours=100), before(hours=90), before(hours=80)]
    assert reviewed_together(old, LAST) == ()
    assert reviewed_together([*old, before(hours=2), before(hours=1)], LAST)[0] == before(hours=2)


def test_calls_at_one_instant_are_several_calls() -> None:
    assert len(reviewed_together([LAST, LAST], LAST)) == 3


def test_what_came_later_is_not_looked_at() -> None:
    assert reviewed_together([LAST + timedelta(hours=1), before(hours=1)], LAST) == ()


@pytest.mark.parametrize("day", [datetime(2026, 3, 9, 12, tzinfo=CENTRAL), datetime(2026, 11, 2, 12, tzinfo=CENTRAL)])
def test_hours_are_elapsed_hours_when_the_clocks_change(day: datetime) -> None:
    exact = day.astimezone(UTC) - timedelta(hours=72)
    assert len(reviewed_together([exact, exact], day)) == 3
    assert reviewed_together([exact - timedelta(seconds=1), exact], day) == ()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        reviewed_together([], datetime(2026, 6, 4))  # noqa: DTZ001 - that is the fault
