"""The forms of the person's page: take back what was said of a telling, or split off tellings about somebody else."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.desks.history.person import History, Said
from oscr.ui.forms import Words

WHY = {"required": _("Say why: whoever looks here later will want to know.")}


class TakeBack(forms.Form):
    """Why something that was said of who this is no longer stands. `link` is what was said last."""

    link = forms.IntegerField(widget=forms.HiddenInput)
    reason = Words(label=_("Why is it taken back?"), required=True, max_length=500, error_messages=WHY)


class Split(forms.Form):
    """Which tellings are about somebody else, and why."""

    tellings = forms.TypedMultipleChoiceField(
        coerce=int,
        label=_("Tellings about somebody else"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what was told about somebody else, in the table above."),
            "invalid_choice": _("One of these is no longer told of this person. Choose again."),
        },
    )
    reason = Words(label=_("Why are they two people?"), required=True, max_length=500, error_messages=WHY)

    def __init__(self, data=None, *, own: Iterable[int]) -> None:
        super().__init__(data, auto_id="split_%s")
        self.fields["tellings"].choices = [(key, str(key)) for key in own]

    @property
    def chosen(self) -> set[str]:
        """What was ticked, whether or not it was right."""
        return set(self.data.getlist("tellings")) if self.is_bound else set()


def rows(history: History, refused: TakeBack | None) -> list[tuple[Said, TakeBack | None]]:
    """What was said, each that still stands and may be seen with a form to take it back; a refused form as it was typed."""
    again = {int(refused["link"].value()): refused} if refused else {}
    return [(one, again.get(one.link.pk) or _form(one)) for one in history.said]


def _form(one: Said) -> TakeBack | None:
    open_to_them = one.stands and one.mention is not None
    return TakeBack(initial={"link": one.link.pk}, auto_id=f"back{one.link.pk}_%s") if open_to_them else None
