"""Invented calls to practise on: what the caller tells, what they answer when asked, and what is right to decide, with its reason.

Used by the hotline's training. Every right answer is what the shipped protocol decides on the whole call (a test holds it); the
citation of each is the protocol's own. Data in law/data/training.toml; no example is a real call, and none is in anybody's figures.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law import protocol

DATA = Path(__file__).parent / "data" / "training.toml"
AS_OF = date(2026, 3, 2)  # the day whose law the examples are about
OUTCOME, PRIORITY, ACTIONS, QUESTIONS = 40, 20, 20, 20  # of a hundred points
PER_QUESTION = 4  # points that each needless or missed question costs
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One invented call. `told` are facts that the caller says at once, `answers` what they say when asked (else "unknown");
    `ways` the pathways it is about; then what is right, and why."""

    slug: str
    title: str
    story: str
    told: dict[str, str]
    answers: dict[str, str]
    ways: tuple[str, ...]
    outcome: str
    rule: str
    hours: int | None
    actions: tuple[str, ...]
    why: str
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How a walk was scored: what was right, which actions and questions were missed or too many, and the points of a hundred."""

    outcome: bool
    priority: bool
    actions_missed: tuple[str, ...]
    actions_needless: tuple[str, ...]
    questions_missed: tuple[str, ...]
    questions_needless: tuple[str, ...]
    points: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@cache
def every() -> dict[str, Example]:
    """All examples by slug, in the order of the data."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    found = {}
    for row in data["example"]:
        told = data["usual"] | row.get("told", {})
        lists = {"ways": tuple(row["ways"]), "actions": tuple(row["actions"])}
        found[row["slug"]] = Example(**(row | lists | {"told": told, "hours": row.get("hours")}))
    return found


def law() -> protocol.Protocol:
    """The protocol that the examples are about: the shipped one, so that a published draft makes no right answer wrong."""
    return protocol.in_force(AS_OF)


def case(example: Example, ways: Iterable[str], asked: Iterable[str]) -> protocol.Case:
    """What is known when these pathways are open and these facts were asked: one child (A), one suspect (1)."""
    book, known = law(), dict(example.told)
    known |= {fact: example.answers.get(fact, UNKNOWN) for fact in asked if fact not in known}
    by_scope: dict[str, dict[str, str]] = {"call": {}, "child": {}, "suspect": {}, "pair": {}}
    for fact, value in known.items():
        by_scope[book.facts[fact].scope][fact] = value
    children, suspects, pairs = {"A": by_scope["child"]}, {"1": by_scope["suspect"]}, {("A", "1"): by_scope["pair"]}
    return protocol.Case(by_scope["call"], children, suspects, pairs, sorted(set(ways)))


def whole(example: Example) -> protocol.Case:
    """Everything that the caller knows."""
    return case(example, example.ways, example.answers)


def is_needless(example: Example, ways: Iterable[str], asked: Iterable[str], fact: str) -> bool:
    """Whether no answer to this fact can change the outcome, the priority or what is to be done any more."""
    decision = law().decide(case(example, ways, asked))
    return fact not in {one.fact for one in (*decision.questions, *decision.also_ask)}


def marks(
    example: Example,
    *,
    ways: Iterable[str],
    asked: Iterable[str],
    needless: Iterable[str],
    outcome: str,
    hours: int | None,
    actions: Iterable[str],
) -> Marks:
    """Score a walk: its pathways and questions, which of those were needless when asked, and what was decided at the end.

    A question is missed where it was open at the end and could still have changed the outcome.
    """
    opened, chosen = {*ways, *example.ways}, set(actions)
    missed = tuple(dict.fromkeys(one.fact for one in law().decide(case(example, opened, asked)).questions))
    idle = tuple(needless)
    lacking = tuple(one for one in example.actions if one not in chosen)
    extra = tuple(sorted(chosen - set(example.actions)))
    right = len(example.actions) - len(lacking)
    whole_list = len(example.actions) + len(extra)
    points = OUTCOME * (outcome == example.outcome) + PRIORITY * (hours == example.hours)
    points += round(ACTIONS * right / whole_list) if whole_list else ACTIONS
    points += max(0, QUESTIONS - PER_QUESTION * (len(missed) + len(idle)))
    return Marks(
        outcome=outcome == example.outcome,
        priority=hours == example.hours,
        actions_missed=lacking,
        actions_needless=extra,
        questions_missed=missed,
        questions_needless=idle,
        points=points,
    )
