"""What is due as a calendar that other programs read (RFC 5545): call numbers and duties, and nothing of a family.

Used by the feed. A worker's calendar has the reports they respond to; that of whoever leads has all that their offices answer for.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.clock.models import Clock
from oscr.flow.load import Wish
from oscr.law.calendar import local

MOST = 200  # reports; what is due soonest
BEFORE = timedelta(minutes=30)  # an entry ends at the due time
AGAIN = timedelta(minutes=15)  # how soon a program may ask again


def calendar_of(user: User, at: datetime) -> bytes:
    """Everything that is due of what somebody answers for, as one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//OSCR//What is due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("OSCR: what is due"))
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    wish = Wish("mine" if user.role == Role.WORKER else "")
    for duty in docket.board(user, at=at, wish=wish, most=MOST).duties:
        for event in _events(duty, at):
            calendar.add_component(event)
    return calendar.to_ical()


def _events(duty: docket.Duty, at: datetime) -> Iterator[Event]:
    number = duty.alert.number
    for clock in duty.clocks:
        if clock.due_at is None:
            continue  # it stays open: no day of a calendar is its own
        event = Event()
        event.add("uid", f"clock-{clock.pk}@{settings.MAIL_DOMAIN}")
        event.add("dtstamp", at)
        late = _("OVERDUE") + " " if clock.overdue(at) else ""
        event.add("summary", f"{late}{number}: {clock.label}")
        event.add("description", f"{duty.alert.office}. {clock.cite}. {settings.SITE_URL}/county/alerts/{number}/")
        for name, when in _when(clock):
            event.add(name, when)
        event.add("transp", "TRANSPARENT")
        yield event


def _when(clock: Clock) -> tuple:
    """When it stands in the calendar: the half hour before it is too late, or the whole day with which it ends."""
    there = local(clock.due_at)
    if there.time() == time():
        day = (there - BEFORE).date()
        return ("dtstart", day), ("dtend", day + timedelta(days=1))
    return ("dtstart", clock.due_at - BEFORE), ("dtend", clock.due_at)
