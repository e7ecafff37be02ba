"""Everything that may be known of one person: each telling as told, whom they lived with, who may be the same, and who said so.

Used by the person's page. Reads what the viewer may see; what they may not is counted. Tellings are never merged: what links say
are one person stands together, and everything else apart, with the reason beside it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from oscr.agency.models import User
from oscr.flow.history import mentions, pairs
from oscr.flow.history.mentions import Mention
from oscr.flow.history.pairs import Why
from oscr.flow.report.models import Involvement, Part
from oscr.people import links
from oscr.people.models import Link, LinkKind, Person
from oscr.people.words import age_words, full_name, nameless

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Group = list[Mention]


@dataclass(frozen=True)
class Member:
    """Somebody of the family: every mention of them, the oldest first, and the code they bear on this page.

    `linked` is False where only a name in common, as told, puts several tellings together: nobody said that they are one person.
    """

    code: str
    mentions: tuple[Mention, ...]
    focus: bool
    at: datetime
    linked: bool = True

    @property
    def participant(self) -> int:
        """The key of the newest telling, where their own page begins."""
        return self.mentions[-1].participant.pk

    @property
    def name(self) -> str:
        """The name as it was told last, where anybody knew one."""
        return next(iter(self.names), nameless())

    @property
    def names(self) -> tuple[str, ...]:
        """Every name as told, the newest first, each once."""
        told = (full_name(one.participant) for one in reversed(self.mentions))
        return tuple(dict.fromkeys(name for name in told if name))

    @property
    def child(self) -> bool:
        """Whether they were told of as a child last."""
        return self.mentions[-1].involvement.part == Part.CHILD

    @property
    def age_then(self) -> str:
        """The age at the first telling that told of one."""
        said = (age_words(one.participant, one.received_at) for one in self.mentions)
        return next(filter(None, said), "")

    @property
    def age_now(self) -> str:
        """The age today: by a birth date before an age, by a certain one before a guess, by the newest telling first."""
        told = sorted(self.mentions, key=_vague)
        said = (age_words(one.participant, one.received_at, self.at) for one in told)
        return next(filter(None, said), "")

    @property
    def roles(self) -> tuple[str, ...]:
        """As what they were named, the newest first, each once."""
        return tuple(dict.fromkeys(one.role for one in reversed(self.mentions)))

    @property
    def relations(self) -> tuple[str, ...]:
        """Their relation to the child, as told, the newest first, each once."""
        told = (one.involvement.relation for one in reversed(self.mentions))
        return tuple(dict.fromkeys(relation for relation in told if relation))


@dataclass(frozen=True)
class Likely:
    """Somebody who may be the same person, and nobody answered yet: why, and every mention of them that may be seen."""

    link: Link
    why: Why
    own: int
    mentions: tuple[Mention, ...]

    @property
    def other(self) -> int:
        """The key of the telling to compare with, the newest."""
        return self.mentions[0].participant.pk


@dataclass(frozen=True)
class Said:
    """What somebody said, or the machine proposed, about who this is; `mention` is None where the telling is restricted."""

    link: Link
    why: Why
    mention: Mention | None
    stands: bool


@dataclass(frozen=True)
class History:
    """All of the page: `person` where links say who it is, `own` tellings newest first, the family with the person first,
    whoever may be the same, who said what."""

    person: Person | None
    own: tuple[Mention, ...]
    family: tuple[Member, ...]
    likely: tuple[Likely, ...]
    said: tuple[Said, ...]
    restricted: int

    @property
    def focus(self) -> Member:
        """Whom the page is about."""
        return self.family[0]

    @property
    def reports(self) -> list[Involvement]:
        """One involvement of every report that is shown."""
        shown = [*self.own, *(one for member in self.family for one in member.mentions)]
        shown += [one for likely in self.likely for one in likely.mentions]
        shown += [one.mention for one in self.said if one.mention]
        return list({one.report.pk: one.involvement for one in shown}.values())


def history(telling: Involvement, user: User, at: datetime) -> History:
    """What is known of whom this telling is about, for one viewer at one moment."""
    about = telling.participant_id
    person = links.persons_of([about]).get(about)
    own = set(links.everything_about([person])) if person else {about}
    said = list(Link.objects.filter(Q(participant__in=own) | Q(person=person)).select_related("by").order_by("-pk"))
    near = {one.person for one in mentions.of_families(own, user).seen if one.person}
    family = _told_with(own) | set(links.everything_about(near))
    others = links.everything_about({link.person_id for link in said} - {person})
    linked = {link.participant_id for link in said} | set(others)
    found = mentions.of_tellings(family | linked, user)
    seen = {one.participant.pk: one for one in found.seen}
    why, standing = pairs.reasons(said, user), links.standing_among(said)
    return History(
        person=Person.objects.filter(pk=person).first(),
        own=tuple(one for one in found.seen if one.participant.pk in own),
        family=_members([one for one in found.seen if one.participant.pk in family], own, at),
        likely=_likely(standing, why, own, others, seen),
        said=tuple(Said(link, why[link.pk], seen.get(link.participant_id), link in standing) for link in said),
        restricted=found.restricted,
    )


def _told_with(own: Iterable[int]) -> set[int]:
    """Everybody told of in the same reports; keys only, so that what is restricted can be counted."""
    together = Involvement.objects.filter(report__involved__participant__in=set(own))
    return set(together.values_list("participant_id", flat=True))


def _members(seen: Collection[Mention], own: set[int], at: datetime) -> tuple[Member, ...]:
    """Tellings of one person together; the person first, then children lettered, then everybody else numbered."""
    persons, apart = _persons(seen, own), links.told_apart(one.participant.pk for one in seen)
    groups: list[Group] = []
    for one in sorted(seen, key=lambda one: (one.received_at, one.involvement.code)):
        group = next((group for group in groups if _together(group, one, persons, apart)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    made: list[Member] = []
    for group in sorted(groups, key=lambda group: _place(group, own)):
        child = group[-1].involvement.part == Part.CHILD
        number = sum(one.child == child for one in made)
        linked = len(group) == 1 or group[0].participant.pk in persons
        code = _letters(number) if child else str(number + 1)
        made.append(Member(code, tuple(group), group[0].participant.pk in own, at, linked))
    return tuple(made)


def _persons(seen: Iterable[Mention], own: set[int]) -> dict[int, int | None]:
    """Key of a telling -> whom it is about, of those about whom somebody said it: who has one telling may be anybody yet."""
    tellings = Counter(one.person for one in seen)
    return {
        one.participant.pk: one.person
        for one in seen
        if one.participant.pk in own or (one.person and tellings[one.person] > 1)
    }


def _together(
    group: Group, one: Mention, persons: Mapping[int, int | None], apart: Collection[tuple[int, int]]
) -> bool:
    """Whether a telling belongs to a group: about one person; or of one name, where nobody said of either who it is."""
    first, key = group[0].participant.pk, one.participant.pk
    if first in persons or key in persons:
        return persons.get(first) == persons.get(key) is not None
    alike = group[0].involvement.part == one.involvement.part
    return alike and all(mentions.namesakes(one, other, apart) for other in group)


def _letters(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    return (_letters(number // len(LETTERS) - 1) if number >= len(LETTERS) else "") + LETTERS[number % len(LETTERS)]


def _place(group: Group, own: set[int]) -> tuple[bool, bool, datetime, str]:
    first = group[0]
    return (
        first.participant.pk not in own,
        group[-1].involvement.part != Part.CHILD,
        first.received_at,
        first.involvement.code,
    )


def _likely(
    standing: Iterable[Link],
    why: Mapping[int, Why],
    own: set[int],
    others: Mapping[int, int],
    seen: Mapping[int, Mention],
) -> tuple[Likely, ...]:
    """The standing proposals between these tellings and others: one a person, the likeliest; those not yet the same only."""
    found: dict[int, Likely] = {}
    proposed = [link for link in standing if link.kind == LinkKind.PROBABLE]
    for link in sorted(proposed, key=lambda link: (not link.guarded, -link.score)):
        about = [key for key, person in others.items() if person == link.person_id]
        there = about if link.participant_id in own else [link.participant_id]
        told = sorted((seen[key] for key in there if key in seen), key=lambda one: one.received_at, reverse=True)
        if told:
            here = link.participant_id if link.participant_id in own else max(own & set(seen))
            found.setdefault(told[0].person or -told[0].participant.pk, Likely(link, why[link.pk], here, tuple(told)))
    return tuple(found.values())


def _vague(one: Mention) -> tuple[bool, bool, float]:
    return (one.participant.birth_date is None, one.participant.age_estimated, -one.received_at.timestamp())
