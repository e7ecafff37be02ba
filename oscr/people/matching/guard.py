"""Of whom the machine may say "probably this one", and of whom it never may: the guarded rule.

Used after a search. A score alone was wrong in 6 to 23 of 100 such answers, for brothers and sisters share surname, phone,
address and school. So besides a high score the first name and the birth date must agree by themselves, and nobody else of the
household may come near. Another spelling or a nickname is how a twin is called who is not on file, and nothing else that is told
tells the two apart. A date one digit off is how a cousin of the same name was born, who lives in the same town and goes to the
same school: the house, a phone or a middle name must agree too. Where the address is another one and nothing but names, birth
date and sex agrees it takes more: among many people two are born on one day and called the same. Whoever passes is
still only proposed: a worker confirms.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oscr.people.matching.score import Score
from oscr.people.matching.weights import Weights

ALIKE = frozenset({"exact", "form", "spelling"})  # first names that make a rival
NEARLY = ALIKE | {"begins"}  # within one household
BIRTH_DATES = frozenset({"exact", "swapped", "digit"})
OWN = {  # what cousins of one name do not share; whoever lives together does, so it never takes the place of the first name
    "phone": {"own", "household"},
    "place": {"own", "household", "street"},
    "middle": {"exact"},
}
BESIDES = OWN | {"school": {"same"}}  # what else may agree


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
    if not hits or not _by_itself(hits[0].score) or hits[0].score.bits < _enough(hits[0].score, weights, on_file):
        return None
    best, *rivals = hits
    return None if any(_is_rival(best, rival, weights.rival) for rival in rivals) else best


def _enough(best: Score, weights: Weights, on_file: int) -> float:
    elsewhere = best.levels.get("place") == "else" and not _agrees(best, BESIDES)
    return weights.sure + math.log2(on_file) + (weights.elsewhere if elsewhere else 0.0)


def _by_itself(best: Score) -> bool:
    """The same first name and a birth date that agrees, and neither middle name, sex nor Jr and Sr contradict.

    First and last name may be in each other's place where the birth date is the same: no twin is called so.
    """
    levels = best.levels
    if levels.get("first") != "exact" or "else" in map(levels.get, ("middle", "suffix", "sex")):
        return False
    if levels.get("birth") == "digit" and not _agrees(best, OWN):
        return False
    return levels.get("birth") in BIRTH_DATES if not best.swapped else levels.get("birth") == "exact"


def _agrees(best: Score, fields: Mapping[str, set[str]]) -> bool:
    return any(best.levels.get(field) in levels for field, levels in fields.items())


def _is_rival(best: Hit, other: Hit, margin: float) -> bool:
    """One of the same household who comes near or is called nearly the same; or a namesake who was born on nearly the same day."""
    levels = other.score.levels
    near = best.score.bits - other.score.bits <= margin
    if best.household is not None and best.household == other.household:
        return near or (levels.get("first") in NEARLY and not _of_another_age(other.score))
    return near and levels.get("first") in ALIKE and levels.get("birth") in BIRTH_DATES


def _of_another_age(other: Score) -> bool:
    """The father of the same name, by a birth date or an age that is told of both."""
    return other.levels.get("birth") in ("near", "else") or other.levels.get("age") == "else"
