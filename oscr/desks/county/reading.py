"""What the alert page shows of a report, in the order in which a worker at a kitchen door needs it. Only reads.

The reporter is not in it: `you` of the answers is left out but for one question, whether the family knows of the report.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.desks.interview.base import yes_no
from oscr.desks.interview.pages import BY_SLUG
from oscr.desks.interview.summary import Part, parts_of, whereabouts
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Involvement, Report
from oscr.flow.report.models import Part as PartOfReport
from oscr.law import counties, protocol, routing
from oscr.people.words import age_words, name_words

TOLD = (
    "story",
    "places",
    "questions",
    "suspects",
    "worries",
    "done",
)  # people are shown apart, the reporter not at all


@dataclass(frozen=True)
class Person:
    """One person as told: code, name, a line of marks, and (label, text) rows of what is known."""

    code: str
    name: str
    child: bool
    marks: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def told_of(report: Report) -> list[Part]:
    """Every answered question of the report, the story first; what was skipped is left out."""
    parts = [part for slug in TOLD for part in parts_of(BY_SLUG[slug], report.told, report.received_at)]
    given = [Part(part.page, part.title, part.entry, [row for row in part.rows if row.given]) for part in parts]
    return [part for part in given if part.rows]


def family_knows(report: Report) -> str:
    """Whether the people concerned know of the report, as the reporter said."""
    return yes_no(report.told.get("you", {}).get("aware") or "unknown")


def people_of(report: Report) -> list[Person]:
    """The people of a report, children first."""
    involved = report.involved.select_related("participant").order_by("-part", "code")
    now = whereabouts(report.told)
    return [
        _person(one, now, report.received_at) for one in sorted(involved, key=lambda one: (not _child(one), one.code))
    ]


def outcome_label(classification: Classification, laws: versions.Timeline) -> str:
    """What a report was classified as, in the words of the protocol that decided about it."""
    return label_of(classification.outcome, laws.at(classification.report.received_at))


def label_of(outcome: str, law: protocol.Protocol) -> str:
    """An outcome in words."""
    labels = {one.id: one.label for one in law.outcomes}
    return str(labels.get(outcome, outcome))


def rule_of(alert: Alert) -> routing.Rule | None:
    """The routing rule that chose the office; None where a person chose another."""
    return next((rule for rule in routing.every() if rule.id == alert.rule), None)


def _child(one: Involvement) -> bool:
    return one.part == PartOfReport.CHILD


def _person(one: Involvement, now: Mapping[str, str], at: datetime) -> Person:
    person = one.participant
    marks = (_("Victim child") if one.victim else "", _("Alleged perpetrator") if one.suspect else "")
    rows = (
        (_("Age"), age_words(person, at) or _("Not known")),
        (_("Sex"), person.get_sex_display()),
        (_("Relation"), one.relation),
        (_("Now at"), now.get(one.code, one.now_at)),
        (_("Address"), person.address),
        (_("County"), counties.name_of(person.county) if person.county else ""),
        (_("Phone"), person.phone),
        (_("School or child care"), person.school),
        (_("Language"), person.language),
        (_("Other names"), person.other_names),
        (_("Born"), date_format(person.birth_date, _("M j, Y")) if person.birth_date else ""),
    )
    known = tuple((str(label), str(text)) for label, text in rows if text)
    return Person(one.code, name_words(person), _child(one), tuple(filter(None, marks)), known)
