"""What is typed to enter somebody into the on-call roster, and the roster of several offices at one moment.

Used by `views/roster`. The fixed times of day are the manual's (2.4.1; law/data/callout.toml).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import Level, Office, OnCall, User
from oscr.agency.permissions import COUNTY_ROLES
from oscr.flow.callout import rostering
from oscr.law import callout
from oscr.law.refusal import Refused
from oscr.ui.forms import Choice, Words

EXACT = "exact"
NUMBERS = ("phone", "second", "third")


@dataclass(frozen=True)
class Row:
    """One office now: the line of each level that counts, None where there is none."""

    office: Office
    slots: tuple[tuple[str, OnCall | None], ...]

    @property
    def empty(self) -> bool:
        """Whether nobody is on its roster at all."""
        return not any(line for _label, line in self.slots)


def now_on_call(offices: Iterable[Office], at: datetime) -> list[Row]:
    """Every level of these offices at one moment, in one query; of several lines for one slot the most recent entry."""
    every = list(offices)
    lines: dict[tuple[int, int], OnCall] = {}
    for line in OnCall.objects.covering(at).filter(office__in=every):
        lines.setdefault((line.office_id, line.level), line)
    return [Row(one, tuple((str(level.label), lines.get((one.pk, level))) for level in Level)) for one in every]


class RosterForm(forms.Form):
    """Who answers for which office at which level, when, on which numbers."""

    use_required_attribute = False
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), choices=Level.choices, coerce=int)
    user = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), empty_label=gettext_lazy("Choose")
    )
    first = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Last day; empty for one day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    frame = Choice(label=gettext_lazy("Time of day, on each of these days"), required=True, choices=())
    begins = forms.TimeField(
        label=gettext_lazy("Exact: from, on the first day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Exact: until, on the last day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    phone = Words(label=gettext_lazy("Telephone to try first; text messages go there"), max_length=40)
    second = Words(label=gettext_lazy("Second number"), max_length=40)
    third = Words(label=gettext_lazy("Third number"), max_length=40)
    instructions = Words(label=gettext_lazy("What whoever calls must know"), lines=2)

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.overseen_by(by).order_by("name")
        self.fields["office"].queryset, self.fields["office"].empty_label = offices, None
        staff = User.objects.filter(is_active=True, role__in=COUNTY_ROLES, office__region=by.office.region)
        self.fields["user"].queryset = staff.order_by("name", "email")
        exact = (EXACT, _("Exactly from and until, as typed below"))
        self.fields["frame"].choices = [*((one.id, _(one.label)) for one in callout.frames()), exact]

    def clean(self) -> dict:
        """The spans that the days and the time of day mean, as `spans`."""
        said = super().clean()
        if {"first", "frame"} <= set(said):
            try:
                said["spans"] = self._spans(said)
            except Refused as refused:
                self.add_error(refused.field, str(refused))
        return said

    def line(self) -> dict[str, object]:
        """What was typed, as the action takes it."""
        said = self.cleaned_data
        phones = [said[name] for name in NUMBERS if said[name]]
        names = ("office", "level", "user", "spans", "instructions")
        return {**{name: said[name] for name in names}, "phones": phones}

    def _spans(self, said: dict) -> list[tuple[datetime, datetime]]:
        last = said.get("last") or said["first"]
        if said["frame"] != EXACT:
            return rostering.days_of(said["first"], last, said["frame"])
        if said.get("begins") is None or said.get("ends") is None:
            raise Refused(_("Give both times, or choose one of the fixed times of day."), field="begins")
        try:
            return [
                (callout.instant(said["first"], said["begins"]), callout.instant(last, said["ends"], last=True)),
            ]
        except ValueError:
            told = _("The clocks go forward that night: this time does not exist. Give another one.")
            raise Refused(told, field="begins") from None
