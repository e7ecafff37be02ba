"""The people of a report: children lettered, everybody else numbered, and the facility that stands as a parent (CWM 5.6).

Used by the alert's page and by the CA/N-1. Only reads; the reporter is not among them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.desks.interview.summary import whereabouts
from oscr.flow.report.models import Involvement, Part, Report
from oscr.law import can1, counties
from oscr.law.protocol import Case
from oscr.people.words import age_words, name_words

AT_SCHOOL = ("school", "child care")  # settings whose name is that of the child's school or child care


@dataclass(frozen=True)
class Person:
    """One person as told: code, name, a line of marks, and (label, text) rows of what is known."""

    code: str
    name: str
    child: bool
    marks: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def people_of(report: Report) -> list[Person]:
    """The people of a report, children first; numbers in their order, 2 before 10."""
    involved = report.involved.select_related("participant")
    now = whereabouts(report.told)
    ordered = sorted(involved, key=lambda one: (not _child(one), len(one.code), one.code))
    return [_person(one, now, report.received_at) for one in ordered]


def facility_of(report: Report, case: Case, actions: Collection[str]) -> Person | None:
    """The school or facility that is listed as a parent of an out-of-home report, or None: the rule is law/data/can1.toml's."""
    setting = case.call.get("setting", "")
    if not can1.parent().holds(actions, setting):
        return None
    numbers = [int(code) for code in report.involved.values_list("code", flat=True) if code.isdecimal()]
    name = "; ".join(_names_of_place(report, setting)) or _("Name of the facility not known")
    rows = ((_("Listed because"), f"{can1.parent().said.text} ({can1.parent().said.cite})"),)
    marks = (_("Listed as a parent: facility"),)
    return Person(str(max(numbers, default=0) + 1), name, child=False, marks=marks, rows=rows)


def _names_of_place(report: Report, setting: str) -> list[str]:
    """What the place of the incident is called, as far as it was told of the children the concern is about; each name once."""
    victims = report.involved.filter(victim=True).select_related("participant").order_by("code")
    schools = [one.participant.school for one in victims] if setting in AT_SCHOOL else []
    places: Mapping[str, Mapping[str, Any]] = report.told.get("places", {}).get("children", {})
    kind = setting.removesuffix(" facility")  # the form's word, where it is not the protocol's
    now = [place.get("where", "") for place in places.values() if place.get("kind") == kind]
    return list(dict.fromkeys(filter(None, schools or now)))


def _child(one: Involvement) -> bool:
    return one.part == Part.CHILD


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
