"""A book made ready to decide: the compiled decision and the diagrams of rules and outcomes.

Used by `deciding` and `checking`. Built once for each book; nothing in it changes afterwards, so that threads share it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from oscr.law.protocol.compiled import compiled
from oscr.law.protocol.decision import Cited
from oscr.law.protocol.diagram import FALSE, TRUE, Diagram
from oscr.law.protocol.loading import OUTCOME
from oscr.law.protocol.model import SCOPES, ActionRule, Book, Fact, Group, Leaf, PriorityRule, Rule, Tree
from oscr.law.protocol.ordering import order
from oscr.law.protocol.reader import Reader
from oscr.law.protocol.reasons import Reasons

BUILD_CAP = 1_000_000
"""Nodes made while building, scraps included: beyond it something is wrong with the order of the facts."""


Place = tuple[int, dict[str, int], int, str]
"""A fact's bit, the state bits of each of its values, those of all of them, and the value assumed."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of a unit before anybody answers: facts still `open`, and the `state` of those that are not."""

    open: int
    state: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What choosing some pathways settles for every unit: with a suspect (`together`), and `alone`.

    `closed` are the facts of pathways that nobody chose.
    """

    together: Base
    alone: Base
    closed: int


class Engine:
    """`first` decides one unit; `by_rank` is its outcome as a diagram, `rests` that of the rules from each on."""

    def __init__(self, book: Book, cap: int = BUILD_CAP) -> None:
        self.book = book
        self.order = order(book)
        self.index = {name: number for number, name in enumerate(self.order)}
        self.values = tuple(book.facts[name].values for name in self.order)
        self.assumed = {name: book.facts[name].unknown for name in self.order}
        self.rank = {outcome.id: outcome.rank for outcome in book.outcomes.values()}
        self.of_rank = {rank: name for name, rank in self.rank.items()}
        self.diagram = Diagram((len(values) for values in self.values), cap)
        self._named: dict[str, int] = {}
        self.holds = tuple(self.build(rule.tree) for rule in book.rules)
        rests = [~(max(self.rank.values(), default=0) + 1)]
        for rule, holds in zip(reversed(book.rules), reversed(self.holds), strict=True):
            rests.append(self.diagram.ite(holds, ~self.rank[rule.then], rests[-1]))
        self.rests = tuple(reversed(rests))
        self.by_rank = self.rests[0]
        self.first: Callable[[Mapping[str, str]], int] = compiled(book)
        self.reader = Reader(book)
        self.reasons = Reasons(book, self.reader)
        self.everything = self.set_of(book.facts)
        self.assuming = self.reader.assuming
        rows: list[Rule | ActionRule | PriorityRule] = [*book.rules, *book.actions, *book.priorities]
        self.cited = {row.id: Cited(row.id, row.text, row.cite) for row in rows}
        self.asked_by = {
            slug: self.set_of(n for n in p.ask if book.facts[n].pathway == slug) for slug, p in book.pathways.items()
        }
        self.critical = self.set_of(name for name, fact in book.facts.items() if fact.critical)
        self.places = {scope: self._places(scope) for scope in SCOPES}
        self._always = self.critical | self.set_of(name for name, fact in book.facts.items() if fact.pathway is None)
        self._derived = self.set_of(name for name, fact in book.facts.items() if fact.derived)
        self._about_suspects = self.set_of(n for n, fact in book.facts.items() if fact.scope in ("suspect", "pair"))
        self._raised_by = {
            slug: self.set_of({*path.ask, *(name for name, fact in book.facts.items() if fact.pathway == slug)})
            for slug, path in book.pathways.items()
        }

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts of the book."""
        return self.book.facts

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the book, in order."""
        return self.book.rules

    def set_of(self, names: Iterable[str]) -> int:
        """Facts as a set of bits."""
        return sum(self.reader.bit[name] for name in names)

    def _places(self, scope: str) -> dict[str, Place]:
        told, bit, span = self.reader.told, self.reader.bit, self.reader.span
        return {
            name: (bit[name], told[name], span[name], fact.unknown)
            for name, fact in self.facts.items()
            if fact.scope == scope
        }

    def scene(self, chosen: Iterable[str] | None) -> Scene:
        """Facts of no pathway, of a chosen one, asked by a chosen one, and critical ones are open to a call."""
        raised = self._always
        for slug in self._raised_by if chosen is None else chosen:
            raised |= self._raised_by[slug]
        together, alone = raised & ~self._derived, raised & ~self._derived & ~self._about_suspects
        return Scene(
            together=Base(together, self.assuming & ~self.reader.span_of(together)),
            alone=Base(alone, self.assuming & ~self.reader.span_of(alone)),
            closed=self.everything & ~raised,
        )

    def fixed(self, values: Mapping[str, str]) -> dict[int, int]:
        """Answers as the diagram's variables and value numbers."""
        return {self.index[f]: self.values[self.index[f]].index(v) for f, v in values.items()}

    def build(self, tree: Tree) -> int:
        """A condition as a diagram of true and false. A leaf on the outcome is the set of cases so decided."""
        if isinstance(tree, Leaf):
            node = self._leaf(tree)
            return node if tree.holds else self.diagram.negated(node)
        if isinstance(tree, Group):
            node = TRUE if tree.every else FALSE
            for part in reversed(tree.parts):
                inner = self.build(part)
                node = self.diagram.both(inner, node) if tree.every else self.diagram.either(inner, node)
            return node
        if tree.name not in self._named:
            self._named[tree.name] = self.build(tree.tree)
        node = self._named[tree.name]
        return node if tree.holds else self.diagram.negated(node)

    def _leaf(self, leaf: Leaf) -> int:
        if leaf.fact == OUTCOME:
            rank = self.rank[leaf.value]
            return self.diagram.mapped(self.by_rank, lambda other: int(other == rank))
        number = self.index[leaf.fact]
        return self.diagram.test(number, self.values[number].index(leaf.value))
