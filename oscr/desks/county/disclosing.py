"""Asking to be told who the reporter is, and what waits for a supervisor's answer: the part of the alert's page about it.

RSMo 210.150; CWM 5.3.1: a supervisor is consulted and approves, each time.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.flow.assignment.models import Alert, DisclosureRefusal, DisclosureRequest, Purpose
from oscr.flow.inquiry.models import Release
from oscr.law.releases import recipients
from oscr.ui.forms import Choice, Words


class AskForm(forms.Form):
    """For which purpose somebody needs to know, and why."""

    use_required_attribute = False
    prefix = "ask"
    purpose = Choice(label=_("What for"), choices=Purpose.choices, required=True)
    reason = Words(label=_("Why you need it: what your supervisor should know"), lines=2, required=True)


class RefuseForm(forms.Form):
    """Which request is refused, and why."""

    use_required_attribute = False
    prefix = "refuse"
    request = forms.ModelChoiceField(queryset=DisclosureRequest.objects.none(), widget=forms.HiddenInput)
    reason = Words(label=_("Why it is refused"), lines=2, required=True)

    def __init__(self, data=None, *, alert: Alert, about: int | None = None, **kwargs) -> None:
        """`about`: the key of the request, where the page shows a form for each."""
        if about:
            kwargs |= {"auto_id": f"refuse_{about}_%s", "initial": {"request": about}}
        super().__init__(data, **kwargs)
        self.fields["request"].queryset = alert.disclosure_requests.all()


class ReleaseForm(forms.Form):
    """To whom outside the Division a reporter is named, and what for."""

    use_required_attribute = False
    prefix = "release"
    recipient = Choice(
        label=_("To whom"), choices=[(one.id, _(one.label)) for one in recipients().values()], required=True
    )
    agency = Words(label=_("Which agency or court"), max_length=200)
    person = Words(label=_("Who receives it there: name, badge or office"), max_length=120)
    verified = Words(label=_("How you made sure that it is them"), max_length=200)
    need = Words(label=_("What they need it for: which investigation or proceeding"), lines=2)
    how = Choice(label=_("How it is told"), choices=Release.How.choices, required=True)


def asked(user: User, alert: Alert) -> dict[str, Any]:
    """The form to ask with; for supervisors what waits for their answer, for everybody else what became of their own requests."""
    waiting = alert.disclosure_requests.open().select_related("by")
    leads = can(user, Permission.DISCLOSE_REPORTER)
    refusals = DisclosureRefusal.objects.filter(request__alert=alert, request__by=user).select_related("request", "by")
    return {
        "ask_form": AskForm(),
        "asked": [] if leads else waiting.filter(by=user),
        "to_answer": [(one, RefuseForm(alert=alert, about=one.pk)) for one in waiting] if leads else [],
        "refusals": refusals.order_by("pk"),
    }
