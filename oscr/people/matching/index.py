"""Everybody on file, under their keys, in memory: who shares a rare key with whom was asked for.

Used by evaluation and by training; the table `TellingIndex` answers the same way from the database. What bounds a search is
its budget: the rarest keys first, until about a thousand people are to be looked at. Common keys (SMITH, a shelter's phone) cost
nothing, because they are not reached.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from oscr.people.matching.describing import Known, with_household
from oscr.people.matching.guard import Hit
from oscr.people.matching.keys import keys
from oscr.people.matching.score import frequency_keys, score
from oscr.people.matching.weights import Weights

BUDGET = 1000  # people looked at in one search, or the people of the rarest key where those are more
SHOWN = 10


@dataclass
class Index:
    """Keys to people. `households` says who lives with whom."""

    known: dict[Hashable, Known] = field(default_factory=dict)
    households: dict[Hashable, Hashable] = field(default_factory=dict)
    filed: dict[str, list[Hashable]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, person: Hashable, known: Known, household: Hashable = None) -> None:
        """File somebody under their keys."""
        self.known[person] = known
        self.households[person] = household
        for key in keys(known):
            self.filed.setdefault(key, []).append(person)
        self.counted.update(frequency_keys(known))

    def search(self, asked: Known, weights: Weights, shown: int = SHOWN) -> list[Hit]:
        """The people who may be meant, best first."""
        counts = {key: len(self.filed[key]) for key in keys(asked, asked=True) if key in self.filed}
        people = dict.fromkeys(person for key in affordable(counts) for person in self.filed[key])
        shares = {key: self.counted[key] / len(self.known) for key in frequency_keys(asked)} if self.known else {}
        hits = (
            Hit(person, self.households[person], score(asked, self.known[person], weights, shares)) for person in people
        )
        return ranked(hits, shown)


def affordable(counts: Mapping[str, int]) -> list[str]:
    """The keys to look under, given how many people each has: the rarest first, at least one, until the budget is spent."""
    chosen, spent = [], 0
    for key, count in sorted(counts.items(), key=lambda one: (one[1], one[0])):
        if chosen and spent + count > BUDGET:
            break
        chosen.append(key)
        spent += count
    return chosen


def ranked(hits: Iterable[Hit], shown: int = SHOWN) -> list[Hit]:
    """The best hits, best first; of equal ones always the same first."""
    return sorted(hits, key=lambda hit: (-hit.score.bits, str(hit.person)))[:shown]


def inherited(people: Mapping[Hashable, Known], households: Mapping[Hashable, Hashable]) -> dict[Hashable, Known]:
    """Everybody with the phones and places of those they live with. A household of nobody knows whom is no household."""
    together: dict[Hashable, list[Hashable]] = {}
    for person, household in households.items():
        if household is not None:
            together.setdefault(household, []).append(person)
    return {
        person: with_household(known, [people[other] for other in _others(person, households, together)])
        for person, known in people.items()
    }


def _others(
    person: Hashable, households: Mapping[Hashable, Hashable], together: Mapping[Hashable, Sequence[Hashable]]
) -> list[Hashable]:
    return [other for other in together.get(households.get(person), ()) if other != person]
