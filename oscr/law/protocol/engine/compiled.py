"""The decision of one unit as one Python function, generated from the rules.

Used for single decisions and for deciding calls one by one. The generated text contains numbers only: names of facts and
values are put into the compiled function as constants and are never source. A fact that is missing or unknown counts as its
assumed value.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oscr.law.protocol.engine.algebra import ALWAYS, NEVER, Algebra, Asked, Expression, Join, Use
from oscr.law.protocol.model import Book, Group, Named, leaves, named

STEP = " " * 4
Rules = list[tuple[int, Expression]]
"""The numbers of rules, each with what remains of its condition."""


def compiled(book: Book) -> Callable[[Mapping[str, str]], int]:
    """A function from answers (fact -> value) to the number of the first rule that holds; len(rules) if none."""
    writer = _Writer(book)
    scope: dict[str, Any] = {}
    exec(compile("\n".join(writer.lines()), "<protocol>", "exec"), scope)  # noqa: S102 - our own text, made of numbers only
    function = scope["first"]
    code = function.__code__
    function.__code__ = code.replace(co_consts=tuple(writer.constants.get(one, one) for one in code.co_consts))
    decide: Callable[[Mapping[str, str]], int] = function
    return decide


class _Writer:
    """Writes the text, in which a constant is the string "C" and its number.

    The gates - names on which many rules depend, as being a minor and being in charge - are tested first; behind each, only
    what they leave of the rules is written. There, what several places need - a name, or an answer that most calls look up
    more than once - is kept in a local variable right before the first rule that needs it: a rule that holds early spares
    what the later ones would need.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.trees = dict(named(rule.tree for rule in book.rules))
        self.constants: dict[str, object] = {}
        self.numbers: dict[object, str] = {}
        self.variables = 0

    def lines(self) -> list[str]:
        """The text of the function."""
        return ["def first(facts):", f"{STEP}get = facts.get", *self._gated({}, _gates(self.book), STEP)]

    def _gated(self, decided: dict[str, bool], gates: list[str], indent: str) -> Iterator[str]:
        if not gates:
            yield from _Branch(self, decided).lines(indent)
            return
        gate, *others = gates
        test = Algebra(self.book.facts, decided).read(self.trees[gate])
        yield f"{indent}if {self.text(test, {})}:"
        yield from self._gated(decided | {gate: True}, others, indent + STEP)
        yield from self._gated(decided | {gate: False}, others, indent)

    def text(self, part: Expression, kept: Mapping[str, str]) -> str:
        """An expression; what is kept in a variable is read there."""
        if isinstance(part, Asked):
            return self._membership(part, kept)
        if isinstance(part, Use):
            return f"{'' if part.holds else 'not '}{kept[part.name]}"
        joined = (" and " if part.every else " or ").join(self.text(one, kept) for one in part.parts)
        return f"({joined})" if part.parts else str(part.every)

    def _membership(self, test: Asked, kept: Mapping[str, str]) -> str:
        """Where the assumed value is accepted, everything but the other values is: a missing answer, and an unknown one."""
        fact = self.book.facts[test.fact]
        assumed = fact.unknown in test.values
        values = tuple(value for value in fact.values if (value in test.values) is not assumed)
        asked = kept.get(fact.id) or self.asked(fact.id)
        if len(values) == 1:
            return f"{asked} {'!=' if assumed else '=='} {self._constant(values[0])}"
        return f"{asked} {'not in' if assumed else 'in'} {self._constant(frozenset(values))}"

    def asked(self, fact: str) -> str:
        """The looking up of an answer."""
        return f"get({self._constant(fact)})"

    def variable(self) -> str:
        """A name for a local variable."""
        self.variables += 1
        return f"v{self.variables}"

    def _constant(self, value: object) -> str:
        if value not in self.numbers:
            self.numbers[value] = f"C{len(self.numbers)}"
            self.constants[self.numbers[value]] = value
        return f"'{self.numbers[value]}'"


class _Branch:
    """The rules behind the gates, when it is decided which of these are open."""

    def __init__(self, writer: _Writer, decided: Mapping[str, bool]) -> None:
        self.writer = writer
        book, trees = writer.book, writer.trees
        worth = [name for name, tree in trees.items() if len({leaf.fact for leaf in leaves(tree)}) > 1]
        self.algebra = Algebra(book.facts, decided, self._used_twice(Algebra(book.facts, decided, worth)))
        self.rules = self._rules(self.algebra)
        self.meanings = {name: self.algebra.read(trees[name]) for name in sorted(self.algebra.shared)}

    def lines(self, indent: str) -> Iterator[str]:
        """The rules in order, and what they need before them."""
        kept: dict[str, str] = {}
        worth = self.meanings.keys() | self._read_often()
        for number, rule in self.rules:
            for name in self._needed(rule):
                if name in worth and name not in kept:
                    meaning = self.meanings.get(name)
                    value = self.writer.asked(name) if meaning is None else self.writer.text(meaning, kept)
                    kept[name] = self.writer.variable()
                    yield f"{indent}{kept[name]} = {value}"
            yield f"{indent}if {self.writer.text(rule, kept)}: return {number}"
        yield f"{indent}return {len(self.writer.book.rules)}"

    def _rules(self, algebra: Algebra) -> Rules:
        """What can still hold, up to the first rule that always does."""
        found: Rules = []
        for number, rule in enumerate(self.writer.book.rules):
            rest = algebra.read(rule.tree)
            if rest != NEVER:
                found.append((number, rest))
            if rest == ALWAYS:
                break
        return found

    def _used_twice(self, algebra: Algebra) -> set[str]:
        """The names that stand in several places of this branch; read where every name that may be worth it stays one."""
        uses: Counter[str] = Counter()
        todo = [rule for _, rule in self._rules(algebra)]
        while todo:
            for one in _uses(todo.pop()):
                uses[one] += 1
                if uses[one] == 1:
                    todo.append(algebra.read(self.writer.trees[one]))
        return {name for name, times in uses.items() if times > 1}

    def _needed(self, part: Expression) -> Iterator[str]:
        """The facts and names below a part, also those within names; what a name needs comes before it."""
        if isinstance(part, Asked):
            yield part.fact
        elif isinstance(part, Use):
            yield from self._needed(self.meanings[part.name])
            yield part.name
        else:
            for inner in part.parts:
                yield from self._needed(inner)

    def _read_often(self) -> set[str]:
        """The facts that are looked up more than once in a call of which nothing is known: so are most, in most calls."""
        reads: Counter[str] = Counter()
        known: dict[str, bool] = {}

        def holds(part: Expression) -> bool:
            if isinstance(part, Asked):
                reads[part.fact] += 1
                return self.writer.book.facts[part.fact].unknown in part.values
            if isinstance(part, Use):
                if part.name not in known:
                    known[part.name] = holds(self.meanings[part.name])
                return known[part.name] is part.holds
            return (all if part.every else any)(map(holds, part.parts))

        for _, rule in self.rules:
            holds(rule)
        return {fact for fact, times in reads.items() if times > 1}


def _gates(book: Book) -> list[str]:
    """The two names on which most rules depend by themselves, if they are those of every fourth rule."""
    parts = [
        part for rule in book.rules if isinstance(rule.tree, Group) and rule.tree.every for part in rule.tree.parts
    ]
    counts = Counter(part.name for part in parts if isinstance(part, Named))
    return [name for name, times in counts.most_common(2) if 4 * times >= len(book.rules)]


def _uses(part: Expression) -> Iterator[str]:
    if isinstance(part, Use):
        yield part.name
    elif isinstance(part, Join):
        for one in part.parts:
            yield from _uses(one)
