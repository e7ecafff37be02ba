"""The docket: one line a report, with the stage it has reached. Only reads; the stage is which rows exist.

Every list is bounded by what is open (a queue, running clocks), so no page grows with the archive.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.flow.assignment.models import Acknowledgement, Alert, Assignment
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Report

STAGES = (
    ("received", _("Received")),
    ("held", _("Being reviewed")),
    ("classified", _("Classified")),
    ("alerted", _("Sent to the local office")),
    ("acknowledged", _("Seen by the local office")),
    ("assigned", _("Given to a worker")),
)


@dataclass(frozen=True)
class Line:
    """One report: the stage it has reached, and the rows that say so."""

    report: Report
    stage: str
    classification: Classification | None
    alert: Alert | None
    acknowledgement: Acknowledgement | None
    assignment: Assignment | None

    @property
    def label(self) -> str:
        """The stage in words."""
        return str(dict(STAGES)[self.stage])


def line(report: Report) -> Line:
    """Where one report stands."""
    classification = report.classifications.filter(superseded_by=None).first()
    alert = classification and classification.alerts.select_related("office").order_by("-pk").first()
    acknowledgement = alert and Acknowledgement.objects.filter(alert=alert).first()
    assignment = alert and alert.assignments.filter(superseded_by=None).select_related("worker").first()
    reached = {
        "assigned": assignment,
        "acknowledged": acknowledgement,
        "alerted": alert,
        "classified": classification,
        "held": Waiting.objects.filter(report=report, held_by__isnull=False).exists(),
    }
    stage = next((name for name, row in reached.items() if row), "received")
    return Line(report, stage, classification, alert, acknowledgement, assignment)


def queue() -> QuerySet[Waiting]:
    """What waits at the hotline: emergencies first, then the oldest, each with what it waits for."""
    report = OuterRef("report")
    return Waiting.objects.in_order().annotate(
        classified=Exists(Classification.objects.filter(report=report)),
        proposed=Exists(Proposal.objects.filter(report=report, ruling=None)),
    )


@dataclass(frozen=True)
class Duty:
    """One alert on a county board with its running clocks, the next one first."""

    alert: Alert
    clocks: tuple[Clock, ...]

    def overdue(self, at: datetime) -> bool:
        """Whether the next clock is past its time at `at`."""
        return self.clocks[0].due_at < at


def board(user: User) -> list[Duty]:
    """What is due at the offices a county user answers for: the alerts with running clocks, the most urgent first."""
    offices = Office.objects.overseen_by(user)
    clocks = Clock.objects.running().filter(office__in=offices).order_by("report_id", "due_at")
    running = {report: tuple(rows) for report, rows in groupby(clocks, key=lambda clock: clock.report_id)}
    alerts = (
        Alert.objects.visible_to(user)
        .filter(classification__report__in=running)
        .select_related("classification__report", "office", "acknowledgement")
        .prefetch_related("assignments__worker", "assignments__superseded_by")
    )
    duties = [Duty(alert, running[alert.classification.report_id]) for alert in alerts]
    return sorted(duties, key=lambda duty: duty.clocks[0].due_at)
