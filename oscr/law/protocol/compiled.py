"""The decision of one unit as one Python function, generated from the rules.

Used for single decisions and for re-deciding many stored calls. The generated text contains numbers only: names of
facts and values reach it as constants, never as source. A fact that is missing or unknown counts as its assumed value.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from oscr.law.protocol.kleene import truth
from oscr.law.protocol.model import Book, Group, Leaf, Named, Rule, Tree, leaves, names

OUTER, INNER = " " * 4, " " * 8


def compiled(book: Book) -> Callable[[Mapping[str, str]], int]:
    """A function from answers (fact -> value) to the number of the first rule that holds; len(rules) if none."""
    writer = _Writer(book)
    text = "\n".join(writer.lines())
    scope: dict[str, Any] = dict(writer.constants)
    exec(compile(text, "<protocol>", "exec"), scope)  # noqa: S102 - our own text, made of numbers only
    function: Callable[[Mapping[str, str]], int] = scope["first"]
    return function


class _Writer:
    """Collects constants, local names and lines while the text is written.

    Rules in a row that begin with the same part stand under one test of it. A name is computed once, before its first
    use; inside such a block when no other rule uses it. A fact read more than once is read into a local variable.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.constants: dict[str, object] = {}
        self.numbers: dict[object, str] = {}
        self.locals: dict[str, str] = {}
        self.order: list[str] = []
        self.body: list[str] = []
        rules = groupby(enumerate(book.rules), key=lambda numbered: _first(numbered[1].tree))
        self.blocks = [(first, list(numbered)) for first, numbered in rules]
        uses = Counter(name for _, rules in self.blocks for name in _names_of(rules))
        self.wide = {name for name, blocks in uses.items() if blocks > 1}

    def lines(self) -> list[str]:
        for first, numbered in self.blocks:
            if first is None or len(numbered) == 1:
                for number, rule in numbered:
                    self._rule(number, rule.tree, OUTER)
            else:
                self._block(first, numbered)
        self._inline()
        last = f"{OUTER}return {len(self.book.rules)}"
        return ["def first(facts):", f"{OUTER}get = facts.get", *self._read_once(), *self.body, last]

    def _block(self, first: Tree, numbered: list[tuple[int, Rule]]) -> None:
        for tree in (first, *(rule.tree for _, rule in numbered)):
            self._prepare(tree, OUTER, self.wide)
        self._prepare(first, OUTER)
        self.body.append(f"{OUTER}if {self._test(first)}:")
        for number, rule in numbered:
            self._rule(number, Group(True, _parts(rule.tree)[1:]), INNER)

    def _rule(self, number: int, tree: Tree, indent: str) -> None:
        self._prepare(tree, indent)
        self.body.append(f"{indent}if {self._test(tree)}: return {number}")

    def _prepare(self, tree: Tree, indent: str, only: set[str] | None = None) -> None:
        """Compute the names that a tree uses (`only` some of them) into local variables."""
        if isinstance(tree, Group):
            for part in tree.parts:
                self._prepare(part, indent, only)
        elif isinstance(tree, Named) and tree.name not in self.locals and not _single(tree):
            if only is not None and tree.name not in only:
                self._prepare(tree.tree, indent, only)
                return
            self._prepare(tree.tree, indent)
            local = f"n{len(self.locals)}"
            self.body.append(f"{indent}{local} = {self._test(tree.tree)}")
            self.locals[tree.name] = local
            self.order.append(local)

    def _test(self, tree: Tree) -> str:
        if _single(tree):
            return self._membership(tree)
        if isinstance(tree, Named):
            return f"{'' if tree.holds else 'not '}{self.locals[tree.name]}"
        parts = tree.parts if isinstance(tree, Group) else ()
        every = isinstance(tree, Group) and tree.every
        return "(" + (" and " if every else " or ").join(map(self._test, parts)) + ")" if parts else str(every)

    def _membership(self, tree: Tree) -> str:
        """A tree over one fact: the fact's value is one of those that make it true."""
        fact = self.book.facts[leaves(tree)[0].fact]
        accepted = tuple(value for value in fact.values if truth(tree, {fact.id: value}))
        rejected = tuple(value for value in fact.values if value not in accepted)
        asked = f"get({self._constant(fact.id)})"
        if fact.unknown in accepted:
            return (
                f"{asked} != {self._constant(rejected[0])}"
                if len(rejected) == 1
                else self._in(asked, "not in", rejected)
            )
        return f"{asked} == {self._constant(accepted[0])}" if len(accepted) == 1 else self._in(asked, "in", accepted)

    def _in(self, asked: str, word: str, values: tuple[str, ...]) -> str:
        return f"{asked} {word} {self._constant(frozenset(values))}"

    def _inline(self) -> None:
        """Put what a name stands for into its place where that is the only one, so that it is computed when needed."""
        for local in reversed(self.order):
            name = re.compile(rf"\b{local}\b")
            places = [place for place, line in enumerate(self.body) for _ in name.findall(line)]
            definition = places[0]
            if len(places) <= 2:
                meaning = self.body[definition].partition(" = ")[2]
                for place in places[1:]:
                    self.body[place] = name.sub(meaning, self.body[place])
                del self.body[definition]

    def _read_once(self) -> Iterator[str]:
        """Lines that read facts used more than once; their uses in the body are replaced."""
        text = "\n".join(self.body)
        for number in self.constants:
            if text.count(f"get({number})") > 1:
                text = text.replace(f"get({number})", f"v{number}")
                yield f"{OUTER}v{number} = get({number})"
        self.body = text.split("\n")

    def _constant(self, value: object) -> str:
        if value not in self.numbers:
            self.numbers[value] = f"C{len(self.numbers)}"
            self.constants[self.numbers[value]] = value
        return self.numbers[value]


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, Group) and tree.every else (tree,)


def _first(tree: Tree) -> Tree | None:
    """The part with which a rule of several parts begins."""
    parts = _parts(tree)
    return parts[0] if len(parts) > 1 else None


def _single(tree: Tree) -> bool:
    """Whether a tree is about one fact only."""
    return isinstance(tree, Leaf) or len({leaf.fact for leaf in leaves(tree)}) == 1


def _names_of(numbered: list[tuple[int, Rule]]) -> set[str]:
    return {name for _, rule in numbered for name in names(rule.tree)}
