"""What is different between two versions of the protocol: which calls they would decide otherwise, and what was written otherwise.

Used by the page of a version before it is published, and by `oscr protocol diff`. What they decide is compared exactly,
over all combinations of answers, in one diagram; each kind of change comes with its smallest example.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oscr.law.protocol.engine.diagram import Diagram
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.inforce import Protocol
from oscr.law.protocol.model import UNKNOWN, Fact, names

NOBODY = "no rule"
"""Stands for the outcome where no rule holds: only a protocol that the check refuses has it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Calls that were decided as `old` are decided as `new`. `example`: the fewest answers with which that happens.

    `lowers`: a weaker response. Facts that the example does not name were not asked; one that it gives as "unknown" is
    assumed otherwise than before.
    """

    old: str
    new: str
    lowers: bool
    example: dict[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry "added", "removed" or "changed"; `keys` are what changed in it: key -> (before, after), None where absent.

    One that "follows" reads as before, but a definition, condition or ground that it uses was changed: `through` names them.
    """

    kind: str
    id: str
    what: str
    keys: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: what is decided otherwise (`shifts`, those that lower first) and what is written otherwise."""

    shifts: tuple[Shift, ...]
    edits: tuple[Edit, ...]

    @property
    def lowers(self) -> bool:
        """Whether some call would get a weaker response."""
        return any(shift.lowers for shift in self.shifts)


def compared(old: Protocol, new: Protocol) -> Difference:
    """The difference between two versions, each as of its own day. Milliseconds; asks nothing but what they hold."""
    shifts = sorted(_shifts(old, new), key=lambda shift: (not shift.lowers, shift.old, shift.new))
    return Difference(tuple(shifts), tuple(_edits(old, new)))


def lowers(old: Protocol, new: Protocol, was: str, now: str) -> bool:
    """Whether an outcome of the new version is a weaker response than one of the old.

    By the ranks of the new version, or of the old where only that one has both outcomes. Where neither has both, it counts
    as weaker, so that somebody reads it.
    """
    if was == now:
        return False
    for law in (new, old):
        rank = {outcome.id: outcome.rank for outcome in law.outcomes}
        if was in rank and now in rank:
            return rank[now] > rank[was]
    return True


# --- what is decided otherwise ---


def _shifts(old: Protocol, new: Protocol) -> Iterator[Shift]:
    union = _Union(old.engine, new.engine)
    names = tuple(dict.fromkeys([*old.engine.rank, *new.engine.rank, NOBODY]))
    place = {name: number for number, name in enumerate(names)}
    before, after = (
        union.copied(engine, {rank: place[name] for rank, name in engine.of_rank.items()}, place[NOBODY])
        for engine in (old.engine, new.engine)
    )
    for (was, now), example in union.nearest(before, after).items():
        yield Shift(names[was], names[now], lowers(old, new, names[was], names[now]), example)


Way = tuple[int, int]
"""How many unusual answers lead on, and the value with which the way begins."""


class _Union:
    """One diagram over the facts of two versions.

    A fact's variable has the values of both; a value that a version does not know counts there as not asked. Where the
    versions assume different values, "unknown" is a value of its own.
    """

    def __init__(self, old: Engine, new: Engine) -> None:
        self.order = _woven(old.order, new.order)
        self.values = {name: _values(old, new, name) for name in self.order}
        self.var = {name: number for number, name in enumerate(self.order)}
        self.diagram = Diagram(len(self.values[name]) for name in self.order)
        self.usual = [self.values[name].index(_usual(old, new, name)) for name in self.order]

    def copied(self, engine: Engine, outcome: Mapping[int, int], none: int) -> int:
        """The decision of one version as a node here, with its ranks replaced by the numbers of outcomes."""
        memo: dict[int, int] = {}
        places = [self.var[name] for name in engine.order]
        shared = [self._shared(engine.facts[name]) for name in engine.order]
        join = self.diagram.node if places == sorted(places) else self._asked
        asks, below = engine.diagram.vars, engine.diagram.kids

        def walk(node: int) -> int:
            if node < 0:
                return ~outcome.get(~node, none)
            if node not in memo:
                kids = [walk(kid) for kid in below[node]]
                memo[node] = join(places[asks[node]], tuple([kids[own] for own in shared[asks[node]]]))
            return memo[node]

        return walk(engine.by_rank)

    def _shared(self, fact: Fact) -> list[int]:
        """For each value here the number of the value that a version reads: the assumed one where it knows no such value."""
        read = {value: number for number, value in enumerate(fact.values)}
        return [read.get(value, read[fact.unknown]) for value in self.values[fact.id]]

    def _asked(self, var: int, kids: tuple[int, ...]) -> int:
        """The node that asks a variable, also where a kid asks one that comes before it here."""
        node = kids[-1]
        for value, kid in enumerate(kids[:-1]):
            node = self.diagram.ite(self.diagram.test(var, value), kid, node)
        return node

    def nearest(self, before: int, after: int) -> dict[tuple[int, int], dict[str, str]]:
        """Every pair of different outcomes that two functions can have at once, with the fewest answers that lead there.

        Where the functions are one, they cannot differ: so only what changed is walked.
        """
        ways: dict[tuple[int, int], dict[tuple[int, int], Way]] = {}

        def walk(one: int, two: int) -> dict[tuple[int, int], Way]:
            if one == two:
                return {}
            if one < 0 and two < 0:
                return {(~one, ~two): (0, 0)}
            if (one, two) not in ways:
                var = self._first(one, two)
                found: dict[tuple[int, int], Way] = {}
                for value in range(self.diagram.sizes[var]):
                    for end, (cost, _) in walk(*self._kids(one, two, var, value)).items():
                        way = cost + (value != self.usual[var]), value
                        found[end] = min(found.get(end, way), way)
                ways[one, two] = found
            return ways[one, two]

        return {end: self._told(before, after, end, ways) for end in walk(before, after)}

    def _first(self, one: int, two: int) -> int:
        return min(self.diagram.top(one), self.diagram.top(two))

    def _kids(self, one: int, two: int, var: int, value: int) -> tuple[int, int]:
        return self.diagram.kid(one, var, value), self.diagram.kid(two, var, value)

    def _told(
        self, one: int, two: int, end: tuple[int, int], ways: Mapping[tuple[int, int], Mapping[tuple[int, int], Way]]
    ) -> dict[str, str]:
        """The answers on the way to an end, without the usual ones."""
        told = {}
        while (one, two) in ways:
            var, value = self._first(one, two), ways[one, two][end][1]
            if value != self.usual[var]:
                told[self.order[var]] = self.values[self.order[var]][value]
            one, two = self._kids(one, two, var, value)
        return told


def _woven(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """The facts of both in the order of the new version; what only the old has stands after what it stood after there."""
    order, known, last = list(new), set(new), -1
    for name in old:
        if name in known:
            last = order.index(name)
        else:
            last += 1
            order.insert(last, name)
    return tuple(order)


def _values(old: Engine, new: Engine, name: str) -> tuple[str, ...]:
    facts = [engine.facts[name] for engine in (new, old) if name in engine.facts]
    values = dict.fromkeys(value for fact in facts for value in fact.values)
    return tuple(values) if len({fact.unknown for fact in facts}) == 1 else (*values, UNKNOWN)


def _usual(old: Engine, new: Engine, name: str) -> str:
    """The value of a fact that was not asked."""
    assumed = {engine.facts[name].unknown for engine in (old, new) if name in engine.facts}
    return assumed.pop() if len(assumed) == 1 else UNKNOWN


# --- what is written otherwise ---

Key = tuple[str, str]
"""The kind and the id of an entry."""


def _edits(old: Protocol, new: Protocol) -> Iterator[Edit]:
    before, after = _entries(old), _entries(new)
    touched = {key[1] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    used, uses = _used(old), _used(new)
    for key in dict.fromkeys([*before, *after]):
        if key not in before or key not in after:
            yield Edit(*key, "removed" if key in before else "added")
        elif before[key] != after[key]:
            yield Edit(*key, "changed", _changed(before[key], after[key]))
        elif through := touched & (used.get(key, set()) | uses.get(key, set())):
            yield Edit(*key, "follows", through=tuple(sorted(through)))


def _entries(law: Protocol) -> dict[Key, dict[str, Any]]:
    """Every entry in force, as it is written."""
    return {(entry.kind, entry.id): entry.data for entry in law.source.entries if entry.in_force(law.as_of)}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = dict.fromkeys([*before, *after])
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def _used(law: Protocol) -> dict[Key, set[str]]:
    """The facts, definitions, conditions and grounds that each entry with a condition uses."""
    return {(kind, name): names(tree) for kind, name, tree in law.engine.book.trees() if kind != "offence"}
