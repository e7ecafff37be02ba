"""From what was typed to what the law can read: the answers of a draft as people and as a case of the protocol.

Used when a report is sent, when the interview asks which questions still matter, and by the hotline's phone form. The
shape of the answers is the contract of desks/interview (one entry a page). Nothing is written here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from oscr.agency import versions
from oscr.law import protocol, reporters
from oscr.law.calendar import local
from oscr.law.protocol import ages

Answers = Mapping[str, Any]
MONTHS = {"years": (12, 1), "months": (1, 1), "weeks": (12, 52), "days": (12, 365)}  # so many in so many units
DAYS = {"weeks": 7, "days": 1}
SETTINGS = {"residential": "residential facility"}  # of the form, where its word is not the protocol's
NOBODY_NAMED: dict[str, Any] = {"id": "", "person": "", "facts": {}}


@dataclass(frozen=True)
class Told:
    """One person of a report: code (A, B, ... for children; 1, 2, ... for others), what was said, and their part."""

    code: str
    person: Mapping[str, Any]
    child: bool
    victim: bool
    suspect: bool
    facts: Mapping[str, str] = field(default_factory=dict)


def people_of(answers: Answers) -> tuple[Told, ...]:
    """Everybody named, with their codes. Somebody nobody can name is still a person of the report when suspected."""
    return (*_children(answers), *_others(answers))


def case_of(answers: Answers, at: datetime) -> protocol.Case:
    """The protocol's facts in the answers, at the moment of the report.

    A fact of a suspect or of a pair asked once counts for every child and suspect it was ticked for. Where no suspect was
    named there is still one: nobody knows who it was.
    """
    law = versions.in_force(at)
    known = law.facts
    known_as = codes(answers)
    children = {told.code: _child_facts(known, told, at) for told in _children(answers) if told.victim}
    suspects: dict[str, dict[str, str]] = {}
    pairs: dict[tuple[str, str], dict[str, str]] = {}
    for suspect, code in _suspects(answers):
        suspects[code] = {"suspect age": _suspect_age(answers, suspect, at)}
        given = _of_scope(known, suspect.get("facts", {}), "suspect", "pair")
        suspects[code] |= given["suspect"]
        pairs |= {(child, code): dict(given["pair"]) for child in children}
    call = _of_the_call(known, answers)
    for asked in answers.get("questions", {}).values():
        facts = _of_scope(known, asked.get("facts", {}), "call", "child", "suspect", "pair")
        for_children = {known_as[one] for one in asked.get("children", ()) if one in known_as} & set(children) or set(
            children
        )
        for_suspects = {known_as[one] for one in asked.get("suspects", ()) if one in known_as} & set(suspects) or set(
            suspects
        )
        call |= facts["call"]
        for code in for_children:
            children[code] |= facts["child"]
        for code in for_suspects:
            suspects[code] |= facts["suspect"]
        for pair in ((child, suspect) for child in for_children for suspect in for_suspects):
            pairs[pair] |= facts["pair"]
    chosen = [slug for slug in answers.get("worries", {}).get("pathways", ()) if slug in law.pathways]
    return protocol.Case(call=call, children=children, suspects=suspects, pairs=pairs, pathways=chosen or None)


def stored(case: protocol.Case) -> dict[str, Any]:
    """A case as a JSON column keeps it."""
    column: dict[str, Any] = json.loads(case.to_json())
    return column


def restored(column: Mapping[str, Any]) -> protocol.Case:
    """The case of a JSON column."""
    return protocol.Case.from_json(json.dumps(column))


def is_emergency(case: protocol.Case, law: protocol.Protocol) -> bool:
    """Whether an answer says that a child may be in danger now (the protocol marks such facts)."""
    return any(emergencies(case, law))


def emergencies(case: protocol.Case, law: protocol.Protocol) -> Iterator[str]:
    """The emergency facts that were answered with yes, as the protocol knows them that decides about this call."""
    facts = law.facts
    units = (case.call, *case.children.values(), *case.suspects.values(), *case.pairs.values())
    for unit in units:
        yield from (fact for fact, value in unit.items() if value == "yes" and facts[fact].emergency)


def birth_date(person: Mapping[str, Any]) -> date | None:
    """The birth date as told, or None."""
    return date.fromisoformat(person["birth_date"]) if person.get("birth_date") else None


def age_in_months(person: Mapping[str, Any]) -> int | None:
    """The age as told, in whole months, or None."""
    if person.get("age") is None:
        return None
    months, units = MONTHS[person.get("age_unit") or "years"]
    return int(person["age"] * months // units)


def _age_in_days(person: Mapping[str, Any]) -> int | None:
    """The age where it was told in days or weeks: the law tells newborns apart by the day."""
    unit = DAYS.get(person.get("age_unit") or "")
    return None if unit is None or person.get("age") is None else int(person["age"] * unit)


def _children(answers: Answers) -> list[Told]:
    children = list(answers.get("children", ()))
    worried = [child for child in children if child.get("worried", True)]
    victims = worried or children
    return [
        Told(_letters(place), child, child=True, victim=child in victims, suspect=_suspected(answers, child["id"]))
        for place, child in enumerate(children)
    ]


def _letters(place: int) -> str:
    """A to Z, then AA, AB, ...: a report may name a whole bus of children."""
    return (_letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _others(answers: Answers) -> list[Told]:
    adults = list(answers.get("adults", ()))
    told = [
        Told(str(place + 1), adult, child=False, victim=False, suspect=_suspected(answers, adult["id"]))
        for place, adult in enumerate(adults)
    ]
    listed = {one["id"] for page in ("children", "adults") for one in answers.get(page, ())}
    unlisted = [suspect for suspect in answers.get("suspects", ()) if suspect.get("person") not in listed]
    strangers = unlisted if answers.get("suspects") or _alleges_nothing(answers) else [NOBODY_NAMED]
    told += [
        Told(str(len(adults) + place + 1), stranger, child=False, victim=False, suspect=True)
        for place, stranger in enumerate(strangers)
    ]
    return told


def _alleges_nothing(answers: Answers) -> bool:
    """Whether there is no suspect to speak of: a birth record says who the parents are, and nothing against them."""
    return "birth" in answers


def _suspected(answers: Answers, person: str) -> bool:
    return any(suspect.get("person") == person for suspect in answers.get("suspects", ()))


def codes(answers: Answers) -> dict[str, str]:
    """Ids of the form (c1, p1, s1) to codes of the report (A, 1)."""
    named = {told.person["id"]: told.code for told in people_of(answers) if told.person["id"]}
    linked = {one["id"]: named[one["person"]] for one in answers.get("suspects", ()) if one.get("person") in named}
    return named | linked


def _suspects(answers: Answers) -> Iterator[tuple[Mapping[str, Any], str]]:
    known_as = codes(answers)
    if not answers.get("suspects") and not _alleges_nothing(answers):
        yield NOBODY_NAMED, next(told.code for told in people_of(answers) if told.suspect)
    for suspect in answers.get("suspects", ()):
        yield suspect, known_as[suspect["id"]]


def _of_the_call(known: Mapping[str, protocol.Fact], answers: Answers) -> dict[str, str]:
    """What was asked about the whole call, with what follows from the reporter's occupation and from the places."""
    call = _of_scope(known, answers.get("places", {}).get("facts", {}), "call")["call"]
    occupation, aware = (answers.get("you", {}).get(key, "") for key in ("occupation", "aware"))
    if occupation:
        call["reporter is medical"] = "yes" if reporters.is_medical(occupation) else "no"
        call["reporter is medical examiner"] = "yes" if reporters.is_medical_examiner(occupation) else "no"
    if aware and "subjects aware" in known:
        call["subjects aware"] = aware
    setting = answers.get("places", {}).get("setting")
    if setting:
        call["setting"] = SETTINGS.get(setting, setting)
    return call


def _child_facts(known: Mapping[str, protocol.Fact], told: Told, at: datetime) -> dict[str, str]:
    person = told.person
    age = ages.child_age(birth_date(person), age_in_months(person), _age_in_days(person), local(at).date())
    return {"child age": age, **_of_scope(known, person.get("facts", {}), "child")["child"]}


def _suspect_age(answers: Answers, suspect: Mapping[str, Any], at: datetime) -> str:
    listed = (*answers.get("adults", ()), *answers.get("children", ()))
    person = next((one for one in listed if one["id"] == suspect.get("person")), suspect)
    months = age_in_months(person)
    return ages.suspect_age(birth_date(person), None if months is None else months // 12, local(at).date())


def _of_scope(known: Mapping[str, protocol.Fact], facts: Mapping[str, str], *scopes: str) -> dict[str, dict[str, str]]:
    """Facts by scope. One that the law of the day does not know (it changed while a draft lay) says nothing to it."""
    return {
        scope: {fact: value for fact, value in facts.items() if fact in known and known[fact].scope == scope}
        for scope in scopes
    }
