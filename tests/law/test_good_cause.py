"""Good cause: what the statute asks for, and how far it carries."""

from datetime import date, datetime, timedelta

import pytest

from oscr.law import clocks, good_cause
from oscr.law.calendar import CENTRAL, end_of_local_day, local
from oscr.law.good_cause import FATALITY, NEITHER, SEXUAL_ABUSE, extended
from oscr.law.refusal import Refused

RECEIVED = datetime(2026, 1, 10, 12, 0, tzinfo=CENTRAL)  # 45, 90 and 120 days later it is daylight saving time
DUE = end_of_local_day(RECEIVED, 45)
NOW = RECEIVED + timedelta(days=40)


def until(involves: str, day: date | None = None, at: datetime = NOW, due: datetime = DUE) -> datetime | None:
    return extended(started=RECEIVED, due=due, involves=involves, until=day, at=at)


def test_the_statute_s_three_causes_and_what_each_needs() -> None:
    assert [(cause.letter, cause.needs) for cause in good_cause.causes().values()] == [
        ("a", ()),
        ("b", ("certified_by", "certified_on")),
        ("c", ()),
        ("", ()),
        ("", ()),
    ]
    assert good_cause.causes()["fatality"].involves == FATALITY


def test_every_cause_of_a_clock_is_known_and_only_an_investigation_s_completion_has_any() -> None:
    assert {one.id for one in clocks.every() if good_cause.may_extend(one.id)} == {"complete"}
    assert set(good_cause.may_extend("complete")) == set(good_cause.causes().values())
    assert good_cause.may_extend("") == ()


@pytest.mark.parametrize(("involves", "last"), [(NEITHER, date(2026, 4, 10)), (SEXUAL_ABUSE, date(2026, 5, 10))])
def test_as_far_as_the_law_lets_and_not_a_day_further(involves: str, last: date) -> None:
    closes = until(involves)
    assert closes is not None
    assert local(closes).replace(tzinfo=None) == datetime.combine(last + timedelta(days=1), datetime.min.time())
    assert until(involves, last) == closes
    with pytest.raises(Refused, match="at most") as refused:
        until(involves, last + timedelta(days=1))
    assert refused.value.field == "until"
    assert f"{last.day}, 2026" in str(refused.value)


def test_a_death_leaves_it_open_and_takes_no_day() -> None:
    assert until(FATALITY) is None
    with pytest.raises(Refused, match="stays open"):
        until(FATALITY, date(2026, 3, 1))


def test_a_day_that_gives_no_more_time() -> None:
    due_day = date(2026, 2, 24)
    with pytest.raises(Refused, match="no later than it is due"):
        until(NEITHER, due_day)
    assert until(NEITHER, due_day + timedelta(days=1)) == DUE + timedelta(days=1)


def test_a_time_that_is_over_is_not_given() -> None:
    over = end_of_local_day(RECEIVED, 90)
    with pytest.raises(Refused, match="passed already"):
        until(NEITHER, at=over)
    assert until(NEITHER, at=over - timedelta(microseconds=1)) == over
    assert until(SEXUAL_ABUSE, at=over) == end_of_local_day(RECEIVED, 120)


def test_an_investigation_cannot_be_given_the_same_time_twice() -> None:
    with pytest.raises(Refused, match="no later"):
        until(NEITHER, due=end_of_local_day(RECEIVED, 90))
