"""Asking another office to help: the row, its clock, and who there is told. A part of `actions` and `assisting`, which ask and write.

Courtesy to another county, and the local worker who sees a child in an emergency for an out-of-home unit (manual 2.3, rules 5 and 6).
"""

from datetime import datetime

from oscr.agency.models import Office, OfficeKind, User
from oscr.flow.assignment.choosing import assisting, route_of
from oscr.flow.assignment.models import Alert, Assistance
from oscr.flow.assignment.restricting import on_call_of
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Restriction
from oscr.law import callout, clocks
from oscr.notices.actions import leave
from oscr.record.actions import write

ASSISTANCE = "assistance"  # the kind of its clock, and the outcome under which law/data/clocks.toml has it


def ask_of(*, alert: Alert, office: Office, kind: str, what: str, by: User, at: datetime) -> Assistance:
    """Write that an office is asked, start the clock for its answer, and tell who is on call there."""
    report = alert.classification.report
    row = Assistance.objects.create(
        report=report, asking=alert.office, office=office, kind=kind, what=what, by=by, at=at
    )
    hurry = "3" if callout.is_emergency(alert.classification.decision) else "24"
    due = clocks.due(ASSISTANCE, {"priority": hurry}, {"received": at})
    clock.start(report=report, due=due, office=office, by=by, at=at, about=str(row.pk))
    restricted = Restriction.objects.filter(report=report).exists()
    for person in on_call_of(office=office, restricted=restricted, at=at):
        key = f"assistance-{row.pk}-{person.pk}"
        leave(kind="assistance_asked", key=key, to=person.email, at=at, number=report.number, office=office.name)
    write(act="assistance.asked", subject=report, by=by, at=at, office=office.name, kind=str(kind))
    return row


def ask_local(*, alert: Alert, what: str, by: User, at: datetime) -> Assistance | None:
    """In an emergency at an out-of-home unit, ask the county that the routing rules name; None where there is nobody to ask."""
    emergency = callout.is_emergency(alert.classification.decision)
    if alert.office.kind != OfficeKind.OHI or not emergency:
        return None
    county = assisting(route_of(alert.classification.report))
    if county is None:
        return None
    return ask_of(alert=alert, office=county, kind=Assistance.Kind.LOCAL, what=what, by=by, at=at)
