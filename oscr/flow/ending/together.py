"""What an open report would be with what a later call adds: the facts of both under the protocol. Only reads.

Whoever is told of in both, by the links of staff or by one name, is one here. Where the call knows what the report did not, or
says yes, the call counts; where they differ otherwise, the more protective answer. Of somebody whom the report does not know,
the call alone is decided.
"""

from collections.abc import Collection, Mapping

from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.report.models import Report
from oscr.law.protocol import Decision, Protocol
from oscr.law.protocol.case import Answers, Case
from oscr.law.protocol.model import UNKNOWN, YES
from oscr.people.links import persons_of
from oscr.people.words import full_name

NO_HURRY = 10_000  # hours, where the law names none
Key = tuple[tuple[str, ...], str]
"""(unit, fact)."""


def decided_together(*, report: Report, call: Report) -> Decision:
    """The decision about a report's facts with those of a call over them, by the law of the report."""
    law, case, added = protocol_for(report), case_now(report), _moved(case_now(call), _same(report, call))
    before = _flat(case)
    told = {key: value for key, value in _flat(added).items() if _known_in(case, key[0])}
    new = {key: value for key, value in told.items() if value == YES or before.get(key, UNKNOWN) == UNKNOWN}
    ways = None if case.pathways is None or added.pathways is None else {*case.pathways, *added.pathways}
    now, best = before | new, law.decide(_whole(case, before | new, ways))
    for key, value in told.items():
        other = law.decide(_whole(case, now | {key: value}, ways)) if now[key] != value != UNKNOWN else best
        if _order(law, other) < _order(law, best):
            now, best = now | {key: value}, other
    return best


def hours(decision: Decision) -> int:
    """How soon somebody must respond; very late where the law names no hour."""
    return decision.priority.hours or NO_HURRY


def _order(law: Protocol, decision: Decision) -> tuple[int, int]:
    return law.rank(decision.outcome), hours(decision)


def _flat(case: Case) -> dict[Key, str]:
    """(unit, fact) -> value; a unit is (), (child), (suspect) or (child, suspect)."""
    units: dict[tuple[str, ...], Answers] = {(): case.call}
    units |= {(code,): said for code, said in (case.children | case.suspects).items()}
    units |= {(child, suspect): said for (child, suspect), said in case.pairs.items()}
    return {(unit, fact): value for unit, said in units.items() for fact, value in said.items()}


def _whole(case: Case, said: Mapping[Key, str], ways: Collection[str] | None) -> Case:
    """A case about the people of another one, with these answers."""

    def of(*unit: str) -> Answers:
        return {fact: value for (one, fact), value in said.items() if one == unit}

    return Case(
        call=of(),
        children={code: of(code) for code in case.children},
        suspects={code: of(code) for code in case.suspects},
        pairs={pair: of(*pair) for pair in case.pairs},
        pathways=None if ways is None else sorted(ways),
    )


def _known_in(case: Case, unit: tuple[str, ...]) -> bool:
    return not unit or unit in case.pairs or (len(unit) == 1 and unit[0] in case.children | case.suspects)


def _moved(case: Case, same: Mapping[str, str]) -> Case:
    """A case with the codes that its people have in another report; whoever is not told of there is left out."""
    return Case(
        call=case.call,
        children={same[code]: said for code, said in case.children.items() if code in same},
        suspects={same[code]: said for code, said in case.suspects.items() if code in same},
        pairs={(same[a], same[b]): said for (a, b), said in case.pairs.items() if a in same and b in same},
        pathways=case.pathways,
    )


def _same(report: Report, call: Report) -> dict[str, str]:
    """Code in the call -> code in the report, of those who are told of in both."""
    mine, theirs = (list(one.involved.select_related("participant")) for one in (report, call))
    persons = persons_of(row.participant_id for row in (*mine, *theirs))
    found: dict[str, str] = {}
    for row in theirs:
        name, person = full_name(row.participant).casefold(), persons.get(row.participant_id)
        for one in mine:
            linked = person is not None and persons.get(one.participant_id) == person
            if one.part == row.part and (linked or name == full_name(one.participant).casefold() != ""):
                found.setdefault(row.code, one.code)
    for role in (
        "victim",
        "suspect",
    ):  # the only child of concern, or suspect, of both: somebody said that they are the same
        sides = [[row.code for row in side if getattr(row, role)] for side in (theirs, mine)]
        if [len(side) for side in sides] == [1, 1]:
            found.setdefault(sides[0][0], sides[1][0])
    return found
