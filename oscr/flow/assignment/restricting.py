"""Restricting a report, with what follows: whoever may not see it any more lets go of it, and the circuit is told.

Used by the hotline's desk. What a restriction is, and who may see through it, is in `flow.report`.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from oscr.agency.chain import climb, to_call
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Permission, can
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import release
from oscr.flow.call.models import Waiting
from oscr.flow.report import actions as reports
from oscr.flow.report.models import Report, Restriction
from oscr.notices.actions import leave


@transaction.atomic
def restrict(*, report: Report, why: str, by: User, at: datetime) -> tuple[Restriction, User | None]:
    """Restrict a report; returns the restriction and who held the report until now and may not see it any more.

    Such a report goes back to the queue, where supervisors see it. If an office was alerted, whoever leads its circuit is
    told, because nobody at the office but a worker who responds already sees it now. Harmless to repeat.
    """
    waiting = Waiting.objects.select_for_update(of=("self",)).select_related("held_by").filter(report=report).first()
    made = reports.restrict(report=report, why=why, by=by, at=at)
    held_by = waiting.held_by if waiting else None
    if held_by and not can(held_by, Permission.SEE_RESTRICTED):
        release(report=report, by=by, at=at)
    for alert in Alert.objects.current().filter(classification__report=report).select_related("office"):
        for person in leading(office=alert.office, at=at):
            key = f"restricted-{alert.pk}-{person.pk}"
            leave(kind="restricted", key=key, to=person.email, at=at, number=report.number, office=alert.office.name)
    return made, None if can(held_by, Permission.SEE_RESTRICTED) else held_by


def leading(*, office: Office, at: datetime) -> list[User]:
    """Who of an office's chain is told of a restricted report: on call or in charge from the circuit upwards, and may see it."""
    return climb(office=office, level=Level.CIRCUIT, at=at, may=partial(can, permission=Permission.SEE_RESTRICTED))[1]


def on_call_of(*, office: Office, restricted: bool, at: datetime) -> Sequence[User]:
    """Who is told where nobody responds yet."""
    return leading(office=office, at=at) if restricted else to_call(office=office, level=Level.PRIMARY, at=at)
