"""The forms about people: a child, an adult of the family or home, somebody who may have done it (manual 2.1.1.1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oscr.desks.interview.base import OF_CHILD, PageForm, Row, county_field, gate_facts
from oscr.law.calendar import age_on
from oscr.ui.forms import Choice, DateParts, Words

OLDEST = 120
CHILD_OVER = 25  # from here on a birth date is taken for a slip of the pen
UNITS = [
    ("years", gettext_lazy("years")),
    ("months", gettext_lazy("months")),
    ("weeks", gettext_lazy("weeks")),
    ("days", gettext_lazy("days")),
]
IN_A_YEAR = {"years": 1, "months": 12, "weeks": 52, "days": 365}
SEXES = [("female", gettext_lazy("Female")), ("male", gettext_lazy("Male")), ("unknown", gettext_lazy("I don't know"))]
OF_SUSPECT = (
    "suspect relation",
    "suspect in household",
    "suspect had care",
    "suspect has access now",
)  # first, in this order
ADULT_SURVIVORS = "suspect has other children"  # read only where the one harmed is an adult now: the hotline asks
NAME = (gettext_lazy("Name"), ("first", "middle", "last", "other_names"))
AGE = (gettext_lazy("Age"), ("birth_date", "age", "age_unit", "estimated", "sex"))


class PersonForm(PageForm):
    """What may be known of anybody. Nothing is required: a person nobody can name is still a person of the report."""

    first = Words(label=gettext_lazy("First name"), max_length=100)
    middle = Words(label=gettext_lazy("Middle name"), max_length=100)
    last = Words(label=gettext_lazy("Last name"), max_length=100)
    other_names = Words(label=gettext_lazy("Nicknames or other names"))
    birth_date = DateParts(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("For example: 4 28 2016. Leave it empty if you do not know it."),
    )
    age = forms.IntegerField(
        label=gettext_lazy("Age, if you do not know the date of birth"),
        help_text=gettext_lazy("Your best guess helps."),
        required=False,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "oscr-short"}),
        error_messages={
            **dict.fromkeys(("invalid", "min_value"), gettext_lazy("Write the age as a whole number, for example 7.")),
            "max_value": gettext_lazy("This age cannot be right. Check the number and the unit."),
        },
    )
    age_unit = forms.ChoiceField(
        label=gettext_lazy("The age is in"),
        choices=UNITS,
        required=False,
        widget=forms.Select(attrs={"class": "oscr-short"}),
    )
    estimated = forms.BooleanField(label=gettext_lazy("The age or date is a guess"), required=False)
    sex = Choice(label=gettext_lazy("Sex"), choices=SEXES)
    address = Words(
        label=gettext_lazy("Address, if not the family home"),
        help_text=gettext_lazy("You give the family's home address later, once for everybody."),
        lines=3,
        max_length=2000,
    )
    county = county_field(gettext_lazy("County of that address"))
    phone = Words(label=gettext_lazy("Phone number"), max_length=60)
    language = Words(label=gettext_lazy("Language they speak best, if not English"), max_length=60)

    def __init__(self, data=None, *, entry_id: str = "", **kwargs) -> None:
        self.entry_id = entry_id or (kwargs.get("saved") or {}).get("id", "")
        super().__init__(data, **kwargs)

    def rows_of(self, fields) -> list[Row]:
        """As on any page; the age is one answer with its unit."""
        told = years_told(self.saved) is not None
        unit = dict(UNITS)[self.saved.get("age_unit") or "years"]
        rows = [(field.name, row) for field in fields for row in super(PersonForm, self).rows_of([field])]
        return [
            replace(row, text=f"{row.text} {unit}") if told and name == "age" else row
            for name, row in rows
            if name != "age_unit"
        ]

    def answered(self) -> dict[str, Any]:
        """The answers with the id of the person."""
        return {"id": self.entry_id, **super().answered()}

    def clean_birth_date(self) -> str:
        """Not in the future, not more than 120 years ago."""
        born = self.cleaned_data["birth_date"]
        if born and date.fromisoformat(born) > self.today:
            raise forms.ValidationError(_("This date is in the future. Check the year."))
        if born and date.fromisoformat(born).year < self.today.year - OLDEST:
            raise forms.ValidationError(_("This date is more than 120 years ago. Check the year."))
        return born

    def clean_age_unit(self) -> str:
        """Years, where nothing else was chosen."""
        return self.cleaned_data["age_unit"] or "years"

    def clean(self) -> dict[str, Any]:
        """An age that contradicts the date of birth by more than a year is a slip of one of the two."""
        said = super().clean()
        born, told = said.get("birth_date"), years_told(said)
        if told is not None and told > OLDEST:
            self.add_error("age", _("This age is over 120 years. Check the number and the unit."))
        elif born and told is not None and abs(age_on(date.fromisoformat(born), self.today) - told) > 1:
            self.add_error(
                "age",
                _("By the date of birth this person is %(years)s. Correct the date or the age, or leave the age empty.")
                % {"years": age_on(date.fromisoformat(born), self.today)},
            )
        return said


class ChildForm(PersonForm):
    """One child: a child the concern is about, or another child of the home."""

    school = Words(
        label=gettext_lazy("School or child care"), help_text=gettext_lazy("Name and town, if you know them.")
    )
    worried = Choice(
        label=gettext_lazy("Is your concern about this child?"),
        help_text=gettext_lazy("List the other children of the home too, even if your concern is not about them."),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, but this child lives or stays there"))],
        initial="yes",
    )

    def build(self) -> None:
        """Adds what the protocol asks of every child."""
        more = self.ask(self.protocol.facts[name] for name in OF_CHILD)
        self.groups = (
            ("", ("worried",)),
            NAME,
            AGE,
            (_("Where to find this child"), ("address", "county", "phone", "school", "language")),
            (_("About this child"), more),
        )

    def read(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        """As for any person; a child counts as worried about until said otherwise."""
        return {**super().read(saved), "worried": "no" if saved.get("worried") is False else "yes"}

    def answered(self) -> dict[str, Any]:
        """As for any person, and whether the concern is about this child."""
        return {**super().answered(), "worried": self.cleaned_data["worried"] != "no"}

    def clean(self) -> dict[str, Any]:
        """Somebody over 25 is stopped as a slip, with what to do if it is none; 18 to 25 only gets a warning later."""
        said = super().clean()
        years = years_of(said, self.today)
        if years is not None and years > CHILD_OVER:
            self.add_error(
                "birth_date" if said.get("birth_date") else "age",
                _(
                    "This child would be %(years)s. Check the date or the age. For an adult who was hurt as a child, leave the "
                    "date and age empty here and tell about it in your own words, or call the hotline at 1-800-392-3738."
                )
                % {"years": int(years)},
            )
        return said


class AdultForm(PersonForm):
    """A parent, a parent's partner, a relative or anybody else of the family or home."""

    relation = Words(
        label=gettext_lazy("How is this person related to the children?"),
        help_text=gettext_lazy("For example: mother, mother's partner, grandfather, foster parent."),
    )

    groups = (
        ("", ("relation",)),
        NAME,
        AGE,
        (gettext_lazy("Where to find this person"), ("address", "county", "phone", "language")),
    )


class SuspectForm(AdultForm):
    """Somebody who may have done it: one of the people named before, or somebody else."""

    person = Choice(label=gettext_lazy("Who is it?"), choices=())

    def build(self) -> None:
        """Offers everybody named so far, and adds what the protocol asks of every suspect."""
        self.fields["person"].choices = [*people_named(self.draft), ("", _("Somebody else, or I don't know who"))]
        rest = [
            fact
            for fact in gate_facts(self.protocol, "suspect", "pair")
            if fact.id not in (*OF_SUSPECT, ADULT_SURVIVORS)
        ]
        more = self.ask([*(self.protocol.facts[name] for name in OF_SUSPECT), *rest])
        self.fields["relation"].label = _("Who is this person?")
        self.fields["relation"].help_text = _("For example: babysitter, coach, neighbor, an uncle.")
        somebody_else = _("Only if it is somebody else: what you know about this person")
        self.groups = (
            ("", ("person",)),
            (_("This person and the child"), more),
            (somebody_else, ("relation", *NAME[1])),
            ("", (*AGE[1], "address", "county", "phone", "language")),
        )

    def clean_person(self) -> str:
        """Nobody stands twice among those who may have done it."""
        person = self.cleaned_data["person"]
        others = [one for one in self.draft.get("suspects", ()) if one["id"] != self.entry_id]
        if person and any(one.get("person") == person for one in others):
            raise forms.ValidationError(_("This person is on the list already. Change what you said there."))
        return person


def people_named(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Id and name of everybody entered so far, adults first."""
    return [(one["id"], name_of(one)) for page in ("adults", "children") for one in answers.get(page, ())]


def name_of(entry: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> str:
    """How a page speaks of one entry: the name, else the relation, else which child or person it is.

    A suspect who is one of the people named goes by that person's name: `answers` is where to look.
    """
    if entry.get("person"):
        return dict(people_named(answers or {})).get(entry["person"], _("Somebody no longer listed"))
    name = " ".join(part for part in (entry.get("first"), entry.get("last")) if part)
    if name or entry.get("other_names"):
        return name or entry["other_names"]
    place = entry["id"][1:]
    if entry["id"].startswith("c"):
        return _("Child %(number)s, name not known") % {"number": place}
    return entry.get("relation") or _("Person %(number)s, name not known") % {"number": place}


def years_told(person: Mapping[str, Any]) -> float | None:
    """The age as told, in years."""
    if person.get("age") is None:
        return None
    return person["age"] / IN_A_YEAR[person.get("age_unit") or "years"]


def years_of(person: Mapping[str, Any], today: date) -> float | None:
    """The age in years, by birth date or as told."""
    if person.get("birth_date"):
        return age_on(date.fromisoformat(person["birth_date"]), today)
    return years_told(person)


def age_in_words(person: Mapping[str, Any], today: date) -> str:
    """A line for a list: "7 years", "3 months", or "age not known"."""
    if person.get("birth_date"):
        years = age_on(date.fromisoformat(person["birth_date"]), today)
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if years else _("under 1 year")
    if person.get("age") is None:
        return _("age not known")
    return f"{person['age']} {dict(UNITS)[person.get('age_unit') or 'years']}"


def warning_of(entry: Mapping[str, Any], today: date) -> str:
    """What somebody should look at again in a child's entry, without being stopped by it."""
    years = years_of(entry, today)
    if entry["id"].startswith("c") and years is not None and years >= 18:
        return _(
            "This person is %(years)s. If that is right you can still send the report; the hotline decides what happens."
        ) % {"years": int(years)}
    return ""
