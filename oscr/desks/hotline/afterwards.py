"""What a screener types while a reporter calls about a report that was made before, and a supervisor's answer.

Used by the pages of callers. Who the reporter is, is never on these forms: the caller says it (`desks.rights`), and the system compares.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.flow.addendum.actions import MAILS
from oscr.flow.addendum.models import Addendum
from oscr.ui.forms import Choice, Words


class AddForm(forms.Form):
    """What the caller adds or corrects."""

    use_required_attribute = False
    kind = Choice(label=_("It is"), required=True, choices=Addendum.Kind.choices)
    text = Words(label=_("In the caller's words"), lines=5, max_length=20_000)


class AskForm(forms.Form):
    """What the caller wants to know about the classification."""

    use_required_attribute = False
    text = Words(label=_("What the caller asks"), lines=3, max_length=5000)


class AgainForm(forms.Form):
    """Which e-mail is to be sent again."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in MAILS])


class ReplyForm(forms.Form):
    """A supervisor's answer to a question about the classification."""

    use_required_attribute = False
    text = Words(label=_("Answer, as the reporter reads or hears it"), lines=5, max_length=5000)


class HeedForm(forms.Form):
    """What followed from an addendum."""

    addendum = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    note = Words(label=_("What followed from it"), max_length=1000)
