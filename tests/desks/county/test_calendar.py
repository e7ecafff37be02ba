"""The calendar: a secret address, parsed back as calendar programs do, that dies with its account and names no family."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from lxml import html

from oscr.flow.assignment import actions as assignment
from oscr.flow.clock import feeding
from oscr.flow.clock.models import CalendarFeed, Clock
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests.desks.county.conftest import LATER
from tests.making import NOW, reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(alert, staff):
    """The alert, given to the worker."""
    assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    assignment.assign(alert=alert, worker=staff.worker, by=staff.supervisor, at=LATER)
    return alert


def asked(secret: str) -> dict[str, object]:
    """Summary -> event of a feed, as a program without a log-in gets it."""
    response = Client().get(f"/county/calendar/{secret}.ics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    assert "no-store" in response["Cache-Control"]
    calendar = Calendar.from_ical(response.content)
    assert (calendar["version"], str(calendar["prodid"])) == ("2.0", "-//OSCR//What is due//EN")
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_every_duty_of_a_worker_s_reports_stands_at_its_time(mine, staff):
    events = asked(feeding.make_feed(by=staff.worker, at=LATER))
    contact = events[f"{mine.number}: Mandated reporter contacted"]
    assert contact.decoded("dtend") == NOW + timedelta(hours=48)
    assert contact.decoded("dtstart") < contact.decoded("dtend")
    assert contact.decoded("dtstamp") == LATER
    whole_day = events[f"{mine.number}: Completed and entered"]
    assert (whole_day.decoded("dtstart"), whole_day.decoded("dtend")) == (date(2026, 4, 17), date(2026, 4, 18))
    clocks = Clock.objects.running().filter(worker=staff.worker)
    assert {str(event["uid"]).split("@")[0] for event in events.values()} == {f"clock-{clock.pk}" for clock in clocks}


def test_nothing_of_a_family_or_a_reporter_is_in_it(mine, staff):
    secret = feeding.make_feed(by=staff.supervisor, at=LATER)
    text = Client().get(f"/county/calendar/{secret}.ics").content.decode()
    assert mine.number in text
    for name in ("Robin", "Wren", "Alex", "Cloverfield", "Sealedname", "Example Lane", str(staff.worker)):
        assert name not in text


def test_a_worker_has_their_own_a_supervisor_the_whole_office_s(alert, staff, at):
    assert asked(feeding.make_feed(by=staff.worker, at=LATER)) == {}
    assert len(asked(feeding.make_feed(by=staff.supervisor, at=LATER))) > 3


def test_what_is_overdue_says_so_and_what_stays_open_has_no_day(mine, staff):
    secret = feeding.make_feed(by=staff.worker, at=LATER)
    Clock.objects.filter(kind="complete").update(due_at=None, ring_at=None)
    with time_machine.travel(NOW + timedelta(hours=49), tick=False):
        events = asked(secret)
    assert f"OVERDUE {mine.number}: Mandated reporter contacted" in events
    assert not [one for one in events if "Completed" in one]


def test_a_secret_is_kept_as_its_digest_only_and_a_new_one_ends_the_old(staff, at):
    old, new = (feeding.make_feed(by=staff.worker, at=LATER) for _two in range(2))
    assert feeding.whose(old) is None
    assert feeding.whose(new) == staff.worker
    kept = CalendarFeed.objects.get(withdrawn_at=None)
    assert new not in f"{kept.digest} {kept}"
    assert (len(kept.digest), str(kept)) == (64, f"calendar of {staff.worker.pk}")
    said = Entry.objects.filter(act="calendar.made").last()
    assert (said.by, said.details) == (staff.worker, {})


def test_it_dies_with_the_account_and_knows_no_strangers(staff, at):
    secret = feeding.make_feed(by=staff.worker, at=LATER)
    staff.worker.is_active = False
    staff.worker.save()
    assert Client().get(f"/county/calendar/{secret}.ics").status_code == 404
    assert Client().get("/county/calendar/nonsense.ics").status_code == 404
    with pytest.raises(Refused):
        feeding.make_feed(by=reporter(), at=LATER)


def test_the_page_shows_the_address_once_and_withdraws_it(mine, staff, browser_of):
    client = browser_of(staff.worker)
    assert "You have no address." in client.get("/county/calendar/").content.decode()
    page = html.fromstring(client.post("/county/calendar/").content)
    address = page.xpath("//code/text()")[0]
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(asked(secret)) > 3
    again = client.get("/county/calendar/").content.decode()
    assert secret not in again
    assert "You have an address" in again
    client.post("/county/calendar/withdraw/")
    assert Client().get(f"/county/calendar/{secret}.ics").status_code == 404
    assert not feeding.withdraw_feed(by=staff.worker, at=LATER)
    assert datetime.now(UTC).year == LATER.year
