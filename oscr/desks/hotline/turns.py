"""In which order questions are put, and under which headings: danger first, then what was told of, then the rest.

Used by the screen of a call and by the report's page, so that a question stands at the same place on both.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from oscr.desks.interview.base import OF_CHILD
from oscr.law import protocol

WHEN = "time since incident"  # how soon somebody must come rests on it
RELATION = "suspect relation"
Key = tuple[str, str]
"""(unit as the call's answers write it: "", "A", "1" or "A/1"; fact id)."""


class Turns:
    """The turns of one call: `known` maps (unit, fact) to the answers so far, `ways` are the pathways it took."""

    def __init__(self, law: protocol.Protocol, known: Mapping[Key, str], ways: Iterable[str]) -> None:
        self.law = law
        asked = [(slug, fact) for slug in ways for fact in law.pathways[slug].ask]
        self._way_of = {fact: slug for slug, fact in reversed(asked)}
        self._turn = {fact: turn for turn, (_slug, fact) in reversed(list(enumerate(asked)))}
        related = {unit.partition("/")[2]: value for (unit, fact), value in known.items() if fact == RELATION}
        self._parents = {suspect for suspect, value in related.items() if value == "parent"}

    def order(self, key: Key) -> tuple[int, int]:
        """Danger, then what was told of, then what is always asked, then who was in charge, then all the rest.

        Where nobody chose a pathway, what belongs to none comes first: it is the same for every call.
        """
        _unit, name = key
        fact = self.law.facts[name]
        if self.of_danger(key):
            return 0, 0
        if not self._turn:
            return 1, bool(fact.pathway)
        if name in self._turn:
            return 1, self._turn[name]
        if fact.critical or fact.emergency:
            return 2, 0
        return (4 if self.rare(key) else 3), 0

    def of_danger(self, key: Key) -> bool:
        """Whether a question is about danger to anybody of the call: asked first, whatever else is open."""
        return self.law.facts[key[1]].critical and not key[0]

    def rare(self, key: Key) -> bool:
        """Whether a question is about requests and circumstances of which most calls hold nothing: no danger, no haste.

        Of a parent nobody asks first whether they are staff or a foster parent; of anybody else the right office rests on it.
        """
        unit, name = key
        fact = self.law.facts[name]
        if not self._turn or name in (*self._turn, *OF_CHILD, WHEN):
            return False
        if fact.scope == "suspect":
            return unit in self._parents
        return not (fact.pathway or fact.scope == "pair" or fact.critical or fact.emergency)

    def heading(self, about: str, name: str) -> str:
        """Whom a question is about, and the kind of concern it belongs to: "child A: Hungry"."""
        slug = self._way_of.get(name) or self.law.facts[name].pathway
        if slug not in self.law.pathways:
            return about
        return _("%(about)s: %(concern)s") % {"about": about, "concern": self.law.pathways[slug].name}
