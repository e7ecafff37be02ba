"""What the law says about a report, in words: the hotline's report page, whose ladder is `desks.drawn`, and the CA/N-1.

Reads the JSON form of a decision, so that a provisional decision and a stored one look the same. The texts come from the
protocol of the day of receipt; where a stored decision names something that protocol no longer has, its own text is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.law import protocol

PROVENANCE = {
    "published": gettext_lazy("published text"),
    "regulation": gettext_lazy("statute or regulation"),
    "authored": gettext_lazy("draft, not approved"),
}


@dataclass(frozen=True)
class Met:
    """One condition of a pathway: its text, where it stands, who stands for it, and whether it is met on an assumption."""

    text: str
    cite: str
    tag: str
    presumed: bool = False


@dataclass(frozen=True)
class Trail:
    """A pathway with its conditions met and not met, as the CA/N-1 shows them (manual 2.1.2.1)."""

    name: str
    met: tuple[Met, ...]
    not_met: tuple[Met, ...]


@dataclass(frozen=True)
class Reading:
    """A decision, ready to be shown. `could_become` is the most protective outcome that open questions may still
    lead to, `presumed` the reasons of the priority that hold on an assumption."""

    outcome: str
    label: str
    kind: str
    rule: Mapping[str, str]
    tag: str
    about: str
    assumptions: tuple[tuple[str, str], ...]
    possible: tuple[str, ...]
    could_become: str
    trails: tuple[Trail, ...]
    beside: tuple[str, ...]
    actions: tuple[Mapping[str, str], ...]
    priority: Mapping[str, Any]
    presumed: frozenset[str]
    hash: str
    as_of: str

    @property
    def settled(self) -> bool:
        """Whether no other outcome is left."""
        return len(self.possible) == 1


def reading(law: protocol.Protocol, decision: Mapping[str, Any]) -> Reading:
    """Put a decision (its JSON form) into words."""
    labels = {outcome.id: outcome for outcome in law.outcomes}
    strongest = min(decision["possible"], key=law.rank)
    return Reading(
        outcome=decision["outcome"],
        label=labels[decision["outcome"]].label,
        kind=labels[decision["outcome"]].kind,
        rule=decision["rule"],
        tag=_tag_of_rule(law, decision["rule"]["id"]),
        about=unit_words(*decision["unit"]),
        assumptions=tuple(_said(law, fact, value) for fact, value in decision["assumptions"]),
        possible=tuple(labels[one].label for one in decision["possible"]),
        could_become=labels[strongest].label if law.rank(strongest) < law.rank(decision["outcome"]) else "",
        trails=tuple(
            _trail(law, slug, *both, presumed=decision["presumed"])
            for slug, both in decision["conditions"].items()
            if slug in law.pathways
        ),
        beside=tuple(labels[one].label for one in decision["co_referrals"]),
        actions=tuple(decision["actions"]),
        priority=decision["priority"],
        presumed=frozenset(decision["presumed"]),
        hash=decision["hash"],
        as_of=decision["as_of"],
    )


def unit_words(child: str | None, suspect: str | None) -> str:
    """Whom a decision or a question is about: (child code, suspect code), None for who it is not about."""
    if child and suspect:
        return _("child %(child)s with person %(suspect)s") % {"child": child, "suspect": suspect}
    if child:
        return _("child %(child)s") % {"child": child}
    return _("person %(suspect)s") % {"suspect": suspect} if suspect else _("the call")


def value_label(fact: protocol.Fact, value: str) -> str:
    """How an answer is shown."""
    plain = {"yes": _("Yes"), "no": _("No"), "unknown": _("Unknown")}
    return fact.labels.get(value) or plain.get(value, value)


def _tag_of_rule(law: protocol.Protocol, rule_id: str) -> str:
    return next((_tag(rule.provenance, approved=rule.approved) for rule in law.engine.rules if rule.id == rule_id), "")


def _tag(provenance: str, *, approved: bool) -> str:
    return _("approved") if provenance == "authored" and approved else str(PROVENANCE[provenance])


def _said(law: protocol.Protocol, fact: str, value: str) -> tuple[str, str]:
    known = law.facts.get(fact)
    return (known.screener, value_label(known, value)) if known else (fact, value)


def _trail(law: protocol.Protocol, slug: str, met: list[str], not_met: list[str], presumed: Iterable[str]) -> Trail:
    pathway = law.pathways[slug]
    known = {
        one.id: Met(one.text, one.cite, _tag(one.provenance, approved=one.approved), one.id in presumed)
        for one in pathway.conditions
    }
    return Trail(
        name=pathway.name,
        met=tuple(known.get(one, Met(one, "", "")) for one in met),
        not_met=tuple(known.get(one, Met(one, "", "")) for one in not_met),
    )
