"""Of whom the machine may say "probably this one", and of whom it never may: the guarded rule.

Used after a search. A score alone was wrong in 6 to 23 of 100 such answers, for brothers and sisters share surname, phone,
address and school. So besides a high score the first name and the birth date must agree by themselves, and nobody else of the
household may come near. Whoever passes is still only proposed: a worker confirms.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from oscr.people.matching.score import Score
from oscr.people.matching.weights import Weights

ALIKE = frozenset({"exact", "form", "spelling"})  # first names that make a rival
BIRTH_DATES = frozenset({"exact", "swapped", "digit"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody on file who may be meant: their key, their household's (None: not known), and the score."""

    person: object
    household: object
    score: Score


def sure(hits: Sequence[Hit], weights: Weights, on_file: int) -> Hit | None:
    """The first hit when the guarded rule lets the machine say "probably this one"; else None. Hits: best first.

    The more people are `on_file`, the more of them agree by chance: twice as many cost one bit.
    """
    if not hits or not _by_itself(hits[0].score, weights.sure + math.log2(on_file)):
        return None
    best, *rivals = hits
    near = (rival for rival in rivals if best.score.bits - rival.score.bits <= weights.rival)
    return None if any(_is_rival(best, rival) for rival in near) else best


def _by_itself(best: Score, enough: float) -> bool:
    """High enough, the same first name, and a birth date that agrees: a name that is nearly the same may be the twin's."""
    return (
        best.bits >= enough
        and best.levels.get("first") == "exact"
        and best.levels.get("birth") in BIRTH_DATES
        and best.levels.get("suffix") != "else"
        and best.levels.get("sex") != "else"
        and not best.swapped
    )


def _is_rival(best: Hit, other: Hit) -> bool:
    """Of the same household, or a namesake who was born on nearly the same day."""
    if best.household is not None and best.household == other.household:
        return True
    return other.score.levels.get("first") in ALIKE and other.score.levels.get("birth") in BIRTH_DATES
