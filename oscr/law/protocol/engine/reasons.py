"""Why each rule fired or did not, in words: the steps of a trace.

Used by `deciding`. A rule that cannot hold is explained by those of its parts that cannot, a definition or ground by its
name; one that is undecided by the facts it waits for. Equal steps are one object, made once: calls resemble each other.
"""

from collections.abc import Mapping
from functools import lru_cache

from oscr.law.protocol.decision import Step
from oscr.law.protocol.engine.reader import Reader
from oscr.law.protocol.model import Book, Group, Leaf, Tree

Block = tuple[int, str, str]
"""State bits that together block a rule, the fact whose answer says so, or the sentence that does."""


class Reasons:
    """The steps of one book's rules, by the number of the rule."""

    def __init__(self, book: Book, reader: Reader) -> None:
        self._book, self._reader = book, reader
        self._blocks = tuple(tuple(self._found(rule.tree, 0)) for rule in book.rules)
        self._step = lru_cache(maxsize=4_096)(self._made)
        self._waiting = lru_cache(maxsize=4_096)(self._made_waiting)
        self._asked = {name: fact.phrase(None) for name, fact in book.facts.items()}
        self.unreached = tuple(self._made(number, "not reached") for number in range(len(book.rules)))

    def fired(self, number: int) -> Step:
        """The rule that decides."""
        return self._step(number, "fired")

    def blocked(self, number: int, state: int, values: Mapping[str, str]) -> Step:
        """A rule that the state rules out; `values` are those of its facts that were answered."""
        why = []
        for need, fact, text in self._blocks[number]:
            if state & need == need:
                told = self._book.facts[fact] if fact else None
                why.append(told.phrase(values.get(fact, told.unknown)) if told else text)
        return self._step(number, "ruled out", tuple(dict.fromkeys(why)))

    def waiting(self, number: int, facts: int) -> Step:
        """A rule that waits for the answers to some facts."""
        return self._waiting(number, facts)

    def _made_waiting(self, number: int, facts: int) -> Step:
        names = self._reader.named(facts)
        return self._made(number, "undecided", tuple([self._asked[name] for name in names]), names)

    def _made(self, number: int, verdict: str, why: tuple[str, ...] = (), facts: tuple[str, ...] = ()) -> Step:
        rule = self._book.rules[number]
        return Step(rule.id, rule.then, rule.text, rule.cite, verdict, why, facts)

    def _found(self, tree: Tree, above: int) -> list[Block]:
        """The parts that can block a tree; in a list of which any suffices, only when all of it is blocked (`above`)."""
        if isinstance(tree, Group):
            whole = above | (0 if tree.every else self._reader.sign(tree)[1])
            return [block for part in tree.parts for block in self._found(part, whole)]
        need = above | self._reader.sign(tree)[1]
        if isinstance(tree, Leaf):
            return [(need, tree.fact, "")]
        return [(need, "", f"{tree.name}: {'not met' if tree.holds else 'met'}")]
