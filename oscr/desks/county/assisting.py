"""What is typed to ask another office for help, to answer it, to verify an observation and to declare a conflict of interest; what an
alert's page and the board say of all that.

Used by `views/assisting`, the alert's page and the board.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Permission, can
from oscr.desks.county.forms import staff_of
from oscr.flow.assignment.actions import current
from oscr.flow.assignment.directing import directing
from oscr.flow.assignment.models import Alert, Assistance, AssistanceReply, ObservationVerified
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.ui.forms import Choice, Words


class AskHelpForm(forms.Form):
    """Which office, what for."""

    use_required_attribute = False
    prefix = "help"
    office = forms.ModelChoiceField(
        queryset=Office.objects.none(),
        label=gettext_lazy("Which office helps?"),
        empty_label=gettext_lazy("Choose"),
    )
    what = Words(label=gettext_lazy("What is to be done there? Whom to see, where, by when"), lines=3)

    def __init__(self, data=None, *, office: Office, **kwargs) -> None:
        super().__init__(data, **kwargs)
        others = Office.objects.exclude(kind=OfficeKind.HOTLINE).exclude(pk=office.pk)
        self.fields["office"].queryset = others.order_by("name")


class HelpReplyForm(forms.Form):
    """Accepted, refused, or done."""

    use_required_attribute = False
    result = Choice(
        label=gettext_lazy("Answer"),
        required=True,
        choices=[
            (AssistanceReply.Result.ACCEPTED, gettext_lazy("Accept: somebody of ours goes")),
            (AssistanceReply.Result.REFUSED, gettext_lazy("Refuse")),
            (AssistanceReply.Result.DONE, gettext_lazy("Done")),
        ],
    )
    note = Words(label=gettext_lazy("Why not, or what was found. Needed unless you accept."), lines=3)


class ConflictForm(forms.Form):
    """Who is related to the family, and how."""

    use_required_attribute = False
    prefix = "conflict"
    user = forms.ModelChoiceField(
        queryset=User.objects.none(), label=gettext_lazy("Who"), empty_label=gettext_lazy("Choose")
    )
    reason = Words(label=gettext_lazy("How they are related to the family"), lines=2)

    def __init__(self, data=None, *, office: Office, by: User, **kwargs) -> None:
        super().__init__(data, **kwargs)
        everybody = staff_of(office) | User.objects.filter(pk=by.pk)
        self.fields["user"].queryset = everybody if can(by, Permission.ASSIGN) else User.objects.filter(pk=by.pk)
        self.fields["user"].initial = by


class VerifyForm(forms.Form):
    """How the direct observation of the child was verified."""

    use_required_attribute = False
    prefix = "verify"
    note = Words(label=gettext_lazy("How did you verify that the child was directly observed?"), lines=2)


def beside(alert: Alert, user: User, at: datetime) -> Mapping[str, Any]:
    """What an alert's page says of who directs, who helps, what law enforcement was told, and whether this reader only helps."""
    report = alert.classification.report
    notices = EnforcementNotice.objects.about(report)
    worker = current(alert)
    return {
        "directing": directing(alert, at),
        "verified": ObservationVerified.objects.filter(report=report).select_related("by").first(),
        "helpers": Assistance.objects.filter(report=report).standing().select_related("office"),
        "related": report.conflicts.filter(user=worker.worker).exists() if worker else False,
        "enforcement_told": notices.select_related("agency").last(),
        "enforcement_waits": notices.unanswered().exists(),
        "in_hand": Alert.objects.in_hand_of(user).filter(pk=alert.pk).exists(),
    }


def asked_of(user: User) -> list[Assistance]:
    """What other offices ask this user's offices to help with: what is not answered first. No names of a family."""
    mine = Assistance.objects.standing().filter(office__in=Office.objects.overseen_by(user))
    readable = Alert.objects.visible_to(user).values("classification__report")
    rows = mine.filter(report__in=readable).select_related("report", "asking", "office").prefetch_related("replies")
    return sorted(rows, key=lambda one: (bool(one.replies.all()), one.at))
