"""What a reporter types about a report that was sent: something new or a correction, with a file or without; a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.desks.attached import FileForm
from oscr.flow.addendum.models import Addendum
from oscr.ui.forms import Choice, Words


class AddForm(FileForm):
    """Something new or wrong. The words come first: should the file be too large, they are there."""

    field_order = ("kind", "text", "shows", "names", "file")
    kind = Choice(
        label=_("What do you want to tell us?"),
        required=True,
        choices=Addendum.Kind.choices,
        error_messages={"required": _("Choose one: something new, or a correction.")},
    )
    text = Words(
        label=_("In your own words"),
        required=True,
        lines=8,
        max_length=20_000,
        error_messages={"required": _("Say what is new or wrong, in your own words.")},
    )

    def __init__(self, request=None, **kwargs) -> None:
        super().__init__(request, **kwargs)
        self.fields["file"].required = False
        self.fields["file"].label = _("File, if you have one")
        self.fields["shows"].label = _("What does the file show?")

    def told(self) -> dict[str, Any]:
        """What `addendum.add` asks for."""
        said = self.cleaned_data
        return {"kind": said["kind"], "text": said["text"], "file": self.said() if said["file"] else None}


class AskForm(forms.Form):
    """A question about the classification."""

    use_required_attribute = False
    text = Words(
        label=_("What do you want to know?"),
        required=True,
        lines=4,
        max_length=5000,
        error_messages={"required": _("Say what you want to know.")},
    )
