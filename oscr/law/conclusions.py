"""How a response may be concluded: a closed list with what each conclusion needs, finds, and who is told (Child Welfare Manual 5.3.8).

Data in law/data/conclusions.toml. Used by `oscr.flow.conclusion` and by the county's pages. RSMo 210.145, subsections 10, 12, 15-19
and 22; RSMo 210.152, 210.183; 13 CSR 35-31.025.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import end_of_local_day, in_force
from oscr.law.outcomes import spelled_out
from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "conclusions.toml"
NOTICE, DECISION = "notice", "decision"
BARRED_BY = "RSMo 210.145.22"
NEEDED = "Needed for this conclusion: {field}."
NOT_YET = "This day has not come yet."
NO_FINDING = "This conclusion makes no finding about anybody."
NOT_TOGETHER = '"{conclusion}" does not go with the finding "{finding}".'
TWICE = "Of one child, one allegation and one person there is one finding."
MISSING = "A finding is missing about child {child}."
CHIEF = 'At least one finding must be "{finding}".'
SAY_WHO = "This finding names somebody: say who."
NAME_NOBODY = "This conclusion says that nobody can be named."
NOT_FOR_REGISTRY = "Only a preponderance of evidence or a court's finding puts somebody into the registry."
BARRED = "A court took jurisdiction in a custody proceeding: a parent, guardian or custodian is not entered."


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion. `needs` are ids of fields; `results` what it may find, `chief` what it must find at least once, and whether
    that names "somebody", "nobody" or "either"; `letters` go to others than whom findings name."""

    id: str
    label: str
    text: str
    outcomes: tuple[str, ...]
    needs: tuple[str, ...]
    results: tuple[str, ...]
    chief: str
    names: str
    letters: tuple[str, ...]
    ncands: str
    unsubstantiated: bool
    cite: str
    provenance: str
    since: date
    until: date | None

    def applies(self, outcome: str, on: date) -> bool:
        """Whether a response to this outcome may be concluded so, by the law of a day."""
        return outcome in self.outcomes and in_force(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is filled in: `kind` is text, line, date or number."""

    id: str
    label: str
    kind: str
    cite: str


@dataclass(frozen=True, slots=True)
class Result:
    """What may be found. `registry`: whoever it names is flagged for the registry; `letter` is what that person gets, "" nothing."""

    id: str
    label: str
    registry: bool
    letter: str
    ncands: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter and to whom: perpetrator, parents, juvenile (its parents) or prosecutor."""

    id: str
    label: str
    to: str
    appeal: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to have a finding reviewed: within so many days of the notice, or of the decision of the way it comes `after`.
    `waits`: where criminal charges are pending its days run from their end."""

    id: str
    label: str
    starts: str
    days: int
    waits: bool
    after: str
    cite: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What must be done before a response is concluded. A running clock of `clocks` says that it is not done, of `overdue` only
    once it has run out; `response`: what the response itself calls it, which has the last word. `unless` names conclusions that show
    by themselves why it was not; `explain`: a reason may stand in its place."""

    id: str
    label: str
    outcomes: tuple[str, ...]
    clocks: tuple[str, ...]
    overdue: tuple[str, ...]
    response: tuple[str, ...]
    unless: tuple[str, ...]
    explain: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: of a child, an allegation and a person ("" for nobody) by their codes."""

    child: str
    allegation: str
    suspect: str
    result: str


@cache
def every() -> tuple[Conclusion, ...]:
    """All conclusions in the order of the data."""
    data = _data()
    return tuple(_conclusion(data["defaults"] | row) for row in data["conclusion"])


def one(name: str) -> Conclusion:
    """A conclusion by its id. Errors: KeyError for one that is none."""
    return {each.id: each for each in every()}[name]


def offered(outcome: str, on: date) -> tuple[Conclusion, ...]:
    """How a response to this outcome may be concluded, by the law of a day."""
    return tuple(each for each in every() if each.applies(outcome, on))


@cache
def fields() -> dict[str, Field]:
    """Everything that may be filled in, by id."""
    return {row["id"]: Field(row["id"], row["label"], row["kind"], row["cite"]) for row in _data()["field"]}


@cache
def results() -> dict[str, Result]:
    """Everything that may be found, by id, the weightiest first."""
    return {row["id"]: Result(**row) for row in _data()["result"]}


@cache
def letters() -> dict[str, Letter]:
    """Every letter, by id."""
    return {row["id"]: Letter(**row) for row in _data()["letter"]}


@cache
def ways() -> dict[str, Way]:
    """Every way to have a finding reviewed, by id."""
    return {row["id"]: Way(**row) for row in _data()["way"]}


@cache
def indicators() -> dict[str, str]:
    """Signs of harassment: id to words."""
    return {row["id"]: row["label"] for row in _data()["indicator"]}


def harassment() -> Mapping[str, Any]:
    """Where the referral of a harassing report stands in the law, and its disposition in the federal file."""
    found: Mapping[str, Any] = _data()["harassment"]
    return found


def duties(outcome: str) -> tuple[Duty, ...]:
    """What must be done before a response to this outcome is concluded."""
    return tuple(duty for duty in _duties() if outcome in duty.outcomes)


@cache
def runs_on() -> frozenset[str]:
    """The kinds of clocks that hold no conclusion up: it meets them, or they run on after it."""
    return frozenset(_data()["after"]["clocks"])


def check_said(how: Conclusion, said: Mapping[str, str], on: date, *, also: Collection[str] = ()) -> None:
    """Refuse, beside its field, the first thing that is missing or cannot be. In: field id to what was filled in, dates as ISO
    dates; `also` are fields that this response needs besides; `on` is the day on which it is filled in."""
    for name in (*how.needs, *also):
        field, text = fields()[name], said.get(name, "")
        if not text:
            raise Refused(NEEDED.format(field=field.label), field.cite, name)
        if field.kind == "date" and date.fromisoformat(text) > on:
            raise Refused(NOT_YET, field.cite, name)


def check_findings(how: Conclusion, found: Sequence[Found], children: Collection[str]) -> None:
    """Refuse findings that do not make this conclusion. In: codes of the children whom the report is about.

    Each child needs a finding, each finding a result that this conclusion may have, one of them its chief one, which names
    somebody or nobody as the law says; and nothing is found twice of the same child, allegation and person.
    """
    if not how.results:
        if found:
            raise Refused(NO_FINDING, how.cite, "findings")
        return
    if strange := [each for each in found if each.result not in how.results]:
        told = results()[strange[0].result].label
        raise Refused(NOT_TOGETHER.format(conclusion=how.label, finding=told), how.cite, "findings")
    if len({(each.child, each.allegation, each.suspect) for each in found}) < len(found):
        raise Refused(TWICE, how.cite, "findings")
    if missing := sorted(set(children) - {each.child for each in found}):
        raise Refused(MISSING.format(child=missing[0]), how.cite, "findings")
    chief = [each for each in found if each.result == how.chief]
    if not chief:
        raise Refused(CHIEF.format(finding=results()[how.chief].label), how.cite, "findings")
    _check_named(how, found)


def _check_named(how: Conclusion, found: Sequence[Found]) -> None:
    for each in found:
        if (
            results()[each.result].registry or (each.result, how.names) == (how.chief, "somebody")
        ) and not each.suspect:
            raise Refused(SAY_WHO, how.cite, "findings")
        if (each.result, how.names) == (how.chief, "nobody") and each.suspect:
            raise Refused(NAME_NOBODY, how.cite, "findings")


def weightiest(found: Sequence[Found], suspect: str) -> Result | None:
    """The result that counts most of those that name somebody; None where none does."""
    named = {each.result for each in found if each.suspect == suspect}
    return next((result for name, result in results().items() if name in named), None)


def check_registry(result: Result | None, *, custodian: bool, jurisdiction: str) -> None:
    """Refuse to flag somebody for the registry unless a preponderance or a court's finding names them; and never a parent, guardian
    or custodian where a court took jurisdiction in a custody proceeding (`jurisdiction`: court and case)."""
    if result is None or not result.registry:
        raise Refused(NOT_FOR_REGISTRY, "RSMo 210.152")
    if jurisdiction and custodian:
        raise Refused(BARRED, BARRED_BY)


def last_day(way: Way, start: datetime) -> datetime:
    """The first instant that is too late for this way, in UTC. In: when the notice was sent, charges ended, or it was decided."""
    return end_of_local_day(start, way.days)


def disposition(how: Conclusion, *, harassing: bool) -> str:
    """The disposition in the federal file; an unsubstantiated report that was referred as harassing has its own."""
    return str(harassment()["ncands"]) if harassing and how.unsubstantiated else how.ncands


@cache
def _duties() -> tuple[Duty, ...]:
    return tuple(
        Duty(
            id=row["id"],
            label=row["label"],
            outcomes=spelled_out(row["outcomes"]),
            clocks=tuple(row["clocks"]),
            overdue=tuple(row.get("overdue", ())),
            response=tuple(row.get("response", ())),
            unless=tuple(row.get("unless", ())),
            explain=row["explain"],
            cite=row["cite"],
        )
        for row in _data()["duty"]
    )


def _conclusion(row: dict[str, Any]) -> Conclusion:
    return Conclusion(
        id=row["id"],
        label=row["label"],
        text=row["text"],
        outcomes=spelled_out(row["outcomes"]),
        needs=tuple(row["needs"]),
        results=tuple(row["results"]),
        chief=row["chief"],
        names=row["names"],
        letters=tuple(row["letters"]),
        ncands=row["ncands"],
        unsubstantiated=row["unsubstantiated"],
        cite=row["cite"],
        provenance=row["provenance"],
        since=row["from"],
        until=row.get("until"),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
