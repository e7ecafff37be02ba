"""What a screener asked while a call was typed: the answers kept in the draft under "asked", and how they lie over what was told.

Used by the hotline's screen of a call, and by `flow.call`, which settles them when the call becomes a report, so that nothing is
asked twice. A draft's answer names people by the ids of the form (c1, s1): the letters and numbers of the report move when
somebody is taken off the list. Before anybody is named, a question about the child or the suspect is about whoever is named first.
Nothing is written here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oscr.flow.report.telling import Answers, codes
from oscr.law import protocol
from oscr.law.protocol.model import NO, UNKNOWN

ASKED, SAME, PLACE = "asked", "same", "place"
OF_THE_SHEET = (ASKED, SAME, PLACE)  # kept in a draft, and no page of what was told
FIRST_CHILD, FIRST_SUSPECT = "c1", "s1"


@dataclass(frozen=True)
class Settled:
    """One answer as the report has it: unit ("" for the call, A, 1, A/1), fact, value, and why or where from."""

    unit: str
    fact: str
    value: str
    why: str = ""


def settled(answers: Answers, case: protocol.Case, law: protocol.Protocol) -> list[Settled]:
    """The answers of a draft that its call can take: about people on the list, to questions and with values of this protocol."""
    units, known = units_of(case), codes_of(answers)
    found = (_settled(row, known) for row in answers.get(ASKED, ()))
    return [row for row in found if row and row.unit in units and _fits(row, law)]


def left_out(answers: Answers, case: protocol.Case, law: protocol.Protocol) -> list[Mapping[str, str]]:
    """The others, as the draft has them: about somebody taken off the list, or to a question that another version asked."""
    units, known = units_of(case), codes_of(answers)
    rows = [(row, _settled(row, known)) for row in answers.get(ASKED, ())]
    return [row for row, one in rows if not (one and one.unit in units and _fits(one, law))]


def laid_over(case: protocol.Case, rows: Iterable[Settled], law: protocol.Protocol) -> protocol.Case:
    """The case with these answers over it, the later over the earlier. An answer that holds opens its pathway."""
    call, ways = dict(case.call), None if case.pathways is None else list(case.pathways)
    children = {code: dict(facts) for code, facts in case.children.items()}
    suspects = {code: dict(facts) for code, facts in case.suspects.items()}
    pairs = {pair: dict(facts) for pair, facts in case.pairs.items()}
    for row in rows:
        child, _slash, suspect = row.unit.partition("/")
        if not row.unit:
            call[row.fact] = row.value
        elif suspect:
            pairs.setdefault((child, suspect), {})[row.fact] = row.value
        else:
            (children if child.isalpha() else suspects).setdefault(child, {})[row.fact] = row.value
        fact = law.facts.get(row.fact)
        if ways is not None and fact and fact.pathway and row.value not in (NO, UNKNOWN) and fact.pathway not in ways:
            ways.append(fact.pathway)
    return protocol.Case(call=call, children=children, suspects=suspects, pairs=pairs, pathways=ways)


def units_of(case: protocol.Case) -> set[str]:
    """Everybody a fact may be about, as answers write it: "" for the call, A, 1, A/1."""
    pairs = case.units()
    with_suspect = [(child, suspect) for child, suspect in pairs if suspect]
    return {
        "",
        *case.children,
        *(child for child, _suspect in pairs),
        *case.suspects,
        *(f"{child}/{suspect}" for child, suspect in with_suspect),
    }


def codes_of(answers: Answers) -> dict[str, str]:
    """Ids of the form to codes of the report; where nobody is named yet, the ids that the first child and suspect will have."""
    known = codes(answers)
    if not answers.get("children"):
        known[FIRST_CHILD] = "A"
    if not answers.get("suspects"):
        known[FIRST_SUSPECT] = str(len(answers.get("adults", ())) + 1)
    return known


def with_answer(rows: Iterable[Mapping[str, str]], answer: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The rows with one answer in the place of any earlier one to the same question; an empty value takes that back."""
    key = answer["unit"], answer["fact"]
    others = [row for row in rows if (row["unit"], row["fact"]) != key]
    return [*others, answer] if answer["value"] else others


def without(rows: Iterable[Mapping[str, str]], gone: Iterable[str]) -> list[Mapping[str, str]]:
    """The rows that are not about any of these people (ids of the form)."""
    left = set(gone)
    return [row for row in rows if left.isdisjoint(row["unit"].split("/"))]


def recognised(answers: Answers, of: str) -> dict[int, Mapping[str, Any]]:
    """Key of a telling on file -> what the screener said of it and this person of the form: `same`, `reason`."""
    return {row["participant"]: row for row in answers.get(SAME, ()) if row["of"] == of}


def told_by_caller(answers: Answers, case: protocol.Case, law: protocol.Protocol) -> dict[str, Any]:
    """The pages of what was told, without what the screener keeps beside them; answers that this call cannot take stay there."""
    pages = {page: said for page, said in answers.items() if page not in OF_THE_SHEET}
    left = left_out(answers, case, law)
    return {**pages, ASKED: left} if left else pages


def _settled(row: Mapping[str, str], known: Mapping[str, str]) -> Settled | None:
    unit = "/".join(_coded(row["unit"], known))
    whole = unit.count("/") == row["unit"].count("/") and bool(unit) == bool(row["unit"])
    return Settled(unit, row["fact"], row["value"], row.get("why", "")) if whole else None


def _coded(unit: str, known: Mapping[str, str]) -> Iterator[str]:
    yield from (known[one] for one in unit.split("/") if one in known)


def _fits(row: Settled, law: protocol.Protocol) -> bool:
    fact = law.facts.get(row.fact)
    return fact is not None and fact.scope == _scope(row.unit) and row.value in (*fact.values, UNKNOWN)


def _scope(unit: str) -> str:
    if "/" in unit:
        return "pair"
    return "call" if not unit else "child" if unit.isalpha() else "suspect"
