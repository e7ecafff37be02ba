"""A case as somebody else's program tells it: accepted whole, or refused with everything that is wrong with it, by name.

Used by the command line and by whoever takes cases in from outside. Facts that the protocol does not know, values that it
does not list, people who are named nowhere, and answers that contradict each other are refused; nothing is ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oscr.law.protocol.case import Case
from oscr.law.protocol.comparing.planes import units_of
from oscr.law.protocol.engine.kleene import truth, used
from oscr.law.protocol.inforce import Protocol
from oscr.law.protocol.model import UNKNOWN, leaves

PARTS = {"call": "call", "children": "child", "suspects": "suspect", "pairs": "pair"}
"""The parts of a case as it is told, and the scope of the facts in each."""
CODES = {
    "children": (re.compile(r"[A-Z]+"), "a child's code is A, B, .. Z, AA, .."),
    "suspects": (re.compile(r"[1-9][0-9]*"), "a suspect's code is 1, 2, .."),
    "pairs": (re.compile(r"[A-Z]+/[1-9][0-9]*"), "a pair is written A/1"),
}


class NotAcceptable(ValueError):
    """What is wrong with a case, each fault a sentence that names its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def accepted(law: Protocol, told: object) -> Case:
    """The case in data as JSON holds it: call, children, suspects, pairs, pathways. Errors: NotAcceptable with every fault."""
    if not isinstance(told, dict):
        raise NotAcceptable(["a case is an object with call, children, suspects, pairs, pathways"])
    found = [*_shape(told)]
    if not found:
        found = [*_answers(law, told), *_people(told), *_pathways(law, told)]
    if found:
        raise NotAcceptable(found)
    pairs = {(key.partition("/")[0], key.partition("/")[2]): answers for key, answers in told.get("pairs", {}).items()}
    case = Case(told.get("call", {}), told.get("children", {}), told.get("suspects", {}), pairs, told.get("pathways"))
    if found := contradictions(law, case):
        raise NotAcceptable(found)
    return case


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers about one child and suspect that cannot be true together: which, the rule that says so, and its source."""

    unit: tuple[str, str | None]
    id: str
    text: str
    cite: str
    answers: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = ", ".join(f"'{name}' is {value}" for name, value in self.answers)
        about = "/".join(code for code in self.unit if code)
        return f"{about}: {self.text} ({self.id}: {said})"


def conflicts(law: Protocol, case: Case) -> list[Conflict]:
    """What was answered that cannot be true together, in the order of the units."""
    found = []
    for unit, told in zip(case.units(), units_of(case), strict=True):
        known = {name: told.get(name) for name in law.facts}
        for one in law.engine.book.contradictions:
            if truth(one.tree, known):
                rests_on = used(one.tree, known)
                names = dict.fromkeys(leaf.fact for leaf in leaves(one.tree) if leaf.fact in rests_on & told.keys())
                found.append(Conflict(unit, one.id, one.text, one.cite, tuple((name, told[name]) for name in names)))
    return found


def contradictions(law: Protocol, case: Case) -> list[str]:
    """The same as a sentence each, naming the child and the suspect, and the answers."""
    return list(dict.fromkeys(map(str, conflicts(law, case))))


def _shape(told: dict[Any, Any]) -> Iterator[str]:
    for part in told.keys() - PARTS.keys() - {"pathways"}:
        yield f"'{part}' is no part of a case: use {', '.join(PARTS)}, pathways"
    for part in told.keys() & PARTS.keys():
        if not isinstance(told[part], dict):
            yield f"{part}: must be an object"
        elif part != "call":
            yield from (
                f"{part} '{key}': must be an object" for key, of in told[part].items() if not isinstance(of, dict)
            )
    pathways = told.get("pathways")
    if pathways is not None and not (isinstance(pathways, list) and all(isinstance(one, str) for one in pathways)):
        yield "pathways: must be a list of names, or null"


def _answers(law: Protocol, told: dict[str, Any]) -> Iterator[str]:
    for part, scope in PARTS.items():
        groups = {"": told.get(part, {})} if part == "call" else told.get(part, {})
        for key, answers in groups.items():
            for name, value in answers.items():
                if fault := _answer(law, scope, name, value):
                    yield f"{part}{f' {key}' if key else ''}: {fault}"


def _answer(law: Protocol, scope: str, name: str, value: object) -> str:
    fact = law.facts.get(name)
    if fact is None:
        return f"'{name}' is no fact that the protocol of {law.as_of.isoformat()} knows"
    if fact.scope != scope:
        return f"'{name}' is a fact about a {fact.scope}, not about a {scope}"
    if value != UNKNOWN and value not in fact.values:
        return f"'{name}' cannot be {value!r}: use unknown, {', '.join(fact.values)}"
    return ""


def _people(told: dict[str, Any]) -> Iterator[str]:
    for part, (shape, remedy) in CODES.items():
        yield from (f"{part} '{key}': {remedy}" for key in told.get(part, {}) if not shape.fullmatch(key))
    for key in told.get("pairs", {}):
        child, _, suspect = key.partition("/")
        if child not in told.get("children", {}):
            yield f"pairs '{key}': there is no child '{child}'"
        if suspect not in told.get("suspects", {}):
            yield f"pairs '{key}': there is no suspect '{suspect}'"


def _pathways(law: Protocol, told: dict[str, Any]) -> Iterator[str]:
    for slug in told.get("pathways") or ():
        if slug not in law.pathways:
            yield f"pathways: '{slug}' is no pathway: use {', '.join(law.pathways)}"
