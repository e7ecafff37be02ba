"""Every condition of a book read at once, in three values (Kleene): what holds, what cannot, what waits for an answer.

Used by `deciding` for reasons, conditions, actions and priority. A state is one integer with two bits for each node of
the conditions, "known to hold" and "known not to hold"; answers set the bits of their leaves, and functions generated
from the data (numbers only, as in `compiled`) set those of everything that follows, in one pass. Gates that read the
outcome come after those that do not, since it is only known between the two.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from oscr.law.protocol.model import Book, Group, Leaf, Named, Tree
from oscr.law.protocol.text.loading import OUTCOME

Sign = tuple[int, int]
"""The bit that says "holds" and the bit that says "does not hold"."""
Read = Callable[[int, int], tuple[int, tuple[int, ...]]]
Hold = Callable[[int], int]


@dataclass(slots=True)
class _Gate:
    """All or any of some parts. `below` are its gates by number, `asks` the facts of its leaves as bits."""

    number: int
    every: bool
    need: int
    deny: int
    sign: Sign
    late: bool
    below: list[int] = field(default_factory=list)
    asks: int = 0

    def settled(self) -> str:
        """One line that decides it when everything below is decided."""
        yes, no = self.sign
        if self.every:
            return f"s |= {yes} if s & {self.need} == {self.need} else {no}"
        return f"s |= {yes} if s & {self.need} else {no}"

    def reading(self) -> str:
        """Lines that decide it as far as may be, and otherwise collect the open facts `o` that it waits for."""
        yes, no = self.sign
        quick, sure, first, then = (self.deny, self.need, no, yes) if self.every else (self.need, self.deny, yes, no)
        waits = " | ".join([f"o & {self.asks}", *(f"w{gate}" for gate in self.below)])
        return f"if s & {quick}: s |= {first}\n    elif s & {sure} == {sure}: s |= {then}\n    else: w{self.number} = {waits}"


class Reader:
    """The conditions of one book, ready to be read.

    `told[fact][value]` are the bits that an answer sets, `span[fact]` all that it may set, `assuming` those of every
    fact as it is assumed, `bit[fact]` its place in a set of facts. `rules`, `actions` and `priorities` are signs,
    `conditions` the bits that say a pathway's are met, in the order of the book. `hold` and `hold_late` complete a state
    in which every fact is told; `read` and `read_all` one in which facts are open, and give the open facts that each
    rule, or each action and priority, waits for.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.bit = {name: 1 << number for number, name in enumerate(book.facts)}
        self._of_bit = {bit: name for name, bit in self.bit.items()}
        self._values = {name: fact.values for name, fact in book.facts.items()} | {OUTCOME: tuple(book.outcomes)}
        self._signs: dict[object, Sign] = {}
        self._leaves: dict[Sign, str] = {}
        self._gates: dict[Sign, _Gate] = {}
        self.told: dict[str, dict[str, int]] = {name: dict.fromkeys(values, 0) for name, values in self._values.items()}
        self.rules = tuple(self.sign(rule.tree) for rule in book.rules)
        paths = book.pathways.values()
        self.conditions = {
            path.slug: self._of_path([(c.id, self.sign(c.tree)[0]) for c in path.conditions]) for path in paths
        }
        self.actions = tuple(self.sign(action.tree) for action in book.actions)
        self.priorities = tuple(self.sign(priority.tree) for priority in book.priorities)
        self.span = {name: union(told.values()) for name, told in self.told.items()}
        self._generate()
        self.assuming = union(self.told[name][fact.unknown] for name, fact in book.facts.items())
        self.named = lru_cache(maxsize=4096)(self._named)
        self.span_of = lru_cache(maxsize=4096)(self._span_of)

    @staticmethod
    def _of_path(conditions: list[tuple[str, int]]) -> tuple[int, list[tuple[str, int]]]:
        """A pathway's conditions with the bit of each, behind the bits of all."""
        return union(yes for _, yes in conditions), conditions

    def sign(self, tree: Tree) -> Sign:
        """The bits of a tree; equal trees have the same."""
        if isinstance(tree, Named):
            yes, no = self.sign(tree.tree)
        elif isinstance(tree, Leaf):
            yes, no = self._leaf(tree.fact, tree.value)
        else:
            return self._gate(tree)
        return (yes, no) if tree.holds else (no, yes)

    def _new(self, key: object) -> Sign:
        place = 2 * len(self._signs)
        self._signs[key] = (1 << place, 2 << place)
        return self._signs[key]

    def _leaf(self, fact: str, value: str) -> Sign:
        if (fact, value) in self._signs:
            return self._signs[fact, value]
        yes, no = sign = self._new((fact, value))
        for other in self._values[fact]:
            self.told[fact][other] |= yes if other == value else no
        self._leaves[sign] = fact
        return sign

    def _gate(self, tree: Group) -> Sign:
        parts = [self.sign(part) for part in tree.parts]
        if len(parts) == 1:
            return parts[0]
        key = (tree.every, frozenset(parts))
        if key not in self._signs:
            sign = self._new(key)
            need, deny = union(yes for yes, _ in parts), union(no for _, no in parts)
            gate = _Gate(len(self._gates), tree.every, need, deny, sign, late=False)
            for yes, no in parts:
                self._join(gate, (min(yes, no), max(yes, no)))
            self._gates[sign] = gate
        return self._signs[key]

    def _join(self, gate: _Gate, part: Sign) -> None:
        """Note what a gate has below it: a leaf's fact, or another gate."""
        if part in self._gates:
            gate.below.append(self._gates[part].number)
            gate.late |= self._gates[part].late
        elif self._leaves[part] == OUTCOME:
            gate.late = True
        else:
            gate.asks |= self.bit[self._leaves[part]]

    def _generate(self) -> None:
        gates = list(self._gates.values())
        early = [gate for gate in gates if not gate.late]
        late = [gate for gate in gates if gate.late]
        last = self.actions + self.priorities
        self.hold: Hold = _function("s", [gate.settled() for gate in early], "s")
        self.hold_late: Hold = _function("s", [gate.settled() for gate in late], "s")
        none = [f"w{gate.number} = 0" for gate in early]
        self.read: Read = _function(
            "s, o", [*none, *(gate.reading() for gate in early)], f"s, ({self._waits(self.rules)})"
        )
        none += [f"w{gate.number} = 0" for gate in late]
        self.read_all: Read = _function(
            "s, o", [*none, *(gate.reading() for gate in early + late)], f"s, ({self._waits(last)})"
        )

    def _waits(self, signs: tuple[Sign, ...]) -> str:
        """What each of some trees waits for, as the end of a generated function."""
        return "".join(f"{self._wait((min(sign), max(sign)))}, " for sign in signs)

    def _wait(self, sign: Sign) -> str:
        if sign in self._gates:
            return f"w{self._gates[sign].number}"
        fact = self._leaves[sign]
        return "0" if fact == OUTCOME else f"o & {self.bit[fact]}"

    def _span_of(self, facts: int) -> int:
        """All state bits that the answers to a set of facts may set."""
        return union(self.span[name] for name in self.named(facts))

    def _named(self, facts: int) -> tuple[str, ...]:
        """The facts of a set, in the order of the data."""
        found = []
        while facts:
            lowest = facts & -facts
            found.append(self._of_bit[lowest])
            facts ^= lowest
        return tuple(found)


def union(sets: Iterable[int]) -> int:
    """The bits that are in any of some sets."""
    return reduce(or_, sets, 0)


def _function(parameters: str, lines: list[str], result: str) -> Any:
    """A function of numbers, from text that consists of numbers."""
    text = "\n    ".join([f"def read({parameters}):", *lines, f"return {result}"])
    scope: dict[str, Any] = {}
    exec(compile(text, "<protocol>", "exec"), scope)  # noqa: S102 - our own text, made of numbers only
    return scope["read"]
