"""Saying who is the same person, and taking it back: each a row that is never edited.

Used by `oscr.flow.history`, which looks at what depends on it. The machine may only propose; a member of staff says that two
tellings are about one person, or are not, or takes back what was said, and says why.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.law.refusal import Refused
from oscr.people.links import persons_of, said_between, tellings_of, told_apart
from oscr.people.models import Link, LinkKind, Participant, Person
from oscr.record.actions import write


@transaction.atomic
def same(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Person:
    """Two tellings are about one person, and with them everything that was said to be about either.

    Raises Refused when they are known to be one already, and when joining them would put a telling to a person of whom
    somebody said that it is not.
    """
    require(by, Permission.LINK_PEOPLE)
    _check(one, other, reason)
    person, moved = _person(other, reason, by, at), _person_of(one)
    if moved == person:
        raise Refused(_("These two are known to be the same person."))
    tellings, staying = tellings_of(moved) if moved else [one], tellings_of(person)
    apart = told_apart(telling.pk for telling in (*tellings, *staying) if telling not in (one, other))
    together = {person.pk, moved.pk if moved else None}
    if any(whom in together for _telling, whom in apart):
        raise Refused(
            _("Somebody said of another telling about this person that it is not the same. Take that back first.")
        )
    for telling in tellings:
        if moved:
            _say(LinkKind.WITHDRAWN, telling, moved, reason=reason, by=by, at=at)
        _say(LinkKind.CONFIRMED, telling, person, reason=reason, by=by, at=at)
    return person


@transaction.atomic
def different(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Link:
    """This telling is not about whom the other is about, whatever the machine or somebody before thought."""
    require(by, Permission.LINK_PEOPLE)
    _check(one, other, reason)
    return _say(LinkKind.NOT_SAME, one, _person(other, reason, by, at), reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """Take back what was said of a telling and a person. Raises Refused when nothing is."""
    require(by, Permission.LINK_PEOPLE)
    one_after_the_other()
    if not Link.objects.filter(participant=participant, person=person).standing().exists():
        raise Refused(_("Nothing was said about these two that could be taken back."))
    return _say(LinkKind.WITHDRAWN, participant, person, reason=reason, by=by, at=at)


@transaction.atomic
def split(*, person: Person, participants: Collection[Participant], reason: str, by: User, at: datetime) -> Person:
    """Two people were taken for one: these tellings of `person` are about somebody else, who becomes a person of their own.

    Raises Refused when one of them is not about `person`, or when none of the others would stay.
    """
    require(by, Permission.LINK_PEOPLE)
    one_after_the_other()
    leaving, everything = {one.pk for one in participants}, {one.pk for one in tellings_of(person)}
    if not leaving or not leaving < everything:
        raise Refused(_("Choose some, but not all, of what was told about this person."))
    first, *others = sorted(participants, key=lambda one: one.pk)
    for participant in (first, *others):
        _say(LinkKind.WITHDRAWN, participant, person, reason=reason, by=by, at=at)
    other = _found(first, reason, by, at)
    for participant in others:
        _say(LinkKind.CONFIRMED, participant, other, reason=reason, by=by, at=at)
    return other


@transaction.atomic
def propose(
    *,
    one: Participant,
    other: Participant,
    score: float,
    reason: str,
    at: datetime,
    guarded: bool = False,
    by: None = None,
) -> Link | None:
    """The machine's suggestion that `one` may be about whom `other` is about; None where anything was said of them before,
    or of others about the same people.

    `guarded`: the guarded rule vouches for it (people.matching.guard); it still makes nobody the same.
    """
    _check(one, other, reason)
    person = _person_of(other)
    if _person_of(one) is not None and _person_of(one) == person:
        return None
    if said_between(one.pk, other.pk):
        return None
    person = person or _found(other, reason, by, at)
    return _say(LinkKind.PROBABLE, one, person, reason=reason, by=by, at=at, score=score, guarded=guarded)


def one_after_the_other() -> None:
    """Linking moves whole groups of tellings: who says something at the same time waits here, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('people.link', 0))")


def _person_of(participant: Participant) -> Person | None:
    found = persons_of([participant.pk]).get(participant.pk)
    return Person.objects.get(pk=found) if found else None


def _person(participant: Participant, reason: str, by: User | None, at: datetime) -> Person:
    """Whom a telling is about: somebody known, or a new person who becomes known by it."""
    return _person_of(participant) or _found(participant, reason, by, at)


def _found(participant: Participant, reason: str, by: User | None, at: datetime) -> Person:
    person = Person.objects.create(made_at=at)
    _say(LinkKind.FIRST, participant, person, reason=reason, by=by, at=at)
    return person


def _check(one: Participant, other: Participant, reason: str) -> None:
    """Two tellings, and why."""
    if one.pk == other.pk:
        raise Refused(_("This is one telling: choose another one to compare it with."))
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    one_after_the_other()


def _say(
    kind: LinkKind,
    participant: Participant,
    person: Person,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    **how: object,
) -> Link:
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    told = {"participant": participant, "person": person, "kind": kind, "reason": reason.strip(), "by": by, "at": at}
    link = Link.objects.create(**told, **how)
    write(act=f"person.{kind.name.lower()}", subject=participant, by=by, at=at, person=person.pk)
    return link
