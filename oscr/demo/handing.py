"""What the field has in hand: an emergency that nobody has acknowledged and that climbs, a dispute, a transfer that waits, a correction.

Everybody is invented. Everything is written by the actions that the desks call; the beats of the jobs go on with the climbing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from oscr.agency.chain import slot
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Role
from oscr.demo import staff
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.callout import actions as callout
from oscr.flow.correction import actions as correction
from oscr.flow.correction import disputing, transferring

Send = Callable[[dict[str, Any], Office, datetime], Alert | None]
"""Tells a story in an office's county and sends the alert some minutes later."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALONE_NOW, HUNGRY, SCHOOL = 4, 2, 0  # of stories.toml: a small child alone in this minute, and two that can wait
NEIGHBOUR = "29027"  # Callaway County, of the same circuit


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """An emergency on its way up the chain, and three reports about which the offices and the hotline talk."""
    home, neighbour = (Office.objects.get(fips=fips) for fips in (staff.HOME, NEIGHBOUR))
    screener = User.objects.filter(role=Role.SCREENER).earliest("pk")
    _climbing(send(stories[ALONE_NOW], home, at - 27 * MINUTE), screener, at)
    _disputed(send(stories[HUNGRY], home, at - 5 * HOUR), at)
    _offered(send(stories[SCHOOL], neighbour, at - 7 * HOUR), home, at)
    _corrected(send(stories[SCHOOL], home, at - 30 * HOUR), screener, at)


def _climbing(alert: Alert | None, screener: User, at: datetime) -> None:
    """Called out level by level; nobody answers."""
    if alert is None:
        return
    callout.call_out_due(at=alert.at)
    line, (person, *_others) = slot(office=alert.office, level=Level.PRIMARY, at=at)
    number = line.phone if line else alert.office.phone
    tried = {"level": Level.PRIMARY, "person": person, "number": number, "by": screener}
    callout.attempt(alert=alert, result="no answer", at=alert.at + 2 * MINUTE, **tried)
    callout.attempt(alert=alert, result="voice mail", at=alert.at + 5 * MINUTE, **tried)
    callout.call_out_due(at=at)


def _disputed(alert: Alert | None, at: datetime) -> None:
    if alert is None:
        return
    lead, worker = _team(alert.office)
    assignment.acknowledge(alert=alert, by=lead, at=alert.at + 20 * MINUTE)
    why = "The caller told us on the phone that the children eat with their grandmother next door every day."
    disputing.dispute(alert=alert, consulted=worker, reason=why, by=lead, at=at - HOUR)


def _offered(alert: Alert | None, to: Office, at: datetime) -> None:
    if alert is None:
        return
    lead, _worker = _team(alert.office)
    assignment.acknowledge(alert=alert, by=lead, at=alert.at + 10 * MINUTE)
    note = "The landlord gave us their new address on Pretend Lane; the school there has the children since Monday."
    transferring.propose(alert=alert, to=to, reason="moved", note=note, by=lead, at=at - 40 * MINUTE)


def _corrected(alert: Alert | None, screener: User, at: datetime) -> None:
    if alert is None:
        return
    lead, worker = _team(alert.office)
    assignment.acknowledge(alert=alert, by=lead, at=alert.at + 10 * MINUTE)
    assignment.assign(alert=alert, worker=worker, by=lead, at=alert.at + 30 * MINUTE)
    said = {"facts": [], "outcome": alert.classification.outcome, "office": alert.office}
    added = [("A", "The child is called by a middle name at home, and answers to nothing else.")]
    why = "The teacher called back and had mixed up two classes."
    row = correction.correct(alert=alert, **said, additions=added, reason=why, by=screener, at=at - 20 * HOUR)
    if row.alert:
        assignment.acknowledge(alert=row.alert, by=lead, at=at - 19 * HOUR)


def _team(office: Office) -> tuple[User, User]:
    people = User.objects.filter(office=office).order_by("pk")
    return people.filter(role=Role.COUNTY_SUPERVISOR)[0], people.filter(role=Role.WORKER)[0]
