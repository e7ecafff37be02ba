"""Notifying law enforcement, and writing down what it answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import LawEnforcementAgency, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.responding import responding
from oscr.flow.clock import actions as clock
from oscr.flow.enforcement.linking import send_link
from oscr.flow.enforcement.models import WRITTEN, EnforcementAnswer, EnforcementNotice, How, Kind
from oscr.flow.report.models import Report
from oscr.law import counties, happened
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

LAW_ENFORCEMENT, ANSWER = "law enforcement", "enforcement answer"  # the kinds of their clocks
NOTIFIED = "notified"  # the event from which the answer counts
Result = EnforcementAnswer.Result


@transaction.atomic
def notify(
    *,
    alert: Alert,
    agency: LawEnforcementAgency,
    how: str,
    text: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    spoke_with: str = "",
) -> EnforcementNotice:
    """Notify an agency of a report, with a detailed description; from now on it has 24 hours to assist, or to say in writing why not.

    Meets "law enforcement", starts "enforcement answer" (RSMo 210.145.7). Raises Refused without a description, without saying with
    whom somebody spoke, for a link to an agency without an e-mail, and for a moment that cannot be.
    """
    notice = _told(alert, agency, Kind.REPORT, how, text, spoke_with, happened_at, by, at)
    report = alert.classification.report
    clock.meet_kind(report=report, kind=LAW_ENFORCEMENT, by=by, at=at, happened_at=happened_at)
    clock.start_upon(report=report, event=NOTIFIED, since=happened_at, office=alert.office, by=by, at=at)
    write(act="enforcement.notified", subject=report, by=by, at=at, agency=agency.pk, how=str(notice.how))
    return notice


@transaction.atomic
def notify_of_ending(
    *, alert: Alert, agency: LawEnforcementAgency, how: str, reason: str, happened_at: datetime, by: User, at: datetime
) -> EnforcementNotice:
    """Tell an agency in writing, with the reason, that an investigation will be ended (RSMo 210.145.15): before it is.

    Raises Refused by phone, without a reason, and by somebody who may not end it.
    """
    require(by, Permission.CHANGE_TRACK)
    if how not in WRITTEN:
        raise Refused(_("This notice is given in writing."), cite="RSMo 210.145.15", field="how")
    notice = _told(alert, agency, Kind.ENDING, how, reason, "", happened_at, by, at)
    report = alert.classification.report
    write(act="enforcement.told_of_ending", subject=report, by=by, at=at, agency=agency.pk, how=str(notice.how))
    return notice


@transaction.atomic
def record_answer(
    *,
    notice: EnforcementNotice,
    result: str,
    officer: str = "",
    phone: str = "",
    because: str = "",
    written: bool,
    happened_at: datetime,
    by: User | None,
    at: datetime,
) -> EnforcementAnswer:
    """What an agency answered: on the phone, on paper, or itself by the link (`by` None).

    Assistance meets the clock however it was said; that it cannot assist does only in writing (RSMo 210.145.7). Raises Refused
    without an officer and a phone number, without why not, and for a moment before the notice.
    """
    if by is not None:
        require(by, Permission.NOTIFY_ENFORCEMENT)
    if notice.kind != Kind.REPORT:
        raise Refused(_("This notice asks for no answer."))
    happened.check(happened_at, at, notice.happened_at)
    wanted = Result(result)
    said = {"officer": officer.strip(), "phone": phone.strip(), "because": because.strip()}
    for field, told in _missing(wanted).items():
        if not said[field]:
            raise Refused(told, cite="RSMo 210.145.7", field=field)
    row = EnforcementAnswer.objects.create(
        notice=notice, result=wanted, **said, written=written, happened_at=happened_at, by=by, at=at
    )
    report = notice.alert.classification.report
    if wanted == Result.ASSISTS or written:
        clock.meet_kind(report=report, kind=ANSWER, by=by, at=at, happened_at=happened_at)
    if by is None:
        _tell(row, report, at)
    write(act="enforcement.answered", subject=report, by=by, at=at, result=str(wanted), written=written)
    return row


def told_of_ending(report: Report, since: datetime) -> EnforcementNotice | None:
    """The last written notice, given since a moment, that the investigation of a report will be ended."""
    told = EnforcementNotice.objects.about(report).filter(kind=Kind.ENDING, at__gte=since)
    return told.select_related("agency").last()


@transaction.atomic
def keep_agency(
    *,
    name: str,
    fips: str,
    phone: str,
    email: str,
    active: bool,
    by: User,
    at: datetime,
    agency: LawEnforcementAgency | None = None,
) -> LawEnforcementAgency:
    """Enter an agency, or what is true of it now. Raises Refused without a name, a telephone or a county, and for a name twice."""
    require(by, Permission.KEEP_AGENCIES)
    said = {"name": name.strip(), "phone": phone.strip()}
    for field, text in said.items():
        if not text:
            raise Refused(_("Enter a name and a telephone."), field=field)
    if fips not in {one.fips for one in counties.every()}:
        raise Refused(_("Choose a county."), field="fips")
    others = LawEnforcementAgency.objects.exclude(pk=agency.pk) if agency else LawEnforcementAgency.objects.all()
    if others.filter(name=said["name"]).exists():
        raise Refused(_("An agency of this name is there already."), field="name")
    row = agency or LawEnforcementAgency()
    row.name, row.phone, row.fips, row.email, row.is_active = said["name"], said["phone"], fips, email.strip(), active
    row.save()
    write(act="enforcement.agency_kept", subject=row, by=by, at=at)
    return row


def _told(
    alert: Alert,
    agency: LawEnforcementAgency,
    kind: str,
    how: str,
    text: str,
    spoke_with: str,
    happened_at: datetime,
    by: User,
    at: datetime,
) -> EnforcementNotice:
    require(by, Permission.NOTIFY_ENFORCEMENT)
    standing(alert=alert)
    happened.check(happened_at, at, alert.classification.report.received_at)
    if not agency.is_active:
        raise Refused(_("This agency is not there any more."), field="agency")
    if not text.strip():
        raise Refused(_("Say what law enforcement is told."), field="text" if kind == Kind.REPORT else "reason")
    if how in (How.PHONE, How.PERSON) and not spoke_with.strip():
        raise Refused(_("Say with whom you spoke."), field="spoke_with")
    told = {"kind": kind, "how": How(how), "text": text.strip(), "spoke_with": spoke_with.strip()}
    notice = EnforcementNotice.objects.create(alert=alert, agency=agency, **told, happened_at=happened_at, by=by, at=at)
    if notice.how == How.LINK:
        send_link(notice=notice, by=by, at=at)
    return notice


def _missing(result: "Result") -> dict[str, str]:
    """What an answer must have, with what is said where it has not."""
    if result == Result.UNABLE:
        return {"because": _("Say why the agency cannot assist.")}
    return {"officer": _("Say which officer assists."), "phone": _("Give the officer's telephone.")}


def _tell(answer: EnforcementAnswer, report: Report, at: datetime) -> None:
    alert = Alert.objects.current().filter(classification__report=report).select_related("office").first()
    for person in responding(alert=alert, at=at) if alert else ():
        key = f"enforcement-answered-{answer.pk}-{person.pk}"
        leave(kind="enforcement_answered", key=key, to=person.email, at=at, number=report.number)
