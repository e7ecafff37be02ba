"""Saying who is the same person, and taking it back: each a row that is never edited.

Used by whoever works on a report. The machine may only propose; a member of staff confirms, denies and withdraws, and says why.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.law.refusal import Refused
from oscr.people.links import persons_of, tellings_of
from oscr.people.models import Link, LinkKind, Participant, Person
from oscr.record.actions import write


@transaction.atomic
def identify(*, participant: Participant, reason: str, by: User, at: datetime) -> Person:
    """Somebody not on file yet: a new person whom this telling is about. Raises Refused when it is about somebody already."""
    require(by, Permission.LINK_PEOPLE)
    _check_free(participant)
    person = Person.objects.create(made_at=at)
    _say(kind=LinkKind.CONFIRMED, participant=participant, person=person, reason=reason, by=by, at=at)
    return person


@transaction.atomic
def confirm(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """This telling is about this person. Raises Refused when it was confirmed to be about another: withdraw that first."""
    require(by, Permission.LINK_PEOPLE)
    _check_free(participant, but=person)
    return _say(kind=LinkKind.CONFIRMED, participant=participant, person=person, reason=reason, by=by, at=at)


@transaction.atomic
def deny(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """This telling is not about this person, whatever the machine or somebody before thought."""
    require(by, Permission.LINK_PEOPLE)
    _lock(participant)
    return _say(kind=LinkKind.NOT_SAME, participant=participant, person=person, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """Take back what was said of a telling and a person. Raises Refused when nothing is."""
    require(by, Permission.LINK_PEOPLE)
    _lock(participant)
    if not Link.objects.filter(participant=participant, person=person).standing().exists():
        raise Refused(_("Nothing was said about these two that could be taken back."))
    return _say(kind=LinkKind.WITHDRAWN, participant=participant, person=person, reason=reason, by=by, at=at)


@transaction.atomic
def split(*, person: Person, participants: Collection[Participant], reason: str, by: User, at: datetime) -> Person:
    """Two people were taken for one: these tellings of `person` are about somebody else, who becomes a person of their own.

    Raises Refused when one of them is not about `person`, or when none of the others would stay.
    """
    require(by, Permission.LINK_PEOPLE)
    for participant in sorted(participants, key=lambda one: one.pk):
        _lock(participant)
    leaving, everything = {one.pk for one in participants}, {one.pk for one in tellings_of(person)}
    if not leaving or not leaving < everything:
        raise Refused(_("Choose some, but not all, of what was told about this person."))
    other = Person.objects.create(made_at=at)
    for participant in participants:
        _say(kind=LinkKind.WITHDRAWN, participant=participant, person=person, reason=reason, by=by, at=at)
        _say(kind=LinkKind.CONFIRMED, participant=participant, person=other, reason=reason, by=by, at=at)
    return other


@transaction.atomic
def propose(
    *, participant: Participant, person: Person, score: float, reason: str, at: datetime, by: None = None
) -> Link | None:
    """The machine's suggestion that this telling may be about this person; None where anything was said of the two before."""
    _lock(participant)
    if Link.objects.filter(participant=participant, person=person).exists():
        return None
    return _say(
        kind=LinkKind.PROBABLE, participant=participant, person=person, score=score, reason=reason, by=by, at=at
    )


def _check_free(participant: Participant, but: Person | None = None) -> None:
    _lock(participant)
    person = persons_of([participant]).get(participant.pk)
    if person is not None and person != but:
        raise Refused(_("This was confirmed to be about somebody else. Take that back first."))


def _lock(participant: Participant) -> None:
    """Whoever says something else about the same telling at the same time waits here."""
    Participant.objects.select_for_update().get(pk=participant.pk)


def _say(*, reason: str, participant: Participant, by: User | None, at: datetime, **said: object) -> Link:
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    link = Link.objects.create(participant=participant, reason=reason.strip(), by=by, at=at, **said)
    write(act=f"person.{LinkKind(link.kind).name.lower()}", subject=participant, by=by, at=at, person=link.person_id)
    return link
