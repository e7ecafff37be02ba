"""A whole report in questions and answers: what the check page, the record for the reporter and the hotline show.

Nothing is left out: a question that was skipped is shown as "Not provided" (OSCR FAQ; manual 2.1.1.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oscr.desks.interview.base import Row
from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.pages import PAGES, Page
from oscr.desks.interview.people import name_of
from oscr.desks.interview.places import KINDS
from oscr.flow.report.telling import people_of


@dataclass(frozen=True)
class Part:
    """One page's answers, or one person's on a list page (`entry` is then their id)."""

    page: Page
    title: str | Promise
    entry: str
    rows: list[Row]

    @property
    def answered(self) -> list[Row]:
        """The questions that were answered."""
        return [row for row in self.rows if row.given]

    @property
    def skipped(self) -> list[Row]:
        """The questions that were left out."""
        return [row for row in self.rows if not row.given]


def summary(answers: Mapping[str, Any], at: datetime) -> list[Part]:
    """Every page of the interview with every question and its answer, in the order in which they are asked."""
    return [part for page in PAGES for part in parts_of(page, answers, at)]


def parts_of(page: Page, answers: Mapping[str, Any], at: datetime) -> list[Part]:
    """One page's parts: one for an ordinary page, one for each person on a list page."""
    form = FORMS[page.slug]
    if not page.lists:
        rows = form(saved=answers.get(page.slug), answers=answers, at=at).rows()
        return [Part(page, page.title, "", rows)]
    people = answers.get(page.slug, ())
    parts = [
        Part(page, name_of(one, answers), one["id"], rows_of_person(page.slug, one, answers, at)) for one in people
    ]
    return parts or [
        Part(page, page.title, "", [Row(str(page.title), nobody(page.slug, answers), page.slug in answers)])
    ]


def whereabouts(answers: Mapping[str, Any]) -> dict[str, str]:
    """Where each child is now, by the child's code: "At home", "In a hospital: Sample Hospital"; who nobody knows is left out."""
    kinds, now = dict(KINDS), answers.get("places", {}).get("children", {})
    places = {told.code: now.get(told.person["id"], {}) for told in people_of(answers) if told.child}
    words = {
        code: [
            str(kinds[place["kind"]]) if place.get("kind") in set(kinds) - {"unknown"} else "",
            place.get("where", ""),
        ]
        for code, place in places.items()
    }
    return {code: ": ".join(filter(None, both)) for code, both in words.items() if any(both)}


def rows_of_person(slug: str, entry: Mapping[str, Any], answers: Mapping[str, Any], at: datetime) -> list[Row]:
    """One person's answers; of a suspect who was named before only what was asked anew."""
    form = FORMS[slug](saved=entry, answers=answers, at=at)
    if slug == "suspects" and entry.get("person"):
        fields = [form["person"], *(form[name] for name in form.facts_of)]
        return form.rows_of(fields)
    return form.rows()


def nobody(slug: str, answers: Mapping[str, Any]) -> str:
    """What an empty list page says."""
    if slug == "suspects" and slug in answers:
        return _("I don't know")
    return _("Nobody named") if slug in answers else _("Not provided")
