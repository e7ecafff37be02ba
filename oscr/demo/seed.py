"""The living demonstration: invented staff in every office, some hundred reports at every stage, families told of again and again.

Everything is written by the same actions that the desks call, at moments of the last days, so that the demonstration cannot
show what the system would not do. The same `at` gives the same families and stories.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from django.db import connection

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.demo import (
    afterwards,
    asking,
    births,
    concluding,
    directing,
    endings,
    handing,
    lasting,
    naming,
    quality,
    responses,
    reviews,
    staff,
    talking,
    working,
)
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.classification import archive
from oscr.flow.history import actions as history
from oscr.flow.report import actions as reports
from oscr.flow.report.models import Report
from oscr.law import protocol
from oscr.people import index

logins = staff.logins
STORIES, FAMILIES = (Path(__file__).with_name(f"{name}.toml") for name in ("stories", "families"))
REPORTS = 130
QUEUED = 14  # the newest reports still wait at the hotline
APART = timedelta(minutes=11)  # how far those are apart
SPAN = timedelta(days=5)
FORGOTTEN = 0.03  # one in so many is not acknowledged in time, and as many duties are not done
LONG = timedelta(days=30)  # what was told before is concluded by now
FIRST = ("Robin", "Sasha", "Jamie", "Casey", "Rowan", "Quinn", "Avery", "Riley", "Skyler", "Emery", "Marlow", "Tatum")
LAST = (
    "Cloverfield",
    "Applewood",
    "Brookstone",
    "Dandelion",
    "Featherly",
    "Gingerroot",
    "Hollyhock",
    "Larkspur",
    "Meadowlark",
)
TIES = ("child tie", "suspect tie", "incident in Missouri")
STREETS = ("Sample Street", "Example Avenue", "Pretend Lane", "Demonstration Drive", "Invented Road")


@dataclass(frozen=True)
class Call:
    """One report of the demonstration: when, which story, to whose county; `telling` of families.toml, or somebody drawn."""

    received: datetime
    story: dict[str, Any]
    office: Office
    telling: dict[str, Any]


def seed(*, at: datetime) -> None:
    """Fill an empty database, as if the days before `at` had been worked through: all of it or nothing, in one transaction."""
    connection.features.uses_savepoints = False  # thousands in one transaction slow each entry of the record down
    try:
        _fill(at)
    finally:
        connection.features.uses_savepoints = True


def _fill(at: datetime) -> None:
    staff.hire(at=at - SPAN)
    directing.name_chiefs(at=at - SPAN)
    directing.know_agencies()
    draw = Random(2026)
    stories = tomllib.loads(STORIES.read_text("utf-8"))["story"]
    families = tomllib.loads(FAMILIES.read_text("utf-8"))["family"]
    offices = list(Office.objects.filter(kind=OfficeKind.COUNTY))
    home = next(office for office in offices if office.fips == staff.HOME)
    calls = [*_drawn(stories, offices, home, at, draw), *_of_families(families, stories, home, at)]
    calls.sort(key=lambda call: call.received)
    sent = {id(call.telling): _walk(call, len(calls) - place, at, draw) for place, call in enumerate(calls)}
    _plan_anew()
    for family in families:
        if family.get("one_person"):
            _one_person([sent[id(telling)] for telling in family["telling"][:-1]], at)
    archive.pack(at=at)
    births.seed(at=at)
    afterwards.seed(at=at)
    said = {"send": lambda *call_in: _sent_now(*call_in, draw), "stories": stories, "at": at}
    handing.seed(**said)
    index.count_keys()
    endings.seed(tell=_told_online, pages=lambda office: _answers(stories[2], office, draw), at=at)
    reviews.seed(
        tell=lambda *call_in: _call_of_three(*call_in, at),
        pages=lambda office: _answers(stories[0], office, draw),
        at=at,
    )
    quality.seed(at=at)
    responses.seed(**said)
    talking.seed(at=at)
    directing.seed(**said)
    naming.seed(at=at)
    concluding.seed(**said)
    lasting.seed(**said)
    asking.seed(at=at)


def _plan_anew() -> None:
    """Let the database count its rows. Nothing else does before the seeding is committed, and it would plan for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _sent_now(story: dict[str, Any], office: Office, received: datetime, draw: Random) -> Alert | None:
    """One report, told, screened and sent to its office within a quarter of an hour."""
    report = _told(Call(received, story, office, {}), draw)
    return _screened(report, office, received + timedelta(minutes=11), draw, story.get("asked", {}))


def _drawn(
    stories: list[dict[str, Any]], offices: list[Office], home: Office, at: datetime, draw: Random
) -> Iterator[Call]:
    often = [story for story in stories if not story.get("once")]
    for number in range(REPORTS):
        office = home if number % 6 == 0 else draw.choice(offices)
        left, queue = REPORTS - number, QUEUED * APART
        older = queue + (SPAN - queue) * (left - QUEUED) / (REPORTS - QUEUED)
        yield Call(at - min(APART * left, older), draw.choice(often), office, {})


def _of_families(
    families: list[dict[str, Any]], stories: list[dict[str, Any]], home: Office, at: datetime
) -> Iterator[Call]:
    for telling in (telling for family in families for telling in family["telling"]):
        received = at - timedelta(days=telling.get("days", 0), hours=telling.get("hours", 0))
        for child in telling["children"]:
            if "birth_date_days" in child:
                child["birth_date"] = (at - timedelta(days=child.pop("birth_date_days"))).date().isoformat()
        story = next(story for story in stories if story["pathway"] == telling["pathway"])
        yield Call(received, story, home, telling)


def _one_person(reports: list[Report], at: datetime) -> None:
    """As a screener says who looked at the files: the first child of these reports is one person."""
    first, *others = (report.involved.get(code="A").participant for report in reports)
    screener = User.objects.filter(role=Role.SCREENER).earliest("pk")
    for other in others:
        why = "Name, birth date and family agree: the school file has both."
        history.link(one=other, other=first, reason=why, by=screener, at=at - timedelta(days=300))


def _walk(call_in: Call, left: int, at: datetime, draw: Random) -> Report:
    """Send one report and take it as far as its age says."""
    report = _told(call_in, draw)
    if left <= QUEUED:
        return report
    alert = _screened(report, call_in.office, call_in.received + timedelta(minutes=draw.randint(12, 90)), draw)
    if alert and alert.at > at - LONG:
        _responded(alert, at, draw)
    elif alert:
        concluding.finish(alert, after=timedelta(days=24), draw=draw)
    return report


def _told(call_in: Call, draw: Random) -> Report:
    by, at = _reporter(call_in.story["occupation"]), call_in.received
    draft = reports.begin_draft(by=by, at=at - timedelta(minutes=9))
    pages = _answers(call_in.story, call_in.office, draw)
    if call_in.telling:
        _name(pages, call_in)
    draft = reports.save_pages(draft=draft, pages=pages, version=0, by=by, at=at)
    return call.receive_online(draft=draft, by=by, at=at)


def _name(pages: dict[str, Any], call_in: Call) -> None:
    """Put a family of families.toml in the place of the people that were drawn."""
    telling = call_in.telling
    unsaid = {"age": None, "sex": "unknown"}
    child, adult = ({"age_unit": "years", "worried": True} | unsaid, {"age_unit": "years"} | unsaid)
    pages["children"] = [
        child | one | {"id": f"c{place}", "facts": {"needs a doctor now": "no"}}
        for place, one in enumerate(telling["children"], 1)
    ]
    pages["adults"] = [adult | one | {"id": f"p{place}"} for place, one in enumerate(telling["adults"], 1)]
    pages["places"]["home_address"] = telling["home"]
    pages["story"]["what"] = call_in.story["what"].format(name=telling["children"][0]["first"])


def _call_of_three(pages: dict[str, Any], received: datetime, facts: dict[str, str], at: datetime) -> Report:
    """One of several calls about a child, screened at once; an office that has it responds."""
    report = _told_online(pages, received)
    office, draw = Office.objects.get(fips=pages["places"]["home_county"]), Random(report.number)
    alert = _screened(report, office, received + timedelta(minutes=30), draw, facts)
    if alert:
        working.take(work := working.of(alert, at))
        working.respond(work, draw)
    return report


def _told_online(pages: dict[str, Any], at: datetime) -> Report:
    """A call that waits."""
    by = _reporter(pages["you"]["occupation"])
    draft = reports.begin_draft(by=by, at=at - timedelta(minutes=9))
    draft = reports.save_pages(draft=draft, pages=pages, version=0, by=by, at=at)
    return call.receive_online(draft=draft, by=by, at=at)


def _reporter(occupation: str) -> User:
    email = f"{occupation}@reporters.example.org"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, role=Role.REPORTER, name=f"Example {occupation.title()}")


def _answers(story: dict[str, Any], office: Office, draw: Random) -> dict[str, Any]:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    child = {"id": "c1", "first": first, "last": last, "age": draw.choice(story["ages"]), "age_unit": "years"}
    adult = {
        "id": "p1",
        "first": draw.choice(FIRST),
        "last": last,
        "age": 30 + draw.randint(0, 9),
        "relation": "Parent",
    }
    had_care = {"suspect had care": "yes", "suspect in household": "yes", "suspect relation": "parent"}
    had_care |= story.get("suspect", {})
    slug = story["pathway"]
    return {
        "you": {
            "name": f"Example {story['occupation'].title()}",
            "occupation": story["occupation"],
            "phone": "555-0142",
        },
        "children": [child | {"sex": "unknown", "worried": True, "facts": {"needs a doctor now": "no"}}],
        "adults": [adult | {"age_unit": "years", "sex": "unknown"}],
        "suspects": [{"id": "s1", "person": "p1", "facts": had_care | {"suspect has access now": "yes"}}],
        "places": {
            "home_address": f"{draw.randint(100, 999)} {draw.choice(STREETS)}",
            "home_county": office.fips,
            "incident_county": office.fips,
            "setting": "home",
            "leaving": "no",
            "facts": {"child tie": "yes", "incident in Missouri": "yes"},
            "children": {"c1": {"where": "", "county": office.fips, "kind": "home"}},
        },
        "worries": {"pathways": [slug], "other": ""},
        "questions": {
            slug: {"children": ["c1"], "suspects": ["s1"], "facts": story["facts"]},
            "general": {"facts": story["general"]},
        },
        "story": {"what": story["what"].format(name=first), "when": "This week", "where": "", "why_now": ""},
        "done": {"actions": [], "text": ""},
    }


def _screened(
    report: Report, office: Office, at: datetime, draw: Random, facts: Mapping[str, str] = MappingProxyType({})
) -> Alert | None:
    screener = draw.choice(list(User.objects.filter(role=Role.SCREENER)))
    call.claim(report=report, by=screener, at=at - timedelta(minutes=10))
    outcome = _asked(report, screener, at - timedelta(minutes=5), facts)
    made = classification.classify(report=report, outcome=outcome, reason="", by=screener, at=at)
    if not classification.needs_alert(made):
        return None
    sent = at + timedelta(minutes=4)
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=screener, at=sent)


def _asked(report: Report, screener: User, at: datetime, facts: Mapping[str, str]) -> str:
    """Ask the reporter what is still open, as a screener does; the outcome of their answers: these facts, else "no"."""
    law = classification.protocol_for(report)
    decision = law.decide(call.case_now(report))
    while decision.questions:
        answers = [
            (
                "/".join(code for code in one.unit if code),
                one.fact,
                facts.get(one.fact) or ("yes" if one.fact in TIES else _no(law.facts[one.fact])),
            )
            for one in decision.questions
        ]
        decision = law.decide(call.settle(report=report, answers=answers, by=screener, at=at))
    return decision.outcome


def _no(fact: protocol.Fact) -> str:
    return "no" if "no" in fact.values else "unknown"


def _responded(alert: Alert, at: datetime, draw: Random) -> None:
    """Acknowledge, assign and respond as far as the time passed has seen to it; the newest wait, and a few were forgotten."""
    work = working.of(alert, at, draw)
    minutes = draw.randint(4, 25)
    forgotten = draw.random() < FORGOTTEN and not work.urgent
    if forgotten or alert.at + timedelta(minutes=minutes + 5) > at:
        return
    working.take(work, after=timedelta(minutes=minutes))
    undone = [step for step in ("reporter", "safety") if draw.random() < FORGOTTEN]
    working.respond(work, draw, without=undone)
