"""What workers of the home county did: visits and attempts, a safety assessment with a plan, a meeting, a family that refuses a service.

Everybody is invented. Everything is written by the actions that the pages call. Used by the seed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from oscr.agency.models import Office, User
from oscr.demo import staff, working
from oscr.demo.working import CALM, HOUR
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement
from oscr.flow.response import assessing, contacting, meeting, serving, telling
from oscr.flow.response.guarding import Guarded, Whom
from oscr.law import meetings, safety
from oscr.law.calendar import local

TOLD = (("unsupervised", 23), ("hungry", 30), ("bruises", 35), ("hungry", 39))  # story, told so many hours ago
Send = Callable[[dict[str, Any], Office, datetime], Alert | None]


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """Four responses of the home office, each a little further than the one before."""
    home, draw = Office.objects.get(fips=staff.HOME), Random(19)
    for far, (pathway, hours) in enumerate(TOLD):
        alert = send(next(story for story in stories if story["pathway"] == pathway), home, at - hours * HOUR)
        if alert:
            work = working.of(alert, at)
            working.take(work)
            working.respond(work, draw, without=("visit", "safety"))
            _respond(alert, work.worker, far, at)


def _respond(alert: Alert, worker: User, far: int, at: datetime) -> None:
    first = alert.at + 3 * HOUR
    children = list(alert.classification.report.involved.filter(part="child").select_related("participant"))
    adults = list(alert.classification.report.involved.filter(part="adult").order_by("code"))
    care = CALM | {"suspect lives there": "yes", "violence": "unknown"}
    contacting.take_care(alert=alert, answers=care, by=worker, at=first - HOUR)
    attempt = {"place": "home", "result": "nobody", "what": "Nobody opened. A radio inside. No card left."}
    whom = [Whom("child", one) for one in children]
    contacting.contact(alert=alert, **attempt, happened_at=first, whom=whom, by=worker, at=first + 5 * HOUR)
    if far == 0:
        return
    seen = [Whom("child", one, seen=True) for one in children]
    there = [Whom("suspect" if one.suspect else "adult", one) for one in adults]
    told = "The children were in the kitchen, drawing. Marks on none. The adults talked and listened."
    rights = Guarded(suspect_there=True, rights="given", rights_minutes=4)
    visit = {"place": "home", "result": "reached", "what": told, "whom": [*seen, *there], "guarded": rights}
    contacting.contact(alert=alert, **visit, happened_at=first + 4 * HOUR, by=worker, at=first + 9 * HOUR)
    _assess(alert, children, worker, first + 5 * HOUR)
    if far > 1:
        _afterwards(alert, worker, first + 7 * HOUR, at)


def _assess(alert: Alert, children: list[Involvement], worker: User, then: datetime) -> None:
    """One danger, and a plan that answers it."""
    form = safety.current(local(then).date())
    answers = {item.id: "no" for item in form.items} | {"needs": "yes", "mind": "unknown"}
    until = local(then).date() + timedelta(days=14)
    plan = [assessing.Step("The grandmother next door", "Brings supper every day and calls us if she may not.", until)]
    assessing.assess(
        alert=alert,
        form=form.id,
        answers=answers,
        decided={one.code: "plan" for one in children},
        capacities=["network", "agrees"],
        interventions=["network", "services"],
        plan=plan,
        note="The mother asked for help herself.",
        happened_at=then,
        by=worker,
        at=then + HOUR,
    )


def _afterwards(alert: Alert, worker: User, then: datetime, at: datetime) -> None:
    """A parent's notice, a meeting to come, and a service that is refused."""
    notice = {"kind": "parent", "named": "The mother", "what": "The written notice, read aloud to her"}
    telling.inform(alert=alert, **notice, happened_at=then, by=worker, at=then + HOUR)
    meeting.invite(alert=alert, role="parent", named="The mother", by=worker, at=then + HOUR)
    friend = {
        "role": "family",
        "named": "The grandmother",
        "asked_by": "The mother",
        "email": "grandmother@example.org",
    }
    meeting.invite(alert=alert, **friend, by=worker, at=then + HOUR)
    others = [one.id for one in meetings.roles() if one.right and one.id != "parent"]
    when = {"takes_place_at": at + timedelta(days=6), "where": "Our office, room 2", "about": "How the plan goes"}
    meeting.set_meeting(alert=alert, **when, none=others, by=worker, at=then + 2 * HOUR)
    need = serving.need(alert=alert, what="Food until payday", known_from="The mother; the school", by=worker, at=then)
    until = local(then).date() + timedelta(days=30)
    offer = {"what": "Food pantry", "why": "Without food the children go out at night.", "until": until}
    service = serving.offer(need=need, **offer, happened_at=then, by=worker, at=then + HOUR)
    said = {"kind": "refused", "attempts": "Offered twice", "note": "The grandmother brings enough, she says."}
    serving.step(service=service, **said, happened_at=then + HOUR, by=worker, at=then + 2 * HOUR)
