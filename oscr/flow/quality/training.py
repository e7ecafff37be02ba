"""Walking through an invented call: opening pathways, asking the caller, deciding, and the score.

Writes to tables of its own: no report, no call, no clock, nothing that any figure of the hotline counts. Each act leaves its trace in
the record as an act of staff, like any other. One's own steps are one's own; a supervisor sees scores (`group`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Avg, Count, Max, QuerySet
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import HOTLINE_ROLES, Permission, require
from oscr.flow.quality.models import Score, Step, Walk
from oscr.law import training
from oscr.law.refusal import Refused
from oscr.record.actions import write


@dataclass(frozen=True)
class Stand:
    """How far a walk has come: the pathways opened, the facts asked in order, and which of those were needless."""

    ways: tuple[str, ...]
    asked: tuple[str, ...]
    needless: tuple[str, ...]


@transaction.atomic
def begin(*, example: str, by: User, at: datetime) -> Walk:
    """Start a walk through an example. Raises Refused for one that does not exist."""
    require(by, Permission.TRAIN)
    if example not in training.every():
        raise Refused(_("There is no such example."))
    made = Walk.objects.create(example=example, by=by, at=at)
    write(act="training.begun", subject=made, by=by, at=at, example=example)
    return made


@transaction.atomic
def open_pathway(*, walk: Walk, pathway: str, by: User, at: datetime) -> Step:
    """Open a pathway: its questions can be asked. Harmless to repeat."""
    _check(walk, by)
    if pathway not in training.law().pathways:
        raise Refused(_("There is no such pathway."))
    return Step.objects.get_or_create(walk=walk, pathway=pathway, fact="", defaults={"at": at})[0]


@transaction.atomic
def ask(*, walk: Walk, fact: str, by: User, at: datetime) -> Step:
    """Put a question to the invented caller; says whether it could still change anything. Harmless to repeat."""
    _check(walk, by)
    if fact not in training.law().facts:
        raise Refused(_("There is no such question."))
    now, example = stand(walk), training.every()[walk.example]
    needless = training.is_needless(example, now.ways, now.asked, fact)
    made = {"needless": needless, "at": at}
    return Step.objects.get_or_create(walk=walk, pathway="", fact=fact, defaults=made)[0]


@transaction.atomic
def finish(*, walk: Walk, outcome: str, hours: int | None, actions: Iterable[str], by: User, at: datetime) -> Score:
    """Decide, and be scored. Once for each walk."""
    _check(walk, by)
    law = training.law()
    chosen = sorted(set(actions) & {one.id for one in law.engine.book.actions})
    if outcome not in {one.id for one in law.outcomes}:
        raise Refused(_("There is no such outcome."), field="outcome")
    now = stand(walk)
    marks = training.marks(
        training.every()[walk.example],
        ways=now.ways,
        asked=now.asked,
        needless=now.needless,
        outcome=outcome,
        hours=hours,
        actions=chosen,
    )
    decided = {"outcome": outcome, "hours": hours, "actions": chosen}
    made = Score.objects.create(walk=walk, **decided, marks=marks.to_dict(), points=marks.points, at=at)
    write(act="training.scored", subject=walk, by=by, at=at, points=marks.points)
    return made


def stand(walk: Walk) -> Stand:
    """How far a walk has come."""
    steps = list(walk.steps.all())
    asked = [one for one in steps if one.fact]
    ways = tuple(one.pathway for one in steps if one.pathway)
    needless = tuple(one.fact for one in asked if one.needless)
    return Stand(ways, tuple(one.fact for one in asked), needless)


def scores_of(user: User) -> QuerySet[Score]:
    """One's own scores, the last first."""
    return Score.objects.filter(walk__by=user).select_related("walk").order_by("-at")


def group(user: User) -> list[tuple[str, int, int, int]]:
    """For supervisors: of each of the hotline's staff who has walked, by name: how many walks, mean and best points."""
    require(user, Permission.OVERSEE)
    rows = Score.objects.filter(walk__by__role__in=HOTLINE_ROLES).values("walk__by__name", "walk__by")
    found = rows.annotate(many=Count("pk"), mean=Avg("points"), best=Max("points")).order_by("walk__by__name")
    return [(row["walk__by__name"], row["many"], round(row["mean"]), row["best"]) for row in found]


def _check(walk: Walk, by: User) -> None:
    """Raise Refused unless this is one's own walk and it goes on; locks it."""
    require(by, Permission.TRAIN)
    Walk.objects.select_for_update().get(pk=walk.pk)
    if walk.by_id != by.pk:
        raise Refused(_("This is somebody else's walk."))
    if Score.objects.filter(walk=walk).exists():
        raise Refused(_("This walk has ended: begin another one."))
