"""The decision of one unit as one Python function, generated from the rules.

Used for single decisions and for re-deciding many stored calls. The generated text contains numbers only: names of
facts and values reach it as constants, never as source. A fact that is missing or unknown counts as its assumed value.
"""

from collections.abc import Callable, Mapping
from typing import Any

from oscr.law.protocol.model import Book, Group, Leaf, Named, Tree


def compiled(book: Book) -> Callable[[Mapping[str, str]], int]:
    """A function from answers (fact -> value) to the number of the first rule that holds; len(rules) if none."""
    writer = _Writer(book)
    lines = writer.lines()
    scope: dict[str, Any] = dict(writer.constants)
    exec(compile("\n".join(lines), "<protocol>", "exec"), scope)  # noqa: S102 - our own text, made of numbers only
    function: Callable[[Mapping[str, str]], int] = scope["first"]
    return function


class _Writer:
    """Collects constants and local names while the text is written."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.constants: dict[str, object] = {}
        self.numbers: dict[object, str] = {}
        self.locals: dict[str, str] = {}
        self.text: list[str] = []

    def lines(self) -> list[str]:
        for number, rule in enumerate(self.book.rules):
            self._prepare(rule.tree)
            self.text.append(f"    if {self._test(rule.tree)}: return {number}")
        return ["def first(facts):", "    get = facts.get", *self.text, f"    return {len(self.book.rules)}"]

    def _prepare(self, tree: Tree) -> None:
        """Give every name that the tree uses a local variable, written once, before its first use."""
        if isinstance(tree, Group):
            for part in tree.parts:
                self._prepare(part)
        elif isinstance(tree, Named) and tree.name not in self.locals:
            self._prepare(tree.tree)
            local = f"n{len(self.locals)}"
            self.text.append(f"    {local} = {self._test(tree.tree)}")
            self.locals[tree.name] = local

    def _test(self, tree: Tree) -> str:
        if isinstance(tree, Leaf):
            return self._leaf(tree)
        if isinstance(tree, Named):
            return self.locals[tree.name] if tree.holds else f"not {self.locals[tree.name]}"
        if not tree.parts:
            return str(tree.every)
        return "(" + (" and " if tree.every else " or ").join(self._test(part) for part in tree.parts) + ")"

    def _leaf(self, leaf: Leaf) -> str:
        fact = self.book.facts[leaf.fact]
        asked = f"get({self._constant(leaf.fact)})"
        if leaf.value != fact.unknown:
            return f"{asked} {'==' if leaf.holds else '!='} {self._constant(leaf.value)}"
        others = tuple(value for value in fact.values if value != leaf.value)
        if len(others) == 1:
            return f"{asked} {'!=' if leaf.holds else '=='} {self._constant(others[0])}"
        return f"{asked} {'not in' if leaf.holds else 'in'} {self._constant(others)}"

    def _constant(self, value: object) -> str:
        if value not in self.numbers:
            self.numbers[value] = f"C{len(self.numbers)}"
            self.constants[self.numbers[value]] = value
        return self.numbers[value]
