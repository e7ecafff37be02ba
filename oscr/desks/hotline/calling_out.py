"""What the page of a call-out offers to be written down: whom was called on which number, and how it went.

Used by `views/out`. Whether somebody may be written down is for the action to say.
"""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.flow.callout.models import Attempt
from oscr.flow.callout.standing import Rung
from oscr.ui.forms import Choice

NO_NUMBER = _("number not on file")


class AttemptForm(forms.Form):
    """One call: somebody of the chain on one of their numbers, and what came of it."""

    use_required_attribute = False
    whom = Choice(
        label=_("Whom did you call?"),
        required=True,
        choices=(),
        error_messages={"required": _("Choose whom you called.")},
    )
    result = Choice(
        label=_("How did it go?"),
        required=True,
        choices=Attempt.Result.choices,
        error_messages={"required": _("Say how the call went, even where nobody answered.")},
    )

    def __init__(self, *args, chain: Iterable[Rung], level: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.calls: dict[str, tuple[int, User, str]] = {}
        for rung in chain:
            for person in rung.people:
                for place, number in enumerate(rung.numbers or (str(NO_NUMBER),)):
                    self.calls[f"{rung.level}-{person.pk}-{place}"] = rung.level, person, number
        self.fields["whom"].choices = [
            (key, _("Level %(level)d: %(name)s, %(number)s") % {"level": at, "name": person, "number": number})
            for key, (at, person, number) in self.calls.items()
        ]
        self.initial.setdefault("whom", next((key for key, call in self.calls.items() if call[0] == level), ""))

    def call(self) -> dict[str, object]:
        """What was chosen, as the action takes it."""
        level, person, number = self.calls[self.cleaned_data["whom"]]
        return {"level": level, "person": person, "number": number, "result": self.cleaned_data["result"]}
