"""What workers of the home county did: visits and attempts, a safety assessment with a plan, a meeting, a family that refuses a service.

Everybody is invented. Everything is written by the actions that the pages call. Used by the seed.
"""

from datetime import datetime, timedelta

from oscr.agency.models import User
from oscr.demo import staff
from oscr.flow.assignment.actions import current
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement
from oscr.flow.response import assessing, contacting, meeting, serving, telling
from oscr.flow.response.contacting import Guarded, Whom
from oscr.law import meetings, safety, visiting
from oscr.law.calendar import local

HOUR = timedelta(hours=1)
REPORTS = 4
CALM = dict.fromkeys((one.id for one in visiting.questions()), "no")


def seed(*, at: datetime) -> None:
    """The responses to the newest assigned reports that are a day old, each a little further than the one before."""
    every = Alert.objects.current().filter(office__fips=staff.HOME, assignments__superseded_by=None)
    old = every.filter(acknowledgement__isnull=False, at__lt=at - 26 * HOUR, assignments__isnull=False)
    found = list(old.select_related("classification__report").order_by("-at")[:REPORTS])
    for far, alert in enumerate(found):
        _respond(alert, far, at)


def _respond(alert: Alert, far: int, at: datetime) -> None:
    worker, first = current(alert).worker, alert.at + 3 * HOUR
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
    friend = {"role": "family", "named": "The grandmother", "asked_by": "The mother", "email": "neighbor@example.org"}
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
