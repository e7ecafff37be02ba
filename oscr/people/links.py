"""Who is the same person: the one place that answers, from links.

Used by everything that says "the same child" or "the same perpetrator". What counts is what was said last; a probable link is a
suggestion and makes nobody the same.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from oscr.people.models import THE_SAME, Link, LinkKind, Participant, Person


def persons_of(participants: Iterable[int]) -> dict[int, int]:
    """Key of a participant -> key of the person whom it is about; those about whom nothing was said are left out."""
    standing = Link.objects.filter(participant__in=list(participants)).standing().filter(kind__in=THE_SAME)
    return dict(standing.values_list("participant_id", "person_id"))


def same_person(one: Participant, other: Participant) -> bool:
    """Whether somebody confirmed that two tellings are about one person."""
    found = persons_of([one.pk, other.pk])
    return one.pk == other.pk or (len(found) == 2 and found[one.pk] == found[other.pk])


def tellings_of(person: Person) -> list[Participant]:
    """Every telling that is about this person, in the order in which they came in."""
    standing = Link.objects.filter(person=person).standing().filter(kind__in=THE_SAME)
    return [link.participant for link in standing.order_by("participant").select_related("participant")]


def everything_about(persons: Iterable[int]) -> dict[int, int]:
    """Key of a participant -> key of the person, for every telling about any of these persons (keys)."""
    standing = Link.objects.filter(person__in=list(persons)).standing().filter(kind__in=THE_SAME)
    return dict(standing.values_list("participant_id", "person_id"))


def confirmed_pairs() -> list[tuple[int, int]]:
    """Two tellings of one person, by the word of a worker: each that was confirmed, with the one the person was made for."""
    first = dict(Link.objects.filter(kind=LinkKind.FIRST).values_list("person_id", "participant_id"))
    confirmed = Link.objects.standing().filter(kind=LinkKind.CONFIRMED, by__isnull=False)
    return [
        (first[person], participant)
        for person, participant in confirmed.order_by("pk").values_list("person_id", "participant_id")
        if first.get(person, participant) != participant
    ]


def told_apart(participants: Iterable[int]) -> set[tuple[int, int]]:
    """(participant, person) of whom somebody said that they are not the same.

    Where those who were meant are put to another person, it holds of that person too.
    """
    standing = Link.objects.filter(participant__in=list(participants)).standing().filter(kind=LinkKind.NOT_SAME)
    said = set(standing.values_list("participant_id", "person_id"))
    meant = Link.objects.filter(person__in={person for _telling, person in said}, kind__in=THE_SAME)
    ever = set(meant.values_list("person_id", "participant_id"))
    now = persons_of({telling for telling, _person in said} | {telling for _person, telling in ever})
    moved = {(telling, now.get(other)) for telling, person in said for whose, other in ever if whose == person}
    return said | {(telling, person) for telling, person in moved if person and person != now.get(telling)}


def guarded_with(participants: Iterable[int]) -> dict[int, int]:
    """Key of a participant -> key of the person whom the guarded rule vouches it is about, where nobody has answered yet."""
    standing = Link.objects.filter(participant__in=list(participants)).standing()
    return dict(standing.filter(kind=LinkKind.PROBABLE, guarded=True).values_list("participant_id", "person_id"))


def said_between(one: int, other: int) -> list[Link]:
    """Everything that was ever said of whether two tellings (keys), or others about the same people, are one; the first first.

    What was said of somebody stays said of them when their tellings are put to another person.
    """
    persons = persons_of([one, other])
    mine, theirs = (_together(telling, persons.get(telling)) for telling in (one, other))
    between = Q(participant__in=mine, person__in=_ever(theirs)) | Q(participant__in=theirs, person__in=_ever(mine))
    return list(Link.objects.filter(between).exclude(kind=LinkKind.FIRST).select_related("by").order_by("pk"))


def standing_among(said: Iterable[Link]) -> list[Link]:
    """Those of some links that stand, in the order given."""
    rows = list(said)
    standing = set(Link.objects.filter(pk__in=[link.pk for link in rows]).standing().values_list("pk", flat=True))
    return [link for link in rows if link.pk in standing]


def _together(telling: int, person: int | None) -> list[int]:
    return list(everything_about([person])) if person else [telling]


def _ever(tellings: list[int]) -> QuerySet[Link, dict[str, int]]:
    """The people whom these were ever said to be about."""
    return Link.objects.filter(participant__in=tellings, kind__in=THE_SAME).values("person")
