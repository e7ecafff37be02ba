"""Where the call-out of each alert stands: the level reached, when the next one is called, whom to call on which numbers. Only reads.

Used by the actions of this room and by the pages that show it. Bounded by the alerts that nobody has acknowledged.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from oscr.agency.chain import slot
from oscr.agency.models import Level, Office, OnCall, User
from oscr.agency.permissions import Permission, can
from oscr.flow.assignment.models import ACKNOWLEDGE, Alert
from oscr.flow.callout.models import Climb
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Restriction
from oscr.law import callout

UNREAD = [  # what a list has no business with: what was told, and the whole decision
    *(f"classification__report__{column}" for column in ("narrative", "told", "case")),
    *(f"classification__{column}" for column in ("case", "decision")),
]


@dataclass(frozen=True)
class Rung:
    """One level of an office's chain at one moment: who is to be called, on which numbers, with what to know beforehand.

    `line` is the line of the roster that counts; without one `people` are those in charge, on the office's own number.
    """

    level: int
    line: OnCall | None
    people: tuple[User, ...]
    numbers: tuple[str, ...]

    @property
    def label(self) -> str:
        """The level in words."""
        return str(Level(self.level).label)

    @property
    def instructions(self) -> str:
        """What the office wrote for whoever calls."""
        return self.line.instructions if self.line else ""


@dataclass(frozen=True)
class Out:
    """An alert that nobody has acknowledged: due to be, at `due_at`. `climbs_at` is when the next level is called by itself, None
    where none is; `rostered` whether any line of the office's roster covers this moment, `tried` how many calls were made."""

    alert: Alert
    emergency: bool
    level: int
    since: datetime
    due_at: datetime
    climbs_at: datetime | None
    rostered: bool
    tried: int

    @property
    def label(self) -> str:
        """The level in words."""
        return str(Level(self.level).label)


def out(alerts: QuerySet[Alert], at: datetime) -> list[Out]:
    """Those of these alerts that nobody has acknowledged, as they stand: emergencies first, then the oldest."""
    clocks = Clock.objects.running().filter(kind=ACKNOWLEDGE, report=OuterRef("classification__report"))
    last = Climb.objects.filter(alert=OuterRef("pk")).order_by("-level")
    rows: list[Any] = list(
        alerts.unacknowledged()  # type: ignore[attr-defined]  # the queryset of Alert's own manager
        .select_related("classification__report", "office")
        .annotate(
            hours=F("classification__decision__priority__hours"),
            acts=F("classification__decision__actions"),
            level=Subquery(last.values("level")[:1]),
            reached_at=Subquery(last.values("at")[:1]),
            due_at=Subquery(clocks.values("due_at")[:1]),
            tried=Count("attempts"),
        )
        .defer(*UNREAD)
    )
    rostered = set(OnCall.objects.covering(at).order_by().values_list("office", flat=True))
    found = [_out(row, row.office_id in rostered) for row in rows]
    return sorted(found, key=lambda one: (not one.emergency, one.alert.at, one.alert.pk))


def chain(office: Office, at: datetime, *, restricted: bool = False) -> list[Rung]:
    """All four levels of an office at one moment. Of a restricted report nobody is called who may not see it."""
    return [rung(office, level, at, restricted=restricted) for level in Level]


def rung(office: Office, level: int, at: datetime, *, restricted: bool = False) -> Rung:
    """One level of an office at one moment."""
    line, people = slot(office=office, level=level, at=at)
    may = tuple(one for one in people if not restricted or can(one, Permission.SEE_RESTRICTED))
    line = line if may else None
    numbers = line.phones if line else [office.phone] if may and office.phone else []
    return Rung(int(level), line, may, tuple(numbers))


def is_restricted(alert: Alert) -> bool:
    """Whether few may see the report of an alert, so that few are told."""
    return Restriction.objects.filter(report=alert.classification.report_id).exists()


def _out(row: Any, rostered: bool) -> Out:
    emergency = callout.is_emergency({"priority": {"hours": row.hours}, "actions": row.acts})
    level, since = row.level or int(Level.PRIMARY), row.reached_at or row.at
    wait = callout.wait(level) if emergency else None
    return Out(row, emergency, level, since, row.due_at, since + wait if wait else None, rostered, row.tried)
