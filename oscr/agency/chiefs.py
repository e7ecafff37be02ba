"""Who directs the response to a second or subsequent incident at an office: its chief investigator (RSMo 210.145.9).

An office whose newest entry names somebody who has left, or somebody who does not answer for it any more, has none: its circuit
manager is in charge until another one is named.
"""

from collections.abc import Collection
from datetime import datetime

from oscr.agency.chain import to_call
from oscr.agency.models import ChiefInvestigator, Level, Office, OfficeKind, User
from oscr.agency.permissions import Role


def named(offices: Collection[Office], at: datetime) -> dict[int, ChiefInvestigator]:
    """Key of office -> the entry that counts at that moment and whose person still answers for it; two queries."""
    rows = ChiefInvestigator.objects.at(at).filter(office__in=offices).select_related("user__office", "office")
    return {row.office_id: row for row in rows if may_be(row.user, row.office)}


def in_charge(*, office: Office, at: datetime) -> list[User]:
    """The chief investigator of an office; where none is named, whoever leads its circuit."""
    row = named([office], at).get(office.pk)
    return [row.user] if row else to_call(office=office, level=Level.CIRCUIT, at=at)


def directed_by(user: User, at: datetime) -> list[int]:
    """The offices (keys) of whose second and subsequent incidents somebody is in charge: chief investigator there, or leading the
    circuit or the region where none is named."""
    mine = list(Office.objects.overseen_by(user))
    rows = named(mine, at)
    leads = user.role in (Role.CIRCUIT_MANAGER, Role.REGIONAL_DIRECTOR)
    return [one.pk for one in mine if (rows[one.pk].user_id == user.pk if one.pk in rows else leads)]


def may_be(user: User, office: Office) -> bool:
    """Whether somebody may direct responses of an office: they work for the field and see what it has, as `overseen_by` says."""
    home = user.office
    if not user.is_active or not user.is_county or home is None or office.kind == OfficeKind.HOTLINE:
        return False
    if user.role == Role.REGIONAL_DIRECTOR:
        return bool(office.region == home.region)
    if user.role == Role.CIRCUIT_MANAGER and home.circuit:
        return bool(office.circuit == home.circuit)
    return bool(office.pk == home.pk)
