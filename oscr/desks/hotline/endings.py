"""What a screener types where a call ends otherwise, and the two calls side by side. What each kind asks is law (law/call_kinds)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.desks.hotline.told import Section, sections
from oscr.flow import docket
from oscr.flow.classification.actions import protocol_for
from oscr.flow.ending.models import Transmission
from oscr.flow.report.models import Report
from oscr.law import call_kinds, states
from oscr.law.call_kinds import Kind
from oscr.people.words import age_words, name_words
from oscr.ui.forms import Choice, Choices, Words

WEEK = 7 * 24 * 60
MINUTES = {"min_value": 0, "max_value": WEEK, "initial": 0}


class EndingForm(forms.Form):
    """What one kind needs, and no more; `lower`: the reason too, because a supervisor must approve it."""

    use_required_attribute = False

    def __init__(self, *args: Any, how: Kind, lower: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how = how
        for need in how.needs:
            getattr(self, f"_{need}", lambda: None)()
        if lower:
            self.fields["reason"] = Words(label=_("Why the protocol's outcome does not fit"), lines=3)

    def _earlier(self) -> None:
        self.fields["earlier"] = Words(label=_("Call number of the earlier report"), max_length=20)

    def _questions(self) -> None:
        for one in call_kinds.questions(self.how.id):
            self.fields[one.id] = Choice(label=one.text)
        self.fields["text"] = Words(label=_("Why the two belong together, where care is needed"), lines=2)

    def _text(self) -> None:
        self.fields["text"] = Words(label=_("What the call is, in a sentence"), lines=2)

    def _office(self) -> None:
        offices = Office.objects.exclude(kind=OfficeKind.HOTLINE)
        self.fields["office"] = forms.ModelChoiceField(offices, label=_("Office that is told"), required=False)

    def _state(self) -> None:
        label = _("State where the child is believed to be")
        self.fields["state"] = forms.ChoiceField(choices=_states(), label=label, required=False)

    def _named(self) -> None:
        leads = User.objects.filter(role=Role.HOTLINE_SUPERVISOR, is_active=True).order_by("name")
        choices = [(str(one.pk), str(one)) for one in leads]
        self.fields["named"] = Choices(label=_("Who alone sees it at the hotline"), choices=choices)

    def told(self) -> dict[str, Any]:
        """What the act takes; the earlier report is the number that was typed."""
        said = dict(self.cleaned_data)
        asked = {one.id: said.pop(one.id, "") for one in call_kinds.questions(self.how.id)}
        return said | ({"answers": asked} if asked else {})


class CheckForm(forms.Form):
    """One three-way call-out with law enforcement."""

    use_required_attribute = False
    agency = Words(
        label=gettext_lazy("Police or sheriff"),
        max_length=200,
        required=True,
        error_messages={"required": gettext_lazy("Say which police or sheriff you called.")},
    )
    officer = Words(
        label=gettext_lazy("Officer: name or badge number"),
        max_length=200,
        required=True,
        error_messages={"required": gettext_lazy("Say whom you spoke with: a name or a badge number.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes since the call"), **MINUTES)
    result = Choice(
        label=gettext_lazy("What came of it"),
        required=True,
        choices=[(one.id, one.label) for one in call_kinds.results()],
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    said = Words(label=gettext_lazy("What the officer said"), lines=2)

    def told(self, at: datetime) -> dict[str, Any]:
        """What the act takes."""
        said = dict(self.cleaned_data)
        return said | {"called_at": at - timedelta(minutes=said.pop("minutes"))}


class TransmitForm(forms.Form):
    """To whom a call was told in another state, how and when."""

    use_required_attribute = False
    state = forms.ChoiceField(
        label=gettext_lazy("State where the child is believed to be"),
        error_messages={"required": gettext_lazy("Choose the state where the child is believed to be.")},
    )
    to = Words(
        label=gettext_lazy("Agency, and who took it"),
        max_length=200,
        required=True,
        error_messages={"required": gettext_lazy("Say to which agency, and who took it.")},
    )
    how = Choice(
        label=gettext_lazy("How"),
        required=True,
        choices=Transmission.How.choices,
        error_messages={"required": gettext_lazy("Choose how it was sent.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes since it was sent"), **MINUTES)
    note = Words(label=gettext_lazy("What else the other state said or needs"), lines=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = _states()

    def told(self, at: datetime) -> dict[str, Any]:
        """What the act takes."""
        said = dict(self.cleaned_data)
        return said | {"sent_at": at - timedelta(minutes=said.pop("minutes"))}


@dataclass(frozen=True)
class Side:
    """One of two calls beside each other: what it is, who is told of, and what was told."""

    report: Report
    label: str
    office: str
    people: tuple[str, ...]
    sections: list[Section]


def side_of(report: Report) -> Side:
    """One call, ready to be read beside another."""
    line = docket.line(report)
    outcome = line.classification.outcome if line.classification else ""
    label = protocol_for(report).label(outcome) if outcome else _("not classified yet")
    people = []
    for one in report.involved.select_related("participant"):
        person = one.participant
        said = (one.code, name_words(person), age_words(person, report.received_at), one.relation)
        people.append(" · ".join(filter(None, said)))
    office = line.alert.office.name if line.alert else ""
    return Side(report, line.ending.label if line.ending else label, office, tuple(people), sections(report))


def _states() -> list[tuple[str, str]]:
    return [("", _("Choose")), *states.others().items()]
