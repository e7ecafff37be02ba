"""The safety assessment, and the files of a contact.

Used by the county's response pages. Which answers and decisions go together is law (oscr.law.safety; RSMo 210.145.2).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.attachment.actions import attach
from oscr.flow.clock import actions as clock
from oscr.flow.response import children
from oscr.flow.response.allowed import begin, latest
from oscr.flow.response.models import Contact, PlanStep, ResponseFile, SafetyAssessment, SafetyDecision
from oscr.law import safety
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.record.actions import write


@dataclass(frozen=True)
class Step:
    """One line of a plan: who does what, until which day."""

    who: str
    what: str
    until: date


@transaction.atomic
def assess(
    *,
    alert: Alert,
    form: str,
    answers: Mapping[str, str],
    decided: Mapping[str, str],
    capacities: Collection[str],
    interventions: Collection[str],
    plan: Sequence[Step],
    note: str,
    happened_at: datetime,
    by: User,
    at: datetime,
) -> SafetyAssessment:
    """Write down a safety assessment of every living child of the report, and meet its clock. In: `decided`, a child's code to the
    decision.

    Raises Refused beside the field for what lacks or contradicts, and for a form that another one has replaced.
    """
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at)
    report, day = alert.classification.report, local(happened_at).date()
    told = safety.current(day)
    involved = {one.involved.code: one.involved for one in children.living(report)}
    said = {code: decided.get(code, "") for code in involved}
    _check_form(told, form, day, plan)
    safety.check(told, answers, said, interventions, planned=bool(plan), note=note.strip())
    how: dict[str, Any] = {
        "capacities": sorted(capacities),
        "interventions": sorted(interventions),
        "note": note.strip(),
    }
    how["answers"] = {item.id: answers[item.id] for item in told.items}
    made = SafetyAssessment.objects.create(alert=alert, form=form, **how, happened_at=happened_at, by=by, at=at)
    SafetyDecision.objects.bulk_create(
        [SafetyDecision(assessment=made, involved=one, decision=said[code]) for code, one in involved.items()]
    )
    PlanStep.objects.bulk_create([PlanStep(assessment=made, **asdict(step)) for step in plan])
    clock.meet_kind(report=report, kind="safety assessment", by=by, at=at, happened_at=happened_at)
    write(act="safety.assessed", subject=report, by=by, at=at, pk=made.pk, form=form, decided=said)
    return made


def _check_form(told: safety.Form, form: str, day: date, plan: Sequence[Step]) -> None:
    if told.id != form:
        raise Refused(_("This form was replaced: fill in the one that holds on that day."))
    if any(step.until < day for step in plan):
        raise Refused(_("The plan would end before it begins."), told.cite, "until_0")


@transaction.atomic
def add_file(
    *, contact: Contact, sent: bytes, shows: str, names_reporter: bool, by: User, at: datetime
) -> ResponseFile:
    """Keep a photograph or document with a contact. The same file again gives the same row."""
    alert = begin(alert=latest(contact.alert), by=by, at=at, helping=True)
    report = alert.classification.report
    kept = attach(to=report, sent=sent, shows=shows, names_reporter=names_reporter, response=True, by=by, at=at)
    row, _new = ResponseFile.objects.get_or_create(attachment=kept, defaults={"contact": contact})
    return row
