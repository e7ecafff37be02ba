"""The safety assessment as a form: items, capacities, interventions, and which decisions go together. Data in law/data/safety.toml.

Used by `oscr.flow.response` and the county's page (RSMo 210.145.2(2)). "unknown" is an answer; it keeps nobody from deciding, but
whoever finds every child safe in spite of it says why.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "safety.toml"
ANSWERS = ("yes", "no", "unknown")
SAFE, PLAN, UNSAFE = "safe", "plan", "unsafe"
UNANSWERED = "Answer this, if only by: not known."
UNDECIDED = "Decide about this child."
A_CHILD_IN_DANGER = "An item is answered with yes: not every child can be safe without a plan."
NO_DANGER = "No item is answered with yes or not known: say which danger there is."
SAY_WHY_SAFE = "Something is not known: say why the children are safe all the same."
SAY_PLAN = "A plan says who does what until when, and by which intervention."
SAY_INTERVENTION = "Say how the child is kept safe now."


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the form."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """One version of the assessment, from a day on; an old one is shown with its own lines."""

    id: str
    title: str
    cite: str
    provenance: str
    since: date
    items: tuple[Item, ...]
    capacities: tuple[Item, ...]
    interventions: tuple[Item, ...]


@cache
def forms() -> Mapping[str, Form]:
    """Every version by its id, the oldest first."""
    data = _data()
    rows = [data["defaults"] | row for row in data["form"]]
    return {row["id"]: _form(row) for row in sorted(rows, key=lambda row: row["from"])}


@cache
def decisions() -> Mapping[str, str]:
    """What may be decided about a child: id to words."""
    return {row["id"]: row["text"] for row in _data()["decision"]}


def current(on: date) -> Form:
    """The form of a day. Errors: ValueError for a day before the first one."""
    found = [one for one in forms().values() if one.since <= on]
    if not found:
        raise ValueError(f"there was no safety assessment on {on}")
    return found[-1]


def check(
    form: Form,
    answers: Mapping[str, str],
    children: Mapping[str, str],
    interventions: Collection[str],
    *,
    planned: bool,
    note: str,
) -> None:
    """Let an assessment pass. In: item to answer; child (its code) to decision; interventions; whether a plan says who does what until
    when; the words beside. Raises Refused beside the field that lacks or contradicts."""
    for item in form.items:
        if answers.get(item.id) not in ANSWERS:
            raise Refused(UNANSWERED, form.cite, f"item {item.id}")
    for code, decision in children.items():
        if decision not in decisions():
            raise Refused(UNDECIDED, form.cite, f"child {code}")
    said, decided = set(answers.values()), set(children.values())
    _agree(form, said, decided, note)
    if decided - {SAFE} and not interventions:
        raise Refused(SAY_INTERVENTION, form.cite, "interventions")
    if PLAN in decided and not planned:
        raise Refused(SAY_PLAN, form.cite, "who_0")


def _agree(form: Form, said: Collection[str], decided: Collection[str], note: str) -> None:
    """That danger and decisions agree."""
    all_safe = not set(decided) - {SAFE}
    if all_safe and "yes" in said:
        raise Refused(A_CHILD_IN_DANGER, form.cite, "children")
    if not all_safe and not {"yes", "unknown"} & set(said):
        raise Refused(NO_DANGER, form.cite, "children")
    if all_safe and "unknown" in said and not note:
        raise Refused(SAY_WHY_SAFE, form.cite, "note")


def _form(row: Mapping[str, Any]) -> Form:
    items, capacities, interventions = (
        tuple(Item(one["id"], one["text"]) for one in row[name]) for name in ("item", "capacity", "intervention")
    )
    how = (row["id"], row["title"], row["cite"], row["provenance"], row["from"])
    return Form(*how, items, capacities, interventions)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
