"""What is typed to correct a report that an office has, and to answer a dispute. Used by `views/correcting`.

The facts themselves are asked by `forms.SettleForm`, as before the first decision; this is the rest.
"""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, OfficeKind
from oscr.flow.correction.models import DisputeReply
from oscr.law import protocol
from oscr.ui.forms import Choice, Words

REPORT = "report"  # what is added to the whole report, and to nobody in it


class CorrectForm(forms.Form):
    """The outcome, the office, what is added about whom, and why.

    `people` are code and words of everybody in the report; what was told of them stays, this is written beside it.
    """

    use_required_attribute = False
    outcome = Choice(label=_("Outcome"), required=True, choices=())
    office = forms.ModelChoiceField(
        label=_("Office that responds"), queryset=Office.objects.exclude(kind=OfficeKind.HOTLINE)
    )
    reason = Words(label=_("What was wrong, and how do you know? The office reads it."), lines=3)

    def __init__(self, *args, law: protocol.Protocol, people: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].empty_label = None  # the office that has it is chosen
        ordered = sorted(law.outcomes, key=lambda outcome: outcome.rank)
        self.fields["outcome"].choices = [(one.id, one.label) for one in ordered]
        self.codes = {f"add-{code or REPORT}": code for code in ("", *people)}
        for name, code in self.codes.items():
            label = _("Add about %(who)s") % {"who": people[code]} if code else _("Add about the report")
            self.fields[name] = Words(label=label, lines=2)

    def additions(self) -> list[tuple[str, str]]:
        """What was added: code of the person ("" for the report) and text."""
        return [(code, self.cleaned_data[name]) for name, code in self.codes.items() if self.cleaned_data.get(name)]

    def adding(self) -> list[forms.BoundField]:
        """The fields for additions."""
        return [self[name] for name in self.codes]


class DisputeReplyForm(forms.Form):
    """A supervisor's answer that leaves the report as it is, and why."""

    use_required_attribute = False
    result = Choice(
        label=_("Answer"),
        required=True,
        choices=[one for one in DisputeReply.Result.choices if one[0] != DisputeReply.Result.CORRECTED],
        error_messages={"required": _("Choose an answer, or correct the report above.")},
    )
    note = Words(
        label=_("Why? The office reads it."),
        lines=3,
        required=True,
        error_messages={"required": _("Say why: the office reads it.")},
    )
