"""The guards of a contact: what is told of them, which were broken, and the supervisor who hears of one that was.

Used by `contacting`. The guards are law (oscr.law.visiting): what breaks one is refused with the sentence of RSMo 210.145.8 beside
the field. Where it happened so all the same, whoever writes the contact tells it, says why, and a supervisor is told: then it is on
record as it was, and shown as a breach.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement
from oscr.flow.response.models import Contact, Part, Place, Precaution, Result
from oscr.flow.response.models.contacts import FACE_TO_FACE
from oscr.law import visiting
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

Check = Callable[[], None]


@dataclass(frozen=True)
class Whom:
    """One person of a contact. `seen`: a child directly observed, by the worker or by `seen_by` of the team."""

    part: str
    involved: Involvement | None = None
    named: str = ""
    seen: bool = False
    seen_by: str = ""
    interviewed: bool = False


@dataclass(frozen=True)
class Guarded:
    """What the guards ask of one contact (oscr.law.visiting)."""

    called_ahead: bool = False
    left_sign: bool = False
    same_building: str = ""
    suspect_there: bool = False
    parent_told: str = ""
    parent_told_at: datetime | None = None
    parent_not_told: str = ""
    rights: str = ""
    rights_minutes: int | None = None
    rights_why: str = ""


@dataclass(frozen=True)
class Breach:
    """Guards (their ids) that were broken all the same, how that came about, and which supervisor is told."""

    guards: Collection[str]
    why: str
    told: User | None


UNGUARDED, UNBROKEN = Guarded(), Breach((), "", None)


def check(
    alert: Alert,
    whom: Sequence[Whom],
    place: str,
    result: str,
    happened_at: datetime,
    said: Guarded,
    breach: Breach,
    by: User,
) -> None:
    """Ask every guard. Raises Refused for one that was broken and is not told of, for one that is told of and was not broken, and for
    a breach without why or without a supervisor who is told."""
    found = {_broken(ask, breach.guards) for ask in _asked(alert, whom, place, result, happened_at, said)}
    visiting.check_told(breach.guards, found=found, why=breach.why.strip())
    if breach.guards and (breach.told is None or breach.told == by or not _leads(breach.told, alert.office)):
        told = _("Say which supervisor of this office, or who leads it, is told; not you yourself.")
        raise Refused(told, "RSMo 210.145.8", "broken_told")


def with_suspect(whom: Sequence[Whom], place: str, result: str, said: Guarded) -> bool:
    """Whether this was a visit at which an alleged perpetrator was met, or may have been."""
    there = said.suspect_there or any(_is_suspect(one) for one in whom)
    return result == Result.REACHED and place in FACE_TO_FACE and there


def tell(contact: Contact, alert: Alert, breach: Breach, by: User, at: datetime) -> None:
    """Tell the supervisor of a breach, and the record. A part of `contacting.contact`."""
    if not breach.guards or breach.told is None:
        return
    key, to = f"guard-{contact.pk}-{breach.told.pk}", breach.told.email
    leave(kind="guard_broken", key=key, to=to, at=at, number=alert.number, office=alert.office.name)
    about = {"pk": contact.pk, "guards": sorted(breach.guards), "told": breach.told.pk}
    write(act="guard.broken", subject=alert.classification.report, by=by, at=at, **about)


def answers_now(alert: Alert) -> Mapping[str, str] | None:
    """What was answered last before a visit; None when nothing was."""
    last = Precaution.objects.of(alert.classification.report).order_by("-pk").first()
    return last.answers if last else None


def actions_of(alert: Alert) -> frozenset[str]:
    """The ids of the actions that the hotline's decision calls for."""
    return frozenset(one["id"] for one in alert.classification.decision["actions"])


def _broken(ask: Check, told: Collection[str]) -> str:
    """The guard that was broken and is told of; "" where it held."""
    try:
        ask()
    except visiting.Broken as broken:
        if broken.guard not in told:
            raise
        return broken.guard
    return ""


def _asked(
    alert: Alert, whom: Sequence[Whom], place: str, result: str, happened_at: datetime, said: Guarded
) -> Iterator[Check]:
    """Each guard that this contact must pass."""
    actions = actions_of(alert)
    if place == Place.HOME:
        answers = answers_now(alert)
        home = result in (Result.REACHED, Result.REFUSED)
        yield partial(visiting.check_call, answers, called=said.called_ahead)
        yield partial(visiting.check_sign, answers or {}, left_sign=said.left_sign, anybody_home=home)
    if result == Result.REACHED and any(one.part == Part.CHILD for one in whom):
        there, same = visiting.alleged_in_building(actions), said.same_building
        yield partial(visiting.check_place, place=place, alleged_there=there, same_building=same)
    if any(one.interviewed for one in whom):
        yield partial(
            visiting.check_parent_first,
            applies=visiting.parent_goes_first(actions),
            told=said.parent_told,
            told_at=said.parent_told_at,
            why_not=said.parent_not_told,
            interviewed_at=happened_at,
        )
    there, minutes, why = with_suspect(whom, place, result, said), said.rights_minutes, said.rights_why
    yield partial(visiting.check_rights, suspect_there=there, how=said.rights, minutes=minutes, why=why)


def _is_suspect(one: Whom) -> bool:
    return one.part == Part.SUSPECT or bool(one.involved and one.involved.suspect)


def _leads(user: User, office: Office) -> bool:
    return can(user, Permission.ASSIGN) and Office.objects.overseen_by(user).filter(pk=office.pk).exists()
