"""A multi-terminal decision diagram over facts with closed value lists: exact answers, no solver.

Used by `deciding` (which answers can still change the outcome) and `checking` (proofs). A node asks one variable and
has one child per value; equal nodes are one node, so two functions are equal exactly when their numbers are.
Terminals are negative: value v is the node ~v. Variables are numbered in the order in which they are asked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import repeat

FALSE, TRUE = ~0, ~1
LAST = 1 << 30


class TooLarge(ValueError):
    """The diagram needs more nodes than allowed: the order of the facts does not fit the rules."""


class Diagram:
    """A store of nodes over variables with the given numbers of values; at most `cap` nodes."""

    def __init__(self, sizes: Iterable[int], cap: int = 1_000_000) -> None:
        self.sizes = tuple(sizes)
        self.cap = cap
        self.vars: list[int] = []
        self.kids: list[tuple[int, ...]] = []
        self._unique: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ite: dict[tuple[int, int, int], int] = {}
        self._exceeds: dict[tuple[int, int], bool] = {}
        self._span: dict[int, tuple[int, int]] = {}
        self._least: dict[tuple[int, int], int] = {}

    def node(self, var: int, kids: tuple[int, ...]) -> int:
        """The node asking `var`, or its only child when the answer does not matter."""
        if kids.count(kids[0]) == len(kids):
            return kids[0]
        key = (var, kids)
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self.vars)
            if found >= self.cap:
                raise TooLarge(f"more than {self.cap} nodes")
            self.vars.append(var)
            self.kids.append(kids)
        return found

    def test(self, var: int, value: int) -> int:
        """The function "variable has value"."""
        return self.node(var, tuple(TRUE if v == value else FALSE for v in range(self.sizes[var])))

    def top(self, node: int) -> int:
        """The variable a node asks; after all others for a terminal."""
        return LAST if node < 0 else self.vars[node]

    def kid(self, node: int, var: int, value: int) -> int:
        """The function under "var = value", for a var not below the node's own."""
        return self.kids[node][value] if node >= 0 and self.vars[node] == var else node

    def ite(self, test: int, then: int, other: int) -> int:
        """If `test` then `then` else `other`: every connective is made of it."""
        if test < 0:
            return then if test == TRUE else other
        if then == other:
            return then
        if then == TRUE and other == FALSE:
            return test
        key = (test, then, other)
        found = self._ite.get(key)
        if found is None:
            var = min(self.top(test), self.top(then), self.top(other))
            kids = map(self.ite, self.under(test, var), self.under(then, var), self.under(other, var))
            found = self._ite[key] = self.node(var, tuple(kids))
        return found

    def under(self, node: int, var: int) -> Iterable[int]:
        """The function under each value of a var not below the node's own; without end where it does not ask it."""
        return self.kids[node] if node >= 0 and self.vars[node] == var else repeat(node)

    def both(self, one: int, two: int) -> int:
        """One and two."""
        return self.ite(one, two, FALSE)

    def either(self, one: int, two: int) -> int:
        """One or two."""
        return self.ite(one, TRUE, two)

    def any_of(self, nodes: Iterable[int]) -> int:
        """Any of some functions."""
        return reduce(self.either, nodes, FALSE)

    def negated(self, one: int) -> int:
        """Not one."""
        return self.ite(one, FALSE, TRUE)

    def restrict(self, node: int, fixed: Mapping[int, int], into: "Diagram", place: Sequence[int] | None = None) -> int:
        """The function that remains when some variables are known (variable -> value index), as a node of `into`.

        There a variable stands in its `place`, which rises with the variables; without one, where it stands here.
        """
        memo: dict[int, int] = {}
        places = range(len(self.sizes)) if place is None else place
        asks, under, make = self.vars, self.kids, into.node

        def walk(n: int) -> int:
            while n >= 0 and asks[n] in fixed:
                n = under[n][fixed[asks[n]]]
            if n < 0:
                return n
            found = memo.get(n)
            if found is None:
                found = memo[n] = make(places[asks[n]], tuple(map(walk, under[n])))
            return found

        return walk(node)

    def below(self, *nodes: int) -> set[int]:
        """All nodes reachable from some, terminals and themselves included."""
        seen: set[int] = set()
        todo = list(nodes)
        while todo:
            n = todo.pop()
            if n not in seen:
                seen.add(n)
                if n >= 0:
                    todo.extend(self.kids[n])
        return seen

    def support(self, *nodes: int) -> set[int]:
        """The variables on which any of the functions depends, exactly."""
        return {self.vars[n] for n in self.below(*nodes) if n >= 0}

    def terminals(self, *nodes: int) -> set[int]:
        """The values that any of the functions can take, exactly."""
        return {~n for n in self.below(*nodes) if n < 0}

    def mapped(self, node: int, value: Callable[[int], int]) -> int:
        """The function with every terminal value replaced."""
        memo: dict[int, int] = {}

        def walk(n: int) -> int:
            if n < 0:
                return ~value(~n)
            if n not in memo:
                memo[n] = self.node(self.vars[n], tuple(walk(kid) for kid in self.kids[n]))
            return memo[n]

        return walk(node)

    def least(self, one: int, two: int) -> int:
        """The lesser of two functions, answer by answer. Remembered, and looked into only where either may be the lesser."""
        if one == two or self.span(one)[1] <= self.span(two)[0]:
            return one
        if self.span(two)[1] <= self.span(one)[0]:
            return two
        key = (one, two) if one < two else (two, one)
        found = self._least.get(key)
        if found is None:
            if len(self._least) >= self.cap:
                raise TooLarge(f"more than {self.cap} steps")
            var = min(self.top(one), self.top(two))
            kids = tuple(map(self.least, self.under(one, var), self.under(two, var)))
            found = self._least[key] = self.node(var, kids)
        return found

    def merged(self, one: int, two: int, value: Callable[[int, int], int]) -> int:
        """The function value(one, two), taken terminal by terminal."""
        memo: dict[tuple[int, int], int] = {}

        def walk(a: int, b: int) -> int:
            if a < 0 and b < 0:
                return ~value(~a, ~b)
            if (a, b) not in memo:
                var = min(self.top(a), self.top(b))
                memo[a, b] = self.node(var, tuple(map(walk, self.under(a, var), self.under(b, var))))
            return memo[a, b]

        return walk(one, two)

    def exceeds(self, one: int, two: int) -> bool:
        """Whether, for some answers, function `one` is greater than `two`. Remembered, as proofs ask it of many pairs."""
        if one == two or self.span(one)[1] <= self.span(two)[0]:
            return False
        if self.span(one)[0] > self.span(two)[1]:
            return True
        key = (one, two)
        if key not in self._exceeds:
            var = min(self.top(one), self.top(two))
            self._exceeds[key] = any(map(self.exceeds, self.under(one, var), self.under(two, var)))
        return self._exceeds[key]

    def span(self, node: int) -> tuple[int, int]:
        """The least and the greatest value that a function can take."""
        if node < 0:
            return ~node, ~node
        if node not in self._span:
            spans = [self.span(kid) for kid in self.kids[node]]
            self._span[node] = min(low for low, _ in spans), max(high for _, high in spans)
        return self._span[node]

    def witness(self, node: int, usual: Mapping[int, int]) -> dict[int, int]:
        """The way to a true terminal that departs from the usual values least. In: a node that is not FALSE."""
        memo: dict[int, tuple[int, int]] = {}

        def cost(n: int) -> int:
            if n < 0:
                return 0 if n != FALSE else LAST
            if n not in memo:
                here = usual[self.vars[n]]
                memo[n] = min((cost(kid) + (v != here), v) for v, kid in enumerate(self.kids[n]))
            return memo[n][0]

        cost(node)
        path: dict[int, int] = {}
        while node >= 0:
            path[self.vars[node]] = memo[node][1]
            node = self.kids[node][memo[node][1]]
        return path
