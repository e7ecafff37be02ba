"""Conditions simplified before they are compiled: the same truth, with fewer answers looked up on the way to it.

Used by `compiled`. Names that are used once are put in their place, several tests of one fact become one, and what several
parts of an "any" have in common is asked once: (a and b) or (a and c) is a and (b or c). Of the parts of an "all" the test
that is rarely true comes first. Nothing here knows a question by its name.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from oscr.law.protocol.model import Fact, Group, Leaf, Named, Tree


@dataclass(frozen=True, slots=True)
class Asked:
    """The fact has one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Use:
    """A name that is computed once, holds or not."""

    name: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """All (`every`) or any of the parts hold."""

    every: bool
    parts: "tuple[Expression, ...]"


Expression = Asked | Use | Join
ALWAYS, NEVER = Join(True, ()), Join(False, ())


class Algebra:
    """Reads trees over some facts. Names in `shared` stay names; those in `decided` are known to hold, or not to."""

    def __init__(self, facts: Mapping[str, Fact], decided: Mapping[str, bool], shared: Iterable[str] = ()) -> None:
        self.facts = facts
        self.decided = decided
        self.shared = frozenset(shared)
        self._read: dict[str, Expression] = {}

    def read(self, tree: Tree) -> Expression:
        """A tree, simplified."""
        if isinstance(tree, Leaf):
            test = Asked(tree.fact, frozenset({tree.value}))
            return test if tree.holds else self.negated(test)
        if isinstance(tree, Group):
            return self.joined(tree.every, map(self.read, tree.parts))
        return self._named(tree)

    def _named(self, tree: Named) -> Expression:
        if tree.name in self.decided:
            return ALWAYS if self.decided[tree.name] is tree.holds else NEVER
        if tree.name in self.shared:
            return Use(tree.name, tree.holds)
        if tree.name not in self._read:
            self._read[tree.name] = self.read(tree.tree)
        inner = self._read[tree.name]
        return inner if tree.holds else self.negated(inner)

    def negated(self, one: Expression) -> Expression:
        """The contrary."""
        if isinstance(one, Asked):
            return Asked(one.fact, frozenset(self.facts[one.fact].values) - one.values)
        if isinstance(one, Use):
            return Use(one.name, not one.holds)
        return self.joined(not one.every, map(self.negated, one.parts))

    def joined(self, every: bool, parts: Iterable[Expression]) -> Expression:
        """All or any of the parts, with tests of one fact made one and common parts taken out."""
        found = self._merged(every, parts)
        if (NEVER if every else ALWAYS) in found:
            return NEVER if every else ALWAYS
        if not every:
            found = self._factored(found)
        if every:
            found.sort(key=self._rarity)
        return found[0] if len(found) == 1 else Join(every, tuple(found))

    def _merged(self, every: bool, parts: Iterable[Expression]) -> list[Expression]:
        """The parts without nested joins of the same kind, each fact tested once, none twice, none that says nothing."""
        tests: dict[str, frozenset[str]] = {}
        found: dict[Expression | str, None] = {}
        for part in _flat(every, parts):
            if isinstance(part, Asked):
                before = tests.get(part.fact, part.values)
                tests[part.fact] = before & part.values if every else before | part.values
                found[part.fact] = None
            else:
                found[part] = None
        whole = [self._tested(one, tests[one]) if isinstance(one, str) else one for one in found]
        return [part for part in whole if part != (ALWAYS if every else NEVER)]

    def _tested(self, fact: str, values: frozenset[str]) -> Expression:
        if len(values) == len(self.facts[fact].values):
            return ALWAYS
        return Asked(fact, values) if values else NEVER

    def _factored(self, parts: list[Expression]) -> list[Expression]:
        """The parts of an "any" in which what most of them have in common stands once."""
        counts = Counter(one for part in parts for one in _together(part))
        common, times = max(counts.items(), key=lambda counted: counted[1], default=(ALWAYS, 0))
        if times < 2:
            return parts
        having = [part for part in parts if common in _together(part)]
        others = [part for part in parts if common not in _together(part)]
        rests = [self.joined(True, (one for one in _together(part) if one != common)) for part in having]
        return self._merged(False, [self.joined(True, (common, self.joined(False, rests))), *self._factored(others)])

    def _rarity(self, part: Expression) -> int:
        """Rarely true first: allegations, then circumstances, then what takes longer."""
        if isinstance(part, Asked):
            return int(self.facts[part.fact].unknown in part.values)
        return 2 if isinstance(part, Use) else 3


def _flat(every: bool, parts: Iterable[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, Join) and part.every is every:
            yield from _flat(every, part.parts)
        else:
            yield part


def _together(part: Expression) -> tuple[Expression, ...]:
    """What must hold together for a part to hold."""
    return part.parts if isinstance(part, Join) and part.every else (part,)
