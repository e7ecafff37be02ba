"""Forms in USWDS markup: the renderer that FORM_RENDERER names, and the fields that Django has no USWDS answer for.

Used by every form of every desk. A plain Django form comes out with label, hint and error beside each field, tied to it by
aria-describedby, and with a summary of errors at the top that links to the fields (WCAG 2.2: 1.3.1, 3.3.1, 3.3.2, 3.3.3).
"""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

UNSTORABLE = re.compile("[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")
UNKNOWN = "unknown"
FEW = 3  # so many answers stand side by side where there is room
YES_NO_UNKNOWN = [("yes", _("Yes")), ("no", _("No")), (UNKNOWN, _("I don't know"))]


class Renderer(TemplatesSetting):
    """Renders every form and field of OSCR from templates/ui."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


def storable(text: str) -> str:
    """`text` with what no database can store or no page can show (lone surrogates, control characters) replaced by U+FFFD.

    Line ends, tabs and NUL stay: NUL is refused by Django's own validator, with a message beside the field.
    """
    return UNSTORABLE.sub("\ufffd", text)


class Words(forms.CharField):
    """A line or a paragraph typed by somebody: trimmed, storable, shown in the direction of its own script."""

    MESSAGES = {
        "max_length": _("This is %(show_value)d characters long; %(limit_value)d can be saved here. Shorten it."),
        "null_characters_not_allowed": _(
            "A character in this text cannot be saved. It may come from copied text: save once more, or type it by hand."
        ),
    }

    def __init__(self, *, lines: int = 1, **kwargs):
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 250_000 if lines > 1 else 200)
        messages = {**self.MESSAGES, **kwargs.pop("error_messages", {})}
        super().__init__(widget=kwargs.pop("widget", widget), error_messages=messages, **kwargs)

    def to_python(self, value):
        """The trimmed, storable text; "" for nothing."""
        return storable(super().to_python(value) or "")

    def widget_attrs(self, widget):
        """Adds the direction of the text, and leaves out the browser's own limit of length."""
        attrs = super().widget_attrs(widget)
        attrs.pop(
            "maxlength", None
        )  # a browser would cut a pasted text without a word; the error says how long it may be
        return {**attrs, "dir": "auto"}


class Choice(forms.ChoiceField):
    """One of a closed list as radio buttons; not answering is allowed unless `required`."""

    def __init__(self, *, choices=YES_NO_UNKNOWN, **kwargs):
        kwargs.setdefault("required", False)
        side_by_side = {"class": "oscr-row"} if 0 < len(choices) <= FEW else {}
        super().__init__(choices=choices, widget=forms.RadioSelect(attrs=side_by_side), **kwargs)


class Choices(forms.MultipleChoiceField):
    """Any of a closed list as checkboxes."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.CheckboxSelectMultiple(), **kwargs)


class MemorableDate(forms.MultiWidget):
    """Month, day and year as three boxes; keeps whatever was typed, right or wrong."""

    template_name = "ui/widgets/memorable_date.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        parts = {name: forms.TextInput(attrs=dict(numeric)) for name in ("month", "day", "year")}
        super().__init__(parts, attrs)

    def decompress(self, value):
        """An ISO date (or a date) as month, day and year."""
        if isinstance(value, str) and value:
            year, month, day = value.split("-")
            return [str(int(month)), str(int(day)), year]
        return [value.month, value.day, value.year] if isinstance(value, date) else ["", "", ""]


class DateParts(forms.Field):
    """A date typed in three boxes: gives an ISO date, or "" when all three are empty."""

    widget = MemorableDate

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value):
        """The three boxes as an ISO date; a message says what is missing or impossible."""
        month, day, year = ((part or "").strip() for part in (value or ["", "", ""]))
        if not (month or day or year):
            return super().clean("")
        missing = [str(name) for name, part in ((_("month"), month), (_("day"), day), (_("year"), year)) if not part]
        if missing:
            raise ValidationError(
                _("Add the %(missing)s, or leave the whole date empty if you do not know it."),
                params={"missing": ", ".join(missing)},
            )
        if len(year) != 4:
            raise ValidationError(_("Write the year with four digits, for example 2019."))
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            raise ValidationError(_("This date does not exist. Check month, day and year.")) from None


class Moment(forms.DateTimeField):
    """A day and a time in Missouri, to the minute. Left empty it is now (`with_now`), unless `empty_is_now` says that nothing is said."""

    def __init__(self, *, empty_is_now: bool = True, **kwargs):
        self.empty_is_now = empty_is_now
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "help_text", _("Central time. Leave it empty for now.") if empty_is_now else _("Central time.")
        )
        attrs = {"type": "datetime-local"}
        super().__init__(widget=forms.DateTimeInput(attrs=attrs, format="%Y-%m-%dT%H:%M"), **kwargs)


def with_now(form: forms.Form, at: datetime) -> dict[str, Any]:
    """What was typed in a valid form, where a moment that was left empty is `at`, when it was posted."""
    left = {name for name, field in form.fields.items() if isinstance(field, Moment) and field.empty_is_now}
    return {name: at if value is None and name in left else value for name, value in form.cleaned_data.items()}
