"""The answers on which a report was decided, in words: one line a fact, with whom each answer is about where they differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from oscr.desks.can1.blocks import Rows
from oscr.desks.reading import unit_words, value_label
from oscr.law import can1, protocol


@dataclass
class Answers:
    """The facts of one decided call. Remembers what was shown, so that the rest can be shown once and nothing is lost.

    What would tell who reported is never among them (law/data/can1.toml).
    """

    law: protocol.Protocol
    case: protocol.Case
    shown: set[str] = field(default_factory=set)

    def rows(self, names: Iterable[str], *, again: bool = True) -> Rows:
        """These facts, as far as they were asked; without `again` only those that no section has shown yet."""
        wanted = [name for name in self._open(names) if again or name not in self.shown]
        told = [(name, self.words(name)) for name in wanted]
        self.shown.update(wanted)
        return Rows(tuple((self.law.facts[name].screener, words) for name, words in told if words))

    def not_asked(self, names: Iterable[str]) -> list[str]:
        """What nobody asked, in words."""
        return [self.law.facts[name].screener for name in self._open(names) if not self.words(name)]

    def words(self, name: str) -> str:
        """The answer to one fact in words; "" where nobody asked it of anybody."""
        fact = self.law.facts[name]
        said = list(self._said(fact))
        if all(value is None for _whom, value in said):
            return ""
        about: dict[str, list[str]] = {}
        for whom, value in said:
            about.setdefault(value_label(fact, value) if value else _("not asked"), []).append(whom)
        if len(about) == 1:
            return next(iter(about))
        return "; ".join(f"{words}: {', '.join(whom)}" for words, whom in about.items())

    def rest(self) -> Rows:
        """Every answer that no section has shown; what is only computed from a date of birth stands with the person."""
        units = (self.case.call, *self.case.children.values(), *self.case.suspects.values(), *self.case.pairs.values())
        given = {name for unit in units for name in unit}
        return self.rows(
            [name for name, fact in self.law.facts.items() if name in given and not fact.derived], again=False
        )

    def _open(self, names: Iterable[str]) -> list[str]:
        """Those of these facts that the protocol knows and that may be shown."""
        return [name for name in names if name in self.law.facts and name not in can1.sealed()]

    def _said(self, fact: protocol.Fact) -> Iterator[tuple[str, str | None]]:
        if fact.scope == "call":
            yield "", self.case.call.get(fact.id)
        elif fact.scope == "child":
            yield from ((unit_words(code, None), said.get(fact.id)) for code, said in self.case.children.items())
        elif fact.scope == "suspect":
            yield from ((unit_words(None, code), said.get(fact.id)) for code, said in self.case.suspects.items())
        else:
            yield from ((unit_words(*pair), said.get(fact.id)) for pair, said in self.case.pairs.items())
