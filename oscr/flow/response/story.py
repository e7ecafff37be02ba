"""A response as it went, in time: every row of every kind, for the page that tells it. Only reads.

Used by the county's response page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from oscr.flow.report.models import Report
from oscr.flow.response.models import (
    AssessmentOutcome,
    Contact,
    ContactWithdrawn,
    Informed,
    Meeting,
    Need,
    Precaution,
    Risk,
    SafetyAssessment,
    Service,
    ServiceStep,
    TeamMember,
    TeamUse,
    Whereabouts,
)
from oscr.flow.response.models.deeds import Deed


@dataclass(frozen=True)
class Event:
    """One thing that was done: its kind (which words a page has for it), its row, when."""

    kind: str
    row: Deed
    moment: datetime


def story(report: Report) -> list[Event]:
    """Everything that was done, the newest first. A contact that was corrected is shown where its correction is,
    one that was taken back where that was done."""
    return sorted(_events(report), key=lambda one: (one.moment, one.row.pk), reverse=True)


def _events(report: Report) -> Iterator[Event]:
    every: dict[str, Iterable[Deed]] = {
        "contact": Contact.objects.of(report)
        .standing()
        .select_related("supersedes", "alert__office", "broken_told")
        .prefetch_related("met__involved__participant", "files__attachment"),
        "withdrawn": ContactWithdrawn.objects.of(report)
        .select_related("contact__by")
        .prefetch_related("contact__met__involved__participant", "contact__files__attachment"),
        "safety": SafetyAssessment.objects.of(report).prefetch_related("decisions__involved", "plan"),
        "informed": Informed.objects.of(report).select_related("involved"),
        "step": ServiceStep.objects.of(report).select_related("service"),
        "meeting": Meeting.objects.of(report),
        "located": Whereabouts.objects.of(report).select_related("involved"),
        "precaution": Precaution.objects.of(report),
        "team": TeamUse.objects.of(report),
        "member": TeamMember.objects.of(report),
        "need": Need.objects.of(report),
        "service": Service.objects.of(report),
        "risk": Risk.objects.of(report),
        "outcome": AssessmentOutcome.objects.of(report),
    }
    for kind, rows in every.items():
        yield from (Event(kind, row, row.happened_at) for row in rows)
