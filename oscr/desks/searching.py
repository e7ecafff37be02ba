"""Looking for people from a page: what is typed, read without fuss; what was found, ready to be shown; and the trace of it.

Used by the history desk's search, which other desks' pages call while somebody types, and by the hotline's sheet of a call where no
scripts run. A name is never in an address: a search is a POST.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.history.finding import Found, find, find_again, find_report
from oscr.flow.report.models import Involvement
from oscr.law.calendar import local
from oscr.people.matching.describing import Told
from oscr.people.words import name_words, nameless
from oscr.record.actions import write_searched
from oscr.ui.forms import DateParts, Words, storable

NUMBER = re.compile(r"\s*(\d{5}-\d{5,})\s*")
AGE = re.compile(r"(?P<about>\D*?)\s*(?P<n>\d{1,4})\s*(?P<unit>[dwmy][a-z]*)?(?P<more>.*)")
IN_A_MONTH = {"d": 1 / 30.4, "w": 1 / 4.35, "m": 1, "": 12, "y": 12}  # by the first letter of the unit
OLDEST = 120 * 12
LONGEST = 5000  # letters; a search cuts what is longer than a name, and says nothing about it
SEXES = [
    ("unknown", gettext_lazy("Unknown")),
    ("female", gettext_lazy("Female")),
    ("male", gettext_lazy("Male")),
]


class SearchForm(forms.Form):
    """Whatever may be known of somebody; anything may be empty. Fields are named as the interview names them.

    With a prefix it reads one person of the hotline's sheet as it is being typed: what makes no sense yet is left out.
    """

    use_required_attribute = False
    first = Words(label=gettext_lazy("First name"), max_length=LONGEST)
    middle = Words(label=gettext_lazy("Middle name"), max_length=LONGEST)
    last = Words(label=gettext_lazy("Last name"), max_length=LONGEST)
    other_names = Words(label=gettext_lazy("Nickname or other names"), max_length=LONGEST)
    birth_date = DateParts(label=gettext_lazy("Date of birth"))
    age = Words(
        label=gettext_lazy("Or an age"), help_text=gettext_lazy('"8", "about 5" or "7 months"'), max_length=LONGEST
    )
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False, initial="unknown")
    phone = Words(label=gettext_lazy("Phone number"), max_length=LONGEST)
    address = Words(
        label=gettext_lazy("Address or directions"),
        help_text=gettext_lazy("Best with house number and ZIP."),
        max_length=LONGEST,
    )
    school = Words(label=gettext_lazy("School or child care"), max_length=LONGEST)
    parent = Words(label=gettext_lazy("Name of a parent or another adult of the home"), max_length=LONGEST)
    number = Words(label=gettext_lazy("Or a call number"), max_length=LONGEST)

    def __init__(self, data=None, *, at: datetime, **kwargs) -> None:
        self.at = at
        super().__init__(data, **kwargs)
        home = self.prefix and self.prefix.startswith("children") and data and data.get("places-home_address")
        self.home = storable(home or "")

    def clean_birth_date(self) -> str:
        """Not in the future."""
        born = self.cleaned_data["birth_date"]
        if born and date.fromisoformat(born) > local(self.at).date():
            raise forms.ValidationError(_("This date is in the future. Check the year."))
        return born

    def clean_age(self) -> tuple[int, bool] | None:
        """Whole months, and whether it is a guess; None for nothing said."""
        said = self.cleaned_data["age"].casefold()
        if not said:
            return None
        found = AGE.fullmatch(said)
        unit = (found and found["unit"]) or self._unit()
        months = int(int(found["n"]) * IN_A_MONTH[unit[:1]]) if found else OLDEST + 1
        if months > OLDEST:
            raise forms.ValidationError(_('Write the age as a number, for example "8", "about 5" or "7 months".'))
        about = found and (found["about"].strip() or re.search(r"[\d?]", found["more"]))  # "about 5", "5 or 6", "5?"
        return months, bool(about) or self._guessed()

    @property
    def typed(self) -> Told | None:
        """Who is asked for, or None where nothing that makes sense was typed."""
        said = self.cleaned_data
        months, estimated = said.get("age") or (None, self._guessed())
        words = {name: said.get(name, "") for name in ("first", "middle", "last", "other_names", "phone", "school")}
        born = said.get("birth_date")
        if not (any(words.values()) or born or months is not None or said.get("address")):
            return None
        return Told(
            birth_date=date.fromisoformat(born) if born else None,
            age_months=months,
            as_of=local(self.at).date(),
            estimated=estimated,
            sex=said.get("sex", ""),
            address=said.get("address") or self.home,
            **words,
        )

    @property
    def adult(self) -> Told | None:
        """The parent who is asked for: "Alex Cloverfield", "Cloverfield, Alex" or "Cloverfield"."""
        last, comma, first = self.cleaned_data.get("parent", "").partition(",")
        if not comma:
            first, _blank, last = last.strip().rpartition(" ")
        return Told(first=first.strip(), last=last.strip()) if first.strip() or last.strip() else None

    @property
    def call(self) -> str:
        """The call number that is asked for, wherever it was typed; "" for none."""
        said = (self.cleaned_data.get(name) or "" for name in ("number", "last", "first"))
        return next((found[1] for one in said if (found := NUMBER.fullmatch(one))), "")

    @property
    def left_out(self) -> list[str]:
        """The fields that were not understood."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

    def _unit(self) -> str:
        said = self.data.get(self.add_prefix("age_unit"), "")
        return said if said[:1] in IN_A_MONTH else ""

    def _guessed(self) -> bool:
        return bool(self.data.get(self.add_prefix("estimated")))


@dataclass(frozen=True)
class Look:
    """One search, ready to be shown: of whom, what was found, which calls its reader may open. `telling` is theirs on file,
    `of` their id on the sheet of a call."""

    title: str
    found: Found
    addresses: Mapping[str, str]
    left_out: Collection[str] = ()
    telling: Involvement | None = None
    call: str = ""
    of: str = ""

    @property
    def likely(self) -> bool:
        """Whether somebody said, or the guarded rule says, that one who was found is meant."""
        return any(one.confirmed or one.sure for family in self.found.families for one in family.found)


def look(form: SearchForm, user: User, at: datetime) -> Look | None:
    """Search for whom a form speaks of; None where it says nothing. What the form refuses is left out."""
    form.full_clean()
    if form.call:
        found = find_report(form.call, user, at)
        return Look(form.call, found, addresses(found.numbers, user), call=form.call)
    told, parent = form.typed, form.adult
    if told is None and parent is None:
        return None
    found = find(told or Told(), user, at, parent=parent)
    title = " ".join(part for part in (told.first, told.middle, told.last) if part) if told else ""
    of = (form.prefix or "").partition("-")[2]
    return Look(title or nameless(), found, addresses(found.numbers, user), form.left_out, of=of)


def look_again(telling: Involvement, user: User, at: datetime) -> Look:
    """Search for whom a telling on file is about."""
    found = find_again(telling, user, at)
    return Look(
        f"{telling.code} {name_words(telling.participant)}", found, addresses(found.numbers, user), telling=telling
    )


def leave_trace(looks: Iterable[Look], *, subject: Model, by: User, at: datetime) -> None:
    """Write down which reports these searches showed, and how many they hid. Last of all: it holds the record's head."""
    looks = list(looks)
    shown = {number for one in looks for number in one.found.numbers}
    hidden = sum(one.found.restricted for one in looks)
    write_searched(subject=subject, by=by, at=at, shown=shown, restricted=hidden)


def addresses(numbers: Collection[str], user: User) -> dict[str, str]:
    """Where each call can be opened by this user: a report at the hotline, an alert of an office they answer for."""
    if user.is_hotline:
        return {number: reverse("hotline:report", args=[number]) for number in numbers}
    alerts = Alert.objects.visible_to(user).filter(classification__report__number__in=numbers)
    found = alerts.values_list("classification__report__number", flat=True)
    return {number: reverse("county:alert", args=[number]) for number in found}
