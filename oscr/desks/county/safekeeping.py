"""What is typed of a safety assessment: every item, every child, what protects, and a plan.

Used by `views/response_safety`. The items are those of the form of the day (oscr.law.safety).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from oscr.desks.county.responding import person_label
from oscr.flow.report.models import Involvement
from oscr.flow.response.assessing import Step
from oscr.law import safety
from oscr.ui.forms import YES_NO_UNKNOWN, Choice, Choices, Moment, Words, with_now

STEPS = 4  # of a plan; a longer one is a second assessment


class SafetyForm(forms.Form):
    """One safety assessment."""

    use_required_attribute = False

    def __init__(self, data=None, *, children: Iterable[Involvement], on: date, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.form = safety.current(on)
        self.children = {one.code: one for one in children}
        for item in self.form.items:
            self.fields[f"item {item.id}"] = Choice(label=_(item.text), choices=YES_NO_UNKNOWN)
        self.fields["capacities"] = Choices(label=_("What protects"), choices=_lines(self.form.capacities))
        for code, one in self.children.items():
            label = _("Decision about %(child)s") % {"child": person_label(one)}
            self.fields[f"child {code}"] = Choice(label=label, choices=list(safety.decisions().items()))
        kept = _("How the children are kept safe now")
        self.fields["interventions"] = Choices(label=kept, choices=_lines(self.form.interventions))
        for place in range(STEPS):
            self._step(place)
        self.fields["note"] = Words(label=_("Why; what is not known and what makes up for it"), lines=3)
        self.fields["happened_at"] = Moment(label=_("When"))

    def said(self, at: datetime) -> dict[str, Any]:
        """What was typed, as the act takes it; which form it is stands in `form`; no moment is `at`."""
        typed = with_now(self, at)
        return {
            "happened_at": typed["happened_at"],
            "answers": {item.id: typed[f"item {item.id}"] for item in self.form.items},
            "decided": {code: typed[f"child {code}"] for code in self.children},
            "capacities": typed["capacities"],
            "interventions": typed["interventions"],
            "plan": [self._said(place) for place in range(STEPS) if typed[f"who_{place}"]],
            "note": typed["note"],
        }

    def clean(self) -> dict[str, Any]:
        """Every item and every child is answered, all told at once; a line of the plan is whole: who, what, until when."""
        typed = super().clean()
        for name, told in self._asked().items():
            if name not in self.errors and not typed.get(name):
                self.add_error(name, _(told))
        for place in range(STEPS):
            names = [f"{name}_{place}" for name in ("who", "what", "until")]
            missing = [name for name in names if not typed.get(name)]
            if missing and len(missing) < len(names) and not {*names} & {*self.errors}:
                self.add_error(missing[0], _("A line of the plan says who does what until when."))
        return typed

    def items(self) -> list:
        """The items, as fields."""
        return [self[f"item {item.id}"] for item in self.form.items]

    def decisions(self) -> list:
        """The decision about each child, as fields."""
        return [self[f"child {code}"] for code in self.children]

    def plan(self) -> list:
        """The lines of the plan, as fields."""
        return [[self[f"{name}_{place}"] for name in ("who", "what", "until")] for place in range(STEPS)]

    def _asked(self) -> dict[str, str]:
        """What must be answered, and what is said of it where it is not."""
        items = {f"item {item.id}": safety.UNANSWERED for item in self.form.items}
        return items | {f"child {code}": safety.UNDECIDED for code in self.children}

    def _step(self, place: int) -> None:
        number = {"n": place + 1}
        self.fields[f"who_{place}"] = Words(label=_("%(n)d: who") % number)
        self.fields[f"what_{place}"] = Words(label=_("%(n)d: does what") % number)
        date_box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields[f"until_{place}"] = forms.DateField(
            label=_("%(n)d: until") % number, required=False, widget=date_box
        )

    def _said(self, place: int) -> Step:
        typed = self.cleaned_data
        return Step(typed[f"who_{place}"], typed[f"what_{place}"], typed[f"until_{place}"])


def _lines(items: Iterable[safety.Item]) -> list[tuple[str, str]]:
    return [(item.id, _(item.text)) for item in items]
