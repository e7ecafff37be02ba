"""Who is the same person: the one place that answers, from links.

Used by everything that says "the same child" or "the same perpetrator". What counts is what was said last; a probable link is a
suggestion and makes nobody the same.
"""

from collections.abc import Iterable

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


def told_apart(participants: Iterable[int]) -> set[tuple[int, int]]:
    """(participant, person) of whom somebody said that they are not the same."""
    standing = Link.objects.filter(participant__in=list(participants)).standing().filter(kind=LinkKind.NOT_SAME)
    return set(standing.values_list("participant_id", "person_id"))


def suggestions_for(participant: Participant) -> list[Link]:
    """The probable links of a telling that nobody has answered, the likeliest first."""
    standing = Link.objects.filter(participant=participant).standing().filter(kind=LinkKind.PROBABLE)
    return list(standing.select_related("person").order_by("-score", "pk"))
