"""The forms about the reporter, what they tell in their own words, and what was done so far (manual 2.1.1.1; RSMo 210.130)."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from oscr.desks.interview.base import PageForm
from oscr.desks.interview.wording import said
from oscr.law import reporters
from oscr.ui.forms import Choice, Choices, Words

DIGITS_OF_A_PHONE = 7
ACTIONS = [
    ("photographs", gettext_lazy("Photographs were taken")),
    ("x_rays", gettext_lazy("X-rays were taken")),
    ("medical", gettext_lazy("The child was seen by a doctor or nurse")),
    ("custody", gettext_lazy("The child was taken into protective custody")),
    ("police", gettext_lazy("Police were told")),
    ("examiner", gettext_lazy("The medical examiner or coroner was told")),
    ("talked_child", gettext_lazy("Somebody talked with the child")),
    ("talked_parents", gettext_lazy("Somebody talked with the parents")),
]


def occupations() -> list[tuple[str, Any]]:
    """The occupations that RSMo 210.115 names, by group, and the answer for everybody else."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in reporters.every():
        groups.setdefault(said(row.group), []).append((row.id, said(row.label)))
    return [("", _("Choose one")), *groups.items()]


class YouForm(PageForm):
    """Who reports. A mandated reporter gives a name and a phone; both stay sealed in the Division (RSMo 210.115, 210.150)."""

    needed = ("name", "phone")
    name = Words(
        label=gettext_lazy("Your full name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("A full name is needed. It is sealed: the family is not told who reported.")
        },
    )
    occupation = forms.ChoiceField(label=gettext_lazy("Your work"), choices=occupations, required=False)
    employer = Words(
        label=gettext_lazy("Where you work"),
        help_text=gettext_lazy("School, hospital, agency or other place."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = Words(
        label=gettext_lazy("Phone number where we can reach you"),
        help_text=gettext_lazy("With area code. The worker who takes the report calls you within 48 hours."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("A phone number is needed, for example 573-555-0142.")},
    )
    best_time = Words(label=gettext_lazy("Best time and way to reach you"))
    address = Words(
        label=gettext_lazy("Your address"),
        help_text=gettext_lazy("Work or home."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    relation = Words(
        label=gettext_lazy("How do you know the children?"),
        help_text=gettext_lazy("For example: their teacher, their nurse."),
    )
    aware = Choice(
        label=gettext_lazy("Does the family, or the person you are worried about, know that you are reporting?")
    )
    language = Words(label=gettext_lazy("Language you want to be called in, if not English"), max_length=60)

    groups = (
        ("", ("name", "phone", "best_time")),
        (gettext_lazy("Your work"), ("occupation", "employer", "address")),
        (gettext_lazy("You and the family"), ("relation", "aware", "language")),
    )

    def clean_phone(self) -> str:
        """Enough digits to be called back."""
        phone = self.cleaned_data["phone"]
        if phone and sum(letter.isdigit() for letter in phone) < DIGITS_OF_A_PHONE:
            raise forms.ValidationError(_("Write the whole phone number with its area code, for example 573-555-0142."))
        return phone

    def answered(self) -> dict[str, Any]:
        """The answers, and the language in which they were given."""
        return {**super().answered(), "site_language": (get_language() or "en")[:2]}


class StoryForm(PageForm):
    """What happened, in the reporter's own words."""

    needed = ("what",)
    what = Words(
        label=gettext_lazy("What happened, or what worries you?"),
        help_text=gettext_lazy(
            "Say what you saw and heard, and what the child said, in their words if you can. You do not need proof. "
            "You do not need to ask the child more questions."
        ),
        lines=12,
        error_messages={
            "required": gettext_lazy('Tell us in your own words, even in one sentence. "I don\'t know more" is fine.')
        },
    )
    when = Words(
        label=gettext_lazy("What day and time was it?"),
        help_text=gettext_lazy('A day, "last week", or "I don\'t know".'),
    )
    where = Words(
        label=gettext_lazy("Where exactly did it happen?"),
        help_text=gettext_lazy("For example: in the kitchen, on the school bus."),
    )
    why_now = Words(label=gettext_lazy("What made you report today?"), lines=3, max_length=5000)
    told_by = Words(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("For example: I saw it, the child told me, a colleague told me."),
        lines=2,
        max_length=5000,
    )
    violence_others = Choice(label=gettext_lazy("Is anybody else in the home being hurt or threatened?"))


class DoneForm(PageForm):
    """What the reporter or others already did (RSMo 210.130)."""

    actions = Choices(
        label=gettext_lazy("What has been done so far?"),
        help_text=gettext_lazy("Tick all that apply."),
        choices=ACTIONS,
    )
    text = Words(label=gettext_lazy("Anything else that was done, or that may help"), lines=4, max_length=20_000)
