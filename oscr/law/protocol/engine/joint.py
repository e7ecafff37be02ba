"""What the units of one call decide together, exactly: outcomes still possible and answers that can still matter.

Used by `deciding`. A call takes the strongest outcome of its units, and units share answers: all share the call's,
pairs share their child's and their suspect's. Given the call's and the suspects' answers the children are independent
of each other. For independent functions the minimum F = min(G1, .. Gn) has the canonical parts
Hc = min(Gc, the least of the other functions' greatest values): F takes exactly the values of its parts, two minima are
equal exactly when their parts are, and an answer matters to F exactly when it matters to a part. So no product of
children is ever built.
"""

from collections.abc import Mapping
from itertools import takewhile

from oscr.law.protocol.case import Unit
from oscr.law.protocol.engine.diagram import Diagram
from oscr.law.protocol.engine.engine import Engine

STEPS = 20_000
"""So much is spent on the exact answer about one call. Where nothing is known of many pairs it would not be enough."""
Key = tuple[int, int, int]
"""A shared variable: 0 for the call's or 1 for a suspect's, the suspect's number, the variable."""


class Joint:
    """The joint decision of some units, each with what is fixed in it (variable -> value number).

    Errors: TooLarge where more than `steps` nodes or comparisons would be needed.
    """

    exact = True

    def __init__(
        self, engine: Engine, units: Mapping[tuple[str, str | None], Mapping[int, int]], steps: int = STEPS
    ) -> None:
        self.engine = engine
        self.units = tuple(units)
        self.children = sorted({child for child, _ in units})
        self.suspects = sorted({suspect for _, suspect in units if suspect is not None})
        scopes = [engine.facts[name].scope for name in engine.order]
        self.scopes = scopes
        several = len(self.units) > 1  # one alone shares nothing: its own diagram says it all
        common = takewhile(lambda scope: scope in ("call", "suspect"), scopes)
        self.shared = len(list(common)) if several else 0
        self.copies = [
            (var, copy)
            for var, scope in enumerate(scopes)
            for copy in range(max(len(self.suspects), 1) if scope == "pair" else 1)
        ]
        self.inner = Diagram((engine.diagram.sizes[var] for var, _ in self.copies), steps)
        roots = tuple(
            engine.diagram.restrict(engine.by_rank, fixed, self.inner, self._places(number))
            for number, fixed in enumerate(units.values())
        )
        self.keys = self._shared_keys(roots)
        self.outer = Diagram((engine.diagram.sizes[key[2]] for key in self.keys), steps)
        self.ends: list[tuple[int, ...]] = []
        self._end_numbers: dict[tuple[int, ...], int] = {}
        self._memo: dict[tuple[int, ...], int] = {}
        self._wholes: dict[tuple[int, ...], int] = {}
        self.root = self._share(roots)

    def _places(self, unit: int) -> tuple[int, ...]:
        """Where each variable of the engine stands in the inner diagram, for one unit: a pair's has one for each suspect."""
        own = self._suspect(unit)
        at = {copy: number for number, copy in enumerate(self.copies)}
        return tuple(at[var, own if scope == "pair" else 0] for var, scope in enumerate(self.scopes))

    def possible(self) -> set[int]:
        """The ranks that the call can still take."""
        return self.inner.terminals(*{part for end in self._reached() for part in end})

    def questions(self) -> set[tuple[Unit, str]]:
        """(unit, fact) for every answer that can still change the rank: the unit names only what the fact is about."""
        found: set[tuple[Unit, str]] = set()
        for number in self.outer.support(self.root):
            kind, suspect, var = self.keys[number]
            found.add(((None, self.suspects[suspect] if kind else None), self.engine.order[var]))
        for child, parts in zip(self.children, zip(*self._reached(), strict=True), strict=True):
            found |= {self._inner_question(child, var) for var in self.inner.support(*parts)}
        return found

    def _inner_question(self, child: str, number: int) -> tuple[Unit, str]:
        var, copy = self.copies[number]
        scope, name = self.scopes[var], self.engine.order[var]
        suspect = self.suspects[copy] if scope in ("pair", "suspect") else None
        return (child if scope in ("pair", "child") else None, suspect), name

    def _reached(self) -> list[tuple[int, ...]]:
        return [self.ends[number] for number in self.outer.terminals(self.root)]

    def _key(self, unit: int, node: int) -> Key | None:
        if node < 0:
            return None
        var = self.inner.vars[node]
        if var >= self.shared:
            return None
        return (0, 0, var) if self.scopes[var] == "call" else (1, self._suspect(unit), var)

    def _suspect(self, unit: int) -> int:
        suspect = self.units[unit][1]
        return 0 if suspect is None else self.suspects.index(suspect)

    def _shared_keys(self, roots: tuple[int, ...]) -> list[Key]:
        units = enumerate(roots) if self.shared else ()
        keys = {self._key(unit, node) for unit, root in units for node in self.inner.below(root)}
        return sorted(key for key in keys if key is not None)

    def _share(self, nodes: tuple[int, ...]) -> int:
        """The outer diagram: over the call's and the suspects' answers, ending in tuples of the children's parts."""
        found = self._memo.get(nodes)
        if found is None:
            tops = [self._key(unit, node) for unit, node in enumerate(nodes)]
            asked = [key for key in tops if key is not None]
            found = self._memo[nodes] = self._ask(nodes, tops, min(asked)) if asked else ~self._end(nodes)
        return found

    def _ask(self, nodes: tuple[int, ...], tops: list[Key | None], key: Key) -> int:
        kids = []
        for value in range(self.engine.diagram.sizes[key[2]]):
            taken = [self.inner.kids[n][value] if top == key else n for n, top in zip(nodes, tops, strict=True)]
            kids.append(self._share(tuple(taken)))
        return self.outer.node(self.keys.index(key), tuple(kids))

    def _end(self, nodes: tuple[int, ...]) -> int:
        wholes = [self._child(child, nodes) for child in self.children]
        greatest = [self.inner.span(whole)[1] for whole in wholes] if len(wholes) > 1 else []
        parts = []
        for number, whole in enumerate(wholes):
            others = greatest[:number] + greatest[number + 1 :]
            parts.append(self.inner.least(whole, ~min(others)) if others else whole)
        end = tuple(parts)
        if end not in self._end_numbers:
            self._end_numbers[end] = len(self.ends)
            self.ends.append(end)
        return self._end_numbers[end]

    def _child(self, child: str, nodes: tuple[int, ...]) -> int:
        """The strongest outcome over the pairs of one child."""
        key = tuple(sorted({node for unit, node in enumerate(nodes) if self.units[unit][0] == child}))
        if key not in self._wholes:
            whole = key[0]
            for node in key[1:]:
                whole = self.inner.least(whole, node)
            self._wholes[key] = whole
        return self._wholes[key]
