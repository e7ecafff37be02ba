"""Age bands on both sides of every line that the manual draws."""

from datetime import date, timedelta

import pytest

from oscr.law import protocol
from oscr.law.protocol import child_age, since_incident, suspect_age

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "under 31 days"),
        (30, "under 31 days"),
        (31, "31 to 45 days"),
        (45, "31 to 45 days"),
        (46, "46 days to 11 months"),
        (364, "46 days to 11 months"),
        (365, "1 to 3"),
    ],
)
def test_infants_by_days(days: int, band: str) -> None:
    assert child_age(ON - timedelta(days=days), None, None, ON) == band


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        (date(2022, 3, 3), "1 to 3"),
        (date(2022, 3, 2), "4 to 6"),
        (date(2019, 3, 3), "4 to 6"),
        (date(2019, 3, 2), "7 to 13"),
        (date(2012, 3, 3), "7 to 13"),
        (date(2012, 3, 2), "14 to 17"),
        (date(2008, 3, 3), "14 to 17"),
        (date(2008, 3, 2), "18 to 20"),
        (date(2005, 3, 3), "18 to 20"),
        (date(2005, 3, 2), "21 or older"),
    ],
)
def test_children_by_birthday(birth: date, band: str) -> None:
    assert child_age(birth, 99, None, ON) == band


@pytest.mark.parametrize(
    ("months", "days", "band"),
    [
        (None, None, "unknown"),
        (0, None, "under 31 days"),
        (1, None, "31 to 45 days"),
        (1, 46, "46 days to 11 months"),
        (2, None, "46 days to 11 months"),
        (11, None, "46 days to 11 months"),
        (12, None, "1 to 3"),
        (12, 370, "1 to 3"),
        (27, None, "1 to 3"),
        (215, None, "14 to 17"),
        (216, None, "18 to 20"),
    ],
)
def test_children_by_age_as_told(months: int | None, days: int | None, band: str) -> None:
    assert child_age(None, months, days, ON) == band


@pytest.mark.parametrize(
    ("birth", "years", "band"),
    [
        (None, None, "unknown"),
        (None, 13, "under 14"),
        (None, 14, "14 to 17"),
        (None, 17, "14 to 17"),
        (None, 18, "18 to 20"),
        (None, 20, "18 to 20"),
        (None, 21, "21 or older"),
        (date(2012, 3, 3), None, "under 14"),
        (date(2012, 3, 2), 5, "14 to 17"),
    ],
)
def test_suspects(birth: date | None, years: int | None, band: str) -> None:
    assert suspect_age(birth, years, ON) == band


def test_no_negative_age() -> None:
    with pytest.raises(ValueError, match="negative"):
        child_age(None, -1, None, ON)


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(ValueError, match="future"):
        suspect_age(ON + timedelta(days=1), None, ON)


def test_every_band_is_a_value_of_its_fact() -> None:
    facts = protocol.in_force(ON).facts
    children = {child_age(ON - timedelta(days=days), None, None, ON) for days in range(9000)}
    suspects = {suspect_age(None, years, ON) for years in range(100)}
    assert children == set(facts["child age"].values) - {"under 18, not known closer"}
    assert suspects == set(facts["suspect age"].values)


@pytest.mark.parametrize(
    ("day", "at", "band"),
    [
        (None, ON, "unknown"),
        (ON, ON, "within 30 days"),
        (ON - timedelta(days=30), ON, "within 30 days"),
        (ON - timedelta(days=31), ON, "31 days to one year"),
        (date(2025, 3, 3), ON, "31 days to one year"),
        (date(2025, 3, 2), ON, "31 days to one year"),
        (date(2025, 3, 1), ON, "over one year"),
        (date(2024, 2, 29), date(2025, 2, 28), "31 days to one year"),
        (date(2024, 2, 29), date(2025, 3, 1), "31 days to one year"),
        (date(2024, 2, 29), date(2025, 3, 2), "over one year"),
    ],
)
def test_time_since_the_incident(day: date | None, at: date, band: str) -> None:
    assert since_incident(day, at) == band


def test_no_incident_tomorrow() -> None:
    with pytest.raises(ValueError, match="future"):
        since_incident(ON + timedelta(days=1), ON)


def test_every_band_of_time_is_a_value_of_its_fact() -> None:
    values = protocol.in_force(ON).facts["time since incident"].values
    assert {since_incident(ON - timedelta(days=days), ON) for days in range(500)} == set(values) - {"happening now"}
