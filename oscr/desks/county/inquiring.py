"""What is typed when a court or an agency elsewhere asks, and to answer them; the lists of what waits.

Used by `views/inquiries` and by the list of requests. RSMo 210.145, subsections 20 and 21.
"""

import re
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.flow.inquiry import court
from oscr.flow.inquiry.models import CourtInquiry, StateRequest
from oscr.law import inquiries, states
from oscr.ui.forms import Choice, Choices, DateParts, Words

LATEST = 30
YES, NO = "yes", "no"
CALL_BACK = gettext_lazy("Hang up and call the number that you find yourself, not one they give you.")


class CourtForm(forms.Form):
    """Who asks whether a report was made, for which proceeding, and about whom."""

    use_required_attribute = False
    asker = Choice(label=gettext_lazy("Who asks?"), required=True, choices=())
    court = Words(label=gettext_lazy("Court"))
    case_number = Words(label=gettext_lazy("Case number of the court"), max_length=60)
    judge = Words(label=gettext_lazy("Judge"), max_length=120)
    spoke_with = Words(label=gettext_lazy("Who spoke with you"), max_length=120)
    verified = Words(
        label=gettext_lazy("How did you make sure that it is the court?"), help_text=CALL_BACK, max_length=200
    )
    about = Words(label=gettext_lazy("About whom? Children and parties with birth dates"), lines=3, max_length=2000)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["asker"].choices = [(one.id, _(one.label)) for one in inquiries.askers().values()]


class CourtAnswerForm(forms.Form):
    """Yes or no, what it rests on, and how it was looked for."""

    use_required_attribute = False
    made = Choice(
        label=gettext_lazy("Was a report made?"),
        required=True,
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
    )
    number = Words(
        label=gettext_lazy("If yes: call number of the report"),
        help_text=gettext_lazy("It stays here. The court learns yes or no, and nothing more."),
        max_length=20,
    )
    searched = Words(label=gettext_lazy("How did you look? Names and birth dates"), lines=2, max_length=2000)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, prefix="answer", **kwargs)

    def said(self) -> dict[str, Any]:
        """What was typed, as `court.answer` takes it."""
        return {**self.cleaned_data, "made": self.cleaned_data["made"] == YES}


class StayForm(forms.Form):
    """On which day the court stayed its proceeding."""

    use_required_attribute = False
    stayed_on = DateParts(label=gettext_lazy("Day of the court's order"), required=True)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, prefix="stay", **kwargs)

    def said(self) -> dict[str, Any]:
        """The day."""
        return {"stayed_on": parse_date(self.cleaned_data["stayed_on"])}


class StateForm(forms.Form):
    """Which agency asks, under which law, what for and about whom."""

    use_required_attribute = False
    agency = Choice(label=gettext_lazy("What kind of agency?"), required=True, choices=())
    name = Words(label=gettext_lazy("Name of the agency"))
    place = Choice(label=gettext_lazy("Of"), required=True, choices=StateRequest.Place.choices)
    state = forms.ChoiceField(label=gettext_lazy("State or territory"), required=False, choices=())
    nation = Words(label=gettext_lazy("Or: name of the tribe or nation"), max_length=120)
    person = Words(label=gettext_lazy("Who asks there"), max_length=120)
    contact = Words(
        label=gettext_lazy("The agency's number or address, at which you reached it"),
        help_text=CALL_BACK,
        max_length=200,
    )
    authority = Words(label=gettext_lazy("Under which law does it act?"), max_length=200)
    purpose = Words(label=gettext_lazy("What is it needed for?"), lines=2, max_length=2000)
    about = Words(label=gettext_lazy("About whom? Names and birth dates"), lines=2, max_length=2000)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["agency"].choices = [(one.id, _(one.label)) for one in inquiries.agencies().values()]
        self.fields["state"].choices = [("", gettext_lazy("Choose")), *states.others().items()]

    def said(self) -> dict[str, Any]:
        """What was typed, as `sharing.ask` takes it."""
        said = dict(self.cleaned_data)
        state, nation = said.pop("state"), said.pop("nation")
        return {**said, "where": state if said["place"] == StateRequest.Place.STATE else nation}


class ShareForm(forms.Form):
    """What is shared of which reports and why that is appropriate; or why nothing is."""

    use_required_attribute = False
    shared = Choice(
        label=gettext_lazy("Is something shared?"),
        required=True,
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
    )
    numbers = Words(label=gettext_lazy("If yes: call numbers of the reports"), max_length=400)
    what = Choices(label=gettext_lazy("What is shared? Never who reported"), choices=())
    standard = Words(
        label=gettext_lazy("Why is it appropriate? The standard of RSMo 210.150.4"), lines=2, max_length=2000
    )
    reason = Words(label=gettext_lazy("If no: why not"), lines=2, max_length=2000)

    def __init__(self, data=None, **kwargs) -> None:
        super().__init__(data, prefix="share", **kwargs)
        self.fields["what"].choices = [(name, _(label)) for name, label in inquiries.shareable().items()]

    @property
    def yes(self) -> bool:
        """Whether something is shared."""
        return self.cleaned_data["shared"] == YES

    def said(self) -> dict[str, Any]:
        """What was typed, as `sharing.share` or `sharing.refuse` takes it."""
        if not self.yes:
            return {"reason": self.cleaned_data["reason"]}
        numbers = re.split(r"[\s,;]+", self.cleaned_data["numbers"])
        return {"numbers": numbers, **{name: self.cleaned_data[name] for name in ("what", "standard")}}


def listed(user: User) -> dict[str, Any]:
    """What courts and agencies elsewhere wait for at the offices of a user, what was answered lately, and the stays."""
    courts = CourtInquiry.objects.visible_to(user).select_related("by", "answer__by", "answer__stay")
    elsewhere = StateRequest.objects.visible_to(user).select_related("by", "answer__by")
    stays = [
        (row, court.completed_at(row.answer.number))
        for row in courts.filter(answer__stay__isnull=False).order_by("-pk")[:LATEST]
    ]
    return {
        "answers_courts": can(user, Permission.ANSWER_COURT),
        "courts": courts.open(),
        "courts_lately": courts.exclude(pk__in=courts.open()).order_by("-pk")[:LATEST],
        "stays": stays,
        "states": elsewhere.open(),
        "states_lately": elsewhere.exclude(answer=None).order_by("-pk")[:LATEST],
    }
