"""A clock that was met stands again: as it was, with how it had stood kept, and with whoever must hear of it told anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock import actions, ringing
from oscr.flow.clock.models import Clock, Unmet
from oscr.law import clocks
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.making import BOONE, COLE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = {"reason": "It was another child.", "at": NOW + 5 * HOUR}


@pytest.fixture
def office() -> Office:
    return Office.objects.get(fips=BOONE)


@pytest.fixture
def worker(office):
    return making.user(Role.WORKER, office)


@pytest.fixture
def met(office, worker) -> Clock:
    """A clock that was due at NOW + 1 h and rang once, and then was met late."""
    report = making.sent()
    Clock.objects.filter(report=report).delete()
    one = clocks.Due("observe child", "Child seen", NOW, NOW + HOUR, "RSMo 210.145.8")
    actions.start(report=report, due=[one], office=office, by=None, at=NOW)
    actions.give(report=report, office=office, worker=worker)
    making.user(Role.COUNTY_SUPERVISOR, office)
    assert ringing.ring_overdue(at=NOW + 2 * HOUR) == 1
    clock = Clock.objects.get(report=report)
    return actions.meet(clock=clock, by=worker, at=NOW + 4 * HOUR, happened_at=NOW + 3 * HOUR)


def test_it_stands_from_its_own_start_with_its_own_due_time_and_rings_anew(met, office, worker):
    again = actions.reopen(clock=met, office=office, by=worker, **WHY)
    assert (again.met_at, again.noted_at, again.met_by) == (None, None, None)
    assert (again.started_at, again.due_at, again.worker) == (NOW, NOW + HOUR, worker)
    assert (again.rung, again.rang_at) == (0, None)
    kept = Unmet.objects.get()
    assert (kept.clock, kept.met_at, kept.noted_at, kept.met_by) == (met, NOW + 3 * HOUR, NOW + 4 * HOUR, worker)
    assert str(kept).endswith("stands again")
    assert Entry.objects.filter(act="clock.reopened").get().details["kind"] == "observe child"
    assert ringing.ring_overdue(at=NOW + 6 * HOUR) == 1


def test_it_is_met_and_reopened_as_often_as_need_be(met, office, worker):
    for _time in range(2):
        again = actions.reopen(clock=met, office=office, by=worker, **WHY)
        actions.meet(clock=again, by=worker, at=NOW + 6 * HOUR)
    assert Unmet.objects.count() == 2


def test_it_goes_to_the_office_that_has_the_report_now(met, worker):
    there = Office.objects.get(fips=COLE)
    again = actions.reopen(clock=met, office=there, by=worker, **WHY)
    assert (again.office, again.worker) == (there, None)


def test_what_cannot_be_is_refused(met, office, worker):
    with pytest.raises(Refused) as refused:
        actions.reopen(clock=met, office=office, by=worker, reason=" ", at=NOW + 5 * HOUR)
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="role"):
        actions.reopen(clock=met, office=office, by=making.user(Role.ANALYST), **WHY)
    actions.reopen(clock=met, office=office, by=worker, **WHY)
    with pytest.raises(Refused, match="open already"):
        actions.reopen(clock=met, office=office, by=worker, **WHY)


def test_a_duty_that_began_anew_is_not_there_twice(met, office, worker):
    due = clocks.Due("observe child", "Child seen", NOW + 4 * HOUR, NOW + 9 * HOUR, "RSMo 210.145.8")
    actions.start(report=met.report, due=[due], office=office, by=None, at=NOW + 4 * HOUR)
    with pytest.raises(Refused, match="began anew"):
        actions.reopen(clock=met, office=office, by=worker, **WHY)


def test_the_database_keeps_how_it_had_stood(met, office, worker):
    actions.reopen(clock=met, office=office, by=worker, **WHY)
    kept = Unmet.objects.get()
    with pytest.raises(Exception, match="never edited"), transaction.atomic():
        Unmet.objects.update(reason="Another.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unmet.objects.create(clock=met, met_at=kept.met_at, noted_at=kept.noted_at, reason="", by=worker, at=kept.at)
