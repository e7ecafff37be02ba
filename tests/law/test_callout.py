"""What is an emergency, when the frames of a roster begin and end, how long a level is tried."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from oscr.law import callout, protocol
from oscr.law.calendar import local

DAY = date(2026, 3, 4)


def decision(hours: float | None, *actions: str) -> dict:
    return {"priority": {"hours": hours}, "actions": [{"id": one} for one in actions]}


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        (decision(3), True),
        (decision(24), False),
        (decision(None), False),
        (decision(24, "CALL-911"), True),
        (decision(None, "COUNTY", "CHECK-ON-CHILD"), True),
        (decision(72, "TELL-LAW-ENFORCEMENT"), False),
    ],
)
def test_an_emergency_is_three_hours_or_somebody_sent_to_the_child_now(said: dict, is_one: bool) -> None:
    assert callout.is_emergency(said) is is_one


def test_the_actions_that_make_an_emergency_are_actions_of_the_protocol() -> None:
    known = {one.id for one in protocol.in_force(DAY).engine.book.actions}
    assert set(callout._data()["emergency"]["actions"]) <= known


@pytest.mark.parametrize("day", [DAY, date(2026, 3, 8), date(2026, 11, 1), date(2026, 12, 31)])
def test_the_three_frames_fill_the_day_whatever_the_clocks_do(day: date) -> None:
    spans = [callout.span(name, day) for name in ("night", "day", "evening")]
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert (spans[0][0], spans[2][1]) == callout.span("whole day", day)
    assert local(spans[0][0]).time() == time(0) and local(spans[1][0]).time() == time(8)
    assert local(spans[2][0]).time() == time(16, 50)


def test_of_an_hour_that_happens_twice_the_whole_is_meant() -> None:
    autumn = date(2026, 11, 1)
    assert callout.instant(autumn, time(1, 30)) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert callout.instant(autumn, time(1, 30), last=True) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_an_hour_that_a_spring_night_leaves_out_does_not_exist() -> None:
    for last in (False, True):
        with pytest.raises(ValueError, match="does not exist"):
            callout.instant(date(2026, 3, 8), time(2, 30), last=last)
    assert callout.instant(date(2026, 3, 8), time(3)) - callout.instant(date(2026, 3, 8), time(1)) == timedelta(hours=1)


def test_each_level_has_its_minutes_and_the_last_one_none() -> None:
    assert [callout.wait(level) for level in (1, 2, 3, 4)] == [timedelta(minutes=10)] * 3 + [None]


def test_the_script_names_no_child_on_voice_mail_and_says_where_it_is_from() -> None:
    lines = callout.script()
    assert [one.id for one in lines] == ["who", "what", "done", "take", "voice"]
    assert all(one.cite and one.provenance == "authored" for one in lines)
    assert "Name no child" in lines[-1].text
    assert callout.frames()[0].label == "12:00 am to 7:59 am"
