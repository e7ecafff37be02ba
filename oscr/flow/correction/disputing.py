"""An office disputes how a report was screened; a supervisor of the hotline answers (Child Welfare Manual 3.2.1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, Role, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.correction.models import Correction, Dispute, DisputeReply
from oscr.flow.report.models import Report
from oscr.law import callout, clocks
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

DISPUTE = "dispute"  # the kind of its clock, and the outcome under which law/data/clocks.toml has it
URGENT, ORDINARY = "3", "24"  # the priorities that those clocks know


def hurry(alert: Alert) -> dict[str, str]:
    """The flags of a clock about an alert: whether it is an emergency."""
    return {"priority": URGENT if callout.is_emergency(alert.classification.decision) else ORDINARY}


@transaction.atomic
def dispute(*, alert: Alert, consulted: User, reason: str, by: User, at: datetime) -> Dispute:
    """Dispute a screening with the hotline's supervisors, after consulting somebody of the office. The response goes on meanwhile.

    Raises Refused without a reason, for somebody of elsewhere, and while another dispute about the report waits.
    """
    require(by, Permission.DISPUTE)
    standing(alert=alert)
    report = alert.classification.report
    if not reason.strip():
        raise Refused(_("Say what is wrong with the screening, and why."), field="reason")
    if consulted.office_id != alert.office_id or not consulted.is_active:
        raise Refused(_("Choose somebody who works in %(office)s.") % {"office": alert.office}, field="consulted")
    if open_dispute(alert):
        raise Refused(_("A dispute about this report already waits for the hotline."))
    row = Dispute.objects.create(alert=alert, consulted=consulted, reason=reason.strip(), by=by, at=at)
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    due = clocks.due(DISPUTE, hurry(alert), {"received": at})
    clock.start(report=report, due=due, office=hotline, by=by, at=at)
    for person in _supervisors(hotline, report, at):
        key = f"dispute-{row.pk}-{person.pk}"
        leave(kind="dispute_opened", key=key, to=person.email, at=at, number=report.number, office=alert.office.name)
    write(act="dispute.opened", subject=report, by=by, at=at, office=alert.office.name, consulted=consulted.pk)
    return row


@transaction.atomic
def answer(*, dispute: Dispute, result: str, note: str, by: User, at: datetime) -> DisputeReply:
    """Answer that the screening stands, or that it is too late to send the report again. To correct it, correct it: that answers.

    The clock counts from the opening, so the answer comes soon or somebody is told. Raises Refused when another supervisor has
    answered, and without a note.
    """
    require(by, Permission.ANSWER_DISPUTE)
    Dispute.objects.select_for_update(no_key=True).get(pk=dispute.pk)
    first = DisputeReply.objects.filter(dispute=dispute).select_related("by").first()
    if first:
        raise Refused(_("%(name)s has answered this dispute already.") % {"name": first.by})
    if DisputeReply.Result(result) == DisputeReply.Result.CORRECTED:
        raise Refused(_("Correct the report: that answers the dispute."), field="result")
    if not note.strip():
        raise Refused(_("Say why: the office reads it."), field="note")
    return _replied(dispute, result, note.strip(), None, by, at)


def corrected(*, correction: Correction, by: User, at: datetime) -> None:
    """A correction answers the dispute that waits about its report. A part of `correct`."""
    if waiting := open_dispute(correction.replaced):
        Dispute.objects.select_for_update(no_key=True).get(pk=waiting.pk)
        _replied(waiting, DisputeReply.Result.CORRECTED, correction.reason, correction, by, at)


def open_dispute(alert: Alert) -> Dispute | None:
    """The dispute about an alert's report that waits for the hotline, if there is one."""
    about = Dispute.objects.open().about(alert.classification.report)
    return about.select_related("alert__office", "consulted", "by").first()


def _supervisors(hotline: Office, report: Report, at: datetime) -> list[User]:
    """Who answers at the hotline now and may see the report; else every supervisor who may."""
    on_call = to_call(office=hotline, level=Level.PRIMARY, at=at)
    everybody = User.objects.filter(is_active=True, role=Role.HOTLINE_SUPERVISOR, office=hotline)
    may = [one for one in on_call if Report.objects.visible_to(one).filter(pk=report.pk).exists()]
    return may or [one for one in everybody if Report.objects.visible_to(one).filter(pk=report.pk).exists()]


def _replied(
    dispute: Dispute, result: str, note: str, correction: Correction | None, by: User, at: datetime
) -> DisputeReply:
    report = dispute.alert.classification.report
    row = DisputeReply.objects.create(dispute=dispute, result=result, note=note, correction=correction, by=by, at=at)
    clock.meet_kind(report=report, kind=DISPUTE, by=by, at=at)
    said = {"number": report.number, "office": dispute.alert.office.name}
    leave(kind="dispute_answered", key=f"dispute-answered-{row.pk}", to=dispute.by.email, at=at, **said)
    write(act="dispute.answered", subject=report, by=by, at=at, result=str(result))
    return row
