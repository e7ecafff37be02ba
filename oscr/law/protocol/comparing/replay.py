"""Stored calls decided again under another version of the protocol: how many change from what to what, and which.

Used by the analyst's what-if and by `oscr protocol replay`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oscr.law.protocol.comparing.diff import lowers
from oscr.law.protocol.comparing.planes import Planes, positions
from oscr.law.protocol.comparing.sliced import Program, decided
from oscr.law.protocol.inforce import Protocol

Shift = tuple[str, str]
"""(old outcome, new outcome)"""


@dataclass(frozen=True, slots=True)
class Move:
    """One call that is decided otherwise: its key, the outcome then and now, and whether that is a weaker response."""

    key: int
    old: str
    new: str
    lowers: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of the calls. `matrix`: (old outcome, new outcome) -> how many calls, equal ones too, none zero."""

    matrix: dict[Shift, int]
    weaker: frozenset[Shift]
    moved: tuple[tuple[Planes, Shift, int], ...]

    @property
    def total(self) -> int:
        """How many calls were decided."""
        return sum(self.matrix.values())

    @property
    def changed(self) -> int:
        """How many calls have another outcome now."""
        return sum(count for (old, new), count in self.matrix.items() if old != new)

    @property
    def lowered(self) -> int:
        """How many calls have a weaker response now."""
        return sum(count for shift, count in self.matrix.items() if shift in self.weaker)

    def moves(self) -> Iterator[Move]:
        """The calls that changed, by the keys of their planes; those with a weaker response first."""
        for planes, shift, calls in sorted(self.moved, key=lambda moved: (moved[1] not in self.weaker, moved[1])):
            for call in positions(calls):
                yield Move(planes.keys[call], *shift, lowers=shift in self.weaker)


def replayed(old: Protocol, new: Protocol, archive: Iterable[Planes]) -> Replay:
    """Decide every call of an archive under both versions.

    A fact that the planes do not have, or that was answered with a value that a version does not know, counts as not asked.
    """
    program = Program()
    versions = [
        (program.rules(law.engine.book), [one.id for one in sorted(law.outcomes, key=lambda one: one.rank)])
        for law in (old, new)
    ]
    matrix: dict[Shift, int] = {}
    moved: list[tuple[Planes, Shift, int]] = []
    compute = program.compiled()
    for planes in archive:
        found = compute(planes)
        before, after = (decided(planes, found, *version) for version in versions)
        for shift, calls in _shifts(before, after):
            matrix[shift] = matrix.get(shift, 0) + calls.bit_count()
            if shift[0] != shift[1]:
                moved.append((planes, shift, calls))
    return Replay(matrix, frozenset(shift for shift in matrix if lowers(old, new, *shift)), tuple(moved))


def _shifts(before: dict[str, int], after: dict[str, int]) -> Iterator[tuple[Shift, int]]:
    for old, calls in before.items():
        for new, others in after.items():
            if both := calls & others:
                yield (old, new), both
