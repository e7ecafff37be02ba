"""Rules of one or several versions computed over bit planes: every unit of every stored call at once.

Used by `replay`. The conditions of all versions are simplified (`algebra`) and read into one list in which equal ones are one,
so that what did not change between two versions is computed once. The list becomes one generated function, a line for each
condition, every line a few operations on integers that hold a bit for every unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from oscr.law.protocol.comparing.planes import Planes
from oscr.law.protocol.engine.algebra import Algebra, Asked, Expression, Use
from oscr.law.protocol.model import Book, Tree, named

Rules = list[tuple[int, str]]
"""The node and the outcome of every rule of a version, in order."""


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


class Program:
    """The conditions of any number of versions as numbered nodes; a node comes after those that it needs."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}

    def rules(self, book: Book) -> Rules:
        """Read the rules of a book."""
        reader = _Reader(self, book)
        return [(reader.number(reader.algebra.read(rule.tree)), rule.then) for rule in book.rules]

    def add(self, node: Node) -> int:
        """The number of a node, which is new where there is none like it."""
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]

    def compiled(self) -> Callable[[Planes], Sequence[int]]:
        """A function from planes to a plane for every node, by its number: the rows for which it holds."""
        scope: dict[str, Any] = {}
        lines = ["def planes(get, every):"]
        lines += [f"    n{number} = {self._text(node, scope)}" for number, node in enumerate(self.nodes)]
        lines.append(f"    return ({''.join(f'n{number}, ' for number in range(len(self.nodes)))})")
        exec(compile("\n".join(lines), "<planes>", "exec"), scope)  # noqa: S102 - our own text, made of numbers only
        function = scope["planes"]
        return lambda planes: function(planes.answers.get, (1 << planes.rows) - 1)

    def _text(self, node: Node, scope: dict[str, Any]) -> str:
        if isinstance(node, Not):
            return f"every ^ n{node.part}"
        if isinstance(node, Joined):
            return (" & " if node.every else " | ").join(f"n{part}" for part in node.parts) or (
                "every" if node.every else "0"
            )
        asked = []
        for value in sorted(node.values):
            scope[f"C{len(scope)}"] = (node.fact, value)
            asked.append(f"get(C{len(scope) - 1}, 0)")
        return " | ".join(asked)


class _Reader:
    """Reads the simplified conditions of one book. Definitions and grounds are read once, conditions into their grounds."""

    def __init__(self, program: Program, book: Book) -> None:
        self.program = program
        self.facts = book.facts
        self.trees: dict[str, Tree] = dict(named(rule.tree for rule in book.rules))
        conditions = {one.id for pathway in book.pathways.values() for one in pathway.conditions}
        self.algebra = Algebra(book.facts, {}, self.trees.keys() - conditions)
        self.known: dict[str, int] = {}

    def number(self, part: Expression) -> int:
        """The node of an expression."""
        if isinstance(part, Asked):
            return self._asked(part)
        if isinstance(part, Use):
            if part.name not in self.known:
                self.known[part.name] = self.number(self.algebra.read(self.trees[part.name]))
            number = self.known[part.name]
            return number if part.holds else self.program.add(Not(number))
        return self.program.add(Joined(part.every, tuple(sorted(set(map(self.number, part.parts))))))

    def _asked(self, part: Asked) -> int:
        """Where the assumed value counts as well, it is the contrary of the other values."""
        fact = self.facts[part.fact]
        if fact.unknown not in part.values:
            return self.program.add(Among(part.fact, part.values))
        return self.program.add(Not(self.program.add(Among(part.fact, frozenset(fact.values) - part.values))))


def decided(planes: Planes, found: Sequence[int], rules: Rules, strongest: Sequence[str]) -> dict[str, int]:
    """Outcome -> the calls that have it, by the first rule that holds for each unit and the strongest of a call's units.

    In: what the compiled program found, the rules of one version, and its outcomes, strongest first. Every unit must meet a
    rule.
    """
    units = _units(planes, found, rules)
    undecided, calls = (1 << len(planes.keys)) - 1, dict[str, int]()
    for outcome in strongest:
        if outcome in units and (here := _calls(planes, units[outcome]) & undecided):
            calls[outcome] = here
            undecided ^= here
    return calls


def _units(planes: Planes, found: Sequence[int], rules: Rules) -> dict[str, int]:
    undecided, units = (1 << planes.rows) - 1, dict[str, int]()
    for number, outcome in rules:
        here = found[number] & undecided
        if here:
            units[outcome] = units.get(outcome, 0) | here
            undecided ^= here
    return units


def _calls(planes: Planes, rows: int) -> int:
    """The calls of which any unit is among the rows."""
    calls = 0
    for count in planes.slots:
        if not rows:
            break
        calls |= rows & ((1 << count) - 1)
        rows >>= count
    return calls
