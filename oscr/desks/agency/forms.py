"""What an analyst types: one file of the protocol, and the act of publishing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.ui.forms import Words, storable

SPARE = 12  # empty lines below the last one


class FileText(forms.CharField):
    """The text of a file as it is typed: nothing is trimmed, what cannot be stored is made visible."""

    def __init__(self, **kwargs) -> None:
        attrs = {
            "wrap": "off",
            "spellcheck": "false",
            "autocomplete": "off",
            "autocapitalize": "off",
            "class": "ag-text",
        }
        super().__init__(strip=False, max_length=250_000, widget=forms.Textarea(attrs=attrs), **kwargs)

    def to_python(self, value) -> str:
        """The text with line ends as TOML has them."""
        return storable(super().to_python(value).replace("\r\n", "\n"))

    def widget_attrs(self, widget) -> dict:
        """Without the browser's own limit of length, which would cut a pasted text without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class FileForm(forms.Form):
    """One file of a version, and what was changed in it."""

    text = FileText(label=_("Text of the file"))
    note = Words(label=_("What did you change, and why?"), lines=2, max_length=2000, required=True)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.lines = (self["text"].value() or "").count("\n") + 1
        self.fields["text"].widget.attrs["rows"] = self.lines + SPARE

    @property
    def line_numbers(self) -> str:
        """One number a line, for the column beside the text."""
        return "\n".join(str(number) for number in range(1, self.lines + SPARE + 1))


class PublishForm(forms.Form):
    """Who publishes says against which version they read it, and that they read what it lowers."""

    against = forms.SlugField(max_length=64, widget=forms.HiddenInput)
    read_lowered = forms.BooleanField(
        required=False, label=_("I have read which outcomes this version lowers, and each is meant so.")
    )

    def clean(self) -> dict:
        """A box that was not on the page counts as not ticked."""
        return {"read_lowered": False, **super().clean()}
