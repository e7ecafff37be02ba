"""What the units of one call may decide together, each looked at for itself: never too little, and quickly.

Used by `deciding` where nearly nothing is known of many pairs and the exact joint decision (`joint`) would take longer than
somebody on the phone can wait. An answer that can change the call's outcome can change that of one of its units, so no
question is missed; a question may be among them that another unit's outcome has already settled. As answers come, the exact
one takes over.
"""

from collections.abc import Mapping

from oscr.law.protocol.case import Unit
from oscr.law.protocol.engine.diagram import Diagram
from oscr.law.protocol.engine.engine import Engine

Fixed = Mapping[int, int]


class Apart:
    """As `Joint`, each unit by itself; equal units are looked at once."""

    exact = False

    def __init__(self, engine: Engine, units: Mapping[tuple[str, str | None], Fixed]) -> None:
        self.engine = engine
        self.alike: dict[frozenset[tuple[int, int]], list[tuple[str, str | None]]] = {}
        for unit, fixed in units.items():
            self.alike.setdefault(frozenset(fixed.items()), []).append(unit)
        self.left = Diagram(engine.diagram.sizes)
        roots = {key: engine.diagram.restrict(engine.by_rank, dict(key), self.left) for key in self.alike}
        self.weakest = min(self.left.span(root)[1] for root in roots.values())
        self.roots = {key: self.left.least(root, ~self.weakest) for key, root in roots.items()}

    def possible(self) -> set[int]:
        """The ranks that some unit can take; weaker ones than every unit's weakest are none of the call's."""
        return self.left.terminals(*self.roots.values())

    def questions(self) -> set[tuple[Unit, str]]:
        """(unit, fact) for every answer that can change the rank of some unit below that bound."""
        found: set[tuple[Unit, str]] = set()
        for key, units in self.alike.items():
            names = [self.engine.order[var] for var in self.left.support(self.roots[key])]
            found |= {(self._about(unit, name), name) for unit in units for name in names}
        return found

    def _about(self, unit: tuple[str, str | None], name: str) -> Unit:
        scope = self.engine.facts[name].scope
        return unit[0] if scope in ("child", "pair") else None, unit[1] if scope in ("suspect", "pair") else None
