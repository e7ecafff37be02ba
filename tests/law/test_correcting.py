"""How long a report may be sent again: to the second, and across a change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from oscr.law.calendar import CENTRAL
from oscr.law.correcting import window

ALERTED = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(("emergency", "length"), [(True, timedelta(minutes=30)), (False, timedelta(hours=72))])
def test_the_last_instant_is_in_time_and_the_next_is_not(emergency: bool, length: timedelta) -> None:
    one = window(emergency=emergency)
    assert one.closes(ALERTED) == ALERTED + length
    assert one.in_time(ALERTED, ALERTED) and one.in_time(ALERTED, ALERTED + length)
    assert not one.in_time(ALERTED, ALERTED + length + timedelta(microseconds=1))
    assert one.cite == "CWM 3.2.1" and "the office" in one.instead.lower()


def test_it_is_elapsed_time() -> None:
    before = datetime(2026, 3, 7, 12, tzinfo=CENTRAL)
    assert window(emergency=False).closes(before) == before.astimezone(UTC) + timedelta(hours=72)
