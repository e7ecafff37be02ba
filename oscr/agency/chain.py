"""Who answers for an office: the call-out chain."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from oscr.agency.models import Level, Office, OfficeKind, OnCall, User
from oscr.agency.permissions import Role

IN_CHARGE = {
    Level.PRIMARY: Role.WORKER,
    Level.BACK_UP: Role.COUNTY_SUPERVISOR,
    Level.CIRCUIT: Role.CIRCUIT_MANAGER,
    Level.REGION: Role.REGIONAL_DIRECTOR,
}


def to_call(*, office: Office, level: int, at: datetime) -> list[User]:
    """Whom to tell at this level of an office's chain: the person on call, else whoever is in charge there.

    An empty level climbs to the next one (manual section 2.4.1), so the answer is empty only when nobody is left.
    """
    return climb(office=office, level=level, at=at)[1]


def climb(
    *, office: Office, level: int, at: datetime, may: Callable[[User], bool] = lambda _user: True
) -> tuple[int, list[User]]:
    """As `to_call`, with the level at which somebody was found: the top one when nobody is left. Of what not everybody may see,
    `may` answers for each; a level where nobody may is as good as empty."""
    lines: dict[int, OnCall] = {}
    for line in OnCall.objects.covering(at).filter(office=office, level__gte=level):
        lines.setdefault(line.level, line)
    rungs = range(level, Level.REGION + 1)
    in_charge: dict[int, list[User]] = {}
    for rung in rungs:
        if rung not in lines and not in_charge:  # one look for all who may be needed; none where somebody is on call
            in_charge = _in_charge(office, [one for one in rungs if one not in lines])
        people = [lines[rung].user] if rung in lines else in_charge[rung]
        if found := [one for one in people if may(one)]:
            return rung, found
    return int(Level.REGION), []


def slot(*, office: Office, level: int, at: datetime) -> tuple[OnCall | None, list[User]]:
    """One level and no other: the line of the roster that counts at that moment, and else whoever is in charge there."""
    line = OnCall.objects.at(office=office, level=level, at=at)
    return line, [line.user] if line else _in_charge(office, [level])[level]


def _in_charge(office: Office, levels: Sequence[int]) -> dict[int, list[User]]:
    """Whoever is in charge at each of these levels, read at once."""
    active = User.objects.filter(is_active=True).order_by("pk")
    if office.kind == OfficeKind.HOTLINE:
        supervisors = list(active.filter(role=Role.HOTLINE_SUPERVISOR, office=office))
        return dict.fromkeys(levels, supervisors)
    staff = list(active.filter(reduce(or_, (_charge_of(office, level) for level in levels))))
    return {level: [one for one in staff if one.role == IN_CHARGE[Level(level)]] for level in levels}


def _charge_of(office: Office, level: int) -> Q:
    of_role = Q(role=IN_CHARGE[Level(level)])
    if level == Level.CIRCUIT and office.circuit:
        return of_role & Q(office__circuit=office.circuit)
    if level == Level.REGION:
        return of_role & Q(office__region=office.region)
    return of_role & Q(office=office)
