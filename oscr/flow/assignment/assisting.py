"""Courtesy to another office, and conflicts of interest: who helps with a report, and who must have nothing to do with it.

Used by the county's desk. The office that has a report stays responsible for it while another one helps; a transfer is
`flow.correction`. Somebody who is related to the family is never assigned, and does not see the report any more.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import COUNTY_ROLES, Permission, can, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.helping import ASSISTANCE, ask_of
from oscr.flow.assignment.models import Alert, Assistance, AssistanceReply
from oscr.flow.assignment.responding import responding
from oscr.flow.assignment.restricting import leading
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Conflict
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

Result = AssistanceReply.Result


@transaction.atomic
def ask(*, alert: Alert, office: Office, what: str, by: User, at: datetime) -> Assistance:
    """Ask another office to help: to see a child, to talk to a parent there. Raises Refused without saying what, and while it helps."""
    require(by, Permission.ASK_HELP)
    standing(alert=alert)
    if office == alert.office or office.kind == OfficeKind.HOTLINE:
        raise Refused(_("Choose another office in the field."), field="office")
    if not what.strip():
        raise Refused(_("Say what is to be done there: the other office reads it."), field="what")
    if Assistance.objects.standing().filter(report=alert.classification.report, office=office).exists():
        raise Refused(_("%(office)s was asked already, and is not done.") % {"office": office}, field="office")
    return ask_of(alert=alert, office=office, kind=Assistance.Kind.COURTESY, what=what.strip(), by=by, at=at)


@transaction.atomic
def answer(*, assistance: Assistance, result: str, note: str, by: User, at: datetime) -> AssistanceReply:
    """Accept or refuse to help, or say that it is done and what was found, as somebody of the office that was asked.

    Raises Refused when it is over, for somebody of elsewhere, and for a refusal or an end without words.
    """
    require(by, Permission.ACKNOWLEDGE)
    _answers_for(assistance.office, by)
    wanted = Result(result)
    if wanted == Result.WITHDRAWN:
        raise Refused(_("Only the office that asked can take it back."))
    if wanted != Result.ACCEPTED and not note.strip():
        raise Refused(_("Say why, or what was found: the other office reads it."), field="note")
    return _replied(assistance, wanted, note, by, at)


@transaction.atomic
def take_back(*, assistance: Assistance, by: User, at: datetime) -> AssistanceReply:
    """Help is not needed any more, says somebody of the office that has the report."""
    require(by, Permission.ASK_HELP)
    _answers_for(assistance.asking, by)
    return _replied(assistance, Result.WITHDRAWN, "", by, at)


@transaction.atomic
def declare(*, alert: Alert, user: User, reason: str, by: User, at: datetime) -> Conflict:
    """Somebody is related to the family of a report: they say so themselves, or who assigns does. Whoever leads the circuit is told.

    The report then goes to another circuit's office, by a transfer. Raises Refused without a reason.
    """
    if by != user:
        require(by, Permission.ASSIGN)
    if not can(by, Permission.ACKNOWLEDGE) or user.role not in COUNTY_ROLES:
        raise Refused(_("Choose somebody who works in the field."), field="user")
    standing(alert=alert)
    if not reason.strip():
        raise Refused(_("Say how they are related to the family."), field="reason")
    report = alert.classification.report
    row, new = Conflict.objects.get_or_create(
        report=report, user=user, defaults={"reason": reason.strip(), "by": by, "at": at}
    )
    if not new:
        raise Refused(_("This is written down already."))
    for person in leading(office=alert.office, at=at):
        if person != user:
            key = f"conflict-{row.pk}-{person.pk}"
            leave(kind="conflict", key=key, to=person.email, at=at, number=alert.number, office=alert.office.name)
    write(act="conflict.declared", subject=report, by=by, at=at, user=user.pk)
    return row


def _answers_for(office: Office, by: User) -> None:
    if not Office.objects.overseen_by(by).filter(pk=office.pk).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": office})


def _replied(assistance: Assistance, result: "Result", note: str, by: User, at: datetime) -> AssistanceReply:
    """One reply, under a lock of the request; raises Refused when it is over, or accepted already."""
    row = Assistance.objects.select_for_update(of=("self",), no_key=True).get(pk=assistance.pk)
    said = set(row.replies.values_list("result", flat=True))
    if said - {Result.ACCEPTED} or result in said:
        raise Refused(_("Somebody was faster: this was answered already."))
    made = AssistanceReply.objects.create(assistance=row, result=result, note=note.strip(), by=by, at=at)
    report = row.report
    clock.meet_kind(report=report, kind=ASSISTANCE, by=by, at=at, about=str(row.pk))
    alert = Alert.objects.current().filter(classification__report=report).select_related("office").first()
    for person in responding(alert=alert, at=at) if alert and result != Result.WITHDRAWN else ():
        key = f"assistance-answered-{made.pk}-{person.pk}"
        leave(kind="assistance_answered", key=key, to=person.email, at=at, number=report.number, office=row.office.name)
    write(act="assistance.answered", subject=report, by=by, at=at, office=row.office.name, result=str(result))
    return made
