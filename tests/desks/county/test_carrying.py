"""Who carries how much: counted once for each report, by office and worker, for whoever answers for them."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.desks.county.carrying import bars_of
from oscr.flow import docket
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock.models import Clock
from oscr.flow.load import Carried, Wish
from tests import making
from tests.desks.county.conftest import LATER
from tests.making import BOONE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def given(staff, office, at):
    """Two alerts at the office, one of them given to its worker."""
    alerts = [making.alerted(staff.screener, office) for _two in range(2)]
    assignment.acknowledge(alert=alerts[0], by=staff.worker, at=LATER)
    assignment.assign(alert=alerts[0], worker=staff.worker, by=staff.supervisor, at=LATER)
    return alerts


def words(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).text_content().split())


def test_each_report_counts_once_by_its_next_clock(given, staff):
    carried = {one.worker: one for one in docket.board(staff.supervisor, at=LATER).carried}
    mine, nobody = carried[staff.worker.pk], carried[None]
    assert (mine.open, mine.overdue, mine.today, mine.soon, mine.new, mine.left) == (1, 0, 1, 1, 0, False)
    assert (nobody.open, nobody.new, nobody.unassigned, mine.unassigned) == (1, 1, 1, 0)


@pytest.mark.parametrize(
    ("show", "after", "numbers"),
    [
        ("today", 0, [0, 1]),
        ("soon", 0, [0, 1]),
        ("overdue", 0, []),
        ("overdue", 3, [0, 1]),
        ("soon", 3, []),
        ("mine", 3, [0]),
    ],
)
def test_lists_by_state(given, staff, show, after, numbers):
    wish = Wish(show, office=given[0].office_id)
    duties = docket.board(staff.worker, at=LATER + after * HOUR, wish=wish).duties
    assert {duty.alert.pk for duty in duties} == {given[number].pk for number in numbers}


def test_a_worker_who_has_left_is_said_and_counted(given, staff, office, browser_of):
    staff.worker.is_active = False
    staff.worker.save()
    board = docket.board(staff.supervisor, at=LATER, wish=Wish("left"))
    assert (board.counts["left"], [duty.left for duty in board.duties]) == (1, [True])
    assert "left the office: assign somebody else" in words(browser_of(staff.supervisor), "/county/?show=left")
    assert "left the office: assign somebody else" in words(browser_of(staff.supervisor), "/county/spread/")
    staff.worker.is_active, staff.worker.office = True, Office.objects.get(fips=making.COLE)
    staff.worker.save()
    assert docket.board(staff.supervisor, at=LATER).counts["left"] == 1


def test_a_supervisor_sees_workers_and_a_director_offices_then_the_workers_of_one(given, staff, office, browser_of):
    mine = words(browser_of(staff.supervisor), "/county/spread/")
    assert str(staff.worker) in mine
    assert "Nobody yet" in mine
    director = browser_of(staff.region)
    whole = words(director, "/county/spread/")
    assert "Boone County" in whole
    assert str(staff.worker) not in whole
    assert str(staff.worker) in words(director, f"/county/spread/?office={office.pk}")
    one = words(director, f"/county/?office={office.pk}&worker={staff.worker.pk}")
    assert f"Carried by {staff.worker}." in one
    assert given[0].number in one
    assert given[1].number not in one


def test_what_nothing_is_open_in_says_so(staff, browser_of, at):
    assert "Nothing is open here." in words(browser_of(staff.supervisor), "/county/spread/?office=x&worker=99999999999")


def test_a_report_that_stays_open_stays_on_the_board(given, staff, browser_of):
    report = given[0].classification.report
    Clock.objects.filter(report=report).exclude(kind="complete").delete()
    Clock.objects.filter(report=report).update(due_at=None, ring_at=None)
    text = words(browser_of(staff.worker), "/county/?show=mine")
    assert given[0].number in text
    assert "open until it is complete" in text


def test_bars_are_cut_by_how_it_stands_and_the_latest_comes_first(staff, office):
    some = [
        Carried(office.pk, staff.worker.pk, 4, 1, 0, 2, 0, 0, False),
        Carried(office.pk, None, 2, 2, 0, 0, 0, 0, False),
    ]
    first, second = bars_of(some, by_worker=True)
    assert (first.worker, first.parts) == (None, (("late", 0.0, 50.0),))
    assert second.parts == (("late", 0.0, 25.0), ("soon", 25.0, 50.0), ("rest", 75.0, 25.0))
    (whole,) = bars_of(some, by_worker=False)
    assert (whole.open, whole.overdue, whole.unassigned, whole.worker) == (6, 3, 2, None)
    assert bars_of([], by_worker=True) == []


def test_another_region_s_worker_is_not_named(given, staff, browser_of):
    far = making.user(Role.WORKER, Office.objects.exclude(region=given[0].office.region).filter(kind="county").first())
    assert "Carried by" not in words(browser_of(staff.supervisor), f"/county/?worker={far.pk}")


def test_time_stands_for_the_day_in_missouri(given, staff):
    """At half past eleven at night what is due after midnight is due within 24 hours, and not today."""
    night = NOW.replace(hour=5, minute=30) + 24 * HOUR
    Clock.objects.filter(report=given[0].classification.report).exclude(kind="complete").delete()
    Clock.objects.filter(report=given[0].classification.report).update(due_at=night + HOUR)
    with time_machine.travel(night, tick=False):
        (mine,) = [one for one in docket.board(staff.worker, at=night).carried if one.mine]
    assert (mine.today, mine.soon) == (0, 1)
    assert Office.objects.get(fips=BOONE) == given[0].office
