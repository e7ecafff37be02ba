"""What a reporter types about a report that was sent: something new or a correction, with a file or without; a question; how it ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.desks.attached import FileForm
from oscr.flow.addendum.models import Addendum
from oscr.flow.disposition.models import DispositionRequest
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


class EndedForm(forms.Form):
    """How the report ended. Offers what is neither asked for nor answered already."""

    use_required_attribute = False
    kind = Choice(
        label=_("What do you want to know?"),
        required=True,
        choices=DispositionRequest.Kind.choices,
        error_messages={"required": _("Choose what you want to know.")},
    )
    helps = Words(
        label=_("If you ask what was found: how can you help to keep the child safe?"),
        help_text=_("The director reads this before deciding whether you may know what was found."),
        lines=4,
        max_length=5000,
    )

    def __init__(self, data=None, *, offered: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = offered
