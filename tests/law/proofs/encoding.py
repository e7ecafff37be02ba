"""A book as formulas for z3, written from its conditions alone: no diagram, no compiled function, no code of the check.

A yes-or-no fact is a truth value, any other a whole number below the count of its values; the rules are one nested
"if", from the last to the first, whose value is the rank of the outcome (0 = strongest).
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import z3

from oscr.law.protocol.model import Book, Fact, Leaf, Named, Tree, leaves

NONE = 99
"""The rank where no rule holds."""


class Encoding:
    """The formulas of one book, and the questions put to the solver; a verdict is the set of ids that fail."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.facts = {name: self._variable(number, fact) for number, (name, fact) in enumerate(book.facts.items())}
        self.domain = [
            z3.And(self.facts[name] >= 0, self.facts[name] < len(fact.values))
            for name, fact in book.facts.items()
            if not _is_bool(fact)
        ]
        self.named: dict[str, z3.BoolRef] = {}
        self.ranks = {outcome.id: outcome.rank for outcome in book.outcomes.values()}
        self.holds = [self.formula(rule.tree) for rule in book.rules]
        self.rank = self._decision(range(len(book.rules)))

    def _variable(self, number: int, fact: Fact) -> z3.ExprRef:
        return z3.Bool(f"f{number}") if _is_bool(fact) else z3.Int(f"f{number}")

    def _decision(self, numbers: Iterable[int]) -> z3.ArithRef:
        """The rank by some of the rules, in order."""
        rank: z3.ArithRef = z3.IntVal(NONE)
        for number in reversed(list(numbers)):
            rank = z3.If(self.holds[number], z3.IntVal(self.ranks[self.book.rules[number].then]), rank)
        return rank

    def value(self, name: str, value: str) -> z3.ExprRef:
        """A fact's value as the solver has it."""
        fact = self.book.facts[name]
        return z3.BoolVal(value == "yes") if _is_bool(fact) else z3.IntVal(fact.values.index(value))

    def formula(self, tree: Tree) -> z3.BoolRef:
        """A condition as a formula."""
        if isinstance(tree, Leaf):
            if tree.fact == "outcome":
                told = self.rank == self.ranks[tree.value]
            else:
                told = self.facts[tree.fact] == self.value(tree.fact, tree.value)
            return told if tree.holds else z3.Not(told)
        if isinstance(tree, Named):
            if tree.name not in self.named:
                self.named[tree.name] = self.formula(tree.tree)
            return self.named[tree.name] if tree.holds else z3.Not(self.named[tree.name])
        parts = [self.formula(part) for part in tree.parts]
        return z3.And(parts) if tree.every else z3.Or(parts)

    def possible(self, *formulas: z3.BoolRef) -> bool:
        """Whether some answers make all of them true."""
        solver = z3.Solver()
        solver.add(*self.domain, *formulas)
        verdict = solver.check()
        assert verdict != z3.unknown
        return verdict == z3.sat

    def total(self) -> set[str]:
        """Whether some answers lead nowhere."""
        return {"rules"} if self.possible(self.rank == NONE) else set()

    def dead(self) -> set[str]:
        """Rules that are never the first to hold."""
        rules = self.book.rules
        return {
            rule.id
            for number, rule in enumerate(rules)
            if not self.possible(self.holds[number], *[z3.Not(each) for each in self.holds[:number]])
        }

    def broken(self) -> set[str]:
        """Invariants that some answers break."""
        return {never.id for never in self.book.nevers if self.possible(self.formula(never.tree))}

    def weakening(self, of: Iterable[str] = ()) -> set[str]:
        """Facts, or some `of` them, of which one more allegation, or one grade worse, weakens the response."""
        found = set()
        for fact in self._read(of):
            steps = [(worse, better) for better, worse in pairwise(fact.values)] if fact.graded else []
            steps = steps or ([("yes", "no")] if fact.allegation else [])
            if any(self._weaker(fact, worse, better) for worse, better in steps):
                found.add(fact.id)
        return found

    def unprotected(self, of: Iterable[str] = ()) -> set[str]:
        """Facts, or some `of` them, whose assumed value is unprotective without a reason, or beyond what it allows."""
        found = set()
        for fact in self._read(of):
            within = [] if fact.unless is None else [z3.Not(self.formula(fact.unless))]
            excused = fact.why and fact.unless is None
            others = [value for value in fact.values if value != fact.unknown]
            if not excused and any(self._weaker(fact, fact.unknown, other, *within) for other in others):
                found.add(fact.id)
        return found

    def lost(self) -> set[str]:
        """Offences of which a condition can be met without the outcome that they demand."""
        trees = {each.id: each.tree for pathway in self.book.pathways.values() for each in pathway.conditions}
        return {
            offence.id
            for offence in self.book.offences
            if self.possible(
                self.formula(offence.tree),
                z3.Or([self.formula(trees[name]) for name in offence.conditions]),
                self.rank != self.ranks[offence.then],
            )
        }

    def _weaker(self, fact: Fact, value: str, other: str, *within: z3.BoolRef) -> bool:
        return self.possible(self._with(fact, value) > self._with(fact, other), *within)

    def _with(self, fact: Fact, value: str) -> z3.ArithRef:
        return z3.substitute(self.rank, (self.facts[fact.id], self.value(fact.id, value)))

    def _read(self, of: Iterable[str]) -> Iterator[Fact]:
        """The facts that rules read, or some of them."""
        read = {leaf.fact for rule in self.book.rules for leaf in leaves(rule.tree)}
        wanted = set(of) or read
        return (fact for name, fact in self.book.facts.items() if name in read & wanted)


def _is_bool(fact: Fact) -> bool:
    return fact.values == ("yes", "no")
