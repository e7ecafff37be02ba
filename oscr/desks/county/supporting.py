"""What is typed of a team, a school, the parents, family support team meetings, needs, services and risk.

Used by `views/response_support`.
"""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.county.acts import ActForm
from oscr.desks.county.responding import YES_NO, person_label
from oscr.desks.county.templatetags.county import moment
from oscr.flow.report.models import Part as Named
from oscr.flow.response import meeting, serving, telling
from oscr.flow.response.models import Informed, Invitation, Need, Risk, Service, ServiceStep, Told
from oscr.law import meetings
from oscr.ui.forms import Choice, Choices, Moment, Words, with_now


def day(label: str) -> forms.DateField:
    """A day, as browsers let one choose it."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class TeamForm(ActForm):
    """Whether a multidisciplinary team is used."""

    name, title = "team", gettext_lazy("Is a multidisciplinary team used?")
    act = staticmethod(telling.use_team)
    used = Choice(label=gettext_lazy("Used"), required=True, choices=YES_NO)
    why_not = Words(label=gettext_lazy("If not: why"), lines=2)

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it."""
        return super().said(at) | {"used": self.cleaned_data["used"] == "yes"}


class MemberForm(ActForm):
    """Somebody of the team."""

    name, title = "member", gettext_lazy("Somebody of the team")
    act = staticmethod(telling.add_member)
    named = Words(label=gettext_lazy("Name"))
    agency = Words(label=gettext_lazy("Agency"))
    role = Words(label=gettext_lazy("As what"))


class OfReportForm(ActForm):
    """What is said of somebody of the report, whom one chooses by their code."""

    parts: ClassVar = Named.values

    def begin(self) -> None:
        """The people of the report."""
        every = self.alert.classification.report.involved.filter(part__in=self.parts).select_related("participant")
        self.people = {one.code: one for one in every}
        self.fields["involved"].choices = [(code, person_label(one)) for code, one in self.people.items()]

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it."""
        typed = super().said(at)
        return typed | {"involved": self.people.get(typed["involved"])}


class InformForm(OfReportForm):
    """A school or a parent who was informed."""

    name, title = "inform", gettext_lazy("A school or a parent was informed")
    act = staticmethod(telling.inform)
    parts = (Named.CHILD,)
    kind = Choice(label=gettext_lazy("Who"), required=True, choices=())
    involved = Choice(label=gettext_lazy("About which child; needed for a school"), choices=())
    named = Words(label=gettext_lazy("Name, and of which school"))
    what = Words(label=gettext_lazy("What they were given or told"), lines=2)
    happened_at = Moment(label=gettext_lazy("When"))

    def begin(self) -> None:
        """The children of the report."""
        super().begin()
        self.fields["kind"].choices = Informed.Kind.choices  # long words: one below the other


class InviteForm(OfReportForm):
    """Somebody who is told of every meeting from now on."""

    name, title = "invite", gettext_lazy("Name somebody who is told of every meeting")
    act = staticmethod(meeting.invite)
    role = Choice(label=gettext_lazy("As what"), required=True, choices=())
    involved = Choice(label=gettext_lazy("Is it somebody of the report?"), choices=())
    named = Words(label=gettext_lazy("Name"))
    email = forms.EmailField(label=gettext_lazy("E-mail; who has none is told by letter or phone"), required=False)
    asked_by = Words(label=gettext_lazy("At whose wish; needed for whoever has no right to come"))

    def begin(self) -> None:
        """The roles, and the people of the report."""
        super().begin()
        self.fields["role"].choices = [(one.id, _(one.label)) for one in meetings.roles()]


class MeetingForm(ActForm):
    """A meeting to come."""

    name, title = "set", gettext_lazy("Set a meeting")
    act = staticmethod(meeting.set_meeting)
    takes_place_at = Moment(label=gettext_lazy("When it takes place"), required=True, empty_is_now=False)
    where = Words(label=gettext_lazy("Where"))
    about = Words(label=gettext_lazy("What about"), lines=2)
    none = Choices(label=gettext_lazy("Of these there is nobody"), choices=())

    def begin(self) -> None:
        """The roles with a right."""
        self.fields["none"].choices = [(one.id, _(one.label)) for one in meetings.roles() if one.right]


class TellForm(ActForm):
    """How somebody was told of a meeting."""

    name, title = "tell", gettext_lazy("Somebody was told by letter, by phone or in person")
    act = staticmethod(meeting.tell)
    invitation = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=None, empty_label=gettext_lazy("Choose"))
    told = Choice(
        label=gettext_lazy("How"),
        required=True,
        choices=[(one.value, one.label) for one in Told if one != Told.EMAIL],
    )
    told_at = Moment(label=gettext_lazy("When"))

    def begin(self) -> None:
        """Whoever was not told yet."""
        self.fields["invitation"].queryset = meeting.untold(self.alert.classification.report)
        self.fields["invitation"].label_from_instance = _invited

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it: the alert is the invitation's."""
        return with_now(self, at)


class NoLongerForm(ActForm):
    """The parents want somebody invited no longer."""

    name, title = "no-longer", gettext_lazy("The parents want somebody invited no longer")
    act = staticmethod(meeting.invite_no_longer)
    invitee = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=None, empty_label=gettext_lazy("Choose"))

    def begin(self) -> None:
        """Whoever has no right of their own."""
        right = [one.id for one in meetings.roles() if one.right]
        self.fields["invitee"].queryset = meeting.told_of_all(self.alert.classification.report).exclude(role__in=right)
        self.fields["invitee"].label_from_instance = lambda row: row.named

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it: the alert is the invitee's."""
        return with_now(self, at)


class NeedForm(ActForm):
    """What the family needs."""

    name, title = "need", gettext_lazy("A need")
    act = staticmethod(serving.need)
    what = Words(label=gettext_lazy("What the family needs"), lines=2)
    known_from = Words(label=gettext_lazy("From whom that is known: the family, other sources"))


class OfferForm(ActForm):
    """A service that was offered."""

    name, title = "offer", gettext_lazy("A service was offered")
    act = staticmethod(serving.offer)
    need = forms.ModelChoiceField(label=gettext_lazy("For which need"), queryset=None)
    what = Words(label=gettext_lazy("Which service"))
    why = Words(label=gettext_lazy("Why it matters: which risk it lessens"), lines=2)
    until = day(gettext_lazy("Until which day"))
    happened_at = Moment(label=gettext_lazy("When it was offered"))

    def begin(self) -> None:
        """The needs that were found."""
        self.fields["need"].queryset = Need.objects.of(self.alert.classification.report)
        self.fields["need"].label_from_instance = lambda row: row.what[:80]

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it: the alert is the need's."""
        return with_now(self, at)


class StepForm(ActForm):
    """What became of a service."""

    name, title = "step", gettext_lazy("What became of a service")
    act = staticmethod(serving.step)
    service = forms.ModelChoiceField(label=gettext_lazy("Which service"), queryset=None)
    kind = Choice(label=gettext_lazy("What"), required=True, choices=ServiceStep.Kind.choices)
    attempts = Words(label=gettext_lazy("Refused: what was tried"), lines=2)
    note = Words(label=gettext_lazy("Refused: the family's reasons; else a note"), lines=2)
    happened_at = Moment(label=gettext_lazy("When"))

    def begin(self) -> None:
        """The services that were offered."""
        self.fields["service"].queryset = Service.objects.of(self.alert.classification.report)
        self.fields["service"].label_from_instance = lambda row: row.what

    def said(self, at: datetime) -> dict[str, Any]:
        """As the act takes it: the alert is the service's."""
        return with_now(self, at)


class RiskForm(ActForm):
    """How high the risk is."""

    name, title = "risk", gettext_lazy("The risk")
    act = staticmethod(serving.assess_risk)
    level = Choice(label=gettext_lazy("How high"), required=True, choices=Risk.Level.choices)
    why = Words(label=gettext_lazy("Why"), lines=3)
    happened_at = Moment(label=gettext_lazy("When it was assessed"))


class OutcomeForm(ActForm):
    """What the assessment came to, at closing."""

    name, title = "outcome", gettext_lazy("At closing: outcome, services, removal of risk")
    act = staticmethod(serving.document_outcome)
    outcome = Words(label=gettext_lazy("Outcome of the family assessment"), lines=3)
    services = Words(label=gettext_lazy("Services that were provided, or that there were none"), lines=2)
    risk_removed = Words(label=gettext_lazy("How the risk to the child was removed, if there was one"), lines=2)


def _invited(row: Invitation) -> str:
    """Whom of which meeting."""
    return f"{row.invitee.named}: {moment(row.meeting.takes_place_at)}"


def by_name(*kinds: type[ActForm]) -> dict[str, type[ActForm]]:
    """Forms of one page by their names."""
    return {kind.name: kind for kind in kinds}


TOLD = by_name(TeamForm, MemberForm, InformForm)
MEETINGS = by_name(InviteForm, MeetingForm, TellForm, NoLongerForm)
SERVICES = by_name(NeedForm, OfferForm, StepForm, RiskForm, OutcomeForm)
