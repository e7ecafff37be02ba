"""The law's pictures put into drawings: the ladder of rules, the ladder of one call, and a pathway's way to its outcomes.

Used by the desks that explain the protocol and by `oscr protocol draw`. The law gives plain data (`oscr.law.protocol.picture`),
`oscr.ui.drawing` draws; what stands between them is here: which words, which labels, which rung of a call became what.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oscr.law import protocol
from oscr.law.protocol import picture
from oscr.law.protocol.engine.engine import Engine
from oscr.ui.drawing.shape import (
    FIRED,
    OPEN,
    PLAIN,
    Ask,
    Branch,
    End,
    Flow,
    Ladder,
    Part,
    Reason,
    Rung,
    Rungs,
    Way,
    Ways,
)

WORDS = {
    "fired": gettext_lazy("applies"),
    "ruled out": gettext_lazy("ruled out"),
    "undecided": gettext_lazy("open"),
    "not reached": gettext_lazy("not reached"),
}
Targets = Mapping[str, str]
"""Fact -> a link to the field that asks it."""
BELOW = 1  # rungs shown below the one that applies, so that it is seen where the ladder stopped


def ladder(law: protocol.Protocol, *, only: str | None = None) -> Ladder:
    """Every rule in order, or one rule by its id. Errors: KeyError when there is no such rule."""
    rungs = [rung for rung in _rungs(law.engine) if only in (None, rung.id)]
    if not rungs:
        raise KeyError(only)
    groups = tuple(
        Rungs(law.label(outcome), law.rank(outcome), tuple(_rule(rung) for rung in group))
        for outcome, group in groupby(rungs, key=lambda rung: rung.outcome)
    )
    return Ladder(
        key="rules" if only is None else f"rule-{only.lower()}",
        title=_("The rules in the order in which they are tried"),
        told=_(
            "The first rule that applies decides. Each asks for what stands in its box; otherwise the next is tried."
        ),
        otherwise=_("otherwise"),
        groups=groups,
    )


def by_outcome(law: protocol.Protocol) -> list[Ladder]:
    """The whole ladder in pieces that fit a page: one for each run of rules with the same outcome."""
    whole = ladder(law)
    return [
        Ladder(f"rules-{number}", f"{whole.title}: {group.outcome}", whole.told, whole.otherwise, (group,))
        for number, group in enumerate(whole.groups, 1)
    ]


def call_ladder(
    law: protocol.Protocol,
    trace: Sequence[Mapping[str, Any]],
    targets: Targets = MappingProxyType({}),
    *,
    whole: bool = False,
) -> Ladder:
    """What became of each rule in one call: `trace` is that of a decision's JSON form, `targets` leads from facts to fields.

    Unless `whole`, it ends one rung below the rule that applies.
    """
    known = {rung.id: rung for rung in _rungs(law.engine)}
    fired = next((place for place, step in enumerate(trace) if step["verdict"] == "fired"), len(trace))
    shown = list(trace if whole else trace[: fired + 1 + BELOW])
    groups = [
        Rungs(law.label(outcome), law.rank(outcome), tuple(_step(law, step, known, targets) for step in steps))
        for outcome, steps in groupby(shown, key=lambda step: step["outcome"])
    ]
    left = len(trace) - len(shown)
    if left:
        rest = ngettext("%(n)d more rule below was not reached.", "%(n)d more rules below were not reached.", left)
        last = groups.pop()
        groups.append(Rungs(last.outcome, last.strength, last.rungs, rest % {"n": left}))
    return Ladder(
        key="call-whole" if whole else "call",
        title=_("Why: what became of each rule"),
        told=_("From the top, the first rule that applies decides. The list beside it says the same."),
        otherwise=_("otherwise"),
        groups=tuple(groups),
    )


def open_questions(picture: Ladder) -> list[tuple[Reason, list[str]]]:
    """Every reason for which a rule of a call is undecided, with those rules: what the screener's answer would settle."""
    found: dict[Reason, list[str]] = {}
    for rung in (rung for group in picture.groups for rung in group.rungs if rung.state == OPEN):
        for reason in rung.reasons:
            found.setdefault(reason, []).append(rung.id)
    return list(found.items())


def pathway(law: protocol.Protocol, slug: str) -> Flow | Ways:
    """One pathway: its questions with what follows from each answer, or its conditions where that would be too large.

    Errors: KeyError when there is no such pathway.
    """
    chosen = law.pathways[slug]
    asks = picture.questions(law.engine, chosen)
    return _ways(law, chosen) if asks is None else _flow(law, chosen, asks)


def conditions(law: protocol.Protocol, slug: str) -> Ways:
    """The conditions of a pathway beside each other. Errors: KeyError when there is no such pathway."""
    return _ways(law, law.pathways[slug])


@lru_cache(maxsize=8)
def _rungs(engine: Engine) -> tuple[picture.Rung, ...]:
    """The ladder of a protocol; every report's page shows part of it."""
    return picture.ladder(engine.book)


def _flow(law: protocol.Protocol, chosen: protocol.Pathway, asks: tuple[picture.Ask, ...]) -> Flow:
    return Flow(
        key=f"flow-{chosen.slug}",
        title=_("%(pathway)s: from the questions to the outcome") % {"pathway": chosen.name},
        told=_("Everything that is not asked here is taken for harmless, and the child for one of 7 to 13 years."),
        go_on=_("next question"),
        heads=(_("What is asked"), _("Answer"), *_gates()),
        asks=tuple(_ask(law, ask) for ask in asks),
    )


def _ways(law: protocol.Protocol, chosen: protocol.Pathway) -> Ways:
    rows = picture.conditions(law.engine, chosen)
    return Ways(
        key=f"ways-{chosen.slug}",
        title=_("%(pathway)s: its conditions and where each leads") % {"pathway": chosen.name},
        told=_("Each condition by itself, with everything else taken for harmless."),
        heads=(_("Condition"), "", *_gates()),
        ways=tuple(Way(r.id, r.text, r.words, r.ground, r.cite, _ends(law, r.ends)) for r in rows),
    )


def _gates() -> tuple[str, str]:
    return _("if somebody in charge did it"), _("if somebody else did it")


def _ask(law: protocol.Protocol, ask: picture.Ask) -> Ask:
    fact = law.facts[ask.fact]
    branches = tuple(
        Branch(
            answer=_answers(fact, one.answers),
            note=", ".join(one.met),
            next=one.next or 0,
            ends=_ends(law, one.ends),
        )
        for one in ask.branches
    )
    return Ask(ask.number, ask.text, branches)


def _answers(fact: protocol.Fact, answers: tuple[str, ...]) -> str:
    """Answers that lead to the same place; a run of a list is said by its first and last."""
    plain = {"yes": _("yes"), "no": _("no")}
    words = [plain.get(answer, answer) for answer in answers]
    places = [fact.values.index(answer) for answer in answers]
    if len(words) > 2 and places == list(range(places[0], places[-1] + 1)):
        return _("%(first)s … %(last)s") % {"first": words[0], "last": words[-1]}
    return _(" or ").join(words)


def _ends(law: protocol.Protocol, outcomes: tuple[str, ...]) -> tuple[End, ...]:
    """One outcome per gate; where it is the same for all, it stands once."""
    shown = outcomes[:1] if len(set(outcomes)) == 1 else outcomes
    return tuple(End(law.label(outcome), law.rank(outcome)) for outcome in shown)


def _rule(rung: picture.Rung) -> Rung:
    return Rung(
        id=rung.id,
        text=rung.text,
        cite=rung.cite,
        parts=tuple(Part(part.text) for part in rung.parts),
        joined=_("and") if rung.every else _("or"),
        tag=_("also recorded beside a stronger outcome") if rung.beside else "",
    )


def _step(law: protocol.Protocol, step: Mapping[str, Any], known: Mapping[str, picture.Rung], targets: Targets) -> Rung:
    rung, waits = known.get(step["rule_id"]), step["open"]
    if waits:
        reasons = tuple(Reason(_asked(law, fact), targets.get(fact, "")) for fact in waits)
    else:
        reasons = tuple(Reason(phrase) for phrase in step["blocked_by"])
    return Rung(
        id=step["rule_id"],
        text=step["text"],
        cite=step["cite"],
        parts=tuple(Part(part.text, _state(part, step)) for part in rung.parts) if rung else (),
        joined=_("or") if rung and not rung.every else _("and"),
        state=step["verdict"],
        word=str(WORDS[step["verdict"]]),
        reasons=reasons,
    )


def _state(part: picture.Part, step: Mapping[str, Any]) -> str:
    """Of a rule that applies every part holds; of another, those that a reason or an open question speaks of are why not."""
    why = any(part.blamed(phrase) for phrase in step["blocked_by"]) or not part.facts.isdisjoint(step["open"])
    return step["verdict"] if why or step["verdict"] == FIRED else PLAIN


def _asked(law: protocol.Protocol, fact: str) -> str:
    """A question's short wording; of a fact that this protocol no longer has, its name."""
    return law.facts[fact].screener if fact in law.facts else fact
