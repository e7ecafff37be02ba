"""How a report came in and who tells: the channel, the time of receipt of paper, the caller, and what every caller is told.

Used by the sheet of a call. RSMo 210.115 (who must say who they are), 210.145.8 (911), 210.145.18 (the disposition); manual 2.1.1.
"""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.interview.telling import DIGITS_OF_A_PHONE
from oscr.flow.report.models import SCREENED, Channel
from oscr.flow.report.receiving import ANONYMOUS, ENDED, NOBODY_THERE, SAID, UNNAMED
from oscr.people.models import IDENTITY
from oscr.ui.forms import Choice, DateParts, Words
from oscr.ui.templatetags.ui import CENTRAL

MANDATED, PERMISSIVE = "mandated", "permissive"
TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(?:([ap])\.?\s*m?\.?)?", re.IGNORECASE)
NOON = 12
OWED = gettext_lazy("Say it now, or choose why it could not be said.")


class CallerForm(forms.Form):
    """Who calls: whoever must report must say who they are; anybody else may stay unnamed (RSMo 210.115)."""

    use_required_attribute = False
    caller = Choice(
        label=gettext_lazy("The caller is"),
        required=True,
        choices=[
            (MANDATED, gettext_lazy("A mandated reporter, who must give name, phone and work")),
            (PERMISSIVE, gettext_lazy("Somebody else who gives a name")),
            (ANONYMOUS, gettext_lazy("Somebody else who stays unnamed")),
        ],
    )
    callback = Words(
        label=gettext_lazy("Number to call back now, if the line breaks"),
        help_text=gettext_lazy("Sealed as the name is; whoever stays unnamed may give one, too."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_callback(self) -> str:
        """Enough digits to be called."""
        number = self.cleaned_data["callback"]
        if number and sum(letter.isdigit() for letter in number) < DIGITS_OF_A_PHONE:
            raise forms.ValidationError(_("Write the whole number with its area code, for example 573-555-0142."))
        return number

    def only(self, you: dict[str, Any]) -> dict[str, Any]:
        """What of the caller's page is kept for this kind of caller."""
        kind = self.cleaned_data.get("caller", "")
        dropped = {"occupation": ""} if kind == PERMISSIVE else {}
        if kind == ANONYMOUS:
            dropped = {"occupation": "", **dict.fromkeys(IDENTITY, "")}
        left = {**you, "caller": kind} | {name: value for name, value in dropped.items() if name in you}
        return left | {"callback": self.cleaned_data.get("callback", "")}


class IntakeForm(forms.Form):
    """The channel and, for paper, when it was received; what the caller was told, or why it could not be said.

    With `complete` what is owed to the caller must have been said: the last press, when the call becomes a report.
    """

    use_required_attribute = False
    channel = forms.ChoiceField(
        label=gettext_lazy("It came by"),
        choices=[(channel.value, channel.label) for channel in SCREENED],
        required=False,
    )
    received_on = DateParts(
        label=gettext_lazy("Day of receipt, unless it is a call"),
        help_text=gettext_lazy("The stamp of the post, the top line of the fax, or now: the law counts from then."),
    )
    received_time = Words(
        label=gettext_lazy("Time of receipt"), help_text=gettext_lazy("For example 9:15 a.m. or 14:05."), max_length=20
    )
    danger = Choice(
        label=gettext_lazy("911 in danger (RSMo 210.145.8)"),
        help_text=gettext_lazy("Say: “If a child is in danger now, or comes to be, call 911 first.”"),
        choices=[
            (SAID, gettext_lazy("Said")),
            (ENDED, gettext_lazy("Could not: the call ended first")),
            (NOBODY_THERE, gettext_lazy("Could not: nobody was on the line")),
        ],
        error_messages={"required": OWED},
    )
    right = Choice(
        label=gettext_lazy("The right to know how it ends (RSMo 210.145.18)"),
        help_text=gettext_lazy("Say: “You may ask the local office how your report ended. Keep the call number.”"),
        choices=[
            (SAID, gettext_lazy("Said")),
            (UNNAMED, gettext_lazy("Not owed: the caller stays unnamed")),
            (ENDED, gettext_lazy("Could not: the call ended first")),
            (NOBODY_THERE, gettext_lazy("Could not: nobody was on the line")),
        ],
        error_messages={"required": OWED},
    )

    def __init__(self, data=None, *, saved: dict[str, Any], complete: bool = False) -> None:
        super().__init__(data, prefix="intake", initial={"channel": Channel.PHONE, **saved})
        self.complete = complete
        self.fields["danger"].required = self.fields["right"].required = complete

    def clean_channel(self) -> str:
        """The channel; a call where the page did not ask."""
        return self.cleaned_data["channel"] or Channel.PHONE

    def clean_received_time(self) -> str:
        """The time of day as "09:15"."""
        typed = self.cleaned_data["received_time"]
        found = TIME.fullmatch(typed) if typed else None
        if typed and not (found and (time := _time_of_day(*found.groups()))):
            raise forms.ValidationError(_("Write hours and minutes, for example 9:15 a.m. or 14:05."))
        return time if typed else ""

    def clean(self) -> dict[str, Any]:
        """At the end both day and time, of whatever is no call: said together with what else is missing."""
        said = super().clean()
        if self.complete and said.get("channel") != Channel.PHONE:
            for name in ("received_on", "received_time"):
                if name in said and not said[name]:
                    self.add_error(name, _("Needed for whatever is no call, even where it came just now."))
        return said

    def answered(self) -> dict[str, Any]:
        """The answers as the draft keeps them."""
        return dict(self.cleaned_data)

    def receipt(self) -> dict[str, Any]:
        """Channel and moment of receipt as the flow takes them; no moment where day or time is missing."""
        said = self.cleaned_data
        day, time = parse_date(said["received_on"] or ""), said["received_time"]
        whole = day and time and datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=CENTRAL)
        return {"channel": said["channel"], "received_at": whole or None}


def _time_of_day(hours: str, minutes: str | None, half: str | None) -> str:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= NOON:
            return ""
        hour = hour % NOON + (NOON if half.lower() == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 2 * NOON and minute < 60 else ""
