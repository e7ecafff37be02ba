"""Which facts are open to a call, and which sets of facts the deciding asks about: all as bits (see `Reader.bit`).

Used by `view` and `deciding` through `Engine.asking`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from oscr.law.protocol.engine.reader import Reader
from oscr.law.protocol.model import SCOPES, Book, Fact

Place = tuple[int, dict[str, int], int, str]
"""A fact's bit, the state bits of each of its values, those of all of them, and the value assumed."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of a unit before anybody answers: facts still `open`, and the `state` of those that are not."""

    open: int
    state: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What choosing some pathways settles for every unit: with a suspect (`together`), and `alone`.

    `closed` are the facts of pathways that nobody chose.
    """

    together: Base
    alone: Base
    closed: int


class Asking:
    """The sets of one book. `own[slug]` are the questions that a pathway asks of its own facts, `places` find a fact."""

    def __init__(self, book: Book, reader: Reader) -> None:
        self._reader = reader
        facts = book.facts.values()
        self.everything = self.set_of(book.facts)
        self.critical = self._where(fact for fact in facts if fact.critical)
        self.allegations = self._where(fact for fact in facts if fact.allegation)
        self.places = {scope: self._places(book, scope) for scope in SCOPES}
        paths = book.pathways.items()
        owned = {slug: self._where(fact for fact in facts if fact.pathway == slug) for slug, _ in paths}
        self.own = {slug: self.set_of(path.ask) & owned[slug] for slug, path in paths}
        self._raised_by = {slug: self.set_of(path.ask) | owned[slug] for slug, path in paths}
        self._always = self.critical | self._where(fact for fact in facts if fact.pathway is None)
        self._derived = self._where(fact for fact in facts if fact.derived)
        self._of_suspects = self._where(fact for fact in facts if fact.scope in ("suspect", "pair"))

    def set_of(self, names: Iterable[str]) -> int:
        """Facts by id, as a set."""
        return sum({self._reader.bit[name] for name in names})

    def scene(self, chosen: Iterable[str] | None) -> Scene:
        """Facts of no pathway, of a chosen one, asked by a chosen one, and critical ones are open; None chooses all."""
        raised = self._always
        for slug in self._raised_by if chosen is None else chosen:
            raised |= self._raised_by[slug]
        together = raised & ~self._derived
        return Scene(
            together=self._base(together),
            alone=self._base(together & ~self._of_suspects),
            closed=self.everything & ~raised,
        )

    def _base(self, opened: int) -> Base:
        return Base(opened, self._reader.assuming & ~self._reader.span_of(opened))

    def _where(self, facts: Iterable[Fact]) -> int:
        return self.set_of(fact.id for fact in facts)

    def _places(self, book: Book, scope: str) -> dict[str, Place]:
        told, bit, span = self._reader.told, self._reader.bit, self._reader.span
        of_scope = [fact for fact in book.facts.values() if fact.scope == scope]
        return {fact.id: (bit[fact.id], told[fact.id], span[fact.id], fact.unknown) for fact in of_scope}
