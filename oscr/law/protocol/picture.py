"""What is drawn of a protocol: the order of its rules, and the way of a pathway from its questions to an outcome.

Plain data without a line or a color; the desks and the command line give it to `oscr.ui.drawing`. The ladder shows that the
first rule that holds decides (the manual states no precedence; `tracks.toml` does); a pathway's picture shows its key
questions and conditions (Child Welfare Manual 2.1.1.2, 2.1.2.1) with everything else taken for harmless.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from oscr.law.protocol.engine.diagram import FALSE, LAST, TRUE, Diagram
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.model import NO, YES, Book, Condition, Fact, Group, Leaf, Named, Pathway, Tree, leaves, named

CARE = {
    "in charge": {"suspect had care": YES, "suspect in household": YES, "suspect relation": "parent"},
    "not in charge": {"suspect had care": NO, "suspect in household": NO, "suspect relation": "not family"},
}
"""The two gates for which a pathway is drawn: the same answers lead elsewhere when nobody was in charge (manual 2.1.2.1)."""
AGE = "child age"
USUAL = {AGE: "7 to 13", "suspect age": "21 or older"}
UNDRAWN = {AGE: ("under 18, not known closer", "18 to 20", "21 or older")}
"""Values that no picture of a pathway shows: it is drawn for minors whose age is known."""
MOST = 16
"""Questions beyond which a pathway is no longer seen at one glance: its conditions are listed instead."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule in words, with the facts it reads. `names`: how a reason (`Step.blocked_by`) that means it may begin."""

    text: str
    names: tuple[str, ...]
    facts: frozenset[str]

    def blamed(self, phrase: str) -> bool:
        """Whether a reason speaks of this part."""
        return any(phrase.startswith(f"{name}:") for name in self.names)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rule of the ladder: all (`every`) or any of its parts, and the outcome to which they lead."""

    id: str
    text: str
    cite: str
    outcome: str
    parts: tuple[Part, ...]
    every: bool
    beside: bool

    @property
    def words(self) -> str:
        """The parts as one sentence."""
        return _joined([part.text for part in self.parts], every=self.every)


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows from some answers to a question: another one (`next`, its number), or `ends`, an outcome per gate.

    `met` are the conditions that hold whenever this branch is taken.
    """

    answers: tuple[str, ...]
    next: int | None
    ends: tuple[str, ...]
    met: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a pathway's picture: its number, the fact, its short wording, its branches."""

    number: int
    fact: str
    text: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One condition of a pathway, and the outcome to which it leads by itself for each gate of `CARE`."""

    id: str
    text: str
    words: str
    ground: str
    cite: str
    ends: tuple[str, ...]


def ladder(book: Book) -> tuple[Rung, ...]:
    """Every rule in the order in which they are tried."""
    return tuple(
        Rung(
            id=rule.id,
            text=rule.text,
            cite=rule.cite,
            outcome=rule.then,
            parts=tuple(_part(tree, book.facts) for tree in _parts(rule.tree)),
            every=not isinstance(rule.tree, Group) or rule.tree.every,
            beside=rule.beside,
        )
        for rule in book.rules
    )


def words(tree: Tree, facts: Mapping[str, Fact]) -> str:
    """A condition as a screener says it; definitions, conditions and grounds stay folded to their names."""
    if isinstance(tree, Leaf):
        said = facts[tree.fact].screener if tree.value == YES else f"{facts[tree.fact].screener}: {tree.value}"
        return said if tree.holds else f"not: {said}"
    if isinstance(tree, Named):
        return tree.name if tree.holds else f"not {tree.name}"
    parts = [
        f"({words(part, facts)})" if isinstance(part, Group) and len(part.parts) > 1 else words(part, facts)
        for part in tree.parts
    ]
    return _joined(parts, every=tree.every)


def conditions(engine: Engine, pathway: Pathway) -> tuple[Row, ...]:
    """The conditions of a pathway as a table."""
    open_here = {name: _benign(engine.facts[name]) for name in asked(engine, pathway)}
    usual = {**harmless(engine.book), **{name: value for name, value in open_here.items() if name not in USUAL}}
    return tuple(_row(engine, condition, usual) for condition in pathway.conditions)


@lru_cache(maxsize=64)
def questions(engine: Engine, pathway: Pathway, most: int = MOST) -> tuple[Ask, ...] | None:
    """The questions of a pathway from the first to its outcomes, each where it still matters; None beyond `most`.

    Everything else is taken for harmless. Numbers only grow on the way, so that it is read downwards.
    """
    sketch = _Sketch(engine, pathway)
    nodes = sketch.nodes()
    return None if len(nodes) > most else tuple(sketch.ask(node) for node in nodes)


def asked(engine: Engine, pathway: Pathway) -> tuple[str, ...]:
    """The facts that are open in a pathway's picture: those that its conditions read, and key questions of no other pathway.

    The gates are left out, and so is what belongs to another pathway's picture.
    """
    read = [leaf.fact for one in pathway.conditions for leaf in leaves(one.tree)]
    own = [name for name in pathway.ask if name in read or engine.facts[name].pathway in (None, pathway.slug)]
    gates = {name for gate in CARE.values() for name in gate}
    return tuple(name for name in dict.fromkeys([*own, *read]) if name not in gates)


def drawn(fact: Fact) -> tuple[str, ...]:
    """The answers that are drawn, as the law lists them."""
    hidden = UNDRAWN.get(fact.id, ())
    return tuple(value for value in fact.values if value not in hidden)


def _joined(texts: list[str], *, every: bool) -> str:
    return (" and " if every else " or ").join(texts)


def _parts(tree: Tree) -> tuple[Tree, ...]:
    return tree.parts if isinstance(tree, Group) else (tree,)


def _part(tree: Tree, facts: Mapping[str, Fact]) -> Part:
    read = [leaf.fact for leaf in leaves(tree)]
    names = dict.fromkeys([*(name for name, _ in named([tree])), *(facts[name].screener for name in read)])
    return Part(words(tree, facts), tuple(names), frozenset(read))


def harmless(book: Book) -> dict[str, str]:
    """Nothing alleged; what nobody knows counts as the law says; a child and an adult of usual ages."""
    plain = {
        name: NO if fact.allegation else fact.values[0] if fact.graded else fact.unknown
        for name, fact in book.facts.items()
    }
    return plain | {name: value for name, value in USUAL.items() if name in plain}


def _benign(fact: Fact) -> str:
    """The answer that alleges least: what is assumed protects the child, so it is the other one, unless `why` says not."""
    if fact.allegation or fact.graded:
        return NO if fact.allegation else fact.values[0]
    others = [value for value in fact.values if value != fact.unknown]
    return fact.unknown if fact.why else others[0]


def _gates(engine: Engine) -> list[dict[str, str]]:
    return [{name: value for name, value in gate.items() if name in engine.facts} for gate in CARE.values()]


def _row(engine: Engine, condition: Condition, harmless: Mapping[str, str]) -> Row:
    ends = []
    for gate in _gates(engine):
        usual = {**harmless, **gate}
        way = engine.diagram.witness(engine.build(condition.tree), engine.fixed(usual))
        shown = {engine.order[var]: engine.values[var][value] for var, value in way.items()}
        ends.append(engine.rules[engine.first({**usual, **shown})].then)
    said = words(condition.tree, engine.facts)
    return Row(condition.id, condition.text, said, condition.ground, condition.cite, tuple(ends))


class _Sketch:
    """The small diagram of one pathway: its own questions in the order that needs fewest, a terminal per set of outcomes.

    The order is sought, because the picture explains the decision and not the interview; ties keep the interview's.
    """

    def __init__(self, engine: Engine, pathway: Pathway) -> None:
        self.engine, self.pathway = engine, pathway
        self.ends: list[tuple[str, ...]] = [()]
        self.within = Diagram(engine.diagram.sizes)
        free = asked(engine, pathway)
        seen = [self._restricted(engine.by_rank, gate, free) for gate in _gates(engine)]
        conditions = {
            one.id: self._restricted(engine.build(one.tree), _gates(engine)[0], free) for one in pathway.conditions
        }
        outcome = ~0
        for node in seen:
            outcome = self.within.merged(outcome, node, self._end)
        self.facts = self._shortest(free, outcome)
        self.diagram, self.root = self._ordered(self.facts, outcome)
        self.met = {name: self._moved(self.diagram, self.facts, node, {}) for name, node in conditions.items()}
        self.number: dict[int, int] = {}
        self.reached: dict[int, int] = {self.root: TRUE}

    def _end(self, so_far: int, rank: int) -> int:
        """The terminal for the outcomes of the gates seen so far and that of one more."""
        ends = (*self.ends[so_far], self.engine.of_rank[rank])
        if ends not in self.ends:
            self.ends.append(ends)
        return self.ends.index(ends)

    def _restricted(self, node: int, gate: Mapping[str, str], free: tuple[str, ...]) -> int:
        """A function of the engine's diagram as one of the free facts only."""
        fixed = {name: value for name, value in {**harmless(self.engine.book), **gate}.items() if name not in free}
        return self.engine.diagram.restrict(node, self.engine.fixed(fixed), self.within)

    def _shortest(self, free: tuple[str, ...], outcome: int) -> tuple[str, ...]:
        """Each fact in turn is moved to where the fewest questions are left, until no move helps."""
        needed = {self.engine.order[var] for var in self.within.support(outcome)}
        best = tuple(name for name in free if name in needed)
        size, before = self._size(best, outcome), LAST
        while size < before:
            before = size
            for name in best:
                best, size = self._placed(best, name, outcome, size)
        return best

    def _placed(self, facts: tuple[str, ...], name: str, outcome: int, size: int) -> tuple[tuple[str, ...], int]:
        rest = [one for one in facts if one != name]
        best = facts
        for place in range(len(rest) + 1):
            tried = (*rest[:place], name, *rest[place:])
            smaller = self._size(tried, outcome)
            if smaller < size:
                best, size = tried, smaller
        return best, size

    def _size(self, facts: tuple[str, ...], outcome: int) -> int:
        diagram, root = self._ordered(facts, outcome)
        return sum(node >= 0 for node in diagram.below(root))

    def _ordered(self, facts: tuple[str, ...], outcome: int) -> tuple[Diagram, int]:
        diagram = Diagram(len(drawn(self.engine.facts[name])) for name in facts)
        return diagram, self._moved(diagram, facts, outcome, {})

    def _moved(self, into: Diagram, facts: tuple[str, ...], node: int, memo: dict[int, int]) -> int:
        """A function in another order of facts, for the answers that are drawn."""
        if node < 0:
            return node
        if node not in memo:
            fact = self.engine.facts[self.engine.order[self.within.vars[node]]]
            kids = [self.within.kids[node][fact.values.index(value)] for value in drawn(fact)]
            found = self._moved(into, facts, kids[-1], memo)
            for number, kid in enumerate(kids[:-1]):
                chosen = into.test(facts.index(fact.id), number)
                found = into.ite(chosen, self._moved(into, facts, kid, memo), found)
            memo[node] = found
        return memo[node]

    def nodes(self) -> list[int]:
        """The questions in the order in which they are drawn; numbers them and finds by which answers each is reached."""
        below, first = self.diagram.below(self.root), {self.root: 0}
        for var in range(len(self.facts)):
            level = [node for node in below if self.diagram.top(node) == var]
            for node in sorted(level, key=first.__getitem__):
                self.number[node] = len(self.number) + 1
                self._leave(node, first)
        return list(self.number)

    def _leave(self, node: int, first: dict[int, int]) -> None:
        for value, kid in enumerate(self.diagram.kids[node]):
            first.setdefault(kid, len(first))
            self.reached[kid] = self.diagram.either(self.reached.get(kid, FALSE), self._taken(node, value))

    def _taken(self, node: int, value: int) -> int:
        return self.diagram.both(self.reached[node], self.diagram.test(self.diagram.vars[node], value))

    def ask(self, node: int) -> Ask:
        """One question with its branches; answers that lead to the same place share one."""
        fact = self.engine.facts[self.facts[self.diagram.vars[node]]]
        by_kid: dict[int, list[int]] = {}
        for value, kid in enumerate(self.diagram.kids[node]):
            by_kid.setdefault(kid, []).append(value)
        branches = tuple(self._branch(node, kid, values, drawn(fact)) for kid, values in by_kid.items())
        return Ask(self.number[node], fact.id, fact.screener, branches)

    def _branch(self, node: int, kid: int, values: list[int], said: tuple[str, ...]) -> Branch:
        way = self.diagram.any_of(self._taken(node, value) for value in values)
        met = tuple(
            name
            for name, holds in self.met.items()
            if kid < 0 and self.diagram.both(way, self.diagram.negated(holds)) == FALSE
        )
        answers = tuple(said[value] for value in values)
        ends = self.ends[~kid] if kid < 0 else ()
        return Branch(answers, self.number.get(kid), ends, met)
