"""What is typed to document good cause and an update (RSMo 210.145.17). What the law asks for is said by `oscr.law.good_cause`."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.flow.clock.models import Clock
from oscr.law import good_cause
from oscr.ui.forms import Choice, DateParts, Words


class ExtendForm(forms.Form):
    """Which good cause, with its reason and its papers; until when."""

    use_required_attribute = False
    cause = Choice(label=_("Which good cause?"), required=True, choices=())
    reason = Words(
        label=_("Why could it not be completed in time?"),
        help_text=_("Which papers are missing and when each was asked for, or who cannot tell yet and why."),
        lines=4,
    )
    certified_by = Words(label=_("For (b): which prosecutor's office certified it in writing?"))
    certified_on = DateParts(label=_("For (b): day of the certificate"))
    involves = Choice(label=_("What does the report involve?"), required=True, choices=(), initial=good_cause.NEITHER)
    until = DateParts(label=_("Last day, if less than the law allows"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, clock: Clock, death: bool = False, **kwargs) -> None:
        known = {"cause": good_cause.FATALITY, "involves": good_cause.FATALITY} if death else {}
        known |= {"seen": clock.due_at.isoformat() if clock.due_at else ""}
        super().__init__(data, initial=known, **kwargs)
        causes = good_cause.may_extend(clock.law)
        self.fields["cause"].choices = [
            (one.id, f"({one.letter}) {one.label}" if one.letter else one.label) for one in causes
        ]
        self.fields["involves"].choices = [(one.involves, one.label) for one in good_cause.limits().values()]
        self.clock = clock

    def said(self) -> dict[str, object]:
        """What the action takes: the clock as the page showed it, days as dates."""
        data = dict(self.cleaned_data)
        seen = data.pop("seen")
        try:
            self.clock.due_at = datetime.fromisoformat(seen)
        except ValueError:
            self.clock.due_at = None  # changed by hand: nothing has that due time
        days = {name: date.fromisoformat(data[name]) if data[name] else None for name in ("certified_on", "until")}
        return data | days | {"clock": self.clock}


class UpdateForm(forms.Form):
    """What is new."""

    use_required_attribute = False
    text = Words(label=_("What is new since the last update, and what is still open?"), lines=4)
