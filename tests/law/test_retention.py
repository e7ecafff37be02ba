"""How long records are kept: one answer for every outcome and conclusion on every day, and to the day on Missouri's calendar."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oscr.law import conclusions, retention
from oscr.law.calendar import CENTRAL, local
from oscr.law.protocol import in_force
from oscr.law.retention import Matter
from tests.making import NOW

FIRST = date(2020, 8, 28)
TODAY = NOW.date()
YEAR = retention.period(Matter("documented call"), TODAY)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CENTRAL)


def days() -> list[date]:
    """The first day, the last, and of every change of the law the day before, the day and the day after."""
    turns = {day for one in retention.periods() for day in (one.since, one.until) if day}
    turns |= {day for one in conclusions.every() for day in (one.since, one.until) if day}
    near = {day + timedelta(days=n) for day in turns for n in (-1, 0, 1)}
    return sorted({FIRST, TODAY, date(2100, 1, 1)} | {day for day in near if day >= FIRST})


def answer(matter: Matter, on: date = TODAY) -> tuple[str, str, int, int]:
    found = retention.period(matter, on)
    return found.how, found.start, found.years, found.days


def test_every_outcome_and_conclusion_has_one_answer_on_every_day() -> None:
    """All cells. Between two changes of the law nothing turns, so that these days stand for all."""
    cells, outcomes = 0, [one.id for one in in_force(TODAY).outcomes]
    for day in days():
        for outcome in outcomes:
            kinds = ["", *(one.id for one in conclusions.offered(outcome, day))]
            for kind, mandated, harassing in product(kinds, (False, True), (False, True)):
                found = retention.period(Matter(outcome, kind, mandated, harassing), day)
                assert found.cite and found.label
                assert found.for_good == (found.how == "")
                cells += 1
    assert cells > 100


def test_no_period_is_of_an_outcome_or_conclusion_that_there_is_not() -> None:
    outcomes, kinds = {one.id for one in in_force(TODAY).outcomes}, {one.id for one in conclusions.every()}
    for one in retention.periods():
        assert set(one.outcomes) <= outcomes
        assert set(one.conclusions) <= kinds
        assert bool(one.outcomes) != bool(one.conclusions)
        assert retention.one(one.id) == one


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        (Matter("documented call"), ("remove", "received", 1, 0)),
        (Matter("investigation", "unable-to-locate"), ("deidentify", "received", 18, 0)),
        (Matter("family assessment", "unable-to-locate"), ("deidentify", "received", 18, 0)),
        (Matter("investigation", "unsubstantiated", True), ("deidentify", "concluded", 10, 0)),
        (Matter("investigation", "unsubstantiated-services", True), ("deidentify", "concluded", 10, 0)),
        (Matter("investigation", "unsubstantiated"), ("deidentify", "concluded", 5, 0)),
        (Matter("investigation", "unsubstantiated", True, True), ("deidentify", "concluded", 0, 45)),
        (Matter("investigation", "unsubstantiated", False, True), ("deidentify", "concluded", 0, 45)),
    ],
)
def test_what_ends_when(matter, told) -> None:
    assert answer(matter) == told


@pytest.mark.parametrize(
    ("outcome", "kind", "published"),
    [
        ("investigation", "", True),
        ("investigation", "court-adjudicated", True),
        ("investigation", "preponderance", True),
        ("investigation", "perpetrator-unidentified", True),
        ("investigation", "perpetrator-deceased", False),
        ("investigation", "already-investigated", False),
        ("family assessment", "services-needed", False),
        ("juvenile assessment", "juvenile-services", False),
        ("P", "referral-helped", False),
        ("out of state", "", False),
    ],
)
def test_what_is_kept_for_good_and_whether_a_source_says_so(outcome, kind, published) -> None:
    found = retention.period(Matter(outcome, kind), TODAY)
    assert found.ends(received=NOW, concluded=NOW) is None
    assert (found.provenance, found.approved) == (("published", True) if published else ("authored", False))


def test_the_law_of_the_day_of_the_conclusion_counts() -> None:
    lost, told = Matter("investigation", "unable-to-locate"), Matter("investigation", "unsubstantiated", True)
    before, since = date(2018, 8, 27), date(2018, 8, 28)
    assert (answer(lost, before)[2], answer(lost, since)[2]) == (10, 18)
    assert (answer(told, before)[2], answer(told, since)[2]) == (5, 10)
    found = Matter("investigation", "preponderance")
    assert [retention.period(found, day).id for day in (date(2004, 8, 27), date(2004, 8, 28))] == [
        "probable-cause",
        "preponderance",
    ]


@pytest.mark.parametrize(
    ("matter", "on"),
    [
        (Matter("no such outcome"), TODAY),
        (Matter("investigation", "no such conclusion"), TODAY),
        (Matter("documented call"), date(1990, 1, 1)),
    ],
)
def test_where_the_law_has_no_answer_it_says_so(matter, on) -> None:
    with pytest.raises(LookupError, match="0 periods"):
        retention.period(matter, on)


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
    ends = YEAR.ends(received=at(received))
    assert ends == at(gone)
    assert ends.utcoffset() == timedelta()


@example(1280 * 24 * 60 + 12 * 60)  # 29 February 2024
@given(st.integers(0, 70 * 365 * 24 * 60))
def test_within_45_days_is_before_the_last_of_them_is_over_and_years_are_full(minutes) -> None:
    concluded = datetime(2020, 8, 28, tzinfo=UTC) + timedelta(minutes=minutes)
    meant = retention.period(Matter("investigation", "unsubstantiated", harassing=True), TODAY)
    ends = local(meant.ends(received=NOW, concluded=concluded))
    assert (ends.date() - local(concluded).date()).days == 45 and ends.time() == datetime.min.time()
    other = retention.period(Matter("investigation", "unsubstantiated"), TODAY)
    last = local(other.ends(received=NOW, concluded=concluded)) - timedelta(seconds=1)
    day = local(concluded).date()
    full = (3, 1) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    assert (last.year, last.month, last.day) == (day.year + 5, *full)


def test_what_is_counted_from_a_conclusion_has_no_end_without_one() -> None:
    other = retention.period(Matter("investigation", "unsubstantiated"), TODAY)
    assert other.ends(received=NOW) is None


def test_every_hold_says_why_and_by_what() -> None:
    assert {"clock", "appeal", "registry", "requested", "advocate"} <= set(retention.holds())
    assert {"review", "reopened", "sealed", "open-report", "asked", "relied-on"} <= set(retention.holds())
    assert all(one.label and one.cite for one in retention.holds().values())


def test_the_version_changes_with_the_data(monkeypatch, tmp_path) -> None:
    mine = retention.version()
    assert len(mine) == 16
    changed = tmp_path / "retention.toml"
    changed.write_bytes(retention.DATA.read_bytes() + b"\n")
    monkeypatch.setattr(retention, "DATA", changed)
    assert retention.version.__wrapped__() != mine
