"""Who directs the response to a second or subsequent incident: the office's chief investigator (RSMo 210.145.9).

Used by those who send an alert, anew or to another office, by `flow.history`, which may find out later that it is one, and by the
county's desk. Who that is at a moment is `oscr.agency.chiefs`. Naming one is here too: a room that may write the record.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency import chiefs
from oscr.agency.models import ChiefInvestigator, Office, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.models import Alert, ObservationVerified, SecondIncident
from oscr.flow.assignment.restricting import leading
from oscr.flow.report.models import Report, Restriction
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

CHIEF = "CHIEF-INVESTIGATOR"  # the action of law/data/protocol/actions.toml by which a classification says so


@transaction.atomic
def name_chief(*, office: Office, user: User, since: datetime, by: User, at: datetime) -> ChiefInvestigator:
    """Name somebody chief investigator of an office, from then on. Raises Refused for whoever does not see what the office has."""
    require(by, Permission.NAME_CHIEF)
    if not chiefs.may_be(by, office):
        raise Refused(_("You do not answer for %(office)s.") % {"office": office}, field="office")
    if not chiefs.may_be(user, office):
        told = _("Choose somebody who works in %(office)s or leads it.")
        raise Refused(told % {"office": office}, cite="RSMo 210.145.9", field="user")
    row = ChiefInvestigator.objects.create(office=office, user=user, since=since, entered_by=by, entered_at=at)
    write(act="chief.named", subject=office, by=by, at=at, user=user.pk)
    return row


def follow(*, alert: Alert, by: User | None, at: datetime) -> None:
    """Tell who directs, where an alert is about a second or subsequent incident. A part of sending it."""
    report = alert.classification.report
    if _by_decision(alert):
        _found(report, late=False, by=by, at=at)
    if is_second(report):
        _tell(alert, at)


@transaction.atomic
def found_late(*, report: Report, by: User | None, at: datetime) -> None:
    """It was found out that a report is a second or subsequent incident; whoever directs is told, where an office has it."""
    alert = _alert(report)
    if _found(report, late=True, by=by, at=at) and alert:
        _tell(alert, at)


@transaction.atomic
def found_not(*, report: Report, by: User | None, at: datetime) -> None:
    """What had made a report a second incident was taken back: who directed it is told, and directs it no more.

    What the hotline's decision itself says stands, and so does what was never said.
    """
    alert, said = _alert(report), _last(report)
    if said is None or not said.holds or not said.late or (alert and _by_decision(alert)):
        return
    told = directing(alert, at) if alert else []
    made = SecondIncident.objects.create(report=report, holds=False, late=True, supersedes=said, by=by, at=at)
    for person in told:
        key, office = f"directs-no-more-{made.pk}-{person.pk}", alert.office.name if alert else ""
        leave(kind="directs_no_more", key=key, to=person.email, at=at, number=report.number, office=office)
    write(act="direction.ended", subject=report, by=by, at=at)


def is_second(report: Report) -> bool:
    """Whether a report is known to be a second or subsequent incident."""
    return SecondIncident.objects.standing().filter(report=report).exists()


def directing(alert: Alert, at: datetime) -> list[User]:
    """Who directs the response to an alert at a moment; nobody where it is a first incident. Of a restricted report whoever leads
    the circuit, unless the chief investigator may see it."""
    report = alert.classification.report
    if not is_second(report):
        return []
    people = chiefs.in_charge(office=alert.office, at=at)
    if Restriction.objects.filter(report=report).exists():
        return [one for one in people if can(one, Permission.SEE_RESTRICTED)] or leading(office=alert.office, at=at)
    return people


@transaction.atomic
def verify_observation(*, alert: Alert, note: str, by: User, at: datetime) -> ObservationVerified:
    """Say, as who directs the response, that the child was directly observed, and how that was verified."""
    if by not in directing(alert, at):
        raise Refused(_("This is for who directs the response."), cite="RSMo 210.145.9")
    if not note.strip():
        raise Refused(_("Say how you verified it."), field="note")
    report = alert.classification.report
    row, new = ObservationVerified.objects.get_or_create(
        report=report, defaults={"note": note.strip(), "by": by, "at": at}
    )
    if not new:
        raise Refused(_("%(name)s has verified it already.") % {"name": row.by})
    write(act="observation.verified", subject=report, by=by, at=at)
    return row


def _turn(alert: Alert) -> int | None:
    """Which finding it is that somebody is told of: after one was taken back they are told of the next."""
    said = _last(alert.classification.report)
    return said.pk if said else None


def _last(report: Report) -> SecondIncident | None:
    return SecondIncident.objects.filter(report=report, superseded_by=None).first()


def _found(report: Report, *, late: bool, by: User | None, at: datetime) -> bool:
    """Say that a report is a second incident; whether that is new."""
    said = _last(report)
    if said and said.holds:
        return False
    SecondIncident.objects.create(report=report, late=late, supersedes=said, by=by, at=at)
    return True


def _by_decision(alert: Alert) -> bool:
    return any(one["id"] == CHIEF for one in alert.classification.decision["actions"])


def _alert(report: Report) -> Alert | None:
    return Alert.objects.current().filter(classification__report=report).select_related("office").first()


def _tell(alert: Alert, at: datetime) -> None:
    for person in directing(alert, at):
        key = f"directs-{alert.pk}-{_turn(alert)}-{person.pk}"
        leave(kind="directs", key=key, to=person.email, at=at, number=alert.number, office=alert.office.name)
