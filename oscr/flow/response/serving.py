"""The family assessment: needs, services and what became of them, risk, and its outcome (RSMo 210.145.16).

Used by the county's services page. That a family refuses is documented with what was tried; and that an investigation may begin at any
time is said there, with the way to it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.response.allowed import begin, latest
from oscr.flow.response.models import AssessmentOutcome, Need, Risk, Service, ServiceStep
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.record.actions import write

CITE = "RSMo 210.145.16"


@transaction.atomic
def need(*, alert: Alert, what: str, known_from: str, by: User, at: datetime) -> Need:
    """Write down what the family needs, and from whom that is known."""
    alert = begin(alert=alert, by=by, at=at)
    said = _said(what=what, known_from=known_from)
    made = Need.objects.create(alert=alert, **said, happened_at=at, by=by, at=at)
    write(act="need.found", subject=alert.classification.report, by=by, at=at, pk=made.pk)
    return made


@transaction.atomic
def offer(*, need: Need, what: str, why: str, until: date, happened_at: datetime, by: User, at: datetime) -> Service:
    """Write down that a service was offered: voluntary, limited in time, and why it matters."""
    alert = begin(alert=latest(need.alert), by=by, at=at, happened_at=happened_at)
    said = _said(what=what, why=why)
    if until <= local(happened_at).date():
        raise Refused(_("A service is limited in time: say until which day."), CITE, "until")
    made = Service.objects.create(alert=alert, need=need, **said, until=until, happened_at=happened_at, by=by, at=at)
    write(act="service.offered", subject=alert.classification.report, by=by, at=at, pk=made.pk)
    return made


@transaction.atomic
def step(
    *, service: Service, kind: str, happened_at: datetime, by: User, at: datetime, attempts: str = "", note: str = ""
) -> ServiceStep:
    """Say what became of an offer. Raises Refused for a refusal without what was tried and the family's reasons."""
    alert = begin(alert=latest(service.alert), by=by, at=at, happened_at=happened_at)
    said = {"attempts": attempts.strip(), "note": note.strip()}
    if kind == ServiceStep.Kind.REFUSED:
        said = _said(**said)
    made = ServiceStep.objects.create(
        alert=alert, service=service, kind=ServiceStep.Kind(kind), **said, happened_at=happened_at, by=by, at=at
    )
    write(act=f"service.{made.kind}", subject=alert.classification.report, by=by, at=at, pk=service.pk)
    return made


@transaction.atomic
def assess_risk(*, alert: Alert, level: str, why: str, happened_at: datetime, by: User, at: datetime) -> Risk:
    """Say how high the risk of future abuse or neglect is, and why."""
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at)
    said = _said(why=why)
    made = Risk.objects.create(alert=alert, level=Risk.Level(level), **said, happened_at=happened_at, by=by, at=at)
    write(act="risk.assessed", subject=alert.classification.report, by=by, at=at, level=str(made.level))
    return made


@transaction.atomic
def document_outcome(
    *, alert: Alert, outcome: str, services: str, risk_removed: str, by: User, at: datetime
) -> AssessmentOutcome:
    """Document at closing: what the assessment came to, which services were provided, how the risk was removed (16(4))."""
    alert = begin(alert=alert, by=by, at=at)
    said = _said(outcome=outcome, services=services, risk_removed=risk_removed)
    made = AssessmentOutcome.objects.create(alert=alert, **said, happened_at=at, by=by, at=at)
    write(act="assessment.documented", subject=alert.classification.report, by=by, at=at, pk=made.pk)
    return made


def _said(**texts: str) -> dict[str, str]:
    """The texts, trimmed. Raises Refused beside the first one that is empty."""
    trimmed = {name: text.strip() for name, text in texts.items()}
    for name, text in trimmed.items():
        if not text:
            raise Refused(_("Fill this in."), CITE, name)
    return trimmed
