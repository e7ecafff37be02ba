"""Who is the same person: the one place that answers, from links.

Used by everything that says "the same child" or "the same perpetrator". What counts is what was said last; a probable link is a
suggestion and makes nobody the same.
"""

from collections.abc import Iterable

from oscr.people.models import Link, LinkKind, Participant, Person


def persons_of(participants: Iterable[Participant]) -> dict[int, Person]:
    """Id of a participant -> whom it was confirmed to be about; those who were not confirmed are left out."""
    of_these = Link.objects.filter(participant__in=[one.pk for one in participants]).standing()
    return {
        link.participant_id: link.person for link in of_these.filter(kind=LinkKind.CONFIRMED).select_related("person")
    }


def same_person(one: Participant, other: Participant) -> bool:
    """Whether somebody confirmed that two tellings are about one person."""
    found = persons_of([one, other])
    return one.pk == other.pk or (len(found) == 2 and found[one.pk] == found[other.pk])


def tellings_of(person: Person) -> list[Participant]:
    """Every telling that was confirmed to be about this person, in the order in which they were linked."""
    confirmed = Link.objects.filter(person=person).standing().filter(kind=LinkKind.CONFIRMED).order_by("pk")
    return [link.participant for link in confirmed.select_related("participant")]


def suggestions_for(participant: Participant) -> list[Link]:
    """The probable links of a telling that nobody has answered, the likeliest first."""
    standing = Link.objects.filter(participant=participant).standing().filter(kind=LinkKind.PROBABLE)
    return list(standing.select_related("person").order_by("-score", "pk"))
