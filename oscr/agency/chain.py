"""Who answers for an office: the call-out chain."""

from collections.abc import Callable
from datetime import datetime

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
    for rung in range(level, Level.REGION + 1):
        _line, people = slot(office=office, level=rung, at=at)
        if found := [one for one in people if may(one)]:
            return rung, found
    return int(Level.REGION), []


def slot(*, office: Office, level: int, at: datetime) -> tuple[OnCall | None, list[User]]:
    """One level and no other: the line of the roster that counts at that moment, and else whoever is in charge there."""
    line = OnCall.objects.at(office=office, level=level, at=at)
    return line, [line.user] if line else list(_in_charge(office, level))


def _in_charge(office: Office, level: int):
    active = User.objects.filter(is_active=True)
    if office.kind == OfficeKind.HOTLINE:
        return active.filter(role=Role.HOTLINE_SUPERVISOR, office=office)
    staff = active.filter(role=IN_CHARGE[Level(level)])
    if level == Level.CIRCUIT and office.circuit:
        return staff.filter(office__circuit=office.circuit)
    if level == Level.REGION:
        return staff.filter(office__region=office.region)
    return staff.filter(office=office)
