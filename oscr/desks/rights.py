"""What whoever reported asked about how it ended and was told, as rows of a page; and what is typed while they call.

Used by the reporter's page of a report, and by the hotline and the county while they have the reporter on the phone. Only reads; never
says more than the office has told. RSMo 210.145, subsections 18 and 19.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oscr.desks.interview.telling import occupations
from oscr.flow.clock.models import Clock
from oscr.flow.disposition import actions, referring
from oscr.flow.disposition.models import AdvocateReferral, DispositionRequest
from oscr.flow.report.models import Report
from oscr.law import dispositions
from oscr.law.calendar import local
from oscr.ui.forms import Choice, Words


class SaysForm(forms.Form):
    """Who the caller says they are, word for word."""

    use_required_attribute = False
    name = Words(label=_("Name, as the caller says it"), required=True)
    phone = Words(
        label=_("Phone number they gave with the report, as the caller says it"),
        required=True,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    work = forms.ChoiceField(label=_("Work, if they say it"), choices=occupations, required=False)
    employer = Words(label=_("Where they work, if they say it"))


class EndedForm(forms.Form):
    """What a caller who was verified wants to know about how it ended."""

    use_required_attribute = False
    kind = Choice(label=_("The caller wants to know"), required=True, choices=DispositionRequest.Kind.choices)
    helps = Words(
        label=_("For the findings: how the caller can help to protect the child, in their words"),
        lines=3,
        max_length=5000,
    )


class NothingForm(forms.Form):
    """A button that needs nothing typed."""


@dataclass(frozen=True)
class Asked:
    """One request: what was asked when, each thing that was told with its time, and the last day of what is due next; None where
    that depends on the outcome, or everything was told."""

    label: str
    at: datetime
    told: tuple[tuple[datetime, str], ...]
    open: bool
    due: date | None


def of(report: Report, language: str) -> dict[str, Any]:
    """What the reporter of this report asked and was told, what they may still ask, and whom else they may turn to."""
    requests = report.disposition_requests.prefetch_related("answers").select_related("decision")
    still_open = set(DispositionRequest.objects.open().filter(report=report).values_list("pk", flat=True))
    running = Clock.objects.running().filter(report=report, kind__in=(actions.DISPOSITION, actions.FINDINGS))
    due = {clock.about: clock.due_at for clock in running.order_by("-due_at")}
    why_not = actions.why_not_yet(report)
    kinds = [kind for kind in DispositionRequest.Kind.choices if not actions.why_not_again(report, kind[0])]
    return {
        "asked": [_asked(one, language, one.pk in still_open, due.get(one.about)) for one in requests],
        "why_not": why_not,
        "offered": [] if why_not else kinds,
        "may_refer": referring.may_refer(report),
        "referral": AdvocateReferral.objects.filter(report=report).first(),
        "advocate": dispositions.advocate(),
        "advocate_text": dispositions.advocate().said(language),
    }


def _asked(request: DispositionRequest, language: str, still_open: bool, due: datetime | None) -> Asked:
    told = [(one.at, one.law.said(language)) for one in request.answers.all()]
    decision = getattr(request, "decision", None)
    if decision:
        told.append((decision.at, decision.said(language)))
    day = (local(due) - timedelta(hours=1)).date() if due else None  # it is late from midnight on
    return Asked(str(request.get_kind_display()), request.at, tuple(sorted(told)), still_open, day)
