"""What a shift looks like now, and how it has worked: for the hotline's overview. Only reads.

Everything is bounded by the queue, by a day or by 28 days, and found by an index; no figure reads through the archive. Of a person
there is: how many reports they hold, since when the oldest, and how many they decided today. What is not here, on purpose: log-ins
and breaks, what they opened or typed, how long each call took them, and any ranking of people. The daily figures name nobody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef

from oscr.agency.models import User
from oscr.agency.permissions import HOTLINE_ROLES
from oscr.flow.assignment.models import Alert
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.quality.models import Doubt
from oscr.flow.report.models import Report
from oscr.law import promise
from oscr.law.calendar import CENTRAL, local

DAYS = 28
LATELY = timedelta(minutes=30)  # who decided or took a report within it is here, and so is who holds one
MINUTES = 60


@dataclass(frozen=True)
class Held:
    """A report that somebody holds."""

    number: str
    by: User
    since: datetime
    received_at: datetime
    emergency: bool

    def for_long(self, at: datetime) -> bool:
        """Whether the claim alone has used up the shorter promise: law.promise.HELD_TOO_LONG."""
        return at - self.since > promise.HELD_TOO_LONG


@dataclass(frozen=True)
class Queue:
    """What waits for a decision: how long each has waited (emergencies apart), and the claims, the longest first."""

    ages: tuple[timedelta, ...]
    emergencies: tuple[timedelta, ...]
    held: tuple[Held, ...]


@dataclass(frozen=True)
class Person:
    """Somebody who is here: holds so many reports, the oldest claim since then, decided so many today and the last at."""

    user: User
    holds: int
    since: datetime | None
    decided: int
    last: datetime | None


@dataclass(frozen=True)
class Day:
    """How many online reports of one day were processed within one hour, within three, later, and still wait."""

    day: date
    first: int
    second: int
    later: int
    waiting: int


def queue(user: User, at: datetime) -> Queue:
    """What this user may see of the queue and nobody has decided yet."""
    decided = Classification.objects.filter(report=OuterRef("report"))
    rows = (
        Waiting.objects.visible_to(user)
        .filter(~Exists(decided))
        .select_related("held_by", "report")
        .only("emergency", "received_at", "held_at", "held_by__name", "held_by__email", "report__number")
    )
    ages: dict[bool, list[timedelta]] = {True: [], False: []}
    held = []
    for row in rows:
        ages[row.emergency].append(at - row.received_at)
        if row.held_by and row.held_at:
            held.append(Held(row.report.number, row.held_by, row.held_at, row.received_at, row.emergency))
    whole = tuple(sorted((*ages[True], *ages[False]), reverse=True))
    return Queue(whole, tuple(ages[True]), tuple(sorted(held, key=lambda one: one.since)))


def percentile(ages: Iterable[timedelta], share: float) -> timedelta | None:
    """The shortest wait that at least `share` (0 to 1) of them do not exceed; None of none."""
    ordered = sorted(ages)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None


def waits(at: datetime, hours: int = 24) -> list[tuple[datetime, list[timedelta]]]:
    """By hour, the last `hours`: how long what was decided in it had waited since receipt."""
    start = _hour(at) - timedelta(hours=hours - 1)
    rows = Classification.objects.filter(at__gte=start, at__lte=at, supersedes=None).values_list(
        "at", "report__received_at"
    )
    found: dict[datetime, list[timedelta]] = {start + timedelta(hours=number): [] for number in range(hours)}
    for decided_at, received_at in rows:
        found[_hour(decided_at)].append(decided_at - received_at)
    return list(found.items())


def here(queue: Queue, at: datetime) -> list[Person]:
    """Who holds a report, or decided or took one in the last half hour, by name."""
    midnight = midnight_before(at)
    decided = Classification.objects.filter(at__gte=min(midnight, at - LATELY), at__lte=at)
    today = Counter(decided.filter(at__gte=midnight).values_list("by", flat=True))
    last = dict(decided.order_by("at").values_list("by", "at"))
    took = Report.objects.filter(received_at__gt=at - LATELY, received_at__lte=at).exclude(taken_by=None)
    late = {person for person, moment in last.items() if moment > at - LATELY}
    holding: dict[int, list[datetime]] = {}
    for one in queue.held:
        holding.setdefault(one.by.pk, []).append(one.since)
    keys = {*holding, *late, *took.values_list("taken_by", flat=True)}
    people = User.objects.filter(pk__in=keys, role__in=HOTLINE_ROLES).order_by("name", "pk")
    return [_person(user, holding.get(user.pk, []), today[user.pk], last.get(user.pk)) for user in people]


def myself(user: User, queue: Queue, at: datetime) -> Person:
    """One's own line."""
    mine = Classification.objects.filter(by=user, at__gte=midnight_before(at), at__lte=at)
    last = mine.order_by("-at").values_list("at", flat=True).first()
    return _person(user, [one.since for one in queue.held if one.by == user], mine.count(), last)


def outcomes(at: datetime) -> dict[str, Counter[int]]:
    """Today's first decisions: outcome -> hour of the day in Missouri -> how many."""
    rows = Classification.objects.filter(at__gte=midnight_before(at), at__lte=at, supersedes=None)
    found: dict[str, Counter[int]] = {}
    for outcome, moment in rows.values_list("outcome", "at"):
        found.setdefault(outcome, Counter())[local(moment).hour] += 1
    return found


def against_protocol(at: datetime, days: int = DAYS) -> Counter[tuple[str, str]]:
    """(what the protocol recommended, what was decided) of the last days -> how many."""
    rows = Classification.objects.filter(at__gt=at - timedelta(days=days), at__lte=at, supersedes=None)
    counted = rows.order_by().values_list("recommended", "outcome").annotate(many=Count("pk"))
    return Counter({(recommended, outcome): many for recommended, outcome, many in counted})


def processed(since: datetime, at: datetime) -> list[tuple[int, float]]:
    """How the promise was kept for online reports received in (since, at]: (minutes, share processed by then), rising."""
    sql = """
        SELECT floor(extract(epoch FROM coalesce(met_at, %(at)s) - started_at) / 60)::int, met_at IS NOT NULL, count(*)
        FROM clock_clock WHERE kind = 'processing' AND started_at > %(since)s AND started_at <= %(at)s GROUP BY 1, 2"""
    done: list[tuple[int, int]] = []
    left: list[tuple[int, int]] = []
    for age, met, many in _asked(sql, {"since": since, "at": at}):
        (done if met else left).append((age, many))
    return promise.kept(done, left)


def by_day(at: datetime, days: int = DAYS) -> list[Day]:
    """The promise by day of receipt in Missouri, the last days, oldest first; a day without online reports has zeros."""
    sql = """
        SELECT (started_at AT TIME ZONE 'America/Chicago')::date,
               count(*) FILTER (WHERE met_at - started_at <= %(first)s),
               count(*) FILTER (WHERE met_at - started_at > %(first)s AND met_at - started_at <= %(second)s),
               count(*) FILTER (WHERE met_at - started_at > %(second)s),
               count(*) FILTER (WHERE met_at IS NULL)
        FROM clock_clock WHERE kind = 'processing' AND started_at >= %(since)s AND started_at <= %(at)s GROUP BY 1"""
    today = local(at).date()
    first = today - timedelta(days=days - 1)
    first_hour, second_hour = promise.PROMISED
    places = {"first": first_hour, "second": second_hour, "since": _midnight(first), "at": at}
    found = {row[0]: Day(*row) for row in _asked(sql, places)}
    return [found.get(day) or Day(day, 0, 0, 0, 0) for day in (first + timedelta(days=n) for n in range(days))]


def unacknowledged(user: User) -> int:
    """How many alerts no office has acknowledged: of every office, for the hotline calls them out."""
    seen = Report.objects.visible_to(user)
    return Alert.objects.unacknowledged().filter(classification__report__in=seen).count()


def for_supervisors(user: User) -> tuple[int, int]:
    """How many proposals wait for a ruling, and how many doubts of second readings for an answer."""
    proposed = Exists(Proposal.objects.filter(ruling=None, report=OuterRef("report")))
    decided = Exists(Classification.objects.filter(report=OuterRef("report")))
    proposals = Waiting.objects.visible_to(user).filter(proposed, ~decided).count()
    return proposals, Doubt.objects.visible_to(user).filter(verdict=None).count()


def midnight_before(at: datetime) -> datetime:
    """When today began in Missouri."""
    return _midnight(local(at).date())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CENTRAL)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _person(user: User, claims: list[datetime], decided: int, last: datetime | None) -> Person:
    return Person(user, len(claims), min(claims, default=None), decided, last)


def _asked(sql: str, places: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, places)
        return list(cursor.fetchall())
