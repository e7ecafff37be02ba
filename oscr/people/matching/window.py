"""Who of the children told of in the last seventy-two hours may be this one: every telling of them is weighed, none left out.

Used by the review of three calls about one child (RSMo 210.145.6, manual 2.1.4.1). The other way round from a search: to
miss a call breaks the statute, one call too many costs somebody a look, and nobody is joined. So the bar is low, and there are
two lists. The first has the calls that seem to be about the same child: alike in what was told and not contradicting in first
name, birth or sex; or both like the same entry on file; or said by staff to be the same; or tied to one that is. The second,
lower one has the calls that seem to be about the same household.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from oscr.people.matching.describing import Known
from oscr.people.matching.score import Levels, Score

FLOOR = 0.0  # bits
CONTRADICTING = {
    "first": frozenset({"else"}),
    "birth": frozenset({"else", "near"}),
    "age": frozenset({"else"}),
    "sex": frozenset({"else"}),
    "suffix": frozenset({"else"}),
}
OF_A_HOUSEHOLD = "phlt"  # the first letters of keys that people who live together share


@dataclass(frozen=True, slots=True)
class Mention:
    """A child as one call told of it. `person`: whom staff said it is about, or None."""

    telling: Hashable
    call: Hashable
    known: Known
    person: Hashable = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Another call's mention and why it is there. `via` is the one between them; `entry` the entry on file that both are like."""

    mention: Mention
    score: Score | None = None
    via: Mention | None = None
    entry: Hashable = None


@dataclass(frozen=True, slots=True)
class Found:
    """The two lists about one mention, without the mention itself: the same child, and the same household."""

    same: tuple[Tie, ...]
    household: tuple[Tie, ...]


def fits(levels: Levels) -> bool:
    """Whether nothing that was told of two mentions contradicts that they are one child."""
    return not any(levels.get(field) in contradicting for field, contradicting in CONTRADICTING.items())
