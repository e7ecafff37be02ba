"""Changing the track of a report, and taking an emergency down."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.actions import duties, standing
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.responding import responding
from oscr.flow.clock import actions as clock
from oscr.flow.correction.sending import first_alert, first_decision
from oscr.flow.enforcement.actions import ANSWER, told_of_ending
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.flow.track.models import PriorityOverride, TrackChange
from oscr.flow.track.now import Current, current
from oscr.law import clocks, happened
from oscr.law import track_changes as law
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

INVESTIGATION = "investigation"


@transaction.atomic
def change(*, alert: Alert, to: str, reason: str, by: User, at: datetime) -> TrackChange:
    """Put a report on another track, at once. The clocks follow: what was due keeps its time, what falls due newly counts from now.

    Raises Refused for a pair that is not on the manual's list (CWM 3.6), without a reason, and where an investigation would end of
    which law enforcement was not told in writing before (RSMo 210.145.15).
    """
    require(by, Permission.CHANGE_TRACK)
    standing(alert=alert)
    report = alert.classification.report
    clock.hold(report=report)
    now = standing_on(alert)
    cell = law.cell(now.outcome, to)
    if not cell.allowed:
        raise Refused(_(cell.text), cite=cell.cite, field="to")
    if not reason.strip():
        raise Refused(_("Document the reason."), cite=cell.cite, field="reason")
    notice = notice_for(alert, now) if cell.ends_investigation else None
    if cell.ends_investigation and notice is None:
        raise Refused(
            _("Send law enforcement the written notice first: without it no investigation is ended."),
            cite="RSMo 210.145.15",
        )
    told = {"was": now.outcome, "to": to, "reason": reason.strip(), "notice": notice, "supersedes": now.change}
    row = TrackChange.objects.create(classification=alert.classification, alert=alert, **told, by=by, at=at)
    also = [ANSWER] if cell.ends_investigation else []
    _follow(alert, now, also, Current(to, now.hours), by, at)
    _tell(alert, f"track-{row.pk}", at)
    write(act="track.changed", subject=report, by=by, at=at, was=now.outcome, to=to)
    return row


@transaction.atomic
def take_down(
    *, alert: Alert, approved_by: User, consulted_at: datetime, reason: str, by: User, at: datetime
) -> PriorityOverride:
    """Take an emergency down to an ordinary response, within the time that the emergency itself leaves (CWM 3.4).

    In: the supervisor who approved, and when they were consulted. Raises Refused where it is no emergency, or not any more; when it is
    too late; for somebody who may not approve it; for a consult that cannot be; and without a reason.
    """
    require(by, Permission.CHANGE_TRACK)
    standing(alert=alert)
    report = alert.classification.report
    clock.hold(report=report)
    now = standing_on(alert)
    if now.hours != law.LEVEL_ONE:
        raise Refused(_("This is no emergency: nothing is taken down."), cite=law.OVERRIDE_CITE)
    ends = override_ends(alert)
    if at > ends:
        told = _("Too late: it could be taken down until %(time)s, within the emergency's own time.")
        time = date_format(local(ends), _("M j, g:i a"))
        raise Refused(told % {"time": time}, cite=law.OVERRIDE_CITE)
    if not _may_approve(approved_by, alert):
        raise Refused(_("Choose a supervisor of this office, or who leads it."), law.OVERRIDE_CITE, "approved_by")
    happened.check(consulted_at, at, report.received_at, field="consulted_at")
    if not reason.strip():
        raise Refused(_("Document the reason."), cite=law.OVERRIDE_CITE, field="reason")
    told_ = {"was": law.LEVEL_ONE, "hours": law.ORDINARY, "reason": reason.strip()}
    consult = {"approved_by": approved_by, "consulted_at": consulted_at}
    row = PriorityOverride.objects.create(
        classification=alert.classification, alert=alert, **told_, **consult, by=by, at=at
    )
    _follow(alert, now, [], Current(now.outcome, law.ORDINARY), by, at)
    _tell(alert, f"priority-{row.pk}", at)
    write(act="priority.taken_down", subject=report, by=by, at=at, approved_by=approved_by.pk, hours=law.ORDINARY)
    return row


def standing_on(alert: Alert) -> Current:
    """Where the report of an alert stands, which is classified."""
    now = current(alert.classification.report)
    assert now is not None
    return now


def override_ends(alert: Alert) -> datetime:
    """Until when an emergency may be taken down: counted from when the report was screened in first."""
    return law.override_ends(first_decision(alert).at, law.LEVEL_ONE)


def may_take_down_until(alert: Alert, at: datetime) -> datetime | None:
    """Until when an emergency can still be taken down; None where it is none, is taken down already, or the time is over."""
    ends = override_ends(alert)
    return ends if standing_on(alert).hours == law.LEVEL_ONE and at <= ends else None


def notice_for(alert: Alert, now: Current) -> EnforcementNotice | None:
    """The written notice to law enforcement on which the investigation may be ended: given since it is one."""
    since = now.change.at if now.change else first_decision(alert).at
    return told_of_ending(alert.classification.report, since)


def _may_approve(user: User, alert: Alert) -> bool:
    return can(user, Permission.CHANGE_TRACK) and Office.objects.overseen_by(user).filter(pk=alert.office_id).exists()


def _follow(alert: Alert, was: Current, also: list[str], now: Current, by: User, at: datetime) -> None:
    """Let the clocks follow. What is due on both tracks keeps the moment from which it counts; what is due newly counts from now,
    receipt or not: nobody could have done it before. `also`: kinds that fall away with what it was."""
    began = {"screened_in": first_decision(alert).at, "alerted": first_alert(alert).at}
    kinds = {one.kind for one in _duties(alert, was, began)}
    kept = [one for one in _duties(alert, now, began) if one.kind in kinds]
    fresh = {"screened_in": at, "alerted": at, "received": at}
    new = [one for one in _duties(alert, now, fresh) if one.kind not in kinds]
    report, office = alert.classification.report, alert.office
    clock.renew(report=report, was=[*kinds, *also], due=[*kept, *new], anew="", office=office, by=by, at=at)


def _duties(alert: Alert, state: Current, since: Mapping[str, datetime]) -> tuple[clocks.Due, ...]:
    changed = {"priority": str(state.hours)}
    return duties(classification=alert.classification, outcome=state.outcome, changed=changed, **since)


def _tell(alert: Alert, key: str, at: datetime) -> None:
    for person in responding(alert=alert, at=at):
        leave(
            kind="track_changed",
            key=f"{key}-{person.pk}",
            to=person.email,
            at=at,
            number=alert.number,
            office=alert.office.name,
        )
