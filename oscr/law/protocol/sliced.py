"""Rules of one or several versions computed over bit planes: every unit of every stored call at once.

Used by `replay`. The conditions of all versions are read into one list in which equal ones are one, so that what did not
change between two versions is computed once; each condition is a few operations on integers with a bit for every unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from oscr.law.protocol.model import Book, Fact, Group, Leaf, Tree
from oscr.law.protocol.planes import Planes


@dataclass(frozen=True, slots=True)
class Among:
    """The fact was answered with one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Not:
    """The other node does not hold."""

    part: int


@dataclass(frozen=True, slots=True)
class Joined:
    """All (`every`) or any of the other nodes hold."""

    every: bool
    parts: tuple[int, ...]


Node = Among | Not | Joined
Accepted = tuple[Fact, frozenset[str]]
"""A condition about one fact: the values that make it true. It may still be joined with others about the same fact."""


class Program:
    """The conditions of any number of versions as numbered nodes."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}

    def rules(self, book: Book) -> list[tuple[int, str]]:
        """The node and the outcome of every rule of a book, in order."""
        reader = _Reader(self, book)
        return [(reader.number(reader.read(rule.tree)), rule.then) for rule in book.rules]

    def add(self, node: Node) -> int:
        """The number of a node, which is new where there is none like it."""
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]


class _Reader:
    """Reads the trees of one book. A name is read once; what is about one fact becomes one set of values."""

    def __init__(self, program: Program, book: Book) -> None:
        self.program = program
        self.facts = book.facts
        self.named: dict[str, int | Accepted] = {}

    def read(self, tree: Tree) -> int | Accepted:
        """A tree as a node's number, or as values of one fact."""
        if isinstance(tree, Leaf):
            fact, values = self.facts[tree.fact], frozenset({tree.value})
            return fact, values if tree.holds else frozenset(fact.values) - values
        if isinstance(tree, Group):
            return self._group(tree)
        if tree.name not in self.named:
            self.named[tree.name] = self.read(tree.tree)
        return self.named[tree.name] if tree.holds else self._negated(self.named[tree.name])

    def _negated(self, part: int | Accepted) -> int | Accepted:
        if isinstance(part, int):
            return self.program.add(Not(part))
        return part[0], frozenset(part[0].values) - part[1]

    def _group(self, tree: Group) -> int | Accepted:
        parts: list[int] = []
        about: dict[str, Accepted] = {}
        for part in map(self.read, tree.parts):
            if isinstance(part, int):
                parts.append(part)
            else:
                fact, values = part
                before = about.get(fact.id, part)[1]
                about[fact.id] = fact, before & values if tree.every else before | values
        if len(about) == 1 and not parts:
            return about.popitem()[1]
        parts = [*map(self.number, about.values()), *parts]
        return self.program.add(Joined(tree.every, tuple(dict.fromkeys(parts))))

    def number(self, part: int | Accepted) -> int:
        """The node of a part. Where the assumed value counts as well, it is the negation of the others."""
        if isinstance(part, int):
            return part
        fact, values = part
        if fact.unknown not in values:
            return self.program.add(Among(fact.id, values))
        return self.program.add(Not(self.program.add(Among(fact.id, frozenset(fact.values) - values))))


class Sheet:
    """One set of planes with what was computed over it."""

    def __init__(self, program: Program, planes: Planes) -> None:
        self.nodes = program.nodes
        self.planes = planes
        self.all = (1 << planes.rows) - 1
        self.found: list[int | None] = [None] * len(program.nodes)

    def decided(self, rules: Sequence[tuple[int, str]], strongest: Sequence[str]) -> dict[str, int]:
        """Outcome -> the calls that have it, by the first rule that holds for each unit and the strongest of a call's units.

        In: what `Program.rules` gave, and the outcomes, strongest first. Every call must meet a rule.
        """
        units = self._units(rules)
        open_calls, found = (1 << len(self.planes.keys)) - 1, {}
        for outcome in strongest:
            if outcome in units and (calls := self._calls(units[outcome]) & open_calls):
                found[outcome] = calls
                open_calls ^= calls
        return found

    def _units(self, rules: Sequence[tuple[int, str]]) -> dict[str, int]:
        undecided, units = self.all, dict[str, int]()
        for number, outcome in rules:
            here = self.plane(number) & undecided
            if here:
                units[outcome] = units.get(outcome, 0) | here
                undecided ^= here
                if not undecided:
                    break
        return units

    def _calls(self, rows: int) -> int:
        """The calls of which any unit is among the rows."""
        calls = 0
        for count in self.planes.slots:
            if not rows:
                break
            calls |= rows & ((1 << count) - 1)
            rows >>= count
        return calls

    def plane(self, number: int) -> int:
        """The rows for which a node holds."""
        known = self.found[number]
        if known is None:
            known = self.found[number] = self._computed(self.nodes[number])
        return known

    def _computed(self, node: Node) -> int:
        if isinstance(node, Not):
            return self.all ^ self.plane(node.part)
        if isinstance(node, Among):
            answers = self.planes.answers
            return reduce(int.__or__, (answers.get((node.fact, value), 0) for value in node.values), 0)
        return self._every(node.parts) if node.every else self._any(node.parts)

    def _every(self, parts: tuple[int, ...]) -> int:
        """Stops at the first part that leaves nothing: most allegations are rare."""
        held = self.all
        for part in parts:
            held &= self.plane(part)
            if not held:
                break
        return held

    def _any(self, parts: tuple[int, ...]) -> int:
        held = 0
        for part in parts:
            if plane := self.plane(part):
                held |= plane
        return held
