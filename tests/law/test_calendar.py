"""Hours are elapsed, days end in Missouri, ages are completed years."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from oscr.law.calendar import CENTRAL, age_on, end_of_local_day, local, months_between, plus_hours
from oscr.law.refusal import Refused

BEFORE_SPRING = datetime(2026, 3, 7, 12, 0, tzinfo=CENTRAL)
BEFORE_AUTUMN = datetime(2026, 10, 31, 12, 0, tzinfo=CENTRAL)


def test_72_hours_across_spring_are_72_hours() -> None:
    due = plus_hours(BEFORE_SPRING, 72)
    assert due - BEFORE_SPRING.astimezone(UTC) == timedelta(hours=72)
    assert local(due).strftime("%d %H:%M") == "10 13:00"


def test_72_hours_across_autumn_are_72_hours() -> None:
    assert local(plus_hours(BEFORE_AUTUMN, 72)).strftime("%d %H:%M") == "03 11:00"


def test_the_hour_that_happens_twice_keeps_its_instants_apart() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=CENTRAL)
    again = first.replace(fold=1)
    assert plus_hours(again, 1) - plus_hours(first, 1) == timedelta(hours=1)


def test_days_end_with_the_local_day_and_do_not_count_the_first() -> None:
    late_evening = datetime(2026, 3, 2, 23, 59, 59, tzinfo=CENTRAL)
    assert local(end_of_local_day(late_evening, 45)) == datetime(2026, 4, 17, 0, 0, tzinfo=CENTRAL)
    assert end_of_local_day(late_evening + timedelta(seconds=1), 45) == end_of_local_day(late_evening, 46)


def test_the_local_day_decides_not_the_utc_day() -> None:
    assert local(end_of_local_day(datetime(2026, 3, 3, 3, 0, tzinfo=UTC), 0)).day == 3


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        plus_hours(datetime(2026, 3, 2), 1)  # noqa: DTZ001 - the naive time is the point


def test_local_takes_any_zone() -> None:
    assert local(datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=9)))).hour == 22


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_age(birth: date, on: date, years: int) -> None:
    assert age_on(birth, on) == years


def test_months() -> None:
    assert months_between(date(2025, 12, 31), date(2026, 2, 28)) == 1
    with pytest.raises(ValueError, match="future"):
        months_between(date(2026, 3, 3), date(2026, 3, 2))


def test_a_refusal_says_why_and_where() -> None:
    refused = Refused("Give a reason.", cite="CWM 2.1", field="reason")
    assert (refused.message, refused.cite, refused.field) == ("Give a reason.", "CWM 2.1", "reason")
    assert (str(refused), str(Refused("No."))) == ("Give a reason. (CWM 2.1)", "No.")
