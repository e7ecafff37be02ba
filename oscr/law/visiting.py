"""What must be thought of before a visit and before a child is met (RSMo 210.145.8). Data in law/data/visiting.toml.

Used by `oscr.flow.response` and the county's pages. An answer is "yes", "no" or "unknown"; what is not known counts as the data
say, which is the side that protects the child.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "visiting.toml"
YES, NO, UNKNOWN = "yes", "no", "unknown"
UNANSWERED = "Answer this, if only by: not known."
NO_CALL = "No call before this visit."
NO_SIGN = "No card or other sign of this visit may be left."
GUARD_FIRST = "First answer the questions that come before a visit."
SAY_RIGHTS = "Say whether the written rights were given, or which exception held."
TOO_LONG = "The time to read ends after five minutes: then the visit begins."
SAY_MINUTES = "Say how many minutes there were to read."
SAY_WHY = "Say what the exception rested on."
SAY_PARENT = "Say which parent was told and when; or why none was."
PARENT_LATE = "The parent must be told before the interview."
NOT_BROKEN = "As you describe it, this was not broken: {guards}."
SAY_BROKEN_WHY = "Say how that came about."
SAY_BUILDING = "Say whether it is the building where it is alleged to have happened."


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be asked of the worker before a visit; `facts` of the hotline may answer it beforehand."""

    id: str
    ask: str
    cite: str
    assumed: str
    note: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the statute: all of `all` and, of `any`, at least one."""

    id: str
    text: str
    cite: str
    all: tuple[str, ...]
    any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The factors that are present, and which answers were assumed because they are not known."""

    present: tuple[Factor, ...]
    assumed: tuple[str, ...]

    @property
    def forbids(self) -> bool:
        """Whether nobody may call before the visit, or leave a sign of it."""
        return bool(self.present)

    @property
    def because(self) -> str:
        """Why, in the statute's order."""
        return " ".join(one.text for one in self.present)

    @property
    def cite(self) -> str:
        """The paragraphs."""
        return "; ".join(one.cite for one in self.present)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the statute that a page shows, with the action of the protocol that calls for it, if any."""

    text: str
    cite: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard, as somebody says who tells that it was broken."""

    id: str
    label: str
    cite: str


class Broken(Refused):
    """A guard was broken. Where it happened so all the same, that is told and explained; it cannot be undone."""

    def __init__(self, guard: str, message: str, cite: str, field: str) -> None:
        super().__init__(message, cite, field)
        self.guard = guard


@cache
def guards() -> Mapping[str, Guard]:
    """Every guard by its id, in the statute's order."""
    return {row["id"]: Guard(row["id"], row["label"], row["cite"]) for row in _data()["guard"]}


@cache
def questions() -> tuple[Question, ...]:
    """What is asked before a visit, in the statute's order."""
    data = _data()
    rows = [data["defaults"] | row for row in data["question"]]
    return tuple(
        Question(row["id"], row["ask"], row["cite"], row["assumed"], row.get("note", ""), tuple(row.get("facts", ())))
        for row in rows
    )


@cache
def factors() -> tuple[Factor, ...]:
    """The three factors of subsection 8."""
    return tuple(
        Factor(row["id"], row["text"], row["cite"], tuple(row["all"]), tuple(row["any"])) for row in _data()["factor"]
    )


@cache
def exceptions() -> Mapping[str, str]:
    """What the statute lets stand in place of the written rights: id to words."""
    return {row["id"]: row["label"] for row in _data()["exception"]}


@cache
def rights() -> Rule:
    """The sentence about the rights in writing."""
    return _rule("rights")


@cache
def barred() -> Rule:
    """The sentence about the building in which a child may not be met."""
    return _rule("barred")


@cache
def parent_first() -> Rule:
    """The sentence about the parent who is told before the interview."""
    return _rule("parent")


def prefilled(known: Mapping[str, Collection[str]]) -> dict[str, str]:
    """What the hotline's facts answer beforehand. In: a fact to every answer given to it, about anybody. A question that no
    fact answers is left out; one yes is enough, and "no" needs that nothing else was said."""
    said = {}
    for question in questions():
        answers = {answer for fact in question.facts for answer in known.get(fact, ())}
        if YES in answers:
            said[question.id] = YES
        elif answers == {NO}:
            said[question.id] = NO
    return said


def weigh(answers: Mapping[str, str]) -> Weighed:
    """The factors under these answers. Raises Refused beside the question that has none of the three answers."""
    believed, assumed = {}, []
    for question in questions():
        answer = answers.get(question.id, "")
        if answer not in (YES, NO, UNKNOWN):
            raise Refused(UNANSWERED, question.cite, question.id)
        if answer == UNKNOWN:
            assumed.append(question.id)
        believed[question.id] = (question.assumed if answer == UNKNOWN else answer) == YES
    present = [
        one for one in factors() if all(believed[name] for name in one.all) and any(believed[name] for name in one.any)
    ]
    return Weighed(tuple(present), tuple(assumed))


def check_call(answers: Mapping[str, str] | None, *, called: bool) -> None:
    """Let a home visit pass. In: the answers given before it, None without any; whether somebody called ahead. Raises Refused without
    answers, Broken for a call that was forbidden. No exception is in the statute."""
    if answers is None:
        raise Refused(GUARD_FIRST, "RSMo 210.145.8", "place")
    before = weigh(answers)
    if called and before.forbids:
        raise Broken("call", f"{NO_CALL} {before.because}", before.cite, "called_ahead")


def check_sign(answers: Mapping[str, str], *, left_sign: bool, anybody_home: bool) -> None:
    """Let a home visit pass. In: the answers given before it; whether a sign of it was left; whether anybody was home, which is known
    now. Raises Broken for a sign that was forbidden."""
    at_door = weigh({**answers, "nobody home": NO if anybody_home else YES})
    if left_sign and at_door.forbids:
        raise Broken("sign", f"{NO_SIGN} {at_door.because}", at_door.cite, "left_sign")


def check_place(*, place: str, alleged_there: bool, same_building: str) -> None:
    """Let a child be met at a place. In: `place` of the contact; whether it is alleged to have happened in such a building;
    whether this is that building ("yes", "no", "unknown"). What is not known counts as yes.
    Raises Broken where it is, Refused where nobody said."""
    if not alleged_there or place not in _data()["barred"]["places"]:
        return
    if same_building not in (YES, NO, UNKNOWN):
        raise Refused(SAY_BUILDING, barred().cite, "same_building")
    if same_building != NO:
        raise Broken("building", barred().text, barred().cite, "place")


def check_parent_first(
    *, applies: bool, told: str, told_at: datetime | None, why_not: str, interviewed_at: datetime
) -> None:
    """Let an interview with a child pass. In: whether no parent is alleged to have done it; which parent was told and when, or why
    none was. Raises Refused where neither is said, Broken where the parent was told only afterwards."""
    if not applies:
        return
    if not (told and told_at) and not why_not:
        raise Refused(SAY_PARENT, parent_first().cite, "parent_told")
    if told_at and told_at > interviewed_at:
        raise Broken("parent", PARENT_LATE, parent_first().cite, "parent_told_at")


def check_rights(*, suspect_there: bool, how: str, minutes: int | None, why: str) -> None:
    """Let a visit pass at which an alleged perpetrator may have been. In: `how`, "given" or the id of an exception; the minutes to
    read; what an exception rested on. Raises Broken where they were not given, or where more than five minutes went by."""
    if not suspect_there:
        return
    if how in exceptions():
        if not why:
            raise Refused(SAY_WHY, rights().cite, "rights_why")
        return
    if not how:
        raise Broken("rights", SAY_RIGHTS, rights().cite, "rights")
    if how != "given":
        raise Refused(SAY_RIGHTS, rights().cite, "rights")
    if minutes is None:
        raise Refused(SAY_MINUTES, rights().cite, "rights_minutes")
    if minutes > _data()["rights"]["minutes"]:
        raise Broken("minutes", TOO_LONG, rights().cite, "rights_minutes")


def check_told(broken: Collection[str], *, found: Collection[str], why: str) -> None:
    """Let somebody tell that guards were broken. In: ids of those they tell of, and of those that were, as they describe it; how that
    came about. Raises Refused for one that was not, and without why."""
    if untrue := [guards()[one].label for one in broken if one not in found]:
        raise Refused(NOT_BROKEN.format(guards="; ".join(untrue)), field="broken")
    if broken and not why:
        raise Refused(SAY_BROKEN_WHY, guards()[next(iter(broken))].cite, "broken_why")


def alleged_in_building(actions: Iterable[str]) -> bool:
    """Whether the decision says that it is alleged to have happened in a school or child-care building. In: ids of its actions."""
    return barred().action in actions


def parent_goes_first(actions: Iterable[str]) -> bool:
    """Whether the decision says that a parent is told before the child is interviewed. In: ids of its actions."""
    return parent_first().action in actions


def _rule(name: str) -> Rule:
    row = _data()[name]
    return Rule(row["text"], row["cite"], row.get("action", ""))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
