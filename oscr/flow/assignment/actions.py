"""Alerting an office, and what the office does first."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import COUNTY_ROLES, Permission, require
from oscr.flow.assignment.directing import follow
from oscr.flow.assignment.helping import ask_local
from oscr.flow.assignment.models import ACKNOWLEDGE, Acknowledgement, Alert, Assignment, Disclosure, Purpose
from oscr.flow.assignment.restricting import leading
from oscr.flow.call.actions import finish, must_hold
from oscr.flow.classification.actions import needs_alert, tell_reporter
from oscr.flow.classification.models import Classification
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Conflict, Restriction
from oscr.law import clocks
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def send_alert(
    *, classification: Classification, office: Office, rule: str, reason: str, by: User, at: datetime
) -> Alert:
    """Send a classified report to the office that must respond, start its clocks, tell who is on call (of a restricted report whoever
    leads the circuit) and the reporter.

    `rule` is the routing rule that chose the office (manual 2.3), empty where a person chose another: that needs a reason.
    """
    require(by, Permission.ALERT)
    report = classification.report
    if not needs_alert(classification):
        raise Refused(_("This outcome is not sent to an office."))
    must_hold(report=report, by=by)  # whoever sent it already holds nothing any more: an alert is sent once
    if not rule and not reason.strip():
        raise Refused(_("Say why you choose another office than the rule."), field="reason")
    alert = Alert.objects.create(classification=classification, office=office, rule=rule, reason=reason, by=by, at=at)
    due = duties(classification=classification, screened_in=classification.at, alerted=at)
    clock.start(report=report, due=due, office=office, by=by, at=at)
    finish(report=report)
    tell_office(kind="alert", alert=alert, at=at)
    follow(alert=alert, by=by, at=at)
    ask_local(alert=alert, what=_("See the child now, for the out-of-home unit."), by=by, at=at)
    tell_reporter(report=report, at=at, office=office.name, phone=office.phone)
    write(act="alert.sent", subject=report, by=by, at=at, office=office.name, rule=rule)
    return alert


def duties(
    *,
    classification: Classification,
    screened_in: datetime,
    alerted: datetime,
    received: datetime | None = None,
    outcome: str = "",
    changed: Mapping[str, str] | None = None,
) -> tuple[clocks.Due, ...]:
    """The clocks of the response that a classification asks for; with another `outcome`, or with `changed` flags, those of a report
    whose track or priority was changed since. `received`: from when a duty counts that falls due newly, where not from receipt."""
    counted = received or classification.report.received_at
    events = {"received": counted, "screened_in": screened_in, "alerted": alerted}
    return clocks.due(outcome or classification.outcome, _clock_flags(classification) | dict(changed or {}), events)


def tell_office(*, kind: str, alert: Alert, at: datetime) -> None:
    """Leave a notice for who is on call at an alert's office; of a restricted report for whoever leads its circuit."""
    office, report = alert.office, alert.classification.report
    restricted = Restriction.objects.filter(report=report).exists()
    told = leading(office=office, at=at) if restricted else to_call(office=office, level=Level.PRIMARY, at=at)
    for person in told:
        key = f"{kind}-{alert.pk}-{person.pk}"
        leave(kind=kind, key=key, to=person.email, at=at, number=report.number, office=office.name)


def standing(*, alert: Alert) -> Alert:
    """The alert, locked; raises Refused when it does not stand any more. Who acts on it next waits for this transaction."""
    row = Alert.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=alert.pk)
    after = Alert.objects.filter(supersedes=row).select_related("office", "by").first()
    if after:
        told = _("%(name)s sent this report again, to %(office)s, at %(time)s: read it as it is now.")
        time = date_format(local(after.at), _("M j, g:i a"))
        raise Refused(told % {"name": after.by, "office": after.office, "time": time})
    if Classification.objects.filter(supersedes=row.classification_id).exists():
        raise Refused(_("The hotline corrected this report: no office has to respond to it any more."))
    return row


def _clock_flags(classification: Classification) -> dict[str, str]:
    """What the clocks of a response depend on besides the outcome."""
    mandated = classification.report.reporter.mandated
    return {
        "rule": classification.decision["rule"]["id"],
        "priority": str(classification.decision["priority"]["hours"]),
        "mandated reporter": "yes" if mandated else "no",
    }


@transaction.atomic
def acknowledge(*, alert: Alert, by: User, at: datetime, told_by: User | None = None) -> Acknowledgement:
    """Say that the office has seen the alert. Saying it twice changes nothing. `told_by` wrote down what `by` said on the phone."""
    require(by, Permission.ACKNOWLEDGE)
    standing(alert=alert)
    row, new = Acknowledgement.objects.get_or_create(alert=alert, defaults={"by": by, "at": at})
    if new:
        report = alert.classification.report
        clock.meet_kind(report=report, kind=ACKNOWLEDGE, by=by, at=at)
        said = {"said_by": by.pk} if told_by else {}
        write(act="alert.acknowledged", subject=report, by=told_by or by, at=at, office=alert.office.name, **said)
    return row


@transaction.atomic
def assign(*, alert: Alert, worker: User, by: User, at: datetime) -> Assignment:
    """Give the response to a worker of the alerted office; again with another worker supersedes the first."""
    require(by, Permission.ASSIGN)
    if worker.office_id != alert.office_id or worker.role not in COUNTY_ROLES or not worker.is_active:
        raise Refused(_("Choose somebody who works in %(office)s.") % {"office": alert.office}, field="worker")
    if Conflict.objects.filter(report=alert.classification.report, user=worker).exists():
        raise Refused(_("%(name)s is related to the family: choose somebody else.") % {"name": worker}, field="worker")
    standing(alert=alert)
    if not Acknowledgement.objects.filter(alert=alert).exists():
        raise Refused(_("Acknowledge the alert first."))
    before = current(alert)
    if before and before.worker_id == worker.pk:
        return before
    made = Assignment.objects.create(alert=alert, worker=worker, by=by, at=at, supersedes=before)
    clock.give(report=alert.classification.report, office=alert.office, worker=worker)
    leave(
        kind="assigned",
        key=f"assigned-{made.pk}",
        to=worker.email,
        at=at,
        number=alert.number,
        office=alert.office.name,
    )
    write(act="response.assigned", subject=alert.classification.report, by=by, at=at, worker=worker.pk)
    return made


def current(alert: Alert) -> Assignment | None:
    """Who responds now, if anybody."""
    return alert.assignments.filter(superseded_by=None).select_related("worker").first()


@transaction.atomic
def disclose_reporter(*, alert: Alert, to: User, purpose: str, by: User, at: datetime) -> Disclosure:
    """Let one person of the alerted office see who the reporter is, for one purpose (RSMo 210.150; manual section 5)."""
    require(by, Permission.DISCLOSE_REPORTER)
    if to.office_id != alert.office_id or not to.is_active:
        raise Refused(_("Choose somebody who works in %(office)s.") % {"office": alert.office}, field="to")
    row, new = Disclosure.objects.get_or_create(
        alert=alert, to=to, purpose=Purpose(purpose), defaults={"by": by, "at": at}
    )
    if new:
        if to != by:
            leave(kind="disclosed", key=f"disclosed-{row.pk}", to=to.email, at=at, number=alert.number)
        write(act="reporter.disclosed", subject=alert.classification.report, by=by, at=at, to=to.pk, purpose=purpose)
    return row


def may_see_reporter(user: User, alert: Alert) -> bool:
    """Whether the reporter's identity was disclosed to this person."""
    return Disclosure.objects.filter(alert=alert, to=user).exists()
