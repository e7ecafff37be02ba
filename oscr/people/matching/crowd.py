"""The children told of in a window of calls, filed under everything that one of them may have in common with another.

Used by `window`, which weighs whoever has something in common with the child that is asked about, and by whoever keeps a window
between two questions. Made once for all children that are asked about: a pause of the keys asks for no more than what has changed.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from oscr.people.matching.describing import Known
from oscr.people.matching.guard import BIRTH_DATES
from oscr.people.matching.keys import phone_key, place_key
from oscr.people.matching.names import Family, Given
from oscr.people.matching.score import birth_level, first_level, last_level

Name = TypeVar("Name", Family, Given, date)
Places = set[int]
"""Where in the crowd somebody stands: the order in which the mentions came."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A child as one call told of it. `person`: whom staff said it is about; `maybe`: whom the guarded rule vouches it is about;
    `not_persons`: whom staff said it is not about."""

    telling: Hashable
    call: Hashable
    known: Known
    person: Hashable = None
    maybe: Hashable = None
    not_persons: frozenset[Hashable] = frozenset()


class Crowd:
    """Mentions in their order, each telling once. What is asked of it is remembered, by name and birth date."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = tuple(mentions)
        self._tellings = {one.telling for one in self.mentions}
        self._unclear: Places = set()  # without a first or last name, or known by another one besides
        self._families: dict[Family, Places] = {}
        self._givens: dict[Given, Places] = {}
        self._births: dict[date, Places] = {}
        self._under: dict[tuple[str, Hashable], Places] = {}
        self._surnamed: dict[Family, Places] = {}
        self._called: dict[Given, Places] = {}
        self._born: dict[date, Places] = {}
        for place, one in enumerate(self.mentions):
            self._file(place, one)

    def __contains__(self, telling: Hashable) -> bool:
        return telling in self._tellings

    def at(self, places: Places) -> Iterator[Mention]:
        """The mentions at these places, in their order."""
        return (self.mentions[place] for place in sorted(places))

    def worth_weighing(self, asked: Known, other_way: Known) -> Places:
        """All but those whom no list would have whatever the rest: two whole names without anything in common, two birth dates, and
        no home. Nearly everybody is such a one, and weighing all fields takes several times as long.

        `other_way`: the asked one with first and last name in each other's place.
        """
        if asked.also or not (asked.given.first and asked.family.joined):
            return set(range(len(self.mentions)))
        found = self._unclear | self.surnamed(asked.family) | self._cross(other_way)
        if asked.birth:
            found |= self.born(asked.birth)
        return found.union(*self._all("phone", asked.phones), *self._all("number", numbers(asked)))

    def named_alike(self, known: Known, other_way: Known) -> Places:
        """Those whose first name is alike, or not told, and those with whom a name is when one of the two is read the other way."""
        return self.called(known.given) | self._cross(other_way)

    def maybe_by_the_middle(self, known: Known) -> Places:
        """Those of another first name who may still be whom is known: the birth date, or the initial of the middle name."""
        found = set(self._births.get(known.birth, ())) if known.birth else set()
        return found | self._under.get(("initial", known.given.middle), set())

    def said_of(self, one: Mention) -> Places:
        """Those of whom links may say that they are whom this mention is about."""
        return set().union(*self._all("person", {one.person, one.maybe} - {None}))

    def at_home(self, homes: Iterable[str]) -> Places:
        """Those who share one of these phones and houses."""
        return set().union(*self._all("home", homes))

    def surnamed(self, asked: Family) -> Places:
        """Those whose last name is alike; of those without one nothing is said."""
        return _remembered(
            self._surnamed, asked, self._families, lambda other: last_level(asked, other) not in ("", "else")
        )

    def called(self, asked: Given) -> Places:
        """Those whose first name is alike, and everybody where one of the two was told without one."""
        return _remembered(self._called, asked, self._givens, lambda other: first_level(asked, other) != "else")

    def born(self, asked: date) -> Places:
        """Those whose birth date is the same, or may be but for a slip."""
        return _remembered(self._born, asked, self._births, lambda other: birth_level(asked, other) in BIRTH_DATES)

    def _cross(self, other_way: Known) -> Places:
        """Those whose name sounds alike when one of two is read the other way round; the second name may be a nickname, or misspelt."""
        families = self._all("family sounds", other_way.family.sounds)
        return set().union(*families, *self._all("given sounds", other_way.given.sounds))

    def _all(self, kind: str, keys: Iterable[Hashable]) -> Iterator[Places]:
        return (self._under[kind, key] for key in keys if (kind, key) in self._under)

    def _file(self, place: int, one: Mention) -> None:
        known = one.known
        if known.also or not (known.given.first and known.family.joined):
            self._unclear.add(place)
        self._families.setdefault(known.family, set()).add(place)
        self._givens.setdefault(known.given, set()).add(place)
        if known.birth:
            self._births.setdefault(known.birth, set()).add(place)
        for key in _keys(one):
            self._under.setdefault(key, set()).add(place)


def homes(known: Known) -> tuple[str, ...]:
    """Keys of every phone and house that a mention tells of."""
    houses = (place_key(one) for one in (*known.places, *known.near_places) if one.number and one.zip)
    return (*map(phone_key, (*known.phones, *known.near_phones)), *houses)


def numbers(known: Known) -> set[str]:
    """The house numbers of all places told of."""
    return {one.number for one in (*known.places, *known.near_places) if one.number}


def _keys(one: Mention) -> Iterator[tuple[str, Hashable]]:
    known = one.known
    yield from (("phone", phone) for phone in known.phones | known.near_phones)
    yield from (("number", number) for number in numbers(known))
    yield from (("family sounds", sound) for sound in known.family.sounds)
    yield from (("given sounds", sound) for sound in known.given.sounds)
    yield from (("home", home) for home in homes(known))
    yield from (("person", person) for person in {one.person, one.maybe} - {None})
    if known.given.first:
        yield "initial", known.given.first[0]


def _remembered(
    memory: dict[Name, Places], asked: Name, groups: Mapping[Name, Places], agree: Callable[[Name], bool]
) -> Places:
    """The places of every group that agrees with what is asked: found once."""
    if asked not in memory:
        memory[asked] = set().union(*(places for other, places in groups.items() if agree(other)))
    return memory[asked]
