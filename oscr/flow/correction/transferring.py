"""Handing a report over from one office to another (Child Welfare Manual 3.2.1).

Proposed by the office that has it, accepted or refused by the other one. Until somebody accepts, the first office is responsible and
every clock is its own; with the acceptance the new alert stands, acknowledged by who accepted, and the clocks go over with the time
that is left. Nothing lies between the two.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import acknowledge, standing
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.restricting import leading
from oscr.flow.classification.actions import tell_reporter
from oscr.flow.clock import actions as clock
from oscr.flow.correction.disputing import hurry
from oscr.flow.correction.models import Transfer, TransferReply
from oscr.flow.correction.sending import again, kinds_of, tell_who_had_it
from oscr.flow.report.models import Restriction
from oscr.law import clocks, transfers
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

TRANSFER = "transfer"  # the kind of its clock, and the outcome under which law/data/clocks.toml has it
Result = TransferReply.Result


@transaction.atomic
def propose(*, alert: Alert, to: Office, reason: str, note: str, by: User, at: datetime) -> Transfer:
    """Ask another office to take a report over. `reason` is one of law/data/transfers.toml, `note` what it rests on.

    Raises Refused for a reason that does not hold between the two offices, without a note, and while a proposal waits.
    """
    require(by, Permission.TRANSFER)
    standing(alert=alert)
    report = alert.classification.report
    if to == alert.office:
        raise Refused(_("%(office)s has this report already.") % {"office": to}, field="to")
    if not transfers.allowed(reason, here=alert.office.kind, there=to.kind):
        told = _("This reason does not hold between %(here)s and %(there)s.")
        cite = transfers.reason(reason).cite
        raise Refused(told % {"here": alert.office, "there": to}, cite=cite, field="reason")
    if transfers.reason(reason).other_circuit and to.circuit == alert.office.circuit:
        raise Refused(_("For this reason it goes to an office of another circuit."), field="to")
    if not note.strip():
        raise Refused(_("Say what it rests on: the other office reads it."), field="note")
    if open_transfer(alert):
        raise Refused(_("A transfer of this report already waits for an answer."))
    row = Transfer.objects.create(alert=alert, to=to, reason=reason, note=note.strip(), by=by, at=at)
    due = clocks.due(TRANSFER, hurry(alert), {"received": at})
    clock.start(report=report, due=due, office=to, by=by, at=at)
    restricted = Restriction.objects.filter(report=report).exists()
    for person in leading(office=to, at=at) if restricted else to_call(office=to, level=Level.BACK_UP, at=at):
        key = f"transfer-{row.pk}-{person.pk}"
        leave(kind="transfer_proposed", key=key, to=person.email, at=at, number=report.number, office=to.name)
    write(act="transfer.proposed", subject=report, by=by, at=at, office=alert.office.name, to=to.name, reason=reason)
    return row


@transaction.atomic
def accept(*, transfer: Transfer, note: str, by: User, at: datetime) -> TransferReply:
    """Take the report over, now: the new alert is acknowledged by `by`, the clocks that run are this office's from here on."""
    _may_answer(transfer, by)
    old = transfer.alert
    report = old.classification.report
    clock.hold(report=report)
    new = again(
        old,
        classification=old.classification,
        office=transfer.to,
        rule="",
        reason=f"{transfers.reason(transfer.reason).label}. {transfer.note}",
        by=by,
        at=at,
    )
    clock.hand_over(report=report, kinds=kinds_of(old), office=old.office, to=transfer.to, by=by, at=at)
    acknowledge(alert=new, by=by, at=at)
    tell_who_had_it(old, kind="withdrawn", at=at)
    tell_reporter(report=report, at=at, office=new.office.name, phone=new.office.phone, again=f"-{new.pk}")
    return _replied(transfer, Result.ACCEPTED, note.strip(), new, by, at)


@transaction.atomic
def refuse(*, transfer: Transfer, note: str, by: User, at: datetime) -> TransferReply:
    """Leave the report where it is. Raises Refused without a reason."""
    _may_answer(transfer, by)
    if not note.strip():
        raise Refused(_("Say why: the other office reads it."), field="note")
    return _replied(transfer, Result.REFUSED, note.strip(), None, by, at)


@transaction.atomic
def withdraw(*, transfer: Transfer, by: User, at: datetime) -> TransferReply:
    """Take a proposal back, as somebody who answers for the office that made it."""
    require(by, Permission.TRANSFER)
    _unanswered(transfer)
    if not Office.objects.overseen_by(by).filter(pk=transfer.alert.office_id).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": transfer.alert.office})
    return _replied(transfer, Result.WITHDRAWN, "", None, by, at)


def lapse(*, alert: Alert, by: User, at: datetime) -> None:
    """End the proposal that waits about an alert which the hotline corrected. A part of `correct`."""
    if waiting := open_transfer(alert):
        _replied(waiting, Result.LAPSED, "", None, by, at)


def open_transfer(alert: Alert) -> Transfer | None:
    """The proposal about an alert that waits for an answer, if there is one."""
    return Transfer.objects.open().filter(alert=alert).select_related("alert__office", "to", "by").first()


def _may_answer(transfer: Transfer, by: User) -> None:
    require(by, Permission.TRANSFER)
    _unanswered(transfer)
    if not Transfer.objects.visible_to(by).filter(pk=transfer.pk).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": transfer.to})


def _unanswered(transfer: Transfer) -> None:
    """Hold the alert, as a correction does; raises Refused when somebody was faster, and says who."""
    Alert.objects.select_for_update(no_key=True).get(pk=transfer.alert_id)
    first = TransferReply.objects.filter(transfer=transfer).select_related("by").first()
    if first:
        told = _("%(name)s was first: %(result)s.")
        raise Refused(told % {"name": first.by, "result": first.get_result_display()})
    standing(alert=transfer.alert)


def _replied(transfer: Transfer, result: str, note: str, alert: Alert | None, by: User, at: datetime) -> TransferReply:
    report = transfer.alert.classification.report
    row = TransferReply.objects.create(transfer=transfer, result=result, alert=alert, note=note, by=by, at=at)
    clock.meet_kind(report=report, kind=TRANSFER, by=by, at=at)
    if result != Result.WITHDRAWN:
        said = {"number": report.number, "office": transfer.to.name}
        leave(kind="transfer_answered", key=f"transfer-answered-{row.pk}", to=transfer.by.email, at=at, **said)
    write(act="transfer.answered", subject=report, by=by, at=at, result=str(result), to=transfer.to.name)
    return row
