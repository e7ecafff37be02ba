"""A child has died: the investigation stays open until it is complete, is never overdue at 45 days, and is updated all the while.

RSMo 210.145.17(1) to (3).
"""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock.models import Clock
from oscr.notices.models import Notice
from tests import making
from tests.desks.county.walking import SAID, field, go, press, says, silent, taken_on, tick
from tests.flow.ending import calls
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
DIED = ("fatality", calls.PARENT | {"child died": "yes"})


def test_the_investigation_of_a_death_stays_open(walk, monkeypatch):
    monkeypatch.setitem(calls.STORIES, "investigation", DIED)
    office = Office.objects.get(fips=making.BOONE)
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    alert = calls.with_office(making.user(Role.SCREENER), "investigation", NOW, office, **SAID)
    for clock in Clock.objects.running().filter(kind="acknowledge"):
        assert clock.due_at
    walk.wait(minutes=5)
    taken_on(walk, lead, worker, alert.number)
    walk.wait(days=20)
    no_day_is_set(walk, lead, alert.number)
    walk.wait(days=26)
    not_overdue(walk, worker, alert.number)
    walk.wait(days=20)
    updated(walk, worker, alert.number, "The laboratory has not answered yet.")
    walk.wait(days=31)
    late(walk, lead, worker, alert.number)
    for _ in range(4):
        walk.wait(days=28)
        updated(walk, worker, alert.number, "Nothing new since.")
    still_open(walk, worker, alert.number)


def no_day_is_set(walk, lead, number):
    """The supervisor documents that a child died: from now on no day is set."""
    page = walk.sit(lead)
    go(page, number)
    walk.look(page, "alert-20-days")
    go(page, "Time")
    walk.look(page, "longer-20-days")
    tick(page, "Which good cause?", "A child died or nearly died")
    field(page, "Why could it not be completed in time?").fill("The cause of death is not known.")
    press(page, "Document it and give more time")
    says(page, "Documented.", "open until it is complete", "open: no day is set")
    walk.look(page, "longer-open")


def not_overdue(walk, worker, number):
    """On day 46 the completion is not overdue; from day 45 on an update is due every thirty days."""
    page = walk.sit(worker)
    go(page, number)
    row = page.locator("tr", has_text="Completed and entered")
    assert "overdue" not in row.inner_text()
    says(page, "Information updated: not completed in time")
    go(page, "Conclusion")
    says(page, "The investigation of the death or near-fatal injury is complete: not done")
    walk.look(page, "conclusion-death")


def updated(walk, worker, number, text):
    """The worker writes down what is new, in time."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Time")
    silent(page, "▲ overdue")
    field(page, "What is new since the last update").fill(text)
    press(page, "Write the update down")
    says(page, "The update is written down.", text)


def late(walk, lead, worker, number):
    """An update that is not written down rings, and is overdue on the board; written late, it says so."""
    assert Notice.objects.filter(kind="clock_overdue", to=lead.email, context__number=number).exists()
    page = walk.sit(worker)
    go(page, number)
    go(page, "Time")
    says(page, "overdue by")
    walk.look(page, "longer-late")
    field(page, "What is new since the last update").fill("The laboratory found nothing.")
    press(page, "Write the update down")
    says(page, "The update is written down.", "late")


def still_open(walk, worker, number):
    """After 200 days it is open, and nothing of it is overdue but what nobody did at its beginning."""
    page = walk.sit(worker)
    walk.look(page, "board-200-days")
    go(page, number)
    row = page.locator("tr", has_text="Completed and entered")
    assert "open: no day is set" in row.inner_text()
    walk.look(page, "alert-200-days")
    go(page, "Time")
    walk.look(page, "longer-200-days")
