"""Entering who is on call: the manual's frames, also on the nights on which the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from oscr.agency.models import Level, Office, OnCall
from oscr.agency.permissions import Role
from oscr.flow.callout import rostering
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.flow.callout.calling import people
from tests.making import COLE, NOW

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 4)


@pytest.fixture
def staff():
    return people()


def enter(staff, **changed):
    said = {
        "office": staff[1].office,
        "level": Level.PRIMARY,
        "user": staff[1],
        "spans": rostering.days_of(DAY, DAY, "night"),
        "phones": ["573-555-0111", "573-555-0112"],
        "instructions": " Ring twice. ",
        "by": staff[2],
        "at": NOW,
    }
    return rostering.enter(**said | changed)


def test_a_line_says_who_where_when_and_on_which_numbers(staff):
    (row,) = enter(staff)
    assert row.phones == ["573-555-0111", "573-555-0112"] and row.instructions == "Ring twice."
    assert (row.starts_at, row.ends_at) == (datetime(2026, 3, 4, 6, tzinfo=UTC), datetime(2026, 3, 4, 14, tzinfo=UTC))
    assert (row.entered_by, row.entered_at) == (staff[2], NOW)
    assert Entry.objects.get(act="roster.entered").details == {"level": 1, "user": staff[1].pk, "lines": 1}


def test_a_correction_is_a_new_entry_and_the_most_recent_one_wins(staff):
    colleague = making.user(Role.WORKER, staff[1].office)
    enter(staff)
    enter(staff, user=colleague, at=NOW + timedelta(seconds=1))
    then = datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert OnCall.objects.at(office=staff[1].office, level=1, at=then).user == colleague
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        OnCall.objects.update(phone="")


def test_the_frames_of_a_day_meet_without_a_gap_or_an_overlap(staff):
    spans = [rostering.days_of(DAY, DAY, frame)[0] for frame in ("night", "day", "evening")]
    assert spans[0][1] == spans[1][0] and spans[1][1] == spans[2][0]
    assert (spans[0][0], spans[2][1]) == rostering.days_of(DAY, DAY, "whole day")[0]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 7), (date(2026, 11, 1), 9), (date(2026, 11, 2), 8)])
def test_the_night_on_which_the_clocks_change_is_shorter_or_longer(staff, day, hours):
    ((start, end),) = rostering.days_of(day, day, "night")
    enter(staff, spans=[(start, end)])
    assert end - start == timedelta(hours=hours)
    office = staff[1].office
    for moment, there in ((start, True), (end - timedelta(seconds=1), True), (end, False)):
        assert bool(OnCall.objects.at(office=office, level=1, at=moment)) is there


def test_several_days_are_a_line_each(staff):
    rows = enter(staff, spans=rostering.days_of(DAY, DAY + timedelta(days=6), "evening"))
    assert len(rows) == 7 and len({row.starts_at for row in rows}) == 7


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phones": []}, "phone"),
        ({"spans": [(NOW - timedelta(hours=2), NOW)]}, "first"),
        ({"spans": [(NOW + timedelta(hours=2), NOW + timedelta(hours=2))]}, "ends"),
        ({"spans": [(NOW, NOW + timedelta(days=63))]}, "ends"),
    ],
)
def test_what_nobody_could_be_called_by_is_refused(staff, changed, field):
    with pytest.raises(Refused) as refused:
        enter(staff, **changed)
    assert refused.value.field == field and not OnCall.objects.exists()


def test_days_in_the_wrong_order_and_too_many_are_refused():
    for last in (DAY - timedelta(days=1), DAY + timedelta(days=63)):
        with pytest.raises(Refused) as refused:
            rostering.days_of(DAY, last, "night")
        assert refused.value.field == "last"


def test_a_roster_is_kept_by_who_answers_for_the_office(staff):
    far = Office.objects.get(fips=COLE)
    with pytest.raises(Refused, match="answer for"):
        enter(staff, office=far)
    with pytest.raises(Refused, match="role"):
        enter(staff, by=staff[1])
    for stranger in (making.user(Role.SCREENER), making.reporter()):
        with pytest.raises(Refused, match="in the field"):
            enter(staff, user=stranger)
    neighbour = Office.objects.exclude(pk=staff[1].office_id).filter(circuit=staff[1].office.circuit).first()
    assert enter(staff, office=neighbour, by=staff[Level.CIRCUIT])
