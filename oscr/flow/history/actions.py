"""Saying who is the same person, and taking it back, with what depends on it.

Used by the desks. Each act is one of `people.actions`.
"""

from collections.abc import Collection
from datetime import datetime

from oscr.agency.models import User
from oscr.people import actions as people
from oscr.people.models import Link, Participant, Person


def link(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Person:
    """Two tellings are about one person."""
    return people.same(one=one, other=other, reason=reason, by=by, at=at)


def deny(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Link:
    """One telling is not about whom the other is about."""
    return people.different(one=one, other=other, reason=reason, by=by, at=at)


def withdraw(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """What was said of a telling and a person is taken back."""
    return people.withdraw(participant=participant, person=person, reason=reason, by=by, at=at)


def split(*, person: Person, participants: Collection[Participant], reason: str, by: User, at: datetime) -> Person:
    """Some tellings of a person are about somebody else."""
    return people.split(person=person, participants=participants, reason=reason, by=by, at=at)
