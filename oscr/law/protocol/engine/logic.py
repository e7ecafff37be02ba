"""The rules of a book as diagrams: what `checking` proves, and where `engine` looks up what is still open.

Built once for each book. Proofs add nodes, and so build their own; for everybody else nothing in it changes.
"""

from collections.abc import Mapping

from oscr.law.protocol.engine.diagram import FALSE, TRUE, Diagram
from oscr.law.protocol.engine.ordering import order
from oscr.law.protocol.model import Book, Fact, Group, Leaf, Rule, Tree
from oscr.law.protocol.text.loading import OUTCOME

BUILD_CAP = 1_000_000
"""Nodes made while building, scraps included: beyond it something is wrong with the order of the facts."""


class Logic:
    """`holds` is each rule as a diagram, `by_rank` the outcome, `rests` that of the rules from each on."""

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

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts of the book."""
        return self.book.facts

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the book, in order."""
        return self.book.rules

    @property
    def size(self) -> int:
        """How many questions the diagram of the outcome has."""
        return sum(node >= 0 for node in self.diagram.below(self.by_rank))

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
