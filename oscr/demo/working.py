"""What an office does about a report, as far as the time that passed has seen to it: each duty by the act that meets its clock.

Used by the seed and its parts. Everybody is invented. No clock is met by hand here, so that no page says "missing" where a clock says
"done".
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from oscr.agency.models import LawEnforcementAgency, Office, User
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.enforcement import actions as enforcement
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.flow.report.models import Involvement
from oscr.flow.response import assessing, children, contacting, serving, telling
from oscr.flow.response.guarding import Guarded, Whom
from oscr.law import safety, visiting
from oscr.law.calendar import local
from oscr.law.outcomes import REPORTS

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
INVESTIGATION = "investigation"
URGENT = 3  # hours: the priority of an emergency
TOLD = "A child is said to be hurt at home. The call number is above; the worker who called tells the rest."
CALM = dict.fromkeys((one.id for one in visiting.questions()), "no")
SEEN = (
    "The children were in the kitchen, drawing. No marks. The adults talked and listened.",
    "Homework on the table, supper on the stove. Each was spoken with alone, and said much the same.",
    "The family was about to leave for the park and stayed for us. Warm clothes, a full cupboard.",
    "The child showed us a model of a bridge. The adults were worried about the visit, and open.",
)
REPORTER_SAID = (
    "Repeated what the report says. Last saw the child yesterday; will call if anything changes.",
    "Added that the grandparents help out. Knows of nothing else.",
)
GRIEF = "The parents were at home with an aunt. They were heard, and told what happens next and who helps them."
TEAM_NOT_USED = "No need was seen: nobody but the family and the school is concerned."
NEED = "Somebody to talk to about the months in which money is short"


@dataclass(frozen=True)
class Work:
    """A response: its alert, who leads the office, who responds, and the moment up to which it is told."""

    alert: Alert
    lead: User
    worker: User
    until: datetime

    @property
    def outcome(self) -> str:
        """As what the hotline sent it."""
        return self.alert.classification.outcome

    @property
    def urgent(self) -> bool:
        """Whether a child may be in danger now."""
        return bool(self.alert.classification.decision["priority"]["hours"] == URGENT)

    @property
    def people(self) -> list[Involvement]:
        """Everybody of whom the report tells and who lives, children first."""
        report = self.alert.classification.report
        adults = report.involved.exclude(part="child").order_by("code")
        return [*(one.involved for one in children.living(report)), *adults]


def of(alert: Alert, until: datetime, draw: Random | None = None) -> Work:
    """The supervisor of the alerted office, and its first worker or one who is drawn."""
    lead, worker, *others = team(alert.office)
    return Work(alert, lead, draw.choice([worker, *others]) if draw else worker, until)


def team(office: Office) -> list[User]:
    """Who leads an office, and its workers."""
    people = User.objects.filter(office=office, role__in=(Role.COUNTY_SUPERVISOR, Role.WORKER)).order_by("pk")
    return sorted(people, key=lambda one: one.role != Role.COUNTY_SUPERVISOR)


def story(stories: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The story of stories.toml that is called so."""
    return next(one for one in stories if one.get("name") == name)


def take(work: Work, *, after: timedelta = 10 * MINUTE) -> None:
    """Acknowledged, and given to the worker five minutes later."""
    assignment.acknowledge(alert=work.alert, by=work.lead, at=work.alert.at + after)
    give = {"alert": work.alert, "worker": work.worker, "by": work.lead}
    assignment.assign(**give, at=work.alert.at + after + 5 * MINUTE)


def respond(work: Work, draw: Random, *, without: Collection[str] = ()) -> None:
    """Do what has come to be done until now, each step at its own moment and well in time; but not the steps in `without`."""
    first = 70 * MINUTE if work.urgent else _by_day(work.alert.at, 2, 18, draw)
    when = {
        "police": draw.randint(20, 45) * MINUTE,
        "visit": first,
        "reporter": first + HOUR,
        "safety": _by_day(work.alert.at, first // HOUR + 1, first // HOUR + 32, draw),
        "answer": draw.randint(4, 20) * HOUR,
    }
    for step, after in sorted(when.items(), key=lambda one: one[1]):
        if step not in without and work.alert.at + after + 20 * MINUTE <= work.until:
            STEPS[step](work, work.alert.at + after, draw)


def _by_day(begun: datetime, least: int, most: int, draw: Random) -> timedelta:
    """So many hours after a moment, that it is between breakfast and supper; there are fewer than `least` to `most` hours of night."""
    hours = [one for one in range(least, most + 1) if 8 <= local(begun + one * HOUR).hour < 18]
    return draw.choice(hours) * HOUR


def _notify(work: Work, then: datetime, _draw: Random) -> None:
    if work.outcome == INVESTIGATION:
        notify(work, then)


def notify(work: Work, then: datetime, *, how: str = "phone", spoke_with: str = "the dispatcher") -> EnforcementNotice:
    """Tell the sheriff of the office's county."""
    agency = LawEnforcementAgency.objects.get(fips=work.alert.office.fips)
    said: dict[str, Any] = {"how": how, "spoke_with": spoke_with, "text": TOLD}
    return enforcement.notify(alert=work.alert, agency=agency, **said, happened_at=then, by=work.worker, at=then)


def _answered(work: Work, then: datetime, _draw: Random) -> None:
    """The sheriff's office assists: it said so on the phone."""
    for notice in work.alert.enforcement_notices.all():
        said = {"result": "assists", "officer": "Deputy Example", "phone": "555-0199", "written": False}
        enforcement.record_answer(notice=notice, **said, happened_at=then, by=work.worker, at=then)


def _visited(work: Work, then: datetime, draw: Random) -> None:
    """Everybody met at home; of a report with the rights and the written notice."""
    answers = CALM | {"suspect lives there": "yes"}
    contacting.take_care(alert=work.alert, answers=answers, by=work.worker, at=then - 10 * MINUTE)
    when: dict[str, Any] = {"happened_at": then, "by": work.worker, "at": then + 20 * MINUTE}
    what = draw.choice(SEEN) if any(one.part == "child" for one in work.people) else GRIEF
    met = {"place": "home", "result": "reached", "what": what, "whom": [_whom(one) for one in work.people]}
    rights = Guarded(suspect_there=True, rights="given", rights_minutes=draw.randint(2, 5))
    contacting.contact(alert=work.alert, **met, guarded=rights, **when)
    if work.outcome not in REPORTS:
        return
    notice = {"kind": "parent", "named": "A parent", "what": "The written notice, read aloud"}
    telling.inform(alert=work.alert, **notice, **when)
    if work.outcome == INVESTIGATION:
        why = {"used": False, "why_not": TEAM_NOT_USED}
        telling.use_team(alert=work.alert, **why, by=work.worker, at=then + 20 * MINUTE)


def _whom(one: Involvement) -> Whom:
    if one.part == "child":
        return Whom("child", one, seen=True)
    return Whom("suspect" if one.suspect else "adult", one)


def _called(work: Work, then: datetime, draw: Random) -> None:
    """Whoever reported, on the phone."""
    said = {"place": "phone", "result": "reached", "what": draw.choice(REPORTER_SAID), "whom": [Whom("reporter")]}
    contacting.contact(alert=work.alert, **said, happened_at=then, by=work.worker, at=then + 20 * MINUTE)


def _assessed(work: Work, then: datetime, _draw: Random) -> None:
    """Every child is safe; a family assessment asks for needs and risk as well."""
    if work.outcome not in REPORTS:
        return
    form = safety.current(local(then).date())
    said: dict[str, Any] = {"answers": {item.id: "no" for item in form.items}, "form": form.id, "note": ""}
    decided = {one.code: "safe" for one in work.people if one.part == "child"}
    when: dict[str, Any] = {"happened_at": then, "by": work.worker, "at": then + 20 * MINUTE}
    empty: dict[str, Any] = {"capacities": [], "interventions": [], "plan": []}
    assessing.assess(alert=work.alert, decided=decided, **said, **empty, **when)
    if work.outcome != INVESTIGATION:
        serving.need(alert=work.alert, what=NEED, known_from="The family", by=work.worker, at=when["at"])
        serving.assess_risk(alert=work.alert, level="low", why="Help is at hand.", **when)


STEPS: dict[str, Callable[[Work, datetime, Random], None]] = {
    "police": _notify,
    "visit": _visited,
    "reporter": _called,
    "safety": _assessed,
    "answer": _answered,
}
