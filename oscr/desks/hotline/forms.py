"""What a screener types: settled facts, an outcome, a ruling, an office.

Used by the report, classification and alert pages. The forms know the protocol's facts and outcomes; whether an act is
allowed is for the action to say.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, OfficeKind
from oscr.desks.hotline.turns import Key, Turns
from oscr.desks.reading import unit_words, value_label
from oscr.flow.report.models import Restriction
from oscr.flow.review.models import Ending
from oscr.law import protocol
from oscr.ui.forms import Choice, Words
from oscr.ui.templatetags.ui import focus_id

SHORT = 3  # up to so many answers are radio buttons, more are a list to choose from


def unit_of(child: str | None, suspect: str | None) -> str:
    """(A, 1) as "A/1"; None for the side a fact is not about."""
    return "/".join(part for part in (child, suspect) if part)


def _codes(unit: str) -> tuple[str | None, str | None]:
    child, _slash, suspect = unit.partition("/")
    return (child or None, suspect or None) if not child.isdigit() else (None, child)


class SettleForm(forms.Form):
    """Any number of facts, each yes, no, unknown or a value of its list; what is left alone stays as it is.

    `open_keys` are the questions that can still change the outcome, `also_keys` those for safety and priority, `known`
    maps facts to the answers given so far. `ways` are the pathways that the call took: their key questions come first, in
    their own order. What was posted counts only where it differs from the answers so far.
    """

    use_required_attribute = False

    def __init__(
        self,
        *args,
        law: protocol.Protocol,
        open_keys: Iterable[Key],
        also_keys: Iterable[Key],
        known: Mapping[Key, str],
        ways: Iterable[str] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.law, self.known = law, known
        self.keys: dict[str, Key] = {}
        self.turns = Turns(law, known, ways)
        first = sorted((key for key in open_keys if key not in known), key=self.turns.order)
        also = sorted((key for key in also_keys if key not in known and key not in first), key=self.turns.order)
        names = [self._add(key) for key in first]
        rare = [name for name in names if self.turns.rare(self.keys[name])]
        self.open_names, self.rare_names = [name for name in names if name not in rare], rare
        names = [self._add(key) for key in also]
        self.visit_names = [name for name in names if self.turns.rare(self.keys[name])]
        self.also_names = [name for name in names if name not in self.visit_names]
        self.known_names = [self._add(key) for key in known]

    def _add(self, key: Key) -> str:
        unit, fact_id = key
        fact = self.law.facts[fact_id]
        name = slugify(f"{unit.replace('/', '-') or 'call'}-{fact_id}")
        choices = [(value, value_label(fact, value)) for value in (*fact.values, "unknown")]
        told = {"label": fact.ask or fact.screener, "initial": self.known.get(key, "")}
        if len(choices) <= SHORT:
            self.fields[name] = Choice(choices=choices, **told)
        else:
            self.fields[name] = forms.ChoiceField(choices=[("", _("not asked")), *choices], required=False, **told)
        self.keys[name] = key
        return name

    def answers(self) -> list[tuple[str, str, str]]:
        """(unit, fact, value) of everything that was answered differently from before."""
        said = {key: self.cleaned_data.get(name) for name, key in self.keys.items()}
        return [(*key, value) for key, value in said.items() if value and value != self.known.get(key)]

    def places(self) -> dict[Key, str]:
        """Where each question that is not answered yet stands on its page: the id of what takes the focus."""
        return {
            self.keys[name]: focus_id(self[name]) for name in (*self.open_names, *self.rare_names, *self.also_names)
        }

    def open_groups(self) -> list[tuple[str, list]]:
        """The questions that can change the outcome, by whom and what they are about."""
        return self._grouped(self.open_names)

    def rare_groups(self) -> list[tuple[str, list]]:
        """The questions that can change the outcome, too, but seldom do."""
        return self._grouped(self.rare_names)

    def also_groups(self) -> list[tuple[str, list]]:
        """The questions for safety and priority, by whom and what they are about."""
        return self._grouped(self.also_names)

    def visit_groups(self) -> list[tuple[str, list]]:
        """The questions that only the worker's visit and the records wait for."""
        return self._grouped(self.visit_names)

    def known_groups(self) -> list[tuple[str, list]]:
        """The answers so far, by whom and what they are about."""
        return self._grouped(self.known_names)

    def _grouped(self, names: list[str]) -> list[tuple[str, list]]:
        groups: dict[str, list] = {}
        for name in names:
            unit, fact = self.keys[name]
            groups.setdefault(self.turns.heading(unit_words(*_codes(unit)), fact), []).append(self[name])
        return list(groups.items())


class ClassifyForm(forms.Form):
    """The outcome, and why it differs from the protocol's where it does."""

    use_required_attribute = False
    outcome = Choice(label=_("Outcome"), required=True, choices=())
    reason = Words(label=_("Reason: needed for a lower outcome, welcome for a higher one"), lines=3)

    def __init__(self, *args, law: protocol.Protocol, recommended: str, **kwargs):
        super().__init__(*args, initial={"outcome": recommended}, **kwargs)
        ordered = sorted(law.outcomes, key=lambda outcome: outcome.rank)
        self.fields["outcome"].choices = [(one.id, one.label) for one in ordered]


class RulingForm(forms.Form):
    """A supervisor's answer to a proposal."""

    use_required_attribute = False
    approved = Choice(
        label=_("Ruling"), required=True, choices=[("yes", _("Approve the lower outcome")), ("no", _("Decline it"))]
    )
    note = Words(label=_("Note to the screener"), lines=3)


class VerdictForm(forms.Form):
    """Whether two records are of one person, and why."""

    use_required_attribute = False
    same = Choice(
        label=_("Are they the same person?"),
        required=True,
        choices=[("yes", _("The same person")), ("no", _("Not the same person"))],
    )
    reason = Words(label=_("Why? Say what decided it."), lines=2)


class AlertForm(forms.Form):
    """The office that must respond, and why it is another than the rule's."""

    use_required_attribute = False
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.exclude(kind=OfficeKind.HOTLINE), empty_label=_("Choose an office")
    )
    reason = Words(label=_("Reason, if you choose another office than the rule"), lines=2)


class EndForm(forms.Form):
    """How a review of three or more calls ends at the hotline, and why; `tell` for suspected harassment alone."""

    use_required_attribute = False
    ending = Choice(
        label=_("How it ends"),
        required=True,
        choices=[(one.value, one.label) for one in Ending if one not in (Ending.OFFICE_REPORT, Ending.OFFICE_NONE)],
    )
    tell = forms.ModelChoiceField(
        label=_("For suspected harassment: the office whose manager is told"),
        queryset=Office.objects.exclude(kind=OfficeKind.HOTLINE),
        required=False,
        empty_label=_("nobody is told"),
    )
    reason = Words(label=_("Why: what you found"), lines=3)

    def clean(self):
        """Without suspected harassment nobody is told, whatever the list was left at."""
        said = super().clean()
        return said if said.get("ending") == Ending.HARASSMENT else {**said, "tell": None}


class RestrictForm(forms.Form):
    """Why only a few may see a report."""

    use_required_attribute = False
    why = Choice(label=_("Why"), required=True, choices=Restriction.Why.choices)


class FindForm(forms.Form):
    """A call number."""

    number = Words(label=_("Call number"), max_length=20)
