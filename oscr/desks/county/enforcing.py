"""What is typed to notify law enforcement and to write down its answer; what the agency is told, from the CA/N-1; what an alert's
page says of both.

Used by `views/enforcement`, `views/agency` and the alert's page. Who reported is never in the CA/N-1, so never in what is told.
"""

from collections.abc import Iterator

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import LawEnforcementAgency, Office
from oscr.desks.can1.blocks import Block, Document, Items, Part, Prose, Rows, Table
from oscr.flow.enforcement.models import EnforcementAnswer, How
from oscr.law import counties
from oscr.ui.forms import Choice, Moment, Words

TOLD = (
    "incident",
    "danger",
    "children",
    "adults",
    "places",
    "household",
    "done",
    "actions",
    "classification",
)  # so read


class AgencyField(forms.ModelChoiceField):
    """One of the agencies that are there, those of the office's own county first."""

    def __init__(self, **kwargs):
        how = {"label": gettext_lazy("Agency"), "empty_label": gettext_lazy("Choose")} | kwargs
        super().__init__(queryset=LawEnforcementAgency.objects.none(), **how)

    def near(self, office: Office) -> None:
        """Offer them to this office."""
        here = Case(When(fips=office.fips or "", then=Value(0)), default=Value(1))
        self.queryset = LawEnforcementAgency.objects.filter(is_active=True).order_by(here, "name")

    def label_from_instance(self, obj) -> str:
        """Name, county and telephone: whoever chooses one is about to call it."""
        return f"{obj.name} ({counties.name_of(obj.fips)}), {obj.phone}"


class NotifyForm(forms.Form):
    """Which agency was told what, how, by whom, when."""

    use_required_attribute = False
    agency = AgencyField()
    how = Choice(label=gettext_lazy("How"), required=True, choices=How.choices)
    spoke_with = Words(label=gettext_lazy("With whom did you speak? Needed by phone and in person."))
    happened_at = Moment(label=gettext_lazy("When"))
    text = Words(
        label=gettext_lazy("What the agency is told"),
        lines=12,
        help_text=gettext_lazy("From the CA/N-1; add what you know. Never write who reported."),
    )

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["agency"].near(office)


class AnswerForm(forms.Form):
    """What an agency said; `written` only where staff write it down."""

    use_required_attribute = False
    result = Choice(label=gettext_lazy("Answer"), required=True, choices=EnforcementAnswer.Result.choices)
    officer = Words(label=gettext_lazy("Which officer assists?"))
    phone = Words(label=gettext_lazy("The officer's telephone"), max_length=40)
    because = Words(label=gettext_lazy("If not: why?"), lines=3)
    written = forms.BooleanField(label=gettext_lazy("The agency sent it in writing"), required=False)
    happened_at = Moment(label=gettext_lazy("When"))


class AgencysOwnForm(AnswerForm):
    """The same for the agency itself: it is in writing, and it is now."""

    written = None
    happened_at = None


class AgencyForm(forms.Form):
    """An agency, as its county's staff know it."""

    use_required_attribute = False
    name = Words(label=gettext_lazy("Name"), max_length=120, required=True)
    fips = forms.ChoiceField(label=gettext_lazy("County"))
    phone = Words(label=gettext_lazy("Telephone, day and night"), max_length=40, required=True)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("A link is sent there, never anything about a report."),
    )
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["fips"].choices = [("", _("Choose")), *((one.fips, one.name) for one in counties.every())]


def described(document: Document) -> str:
    """The CA/N-1 as plain text, as far as law enforcement needs it: what was told, how urgent it is, what is to be done."""
    head = [document.title, document.outcome, *(f"{label}: {text}" for label, text in document.key)]
    sections = sorted((one for one in document.sections if one.slug in TOLD), key=lambda one: TOLD.index(one.slug))
    told = [line for one in sections for line in _section(one.title, one.blocks, one.parts)]
    return "\n".join([*head, *told])


def _section(title: str, blocks: tuple[Block, ...], parts: tuple[Part, ...]) -> Iterator[str]:
    yield from ("", title.upper())
    for block in blocks:
        yield from _block(block)
    for part in parts:
        yield part.title
        for block in part.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Rows):
        yield from (f"  {label}: {text}" for label, text in block.rows)
    elif isinstance(block, Table):
        yield from ("  " + "; ".join(line) for line in block.lines)
    elif isinstance(block, Items):
        yield from (f"  - {one.text}" for one in block.items)
    elif isinstance(block, Prose):
        yield from (f"  {line}" for line in block.paragraphs)
