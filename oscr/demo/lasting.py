"""Responses that last: an infant's death that stays open with its updates, an investigation with good cause, an assessment that is a few
days late. Used by the seed.

Everybody is invented. Everything is written by the actions that the desks call.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from oscr.agency.models import Office
from oscr.demo import staff, working
from oscr.demo.working import DAY, HOUR, Work
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import extending
from oscr.flow.clock.models import Clock
from oscr.flow.response import contacting
from oscr.flow.response.guarding import Guarded, Whom

Send = Callable[[dict[str, Any], Office, datetime], Alert | None]
MEDICAL = "The medical examiner's report was asked for on the second day and has not come."
UPDATES = (
    "The medical examiner expects to be done next month. The parents see a grief counselor and ask for nothing else.",
    "The laboratory has sent its part. The doctor at the hospital was heard once more; nothing new.",
)
FILM = "The second reading of the film was asked for on the fourth day, at the clinic in Example City. It has not come."
WAITED = "The clinic called: the second reading comes next week. The child stays with the grandmother and is well."


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """One of each, at the home office."""
    office, draw = Office.objects.get(fips=staff.HOME), Random(23)

    def work(story: dict[str, Any], days: int, *without: str) -> Work | None:
        alert = send(story, office, at - days * DAY)
        if alert is None:
            return None
        begun = working.of(alert, at)
        working.take(begun)
        working.respond(begun, draw, without=without)
        return begun

    beaten, hungry = (next(one for one in stories if one["pathway"] == pathway) for pathway in ("beaten", "hungry"))
    for begun, then in (
        (work(working.story(stories, "crib"), 108, "visit"), _mourned),
        (work(beaten, 52), _excused),
        (work(hungry, 48), None),
    ):
        if begun and then:
            then(begun)


def _mourned(work: Work) -> None:
    """The family was visited, the child was seen by the medical examiner; it stays open, and is updated every month."""
    then = work.alert.at + HOUR
    children = [
        Whom("child", one, seen=True, seen_by="The medical examiner") for one in work.people if one.part == "child"
    ]
    adults = [Whom("suspect" if one.suspect else "adult", one) for one in work.people if one.part == "adult"]
    met = {"place": "elsewhere", "result": "reached", "whom": [*children, *adults]}
    told = "At the hospital. The parents told of the night, each in their own time. A chaplain was with them."
    rights = Guarded(suspect_there=True, rights="given", rights_minutes=5)
    entered = {"happened_at": then, "by": work.worker, "at": then + 4 * HOUR}
    contacting.contact(alert=work.alert, **met, what=told, guarded=rights, **entered)
    _extended(work, "fatality", MEDICAL, 40)
    for text, days in zip(UPDATES, (72, 100), strict=True):
        _updated(work, text, days)


def _excused(work: Work) -> None:
    _extended(work, "third-party", FILM, 43)
    _updated(work, WAITED, 50)


def _extended(work: Work, cause: str, reason: str, days: int) -> None:
    report = work.alert.classification.report
    running = Clock.objects.running().get(report=report, kind="complete")
    good = {"cause": cause, "reason": reason}
    extending.extend(report=report, clock=running, **good, by=work.lead, at=work.alert.at + days * DAY)


def _updated(work: Work, text: str, days: int) -> None:
    report = work.alert.classification.report
    extending.update(report=report, text=text, by=work.worker, at=work.alert.at + days * DAY)
