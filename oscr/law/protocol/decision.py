"""What a decision says: outcome, rule, reasons, what is assumed, what is open, what is to be done.

Made by `deciding`, shown by the hotline desk, stored with a classification (`to_json`).
"""

import json
from dataclasses import dataclass, fields
from typing import Any

from oscr.law.protocol.case import Unit


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule or an action with its source."""

    id: str
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rule in order: fired, ruled out, undecided (waits for the facts in `open`) or not reached."""

    rule_id: str
    outcome: str
    text: str
    cite: str
    verdict: str
    blocked_by: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to be asked, and about whom: (child, suspect), None for the side it is not about."""

    unit: Unit
    fact: str


@dataclass(frozen=True, slots=True)
class Priority:
    """How soon somebody must respond. `hours` is None where no response is made."""

    level: str
    hours: int | None
    reasons: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What follows from the answers of one call, and why.

    `unit` is the pair that decided, `trace` its rules. `conditions` maps a pathway to its conditions met and not met
    ('Conditions for a CA/N Report', 'Non CA/N Conditions', manual 2.1.2.1). `beside` are the rules of other outcomes
    that are recorded besides.
    """

    outcome: str
    rule: Cited
    unit: tuple[str, str | None]
    trace: tuple[Step, ...]
    conditions: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    co_referrals: tuple[str, ...]
    beside: tuple[Cited, ...]
    actions: tuple[Cited, ...]
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Explanation):
    """The law's view of one call, with what nobody has answered yet.

    `assumptions` are the facts on which the outcome rests without an answer, `presumed` the conditions met and the reasons
    of the priority (ids) that hold only because something was assumed. `possible` and `questions` are exact over
    all units, or, where `exact` says that this would take too long, somewhat too many. `also_ask` are facts that only
    actions and priority wait for, and critical facts not yet asked.
    """

    assumptions: tuple[tuple[str, str], ...]
    presumed: tuple[str, ...]
    possible: tuple[str, ...]
    exact: bool
    questions: tuple[Question, ...]
    also_ask: tuple[Question, ...]
    hash: str
    as_of: str

    def to_json(self) -> str:
        """JSON text for storage: lists for tuples, the date as ISO text."""
        return json.dumps(self, default=_columns, sort_keys=True)


def _columns(part: Any) -> dict[str, Any]:
    """A dataclass as JSON has it; `asdict` would copy a hundred steps of a trace only for them to be written down."""
    return {field.name: getattr(part, field.name) for field in fields(part)}
