"""The right side of a call: what the law says so far, what stands against itself, and the next questions, one key each.

Used by the sheet of a call, anew at each pause of the keys. The questions are exactly those that can still change the outcome, then
those that only actions and the priority wait for; about whom each is stands beside it, by letter or number and by name.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import User
from oscr.desks import drawn
from oscr.desks.hotline.forms import unit_of
from oscr.desks.hotline.turns import Key, Turns
from oscr.desks.interview.people import name_of
from oscr.desks.reading import value_label
from oscr.flow.history import priors
from oscr.flow.report.asked import ASKED, Settled, codes_of, laid_over, left_out, settled
from oscr.flow.report.telling import case_of, emergencies, people_of
from oscr.law import protocol
from oscr.law.protocol.accepting import Conflict, conflicts
from oscr.law.protocol.finding import Match, matches
from oscr.law.protocol.model import NO, UNKNOWN, YES

SHOWN = 24  # questions at once; the rest come as these are answered
RECENT = 6  # answers that can be changed without unfolding the others
PARTS = ("rare", "visit", "answered", "rules")  # folded: made only where somebody looks
FOUND = 8  # pathways that a search shows
KEYS = {YES: "y", NO: "n", UNKNOWN: "u"}


@dataclass(frozen=True)
class Button:
    """One answer: what it posts, its word, the key that gives it, and whether it is the answer so far."""

    value: str
    label: str
    key: str
    pressed: bool


@dataclass(frozen=True)
class Question:
    """One question about somebody: the id of its place, what names it in a post, its words, its answers."""

    id: str
    name: str
    text: str
    help: str
    buttons: tuple[Button, ...]
    answer: str = ""
    why: str = ""
    source: str = ""

    @property
    def back(self) -> str:
        """What takes the answer back."""
        return f"{self.name}|"


@dataclass(frozen=True)
class Group:
    """Questions under one heading: about whom, and which kind of concern."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Clash:
    """Answers that cannot be true together, each where it can be changed."""

    about: str
    text: str
    cite: str
    questions: tuple[Question, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """All of it. `rungs` are the outcomes in their order, each with where it stands; `more` questions are not shown yet,
    `left_out` answers are of another version of the protocol, or about somebody who is not of concern by now."""

    law: protocol.Protocol
    decision: protocol.Decision
    rungs: tuple[tuple[str, str], ...]
    dangers: tuple[str, ...]
    clashes: tuple[Clash, ...]
    ways: tuple[protocol.Pathway, ...]
    first: tuple[Group, ...]
    more: int
    open: int
    rare: tuple[Group, ...]
    rare_count: int
    also: tuple[Group, ...]
    visit: tuple[Group, ...]
    visit_count: int
    answered: tuple[Group, ...]
    answered_count: int
    priors: priors.Priors
    words: str = ""
    found: tuple[Match, ...] = ()
    left_out: int = 0

    @property
    def outcome(self) -> str:
        """The outcome so far."""
        return self.law.label(self.decision.outcome)

    @property
    def ladder(self):
        """What became of each rule, drawn; made only where it is shown."""
        return drawn.call_ladder(self.law, json.loads(self.decision.to_json())["trace"])


def panel(
    answers: Mapping[str, Any], user: User, at: datetime, words: str = "", parts: Collection[str] = PARTS
) -> Panel:
    """The panel of a call with these answers; `words` look for a pathway, `parts` are those of PARTS that are unfolded."""
    law, told = versions.in_force(at), case_of(answers, at)
    rows = settled(answers, told, law)
    known = priors.of_call(answers, user)
    if known and ("", priors.PRIOR) not in {(row.unit, row.fact) for row in rows}:
        rows = [Settled("", priors.PRIOR, YES, known.source), *rows]
    case = laid_over(told, rows, law)
    return replace(
        _Maker(law, case, answers, rows, known).panel(words, parts), left_out=len(left_out(answers, told, law))
    )


class _Maker:
    """Makes one panel: who is who, which question stands where."""

    def __init__(
        self,
        law: protocol.Protocol,
        case: protocol.Case,
        answers: Mapping[str, Any],
        rows: list[Settled],
        known: priors.Priors,
    ) -> None:
        self.law, self.case, self.priors = law, case, known
        self.names = {
            told.code: name_of(told.person, answers) if told.person["id"] else "" for told in people_of(answers)
        }
        self.ids = {code: one for one, code in codes_of(answers).items() if not one.startswith("p")}
        self.rows = {(row.unit, row.fact): row for row in rows}
        self.typed = {(row["unit"], row["fact"]) for row in answers.get(ASKED, ())}
        self.ways = tuple(law.pathways[slug] for slug in (case.pathways or ()) if slug in law.pathways)
        self.turns = Turns(law, {key: row.value for key, row in self.rows.items()}, [way.slug for way in self.ways])

    def panel(self, words: str, parts: Collection[str]) -> Panel:
        decision = protocol.decided(self.law, self.case)
        asked, also = self._keys(decision.questions), self._keys(decision.also_ask)
        first, rare = self._split(asked)
        named = [key for key in first if self.ways or self._of_every_call(key[1])]
        given = list(reversed(self.rows))
        soon, visit = self._split([key for key in also if key not in asked])
        danger = [key for key in soon if self.turns.of_danger(key)]  # no outcome waits for it: the child does
        shown = [*danger, *named][:SHOWN]
        return Panel(
            law=self.law,
            decision=decision,
            rungs=tuple(self._rungs(decision)),
            dangers=tuple(sorted({self.law.facts[fact].screener for fact in emergencies(self.case, self.law)})),
            clashes=tuple(map(self._clash, conflicts(self.law, self.case))),
            ways=self.ways,
            first=self._groups(shown),
            more=len(first) - sum(key not in danger for key in shown),
            open=len(first) + len(rare),
            rare=self._groups(rare[:SHOWN] if "rare" in parts else ()),
            rare_count=len(rare),
            also=self._groups([key for key in soon if key not in danger][:SHOWN]),
            visit=self._groups(visit[:SHOWN] if "visit" in parts else ()),
            visit_count=len(visit),
            answered=self._groups(given if "answered" in parts else given[:RECENT]),
            answered_count=len(given),
            priors=self.priors,
            words=words,
            found=tuple(matches(self.law, words)[:FOUND]),
        )

    def _keys(self, questions: Iterable[protocol.Question]) -> list[Key]:
        """The questions nobody has answered yet, in the order in which they are put."""
        keys = [(unit_of(*question.unit), question.fact) for question in questions]
        return sorted((key for key in keys if key not in self.rows), key=self.turns.order)

    def _split(self, keys: list[Key]) -> tuple[list[Key], list[Key]]:
        return [key for key in keys if not self.turns.rare(key)], [key for key in keys if self.turns.rare(key)]

    def _of_every_call(self, name: str) -> bool:
        """Whether a question is put before anybody named a concern: those of the pathways come with their pathway."""
        fact = self.law.facts[name]
        return fact.critical or not fact.pathway

    def _rungs(self, decision: protocol.Decision) -> Iterable[tuple[str, str]]:
        for outcome in sorted(self.law.outcomes, key=lambda one: one.rank):
            state = "possible" if outcome.id in decision.possible else "out"
            yield outcome.label, "now" if outcome.id == decision.outcome else state

    def _groups(self, keys: Iterable[Key]) -> tuple[Group, ...]:
        groups: dict[str, list[Question]] = {}
        for key in keys:
            groups.setdefault(self.turns.heading(self._about(key[0]), key[1]), []).append(self._question(key))
        return tuple(Group(title, tuple(questions)) for title, questions in groups.items())

    def _question(self, key: Key, place: str = "q") -> Question:
        unit, name = key
        fact, row = self.law.facts[name], self.rows.get(key)
        posted = f"{'/'.join(self.ids[code] for code in unit.split('/') if code)}|{name}"
        plain = set(fact.values) <= {YES, NO}
        buttons = tuple(
            Button(
                value=f"{posted}|{value}",
                label=value_label(fact, value),
                key=KEYS[value] if plain or value == UNKNOWN else str(number),
                pressed=row is not None and row.value == value,
            )
            for number, value in enumerate((*fact.values, UNKNOWN), 1)
        )
        recorded = self.priors and name == priors.PRIOR
        return Question(
            id=f"{place}-{slugify(unit.replace('/', '-') or 'call')}-{slugify(name)}",
            name=posted,
            text=fact.ask or fact.screener,
            help=fact.help,
            buttons=buttons,
            answer=value_label(fact, row.value) if row else "",
            why=row.why if row and (posted.partition("|")[0], name) in self.typed else "",
            source=self.priors.source if recorded else "",
        )

    def _about(self, unit: str) -> str:
        """ "child A Robin with person 1 Alex": by letter or number, and by name."""
        child, _slash, suspect = unit.partition("/")
        if suspect:
            return _("%(child)s with %(suspect)s") % {"child": self._who(child), "suspect": self._who(suspect)}
        return self._who(unit) if unit else _("The call")

    def _who(self, code: str) -> str:
        name = self.names.get(code) or (_("the child") if code.isalpha() else _("whoever it was"))
        return f"{code} \u2068{name}\u2069"  # isolated: it may run right to left

    def _clash(self, conflict: Conflict) -> Clash:
        """Each answer with its buttons; what follows from a form (an age) is named."""
        child, suspect = conflict.unit
        places = {"call": "", "child": child, "suspect": suspect or "", "pair": unit_of(child, suspect)}
        keys = [(places[self.law.facts[name].scope], name) for name, _value in conflict.answers]
        return Clash(
            about=self._about(unit_of(child, None)),
            text=conflict.text,
            cite=conflict.cite,
            questions=tuple(self._question(key, "x") for key in keys if key in self.rows),
            typed=tuple(
                self._said(name, value)
                for name, value in conflict.answers
                if (places[self.law.facts[name].scope], name) not in self.rows
            ),
        )

    def _said(self, name: str, value: str) -> str:
        fact = self.law.facts[name]
        return f"{fact.screener}: {value_label(fact, value)}"
