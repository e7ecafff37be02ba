"""How long records are kept: to the day, on Missouri's calendar."""

from datetime import date, datetime

import pytest

from oscr.law import retention
from oscr.law.calendar import CENTRAL
from oscr.law.protocol import in_force
from tests.making import NOW

YEAR = retention.period("documented call", NOW.date())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CENTRAL)


@pytest.mark.parametrize(
    ("received", "gone"),
    [
        ("2026-03-03T09:00", "2027-03-04T00:00"),
        ("2026-03-03T00:00", "2027-03-04T00:00"),
        ("2026-03-03T23:59:59", "2027-03-04T00:00"),
        ("2026-03-04T00:00", "2027-03-05T00:00"),
        ("2026-12-31T12:00", "2028-01-01T00:00"),
        ("2027-02-28T12:00", "2028-02-29T00:00"),
        ("2027-03-01T12:00", "2028-03-02T00:00"),
        ("2028-02-29T12:00", "2029-03-02T00:00"),
        ("2028-02-28T12:00", "2029-03-01T00:00"),
        ("2026-11-01T01:30", "2027-11-02T00:00"),
    ],
)
def test_a_year_ends_with_its_last_day_in_missouri(received: str, gone: str) -> None:
    assert YEAR is not None
    assert YEAR.ends(at(received)) == at(gone)
    assert YEAR.ends(at(received)).utcoffset() == NOW.utcoffset()


def test_only_documented_calls_have_a_period_yet() -> None:
    outcomes = [one.id for one in in_force(NOW.date()).outcomes]
    assert [one for one in outcomes if retention.period(one, NOW.date())] == ["documented call"]
    assert retention.period("documented call", date(2020, 8, 27)) is None


def test_every_hold_says_why_and_by_what() -> None:
    assert set(retention.holds()) == {"review", "reopened", "sealed", "open-report", "asked", "relied-on"}
    assert all(one.label and one.cite for one in retention.holds().values())
