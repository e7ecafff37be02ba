"""The forms of the page that compares two tellings: the same person, or not the same, and why.

The quick reasons are what workers find again and again; each is kept as the words of the link, with what was typed besides.
"""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oscr.ui.forms import Choice, Words


class AnswerForm(forms.Form):
    """Why two tellings are about one person or are not: a quick reason, words of one's own, or both."""

    QUICK: ClassVar[list] = []
    use_required_attribute = False
    words = Words(label=_("In your own words"), lines=2, max_length=500)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["quick"] = Choice(label=_("Why?"), choices=[(str(reason), reason) for reason in self.QUICK])
        self.order_fields(["quick", "words"])

    def clean(self):
        """One of the two is needed."""
        told = super().clean()
        if not self.errors and not (told.get("quick") or told.get("words")):
            raise ValidationError({"quick": _("Say why: choose a reason or write one.")})
        return told

    @property
    def reason(self) -> str:
        """Both as one text."""
        return ": ".join(filter(None, (self.cleaned_data["quick"], self.cleaned_data["words"])))


class SameForm(AnswerForm):
    """The same person."""

    prefix = "same"
    QUICK: ClassVar[list] = [
        _("Name, birth date and family agree"),
        _("Somebody who knows them said so"),
        _("Another record shows it"),
    ]


class DifferentForm(AnswerForm):
    """Not the same."""

    prefix = "different"
    QUICK: ClassVar[list] = [
        _("Brother or sister"),
        _("Twin"),
        _("Parent and child of one name"),
        _("Two people of one name"),
    ]
