"""The docket: one line a report, with the stage it has reached. Only reads; the stage is which rows exist.

Every list is bounded by what is open (a queue, running clocks), so no page grows with the archive.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from oscr.agency.chiefs import directed_by
from oscr.agency.models import User
from oscr.flow.addendum.models import Addendum
from oscr.flow.assignment.models import Acknowledgement, Alert, Assignment
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion.models import Conclusion, standing_of
from oscr.flow.ending.models import Ending
from oscr.flow.load import ELSEWHERE, STATES, Carried, Wish, load
from oscr.flow.report.models import Conflict, Involvement, Part, Report
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
    return Line(
        report,
        stage,
        classification,
        alert,
        acknowledgement,
        assignment,
        ending,
        current_of([report.pk]).get(report.pk),
        conclusion,
    )


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

    @property
    def left(self) -> bool:
        """Whether who responds does not work for that office any more: somebody else must be assigned."""
        return self.worker is not None and (not self.worker.is_active or self.worker.office_id != self.alert.office_id)

    def overdue(self, at: datetime) -> bool:
        """Whether the next clock is past its time at `at`."""
        return self.next.overdue(at)


@dataclass(frozen=True)
class Board:
    """What a county user sees at one moment: how much there is in each state, who carries how much, and the most urgent lines of
    what they chose to see."""

    counts: Mapping[str, int]
    new: int
    carried: tuple[Carried, ...]
    duties: tuple[Duty, ...]
    left_out: int

    @property
    def open(self) -> int:
        """How many reports are open."""
        return self.counts[""]


def board(user: User, *, at: datetime, wish: Wish | None = None, most: int = 100) -> Board:
    """What is due at the offices a county user answers for: overdue first, then not acknowledged, then by the next clock.

    `wish` says which of them: in one of the states of `load`, or "directing", the second incidents that they direct; of one office,
    of one worker. Looks at running clocks only, so the archive may grow.
    """
    wish = wish or Wish()
    mine = Clock.objects.exclude(report__in=Conflict.objects.filter(user=user.pk).values("report"))
    offices = directed_by(user, at) or [0]  # no office has the key 0: an empty list would be no statement at all
    second_now = {"report__second_incidents__holds": True, "report__second_incidents__superseded_by": None}
    directed = mine.filter(office__in=offices, **second_now)
    whole = load(
        user, at=at, wish=replace(wish, show="" if wish.show == DIRECTING else wish.show), most=most, only=mine
    )
    second = load(user, at=at, wish=replace(wish, show=""), most=most, only=directed)
    wanted = second if wish.show == DIRECTING else whole
    carried = tuple(one for one in whole.carried if wish.office in (None, one.office))
    counts = {state: sum(getattr(one, state or "open") for one in carried) for state in STATES if state != "left"}
    counts |= {"left": sum(one.open for one in carried if one.left), DIRECTING: second.found}
    duties = tuple(_duties(user, wanted.wanted))
    new = sum(one.new for one in carried)
    return Board(counts, new, carried, duties, wanted.found - len(duties))


DIRECTING = "directing"
UNREAD = [  # what a list has no business with: what was told, and the whole decision
    *(f"classification__report__{column}" for column in ("narrative", "told", "case")),
    *(f"classification__{column}" for column in ("case", "decision")),
]


def _duties(user: User, wanted: Iterable[tuple[int, int]]) -> Iterator[Duty]:
    """The lines of these reports, each of one office, in their order: a few queries, however many there are."""
    wanted = list(wanted)
    reports = {report for report, _office in wanted}
    alerts = Alert.objects.in_hand_of(user).filter(classification__report__in=reports).defer(*UNREAD)
    alerts = alerts.select_related("classification__report", "office", "acknowledgement")
    unread = Exists(Ending.objects.unread().filter(earlier=OuterRef("classification__report")))
    found = {(one.classification.report_id, one.office_id): one for one in alerts.annotate(unread=unread)}
    running = Clock.objects.running().owed().filter(report__in=reports).exclude(kind__in=ELSEWHERE)
    in_order = sorted(running.select_related("worker"), key=_whose)
    clocks = {whose: tuple(of_one) for whose, of_one in groupby(in_order, key=_whose)}
    tracks = current_of(reports)
    for whose in wanted:
        if whose in found and whose in clocks:  # else somebody has met the last one since they were counted
            its_own = clocks[whose]
            yield Duty(found[whose], its_own[0].worker, its_own, tracks[whose[0]])


def _whose(clock: Clock) -> tuple[int, int]:
    return clock.report_id, clock.office_id
