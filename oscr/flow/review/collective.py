"""The calls of a review as one call: its people, what was told, and what the protocol says of it (manual 2.1.4.1).

Only reads. What it makes has the shape of a draft's answers, so that the screening of a review and the report that is made of it
cannot differ. Used by `actions` and by the pages of a review.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import User
from oscr.flow.call.actions import case_now
from oscr.flow.report import asked
from oscr.flow.report.models import Involvement, Part, Report
from oscr.flow.report.telling import case_of, people_of
from oscr.flow.review.merging import Conflict, Key, Said, Somebody, answered, grouped
from oscr.flow.review.models import Review
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.law.protocol.accepting import contradictions
from oscr.law.protocol.model import UNKNOWN, YES
from oscr.law.refusal import Refused
from oscr.people import links
from oscr.people.matching import weights
from oscr.people.matching.stored import restored
from oscr.people.models import TellingIndex

EMPTY: tuple[Any, ...] = ("", None, [], {})
AGE = ("age", "age_unit", "estimated")
STORY = ("what", "when", "where", "why_now")


@dataclass(frozen=True)
class One:
    """Somebody of the calls together: every telling of them, the newest first, what was told, and the ids in `answers`.

    `id` is that of a list of people, "" for whoever nobody could name; `suspect` that of an alleged perpetrator, else "".
    """

    tellings: tuple[Involvement, ...]
    told: Mapping[str, Any]
    id: str = ""
    suspect: str = ""
    code: str = ""

    @property
    def child(self) -> bool:
        """Whether a call told of them as a child."""
        return any(one.part == Part.CHILD for one in self.tellings)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids by which an answer may name them: as a child, and as a suspect."""
        return (self.id if self.child else "", self.suspect)


@dataclass(frozen=True)
class Collective:
    """The calls together. `answers` is what a draft of it would hold; `wrong` are answers that cannot be true together."""

    law: protocol.Protocol
    answers: Mapping[str, Any]
    case: protocol.Case
    people: tuple[One, ...]
    conflicts: tuple[Conflict, ...]
    wrong: tuple[str, ...]

    @property
    def decision(self) -> protocol.Decision:
        """What the protocol says of the calls together."""
        return self.law.decide(self.case)

    def about(self, unit: str) -> tuple[Involvement | None, Involvement | None]:
        """A telling of the child and of the suspect that a unit ("A/1") names. Errors: Refused where it names nobody."""
        known = {one.code: one.tellings[-1] for one in self.people}
        child, _slash, suspect = unit.partition("/")
        if child.isdigit():
            child, suspect = "", child
        if {child, suspect} - {"", *known}:
            raise Refused(_("Nobody in these calls is called %(unit)s.") % {"unit": unit})
        return known.get(child), known.get(suspect)

    def takes(self, fact: str, value: str) -> bool:
        """Whether the protocol knows this question and this answer."""
        return fact in self.law.facts and value in (*self.law.facts[fact].values, UNKNOWN)


def calls_seen(review: Review, user: User) -> tuple[list[Report], int]:
    """The calls that count today and that a user may see, the first first; and how many they may not see."""
    last = review.standings.last()
    counted = review.calls.exclude(report__in=last.out if last and last.holds else [])
    rows = Involvement.objects.visible_to(user).filter(pk__in=counted.values("involvement")).values("report")
    reports = list(Report.objects.filter(pk__in=rows).select_related("reporter").order_by("received_at", "pk"))
    return reports, counted.count() - len(reports)


def collective(review: Review, reports: Sequence[Report], at: datetime) -> Collective:
    """These calls of a review, the first first, taken together by the law of `at`, with what was settled about them since."""
    law, newest = versions.in_force(at), list(reversed(reports))
    people = _numbered(_groups(review, newest))
    cases = {report.pk: case_now(report) for report in newest}
    told = _pages(newest, people, cases, law)
    known = asked.codes_of(told)
    people = tuple(replace(one, code=known[one.id or one.suspect]) for one in people)

    def whole(taken: Mapping[Key, str]) -> dict[str, Any]:
        rows = [{"unit": unit, "fact": fact, "value": value} for (unit, fact), value in taken.items()]
        suspects = [one | {"facts": _of_a_child(one, taken)} for one in told["suspects"]]
        return {**told, "suspects": suspects, asked.ASKED: rows}

    def rank(taken: Mapping[Key, str]) -> int:
        return law.rank(law.explain(_case(whole(taken), law, at)).outcome)

    settled = _settled(review, people)
    taken, conflicts = answered(_said(newest, people, cases, law), rank)
    answers = whole({**taken, **settled})
    case = _case(answers, law, at)
    left = tuple(one for one in conflicts if one.key not in settled)
    return Collective(law, answers, case, people, left, tuple(contradictions(law, case)))


def _of_a_child(suspect: Mapping[str, Any], taken: Mapping[Key, str]) -> dict[str, str]:
    """The facts about a suspect who is a child: they have a letter, by which a single fact would be taken for one of a child."""
    child = suspect["person"].startswith("c")
    return {fact: value for (unit, fact), value in taken.items() if child and unit == suspect["id"]}


def _case(answers: Mapping[str, Any], law: protocol.Protocol, at: datetime) -> protocol.Case:
    told = case_of(answers, at)
    return asked.laid_over(told, asked.settled(answers, told, law), law)


def _groups(review: Review, reports: Sequence[Report]) -> list[tuple[Involvement, ...]]:
    """The tellings of each person of these calls, the newest first; the child of the review first of all."""
    order = {report.pk: place for place, report in enumerate(reports)}
    rows = list(Involvement.objects.filter(report__in=reports).select_related("participant", "report"))
    rows.sort(key=lambda row: (order[row.report_id], row.part != Part.CHILD, len(row.code), row.code))
    by_key = {row.participant_id: row for row in rows}
    inside = dict(review.calls.values_list("report_id", "involvement__participant_id"))
    child = [inside[report.pk] for report in reports]
    found = [[by_key[key] for key in group] for group in grouped(_comparable(rows), child, weights.load())]
    found = [sorted(group, key=rows.index) for group in found]
    nobody = [one for group in found for one in group if _unnamed(one)]
    named = [tuple(group) for group in found if not _unnamed(group[0])]
    named.sort(key=lambda group: (by_key[child[0]] not in group, rows.index(group[0])))
    return [*named, tuple(nobody)] if nobody else named


def _comparable(rows: Sequence[Involvement]) -> list[Somebody]:
    keys = [row.participant_id for row in rows]
    persons, apart = links.persons_of(keys), links.told_apart(keys)
    described = dict(TellingIndex.objects.filter(pk__in=keys).values_list("pk", "described"))
    return [
        Somebody(
            telling=row.participant_id,
            call=row.report_id,
            child=row.part == Part.CHILD,
            person=persons.get(row.participant_id),
            not_persons=frozenset(person for telling, person in apart if telling == row.participant_id),
            known=restored(described[row.participant_id]) if row.participant_id in described else None,
        )
        for row in rows
    ]


def _raw(row: Involvement) -> Mapping[str, Any]:
    """Somebody as the pages of their report have them."""
    return next((one.person for one in people_of(row.report.told) if one.code == row.code), {})


def _unnamed(row: Involvement) -> bool:
    """Whether this is the alleged perpetrator of a report that named none."""
    return row.suspect and not _raw(row).get("id")


def _numbered(groups: Iterable[tuple[Involvement, ...]]) -> tuple[One, ...]:
    """Everybody with ids as a draft has them: children c1, c2, others p1, p2, and as suspects s1, s2."""
    count: Counter[str] = Counter()

    def next_id(letter: str) -> str:
        count[letter] += 1
        return f"{letter}{count[letter]}"

    found = []
    for group in groups:
        one = One(group, _merged(_raw(row) for row in group))
        listed = "" if _unnamed(group[0]) else next_id("c" if one.child else "p")
        found.append(replace(one, id=listed, suspect=next_id("s") if any(row.suspect for row in group) else ""))
    return tuple(found)


def _merged(tellings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What was told, each field as the newest call has it that says anything."""
    found: dict[str, Any] = {}
    for told in tellings:
        left = AGE if "age" in found or told.get("age") is None else ()  # number and unit are of one telling
        found |= {
            name: value for name, value in told.items() if value not in EMPTY and name not in found and name not in left
        }
    return {name: value for name, value in found.items() if name not in ("id", "person", "facts", "worried")}


def _pages(
    reports: Sequence[Report], people: Sequence[One], cases: Mapping[int, protocol.Case], law: protocol.Protocol
) -> dict[str, Any]:
    """The pages of the interview as one caller would have told all of it; no reporter is named."""
    listed = [(one, dict(one.told) | {"id": one.id, "facts": {}}) for one in people if one.id]
    children = [told | {"worried": any(row.victim for row in one.tellings)} for one, told in listed if one.child]
    suspects = [{"id": one.suspect, "person": one.id, "facts": {}} for one in people if one.suspect]
    return {
        "you": {},
        "children": children,
        "adults": [told for one, told in listed if not one.child],
        "suspects": suspects if any(one["person"] for one in suspects) else [],
        "places": _places(reports, people),
        "worries": _worries(cases.values(), law, reports),
        "story": {page: text for page in STORY if (text := _in_turn(reports, "story", page))},
        "done": {"actions": sorted(_all(reports, "done", "actions")), "text": _in_turn(reports, "done", "text")},
    }


def _in_turn(reports: Sequence[Report], page: str, field: str) -> str:
    """What each call says there, the first first, after its number and moment."""
    told = [(report, report.told.get(page, {}).get(field)) for report in reversed(reports)]
    return "\n\n".join(f"{report.number}, {_moment(report)}: {text}" for report, text in told if text)


def _moment(report: Report) -> str:
    return date_format(local(report.received_at), _("M j, Y, g:i a"))


def _all(reports: Iterable[Report], page: str, field: str) -> set[str]:
    return {one for report in reports for one in report.told.get(page, {}).get(field) or ()}


def _places(reports: Sequence[Report], people: Sequence[One]) -> dict[str, Any]:
    """The places as the newest call has them that says anything, and where each child is now."""
    told = _merged({**report.told.get("places", {}), "children": {}} for report in reports)
    now = {}
    for one in people:
        for row in one.tellings:
            where = row.report.told.get("places", {}).get("children", {}).get(_raw(row).get("id"))
            if one.child and where and one.id not in now:
                now[one.id] = where
    return {**told, "facts": {}, "children": now}


def _worries(cases: Iterable[protocol.Case], law: protocol.Protocol, reports: Sequence[Report]) -> dict[str, Any]:
    """The pathways that any of the calls took; where a call chose none, those of what it answered with yes."""
    ways: dict[str, None] = {}
    for case in cases:
        ways |= dict.fromkeys(case.pathways if case.pathways is not None else _raised(case, law))
    return {"pathways": list(ways), "other": _in_turn(reports, "worries", "other")}


def _raised(case: protocol.Case, law: protocol.Protocol) -> Iterator[str]:
    units = (case.call, *case.children.values(), *case.suspects.values(), *case.pairs.values())
    for name in (name for unit in units for name, value in unit.items() if value == YES):
        fact = law.facts.get(name)
        if fact and fact.pathway:
            yield fact.pathway


def _said(
    reports: Sequence[Report], people: Sequence[One], cases: Mapping[int, protocol.Case], law: protocol.Protocol
) -> Iterator[Said]:
    """Every answer of every call, about whom it is among the people together; the newest call first."""
    ids = {(row.report_id, row.code): one.ids for one in people for row in one.tellings}
    for report in reports:
        case = cases[report.pk]
        units: list[tuple[str, str, Mapping[str, str]]] = [("", "", case.call)]
        units += [(child, "", facts) for child, facts in case.children.items()]
        units += [("", suspect, facts) for suspect, facts in case.suspects.items()]
        units += [(child, suspect, facts) for (child, suspect), facts in case.pairs.items()]
        for child, suspect, facts in units:
            parts = (ids[report.pk, child][0] if child else "", ids[report.pk, suspect][1] if suspect else "")
            unit = "/".join(part for part in parts if part)
            yield from (Said((unit, fact), value, report.number) for fact, value in facts.items() if fact in law.facts)


def _settled(review: Review, people: Sequence[One]) -> dict[Key, str]:
    """What reviewers settled, the last answer to each question, about whoever that is today."""
    ids = {row.pk: one.ids for one in people for row in one.tellings}
    found = {}
    for child, suspect, fact, value in review.settled.values_list("child", "suspect", "fact", "value"):
        if {child, suspect} - {None} <= ids.keys():  # else about somebody of a call that fell out
            parts = (ids[child][0] if child else "", ids[suspect][1] if suspect else "")
            found["/".join(part for part in parts if part), fact] = value
    return found
