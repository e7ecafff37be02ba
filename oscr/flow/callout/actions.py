"""Calling an alert out: telling each level, writing down each call, climbing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import Level, OfficeKind, User
from oscr.agency.permissions import COUNTY_ROLES, Permission, Role, require
from oscr.flow.assignment.actions import acknowledge, standing
from oscr.flow.assignment.models import Acknowledgement, Alert
from oscr.flow.callout.models import Attempt, Climb
from oscr.flow.callout.standing import Out, Rung, chain, is_restricted, out
from oscr.law.refusal import Refused
from oscr.notices.actions import leave, text_message
from oscr.record.actions import write


def call_out_due(*, at: datetime) -> int:
    """Begin the call-out of every alert that has none yet, and let each emergency climb whose level had its time.

    Returns how many levels were told. A level is told once: whoever writes its row first leaves the notices, so a beat that died
    or runs twice changes nothing. Each alert is a transaction of its own.
    """
    begun = set(Climb.objects.filter(alert__in=Alert.objects.unacknowledged()).values_list("alert", flat=True))
    waiting = out(Alert.objects.all(), at)
    new = [one for one in waiting if one.alert.pk not in begun]
    late = [one for one in waiting if one.alert.pk in begun and one.climbs_at and one.climbs_at <= at]
    told = sum(_tell_first(one=one, at=at) for one in new)
    return told + sum(_tell_next(one=one, why=Climb.Why.TIME, by=None, at=at) for one in late)


@transaction.atomic
def climb(*, alert: Alert, by: User, at: datetime) -> None:
    """Go on to the next level at once. Raises Refused when the alert is acknowledged, or the last level is called already."""
    require(by, Permission.ALERT)
    one = _still_out(alert, at)
    if one.level >= Level.REGION:
        raise Refused(_("This is the last level: keep calling, and call whoever leads the Division."))
    _tell_next(one=one, why=Climb.Why.PRESSED, by=by, at=at)


@transaction.atomic
def attempt(*, alert: Alert, level: int, person: User, number: str, result: str, by: User, at: datetime) -> Attempt:
    """Write down one call. "Takes it" acknowledges the alert in the name of who said so; "cannot take it" climbs at once.

    Raises Refused for somebody who may not be called about this alert, and when it is acknowledged or corrected already.
    """
    require(by, Permission.ALERT)
    one = _still_out(alert, at)
    rungs = chain(alert.office, at, restricted=is_restricted(alert))
    if not any(rung.level == level and person in rung.people for rung in rungs):
        raise Refused(_("%(name)s is not on call at this level now.") % {"name": person}, field="whom")
    if result == Attempt.Result.TOOK and person.role not in COUNTY_ROLES:
        raise Refused(_("Only somebody of the field can take an alert."), field="result")
    row = Attempt.objects.create(
        alert=alert, level=level, person=person, number=number, result=Attempt.Result(result), by=by, at=at
    )
    said = {"level": level, "person": person.pk, "result": str(row.result)}
    write(act="callout.attempted", subject=alert.classification.report, by=by, at=at, **said)
    if row.result == Attempt.Result.TOOK:
        acknowledge(alert=alert, by=person, told_by=by, at=at)
    elif row.result == Attempt.Result.DECLINED and level >= one.level and level < Level.REGION:
        _tell_next(one=one, why=Climb.Why.DECLINED, by=by, at=at)
    return row


def _still_out(alert: Alert, at: datetime) -> Out:
    """The locked alert as it is called out; raises Refused when it is not any more."""
    standing(alert=alert)
    seen = Acknowledgement.objects.filter(alert=alert).select_related("by").first()
    if seen:
        raise Refused(_("%(name)s has acknowledged this alert: stop calling.") % {"name": seen.by})
    return out(Alert.objects.filter(pk=alert.pk), at)[0]


@transaction.atomic
def _tell_first(*, one: Out, at: datetime) -> bool:
    """The first level, or the lowest one where somebody is: the alert itself was sent by e-mail already. Shouts where the roster
    is empty."""
    alert = one.alert
    rungs = chain(alert.office, at, restricted=is_restricted(alert))
    there = next((rung for rung in rungs if rung.people), rungs[-1])
    if not _reached(one, there, Climb.Why.SENT, None, at):
        return False
    if not one.rostered or not there.people:
        _shout(alert, at)
    return True


@transaction.atomic
def _tell_next(*, one: Out, why: Climb.Why, by: User | None, at: datetime) -> bool:
    rungs = chain(one.alert.office, at, restricted=is_restricted(one.alert))
    above = [rung for rung in rungs if rung.level > one.level]
    there = next((rung for rung in above if rung.people), above[-1])
    if not there.people:
        _shout(one.alert, at)
    return _reached(one, there, why, by, at)


def _reached(one: Out, there: Rung, why: Climb.Why, by: User | None, at: datetime) -> bool:
    """Whether this was the first to reach the level: then its people are told."""
    alert, report = one.alert, one.alert.classification.report
    row, new = Climb.objects.get_or_create(
        alert=alert, level=there.level, defaults={"why": why, "told": len(there.people), "by": by, "at": at}
    )
    if not new:
        return False
    for person in there.people if one.emergency else ():
        key = f"callout-{alert.pk}-{there.level}-{person.pk}"
        said = {"number": report.number, "office": alert.office.name}
        if why != Climb.Why.SENT:
            leave(kind="callout", key=key, to=person.email, at=at, **said)
        if there.line:
            text_message(kind="callout", key=key, phone=there.line.phone, at=at, **said)
    write(act="callout.climbed", subject=report, by=by, at=at, level=there.level, why=str(why), told=row.told)
    return True


def _shout(alert: Alert, at: datetime) -> None:
    """An office's roster has nobody: its regional director and the hotline's supervisors are told."""
    active = User.objects.filter(is_active=True)
    directors = active.filter(role=Role.REGIONAL_DIRECTOR, office__region=alert.office.region)
    hotline = active.filter(role=Role.HOTLINE_SUPERVISOR, office__kind=OfficeKind.HOTLINE)
    for person in (*directors, *hotline):
        key = f"roster-empty-{alert.pk}-{person.pk}"
        leave(kind="roster_empty", key=key, to=person.email, at=at, number=alert.number, office=alert.office.name)
