"""Who of several calls is the same, and what the calls say of them together: pure, over what was fetched before.

Whoever links say is one person is one; of the others, those who are enough alike in two calls and whom nobody told apart. Several
answers to one question become one: yes before not known before no. Where that would be less protective than what a caller said
(some facts speak for safety), the protective answer is taken, and every disagreement is shown (manual 2.1.4.1: screened
collectively; the regulation's first aim is the child's safety).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from oscr.law.protocol.model import NO, UNKNOWN, YES
from oscr.people.matching.describing import Known
from oscr.people.matching.weights import Weights
from oscr.people.matching.window import seems, weigh

ORDER = {YES: 0, UNKNOWN: 2, NO: 3}  # any listed value stands between yes and not known
Key = tuple[str, str]
"""(unit, fact)."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One telling: its key, its call, whom links say it is about, whom it is not about, and what is compared (None: nothing)."""

    telling: int
    call: int
    child: bool
    person: Hashable = None
    not_persons: frozenset[Hashable] = frozenset()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to one question about somebody, by a call (its number)."""

    key: Key
    value: str
    by: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question to which the calls gave several answers, and the one that was taken."""

    key: Key
    said: tuple[tuple[str, str], ...]
    taken: str


def grouped(people: Sequence[Somebody], one: Iterable[int], weights: Weights) -> list[tuple[int, ...]]:
    """The tellings of each person, in the order in which they come. `one`: tellings that are known to be about one child."""
    together = _Groups(people)
    first, *others = (telling for telling in one if telling in together.of)
    for telling in others:
        together.join(first, telling)
    known: dict[Hashable, int] = {}
    for each in people:
        if each.person is not None:
            together.join(known.setdefault(each.person, each.telling), each.telling)
    for a, b in _alike(people, weights):
        if _may_be_one(together.of[a], together.of[b]):
            together.join(a, b)
    return list(dict.fromkeys(tuple(sorted(each.telling for each in together.of[one.telling])) for one in people))


class _Groups:
    """Which tellings are taken for one person so far."""

    def __init__(self, people: Iterable[Somebody]) -> None:
        self.of = {each.telling: [each] for each in people}

    def join(self, one: int, other: int) -> None:
        mine, theirs = self.of[one], self.of[other]
        if mine is not theirs:
            mine += theirs
            self.of |= {each.telling: mine for each in theirs}


def answered(said: Iterable[Said], rank: Callable[[Mapping[Key, str]], int]) -> tuple[dict[Key, str], list[Conflict]]:
    """One answer to each question, and the questions that had several.

    `rank` says how protective the outcome of such answers is, 0 the most.
    """
    answers: dict[Key, dict[str, str]] = {}
    for one in said:
        told = answers.setdefault(one.key, {})
        told[one.value] = f"{told[one.value]}, {one.by}" if one.value in told else one.by
    taken = {key: min(told, key=lambda value: ORDER.get(value, 1)) for key, told in answers.items()}
    several = {key: told for key, told in answers.items() if len(told) > 1}
    best = rank(taken) if several else 0
    for key, told in several.items():
        for value in told:
            if (other := rank({**taken, key: value})) < best:
                best, taken[key] = other, value
    return taken, [Conflict(key, tuple(told.items()), taken[key]) for key, told in several.items()]


def _alike(people: Sequence[Somebody], weights: Weights) -> list[tuple[int, int]]:
    """Pairs of different calls that seem to be one person, the most alike first."""
    found = []
    for place, a in enumerate(people):
        for b in people[place + 1 :]:
            if a.call == b.call or a.child != b.child or a.known is None or b.known is None:
                continue
            weighed = weigh(a.known, b.known, weights, {})
            if "first" in weighed.levels and seems(a.known, b.known, weighed):
                found.append((-weighed.bits, a.telling, b.telling))
    return [(a, b) for _bits, a, b in sorted(found)]


def _may_be_one(mine: Sequence[Somebody], theirs: Sequence[Somebody]) -> bool:
    """Whether nothing speaks against two groups being one: both told of in one call, or told apart by staff."""
    if {one.call for one in mine} & {one.call for one in theirs}:
        return False
    persons, others = ({one.person for one in group} for group in (mine, theirs))
    return not any(one.not_persons & known for group, known in ((mine, others), (theirs, persons)) for one in group)
