"""Questions about a decision that a proof asks: can this happen with that outcome, can this answer weaken it?

Used by `checking`. Each is a walk through the diagram of the outcome beside one of conditions. It makes no nodes, leaves
a branch as soon as the outcomes below it cannot matter, and ends with the first example, so that proofs about thirty
pathways take a fraction of a second.
"""

from collections.abc import Iterable

from oscr.law.protocol.engine.diagram import FALSE, LAST, TRUE
from oscr.law.protocol.engine.kleene import truth
from oscr.law.protocol.engine.logic import Logic
from oscr.law.protocol.model import Fact, Group, Tree, leaves
from oscr.law.protocol.text.loading import OUTCOME


class Prover:
    """Answers about one engine. A set of outcomes is a number whose bit 2**rank says that it is in the set."""

    def __init__(self, engine: Logic) -> None:
        self.engine = engine
        self.diagram = engine.diagram
        self.every = sum(1 << rank for rank in engine.rank.values())
        self._masks: dict[int, int] = {}

    def outcomes(self, names: Iterable[str]) -> int:
        """The set of some outcomes."""
        return sum({1 << self.engine.rank[name] for name in names})

    def mask(self, node: int) -> int:
        """The outcomes that a function can lead to."""
        if node < 0:
            return 1 << ~node
        found = self._masks.get(node)
        if found is None:
            found = 0
            for kid in self.diagram.kids[node]:
                found |= self.mask(kid)
            self._masks[node] = found
        return found

    def can(self, condition: int, wanted: int) -> bool:
        """Whether some answers fulfil a condition (a node) and lead to one of the wanted outcomes."""
        seen: set[tuple[int, int]] = set()

        def walk(asked: int, decided: int) -> bool:
            possible = self.mask(decided) & wanted
            if asked == FALSE or not possible:
                return False
            if asked == TRUE or (asked, decided) in seen:
                return asked == TRUE
            seen.add((asked, decided))
            if self.mask(decided) == possible:
                return True
            var = min(self.diagram.top(asked), self.diagram.top(decided))
            return any(map(walk, self.diagram.under(asked, var), self.diagram.under(decided, var)))

        return walk(condition, self.engine.by_rank)

    def happens(self, tree: Tree) -> bool:
        """Whether some answers make a tree true. Quick where its outermost parts read either facts or the outcome."""
        parts = tree.parts if isinstance(tree, Group) and tree.every else (tree,)
        wanted, facts = self.every, []
        for part in parts:
            decided = self._of_outcome(part)
            if decided is None:
                facts.append(part)
            else:
                wanted &= decided
        return self.can(self.engine.build(Group(True, tuple(facts))), wanted)

    def _of_outcome(self, part: Tree) -> int | None:
        """The outcomes for which a part holds; None for a part that reads facts, alone or with the outcome."""
        if {leaf.fact for leaf in leaves(part)} != {OUTCOME}:
            return None
        return self.outcomes(name for name in self.engine.rank if truth(part, {OUTCOME: name}))

    def decides(self, number: int, *, differently: bool = False) -> bool:
        """Whether a rule is ever the first to hold; `differently`: where those after it would lead elsewhere."""
        engine, rank = self.engine, self.engine.rank[self.engine.rules[number].then]
        same = [place for place in range(number) if engine.rank[engine.rules[place].then] == rank]
        usual = engine.fixed(engine.assumed)
        seen: set[tuple[int, ...]] = set()

        def ruled_out(nodes: tuple[int, ...]) -> bool:
            holds, decided, after, *earlier = nodes
            needless = differently and after == ~rank
            return holds == FALSE or needless or TRUE in earlier or not self.mask(decided) >> rank & 1

        def walk(nodes: tuple[int, ...]) -> bool:
            if nodes in seen or ruled_out(nodes):
                return False
            seen.add(nodes)
            var = min(map(self.diagram.top, nodes))
            if var == LAST:
                return True
            values = sorted(range(self.diagram.sizes[var]), key=lambda value: value != usual[var])
            return any(walk(tuple([self.diagram.kid(node, var, value) for node in nodes])) for value in values)

        return walk((engine.holds[number], engine.by_rank, engine.rests[number + 1], *[engine.holds[p] for p in same]))

    def weakens(self, fact: Fact, value: str, others: Iterable[str], within: int = TRUE) -> bool:
        """Whether, where `within` holds, a value of a fact leads to a weaker outcome than one of the others."""
        var, place = self.engine.index[fact.id], fact.values.index
        kids = self.diagram.kids
        seen: set[tuple[int, int]] = set()
        compared: set[tuple[int, int, int]] = set()

        def walk(node: int, where: int) -> bool:
            top = self.diagram.top(node)
            if where == FALSE or top > var or (node, where) in seen:
                return False
            seen.add((node, where))
            if top == var:
                rest = (self.diagram.kid(where, var, v) for v in range(self.diagram.sizes[var]))
                where = TRUE if where == TRUE else self.diagram.any_of(rest)
                here = kids[node][place(value)]
                return any(self._exceeds(here, kids[node][place(other)], where, compared) for other in others)
            first = min(top, self.diagram.top(where))
            return any(map(walk, self.diagram.under(node, first), self.diagram.under(where, first)))

        return walk(self.engine.by_rank, within)

    def _exceeds(self, one: int, two: int, where: int, compared: set[tuple[int, int, int]]) -> bool:
        """Whether, where a condition holds, function `one` is somewhere greater than `two`; `compared` were not."""
        if where == FALSE or (one, two, where) in compared or not self.diagram.exceeds(one, two):
            return False
        if where == TRUE:
            return True
        compared.add((one, two, where))
        var = min(map(self.diagram.top, (one, two, where)))
        under = self.diagram.under
        kids = zip(under(one, var), under(two, var), under(where, var), strict=False)
        return any(self._exceeds(*each, compared) for each in kids)
