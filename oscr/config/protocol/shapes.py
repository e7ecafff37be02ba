"""The JSON of `oscr protocol`: every shape that a program may rely on, as docs/protocol-cli.md describes it.

Keys are added, never renamed or taken away, while `format` stays.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from oscr.config.protocol.inputs import Call
from oscr.law import clocks, protocol
from oscr.law.protocol.decision import Step
from oscr.law.protocol.model import Item

FORMAT = 1
SUB_REASONS = ("P", "NCA")
"""The outcomes whose reason has a number of its own in the manual (2.1.3.1, 2.1.3.4)."""
Shape = dict[str, Any]


def printed(shape: Shape) -> str:
    """JSON text, keys in the order of their meaning; days and moments as ISO text."""
    return json.dumps({"format": FORMAT, **shape}, ensure_ascii=False, indent=2, default=_text)


def _text(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def version(law: protocol.Protocol) -> Shape:
    """Which text of the law, read for which day."""
    return {"hash": law.hash, "as_of": law.as_of}


def finding(one: protocol.Finding) -> Shape:
    """One result of the check."""
    return {"severity": one.severity, "item": one.item, "text": one.text, "file": one.file, "line": one.line}


def fact(one: protocol.Fact) -> Shape:
    """One thing that can be known about a call."""
    return {
        "id": one.id,
        "scope": one.scope,
        "ask": one.ask,
        "help": one.help,
        "screener": one.screener,
        "values": [{"value": value, "label": one.labels.get(value, value)} for value in one.values],
        "unknown": one.unknown,
        "why": one.why,
        "pathway": one.pathway,
        "cite": one.cite,
        "provenance": one.provenance,
        "approved": one.approved,
        **{mark: getattr(one, mark) for mark in ("critical", "emergency", "derived", "allegation", "graded")},
        "from": one.since,
        "until": one.until,
    }


def decision(law: protocol.Protocol, call: Call, made: protocol.Decision) -> Shape:
    """The law's view of one call; see docs/protocol-cli.md."""
    outcome = law.engine.book.outcomes[made.outcome]
    return {
        "protocol": version(law),
        "outcome": made.outcome,
        "label": outcome.label,
        "kind": outcome.kind,
        "rule": _cited(made.rule),
        "reason": made.rule.text,
        "sub_reason": {"id": made.rule.id, "text": made.rule.text} if made.outcome in SUB_REASONS else None,
        "about": _about(made.unit),
        "priority": {
            "level": made.priority.level,
            "hours": made.priority.hours,
            "reasons": [_cited(reason) for reason in made.priority.reasons],
        },
        "actions": [_cited(action) for action in made.actions],
        "deadlines": deadlines(law, call, made),
        "co_referrals": _co_referrals(law, made),
        "conditions": [_conditions(law, slug, *parts) for slug, parts in made.conditions.items()],
        "trace": [_step(step) for step in made.trace],
        "assumptions": [
            {"fact": name, "value": value, "screener": law.facts[name].screener} for name, value in made.assumptions
        ],
        "presumed": list(made.presumed),
        "possible": list(made.possible),
        "questions": [_question(law, question) for question in made.questions],
        "also_ask": [_question(law, question) for question in made.also_ask],
    }


def deadlines(law: protocol.Protocol, call: Call, made: protocol.Decision) -> list[Shape]:
    """The clocks that run on the outcome. `due_at` is null until its event is given; a duty to the reporter is assumed."""
    flags = {
        "mandated reporter": "yes",
        **call.flags,
        "rule": made.rule.id,
        "priority": str(made.priority.hours),
    }
    running = [one for one in clocks.every() if one.applies(made.outcome, flags, law.as_of)]
    return [
        {
            "clock": one.id,
            "kind": one.kind,
            "label": one.label,
            "from": one.start,
            "hours": one.hours,
            "days": one.days,
            "due_at": one.ends(call.events[one.start]) if one.start in call.events else None,
            "cite": one.cite,
            "provenance": one.provenance,
        }
        for one in running
    ]


def difference(old: protocol.Protocol, new: protocol.Protocol, found: protocol.Difference) -> Shape:
    """What two versions decide otherwise, and what is written otherwise."""
    return {
        "old": version(old),
        "new": version(new),
        "lowers": found.lowers,
        "shifts": [
            {"old": shift.old, "new": shift.new, "lowers": shift.lowers, "example": shift.example}
            for shift in found.shifts
        ],
        "edits": [
            {
                "kind": edit.kind,
                "id": edit.id,
                "what": edit.what,
                "keys": {key: {"old": before, "new": after} for key, (before, after) in edit.keys.items()},
                "through": list(edit.through),
            }
            for edit in found.edits
        ],
    }


def replay(old: protocol.Protocol, new: protocol.Protocol, found: protocol.Replay, calls: Iterable[Shape]) -> Shape:
    """What became of stored calls; `calls` are those that changed."""
    return {
        "old": version(old),
        "new": version(new),
        "total": found.total,
        "changed": found.changed,
        "lowered": found.lowered,
        "matrix": [
            {"old": was, "new": now, "calls": count, "lowers": (was, now) in found.weaker}
            for (was, now), count in sorted(found.matrix.items())
        ],
        "calls": list(calls),
    }


def move(one: protocol.Move, numbers: dict[int, str] | None) -> Shape:
    """A call that changed: by its line in a file, or by its call number, which is null when the call was deleted."""
    told = {"line": one.key} if numbers is None else {"call": numbers.get(one.key)}
    return {**told, "old": one.old, "new": one.new, "lowers": one.lowers}


def _cited(one: protocol.Cited | Item) -> Shape:
    return {"id": one.id, "text": getattr(one, "text", ""), "cite": one.cite}


def _about(unit: tuple[str | None, str | None]) -> Shape:
    return {"child": unit[0], "suspect": unit[1]}


def _step(step: Step) -> Shape:
    return {
        "rule": step.rule_id,
        "outcome": step.outcome,
        "text": step.text,
        "cite": step.cite,
        "verdict": step.verdict,
        "blocked_by": list(step.blocked_by),
        "open": list(step.open),
    }


def _question(law: protocol.Protocol, question: protocol.Question) -> Shape:
    asked = law.facts[question.fact]
    return {
        "fact": question.fact,
        "about": _about(question.unit),
        "scope": asked.scope,
        "ask": asked.ask,
        "screener": asked.screener,
        "values": list(asked.values),
    }


def _co_referrals(law: protocol.Protocol, made: protocol.Decision) -> list[Shape]:
    outcome_of = {rule.id: rule.then for rule in law.engine.rules}
    return [
        {"outcome": name, "rules": [_cited(rule) for rule in made.beside if outcome_of[rule.id] == name]}
        for name in made.co_referrals
    ]


def _conditions(law: protocol.Protocol, slug: str, met: Iterable[str], unmet: Iterable[str]) -> Shape:
    pathway = law.pathways[slug]
    by_id = {one.id: _cited(one) for one in pathway.conditions}
    return {
        "pathway": slug,
        "name": pathway.name,
        "met": [by_id[name] for name in met],
        "not_met": [by_id[name] for name in unmet],
    }
