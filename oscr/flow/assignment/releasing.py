"""Asking a supervisor to be told who the reporter is, and taking the identity away on paper: under a disclosure to this person
for this purpose only, and each copy recorded.

Used by the county's desk (RSMo 210.150; CWM 5.3.1). The approval itself is `actions.disclose_reporter`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert, Disclosure, DisclosureRefusal, DisclosureRequest, Purpose
from oscr.flow.assignment.restricting import leading
from oscr.flow.report.models import Restriction
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def ask(*, alert: Alert, purpose: str, reason: str, by: User, at: datetime) -> DisclosureRequest:
    """Ask to be told who the reporter is, for one purpose; whoever may approve it at the office is told. Harmless to repeat.

    Raises Refused without a reason, and where it was disclosed for this purpose already.
    """
    require(by, Permission.ACKNOWLEDGE)
    standing(alert=alert)
    if not reason.strip():
        raise Refused(_("Say what you need it for."), field="reason")
    if Disclosure.objects.filter(alert=alert, to=by, purpose=purpose).exists():
        raise Refused(_("It was disclosed to you for this purpose already."))
    waiting = DisclosureRequest.objects.open().filter(alert=alert, by=by, purpose=purpose).first()
    if waiting:
        return waiting
    how = {"purpose": Purpose(purpose), "reason": reason.strip()}
    made = DisclosureRequest.objects.create(alert=alert, **how, by=by, at=at)
    for person in _approving(alert, at):
        if person != by:
            key = f"disclosure_asked-{made.pk}-{person.pk}"
            leave(kind="disclosure_asked", key=key, to=person.email, at=at, number=alert.number)
    write(act="reporter.asked_for", subject=alert.classification.report, by=by, at=at, purpose=made.purpose)
    return made


@transaction.atomic
def refuse(*, request: DisclosureRequest, reason: str, by: User, at: datetime) -> DisclosureRefusal:
    """Refuse a request, and say why; whoever asked is told."""
    require(by, Permission.DISCLOSE_REPORTER)
    standing(alert=request.alert)
    if not reason.strip():
        raise Refused(_("Say why it is refused."), field="reason")
    if not DisclosureRequest.objects.open().filter(pk=request.pk).exists():
        raise Refused(_("Somebody has answered this request already."))
    made = DisclosureRefusal.objects.create(request=request, reason=reason.strip(), by=by, at=at)
    number = request.alert.number
    leave(kind="disclosure_refused", key=f"disclosure_refused-{made.pk}", to=request.by.email, at=at, number=number)
    subject = request.alert.classification.report
    write(act="reporter.refused", subject=subject, by=by, at=at, to=request.by_id, purpose=request.purpose)
    return made


@transaction.atomic
def release(*, alert: Alert, purpose: str, by: User, at: datetime) -> Disclosure:
    """The disclosure under which somebody takes a copy that names the reporter. Raises Refused where none was approved."""
    require(by, Permission.ACKNOWLEDGE)
    given = Disclosure.objects.select_related("to", "to__office", "by")
    approved = given.filter(alert=alert, to=by, purpose=purpose).first()
    if approved is None:
        raise Refused(
            _("No supervisor has approved that the reporter is disclosed to you for this purpose."), cite="RSMo 210.150"
        )
    write(act="reporter.released", subject=alert.classification.report, by=by, at=at, purpose=approved.purpose)
    return approved


def _approving(alert: Alert, at: datetime) -> list[User]:
    """Who is told that somebody asks: the supervisor on call; of a restricted report whoever leads the circuit."""
    if Restriction.objects.filter(report=alert.classification.report).exists():
        return leading(office=alert.office, at=at)
    return to_call(office=alert.office, level=Level.BACK_UP, at=at)
