"""What all forms of the interview share: reading saved answers, giving new ones back, asking facts of the protocol."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency import versions
from oscr.desks.interview.wording import said
from oscr.law import counties
from oscr.law.calendar import local
from oscr.law.protocol import Fact
from oscr.ui.forms import UNKNOWN, YES_NO_UNKNOWN, Choice, DateParts, storable
from oscr.ui.long_lists import LongList

TIES = (
    "child tie",
    "suspect tie",
    "incident in Missouri",
)  # RSMo 210.145.4: may Missouri take the report; asked with the places
SETTING = "setting"  # known from the places page
OF_CHILD = ("needs a doctor now", "afraid to go home", "in a safe place", "chronic illness")  # asked with each child
NOT_PROVIDED = gettext_lazy("Not provided")


@dataclass(frozen=True)
class Row:
    """One question and its answer as words; `given` is False where it was skipped."""

    label: str
    text: str
    given: bool


class PageForm(forms.Form):
    """One page of the interview.

    `saved` is what the draft keeps for this page (or this entry), `answers` the whole draft, `at` the moment of the request.
    With `complete=False` (save and exit, back) nothing is required. `groups` orders the fields under headings.
    """

    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    needed: tuple[str, ...] = ()

    def __init__(
        self, data=None, *, at: datetime, saved=None, answers=None, complete: bool = True, law=None, **kwargs
    ) -> None:
        self.at, self.saved, self.draft = at, saved or {}, answers or {}
        if law is not None:  # a sheet of many forms asks for it once
            self.protocol = law
        self.facts_of: dict[str, str] = {}
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(scrubbed(data), **kwargs)
        self.build()
        self.initial = {**self.initial, **self.read(self.saved)}
        for name in self.needed:
            self.fields[name].required = complete

    @property
    def today(self) -> date:
        """The day of the request in Missouri."""
        return local(self.at).date()

    @cached_property
    def protocol(self):
        """The protocol in force at that moment."""
        return versions.in_force(self.at)

    def build(self) -> None:
        """Add the fields that depend on the answers so far. Pages with such fields override it."""

    def read(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        """Saved answers as initial values of the fields."""
        facts = saved.get("facts", {})
        return {**saved, **{name: facts.get(fact, "") for name, fact in self.facts_of.items()}}

    def answered(self) -> Any:
        """The cleaned answers as the JSON that the draft keeps for this page."""
        plain = {name: value for name, value in self.cleaned_data.items() if name not in self.facts_of}
        return {**plain, "facts": self.answered_facts()} if self.facts_of else plain

    def answered_facts(self) -> dict[str, str]:
        """The protocol's facts that were answered on this page."""
        return {fact: self.cleaned_data[name] for name, fact in self.facts_of.items() if self.cleaned_data.get(name)}

    def ask(self, facts: Iterable[Fact], prefix: str = "fact") -> tuple[str, ...]:
        """Add one question for each fact; returns the names of the fields."""
        names = []
        for fact in facts:
            name = field_of(fact.id, prefix)
            self.fields[name] = fact_field(fact)
            self.facts_of[name] = fact.id
            names.append(name)
        return tuple(names)

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, in order; what no group names comes last, without a heading."""
        named = {name for _heading, names in self.groups for name in names}
        rest = tuple(name for name in self.fields if name not in named)
        groups = (*self.groups, ("", rest))
        return [
            (heading, [self[name] for name in names if name in self.fields])
            for heading, names in groups
            if any(name in self.fields for name in names)
        ]

    def rows(self) -> list[Row]:
        """Every question of the page with its saved answer in words, and what was answered to questions that are gone."""
        asked = self.rows_of([field for _heading, bound in self.grouped() for field in bound])
        return [*asked, *self._gone()]

    def saved_facts(self) -> Mapping[str, str]:
        """The answers to the protocol's questions as they were saved. Pages that keep them elsewhere override it."""
        return self.saved.get("facts", {})

    def _gone(self) -> list[Row]:
        """What was said to an earlier version of the protocol: nothing follows from it, and it is not lost."""
        words = {"yes": _("Yes"), "no": _("No"), UNKNOWN: _("I don't know")}
        told = _("%(fact)s (asked by an earlier version)")
        return [
            Row(told % {"fact": fact.capitalize()}, words.get(value, value), given=True)
            for fact, value in self.saved_facts().items()
            if fact not in self.protocol.facts
        ]

    def rows_of(self, fields: Iterable[forms.BoundField]) -> list[Row]:
        """Some questions with their saved answers in words."""
        return [self._row(field) for field in fields if not field.is_hidden]

    def _row(self, field: forms.BoundField) -> Row:
        text = in_words(field.field, self.get_initial_for_field(field.field, field.name))
        return Row(str(field.label), text or str(NOT_PROVIDED), bool(text))


def field_of(fact: str, prefix: str) -> str:
    """The name of the field that asks a fact."""
    return f"{prefix}_{'_'.join(fact.split())}"


def gate_facts(book, *scopes: str) -> list[Fact]:
    """Facts that every pathway needs and that are asked, not computed: who had care, is the child in danger now, and so on."""
    return [fact for fact in book.facts.values() if fact.scope in scopes and not fact.pathway and not fact.derived]


def fact_field(fact: Fact) -> Choice:
    """A fact of the protocol as a question with its closed list of answers, and "I don't know"."""
    words = {"yes": _("Yes"), "no": _("No")}
    choices = [(value, words.get(value) or said(fact.labels.get(value, value))) for value in fact.values]
    choices.append((UNKNOWN, _("I don't know")))
    return Choice(label=said(fact.ask), help_text=said(fact.help), choices=choices)


def county_choices() -> list[tuple[str, str]]:
    """Missouri's 114 counties and the City of St. Louis by FIPS code, with "I don't know" first."""
    return [("", _("I don't know, or not in Missouri")), *((row.fips, row.name) for row in counties.every())]


def county_field(label) -> forms.ChoiceField:
    """One of Missouri's counties, or not known."""
    return forms.ChoiceField(label=label, choices=county_choices, required=False, widget=LongList)


def in_words(field: forms.Field, value: Any) -> str:
    """A saved value as a reader sees it; "" where nothing was answered."""
    if value in (None, "", []):
        return ""
    if isinstance(field, DateParts):
        day = parse_date(value)
        return date_format(day, _("F j, Y")) if day else ""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else ""
    if hasattr(field, "choices"):
        return ", ".join(_chosen(field, value if isinstance(value, list) else [value]))
    return str(value)


def yes_no(value: str) -> str:
    """The label of a yes, no or unknown."""
    return str(dict(YES_NO_UNKNOWN).get(value, ""))


def _chosen(field, values: list) -> list[str]:
    labels: dict[str, str] = {}
    for key, label in field.choices:
        labels |= {inner: str(text) for inner, text in label} if isinstance(label, list | tuple) else {key: str(label)}
    return [labels[value] for value in values if value in labels]


class Scrubbed(QueryDict):
    """Posted data of which every value can be stored and shown again."""


def scrubbed(data):
    """A copy of posted data in which every value can be stored and shown again; what was scrubbed before stays as it is."""
    if data is None or isinstance(data, Scrubbed):
        return data
    clean = Scrubbed(mutable=True)
    for name in data:
        clean.setlist(name, [storable(value) for value in data.getlist(name)])
    return clean
