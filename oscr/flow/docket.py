"""The docket: one line a report, with the stage it has reached. Only reads; the stage is which rows exist.

Every list is bounded by what is open (a queue, running clocks), so no page grows with the archive.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy as _

from oscr.agency.chiefs import directed_by
from oscr.agency.models import Office, User
from oscr.flow.addendum.models import Addendum
from oscr.flow.assignment.models import Acknowledgement, Alert, Assignment
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion.models import Conclusion, standing_of
from oscr.flow.ending.models import Ending
from oscr.flow.report.models import Involvement, Part, Report
from oscr.flow.track.now import Current, current_of

STAGES = (
    ("received", _("Received")),
    ("held", _("Being reviewed")),
    ("classified", _("Classified")),
    ("alerted", _("Sent to the local office")),
    ("acknowledged", _("Seen by the local office")),
    ("assigned", _("Given to a worker")),
    ("concluded", _("Concluded")),
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
    ending: Ending | None = None
    track: Current | None = None
    conclusion: Conclusion | None = None

    @property
    def label(self) -> str:
        """The stage in words; how it ended, where it ended otherwise."""
        return self.ending.label if self.ending else str(dict(STAGES)[self.stage])


def line(report: Report) -> Line:
    """Where one report stands."""
    classification = report.classifications.filter(superseded_by=None).first()
    alert = classification.alerts.select_related("office").order_by("-pk").first() if classification else None
    acknowledgement = Acknowledgement.objects.filter(alert=alert).first() if alert else None
    current = alert.assignments.filter(superseded_by=None) if alert else Assignment.objects.none()
    assignment = current.select_related("worker").first()
    conclusion = standing_of(report)
    reached = {
        "concluded": conclusion,
        "assigned": assignment,
        "acknowledged": acknowledgement,
        "alerted": alert,
        "classified": classification,
        "held": Waiting.objects.filter(report=report, held_by__isnull=False).exists(),
    }
    stage = next((name for name, row in reached.items() if row), "received")
    ending = Ending.objects.filter(report=report).select_related("earlier", "office").first()
    now = current_of([report.pk]).get(report.pk)
    return Line(report, stage, classification, alert, acknowledgement, assignment, ending, now, conclusion)


def queue(user: User) -> QuerySet[Waiting]:
    """What waits at the hotline and this user may see: emergencies first, then the oldest, each with what it waits for.

    Carries what a line shows (due time, pathways, counties, ages of the children) and leaves the story where it is.
    """
    report = OuterRef("report")
    children = Involvement.objects.filter(part=Part.CHILD).select_related("participant")
    return (
        Waiting.objects.visible_to(user)
        .in_order()
        .defer("report__narrative", "report__told", "report__case")
        .annotate(
            classified=Exists(Classification.objects.filter(report=report)),
            added=Exists(Addendum.objects.waiting().filter(report=report)),
            proposed=Exists(Proposal.objects.filter(report=report, ruling=None)),
            due_at=Subquery(Clock.objects.filter(report=report, kind="processing").values("due_at")[:1]),
            pathways=F("report__told__worries__pathways"),
            home_county=F("report__told__places__home_county"),
            incident_county=F("report__told__places__incident_county"),
        )
        .prefetch_related(Prefetch("report__involved", queryset=children))
    )


@dataclass(frozen=True)
class Duty:
    """One alert on a county board: who responds, and its running clocks, the next one first. Holds no name of a family."""

    alert: Alert
    worker: User | None
    clocks: tuple[Clock, ...]
    track: Current

    @property
    def next(self) -> Clock:
        """The clock that is due next, or longest overdue."""
        return self.clocks[0]

    @property
    def acknowledged(self) -> bool:
        """Whether the office has seen the alert."""
        return hasattr(self.alert, "acknowledgement")

    def overdue(self, at: datetime) -> bool:
        """Whether the next clock is past its time at `at`."""
        return self.next.overdue(at)


@dataclass(frozen=True)
class Board:
    """What a county user sees at one moment: how much there is, and the most urgent lines of what they chose to see."""

    open: int
    overdue: int
    new: int
    unassigned: int
    mine: int
    directing: int
    duties: tuple[Duty, ...]
    left_out: int


def board(user: User, *, at: datetime, show: str = "", office: Office | None = None, most: int = 100) -> Board:
    """What is due at the offices a county user answers for: overdue first, then not acknowledged, then by the next clock.

    `show` is "", "mine", "unassigned", "overdue" or "directing" (second incidents that they direct); `office` is one of their
    offices. Counts what is open only, so the archive may grow.
    """
    alerts = _open_alerts(user, at)
    alerts = alerts.filter(office=office) if office else alerts
    directed = Q(office__in=directed_by(user, at), classification__report__second_incident__isnull=False)
    counted = alerts.aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=OVERDUE),
        new=Count("pk", filter=NEW),
        unassigned=Count("pk", filter=UNASSIGNED),
        mine=Count("pk", filter=Q(worker=user.pk)),
        directing=Count("pk", filter=directed),
    )
    of_mine = {"mine": Q(worker=user.pk), DIRECTING: directed}
    chosen = ({"": Q(), "unassigned": UNASSIGNED, "overdue": OVERDUE} | of_mine)[show]
    duties = tuple(_duties(alerts.filter(chosen).order_by("-late", "seen", "due_next", "pk")[:most]))
    return Board(**counted, duties=duties, left_out=counted[show or "open"] - len(duties))


DIRECTING = "directing"
OVERDUE, NEW, UNASSIGNED = Q(late=True), Q(seen=False), Q(worker=None)
UNREAD = [  # what a list has no business with: what was told, and the whole decision
    *(f"classification__report__{column}" for column in ("narrative", "told", "case")),
    *(f"classification__{column}" for column in ("case", "decision")),
]


def _open_alerts(user: User, at: datetime) -> QuerySet[Any]:
    """Alerts with running clocks, found from the clocks: `due_next`, `late`, `seen`, and `worker` (a key) of each."""
    mine = Clock.objects.running().filter(office__in=Office.objects.overseen_by(user))
    running = Clock.objects.running().filter(report=OuterRef("classification__report"), office=OuterRef("office"))
    current = Assignment.objects.filter(alert=OuterRef("pk"), superseded_by=None)
    return (
        Alert.objects.in_hand_of(user)
        .filter(classification__report__in=mine.values("report"))
        .annotate(
            due_next=Subquery(running.order_by("due_at").values("due_at")[:1]),
            seen=Exists(Acknowledgement.objects.filter(alert=OuterRef("pk"))),
            worker=Subquery(current.values("worker")[:1]),
            unread=Exists(Ending.objects.unread().filter(earlier=OuterRef("classification__report"))),
        )
        .filter(due_next__isnull=False)
        .annotate(late=Case(When(due_next__lte=at, then=True), default=False))
    )


def _duties(alerts: QuerySet[Any]) -> Iterator[Duty]:
    """The lines of these alerts, in their order: six queries, however many there are."""
    rows = list(alerts.select_related("classification__report", "office", "acknowledgement").defer(*UNREAD))
    workers = User.objects.in_bulk([alert.worker for alert in rows])
    reports = {alert.classification.report_id for alert in rows}
    running = sorted(Clock.objects.running().filter(report__in=reports), key=_whose)
    clocks = {whose: tuple(of_one) for whose, of_one in groupby(running, key=_whose)}
    tracks = current_of(reports)
    for alert in rows:
        its_own = clocks.get((alert.classification.report_id, alert.office_id))
        if its_own:  # else somebody has met the last one since the rows were read
            yield Duty(alert, workers.get(alert.worker), its_own, tracks[alert.classification.report_id])


def _whose(clock: Clock) -> tuple[int, int]:
    return clock.report_id, clock.office_id
