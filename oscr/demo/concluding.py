"""Responses that are finished: concluded with letters and an appeal, waiting for a supervisor, referred as harassing, an assessment.

Everybody is invented. Everything is written by the actions that the desks call; what could not be done any more is explained, as an
office would.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from oscr.agency.models import Office, User
from oscr.agency.permissions import Role
from oscr.demo import staff
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion import actions, appealing, closing, harassing, lettering
from oscr.flow.conclusion.actions import Found
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.response import assessing, contacting, serving, telling
from oscr.flow.response.contacting import Guarded, Whom
from oscr.law import conclusions, safety
from oscr.law.calendar import local
from oscr.law.outcomes import REPORTS

Send = Callable[[dict[str, Any], Office, datetime], Alert | None]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TOLD = ("beaten", "beaten", "beaten", "bruises")  # of stories.toml, each a week later than the one before
FITS = {  # what each of them is concluded as, by its track
    "investigation": ("preponderance", "unsubstantiated", "unsubstantiated", "unsubstantiated-services"),
    "family assessment": ("services-needed", "services-not-needed", "services-needed", "services-needed"),
}
WAITS = 1  # the one that no supervisor has answered
SAID = {
    "services_needed": "A parenting class; the family asked for one.",
    "evidence": "The child, both parents, the school nurse and a neighbor were heard; the nurse's record was read.",
    "nature": "What the report told was looked into with everybody concerned.",
    "household": "none",
    "home": "Clean and warm; food in the kitchen. The child turns to both parents.",
    "violence": "none",
    "outcome": "The family knows its needs and has begun to meet them.",
    "services": "A food pantry and a parenting class.",
    "risk": "The kitchen works again, and the children eat at home.",
}


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """Four responses of the home office that began four to seven weeks ago."""
    office = Office.objects.get(fips=staff.HOME)
    lead, worker = (User.objects.filter(office=office, role=role).earliest("pk") for role in LEADS)
    for place, pathway in enumerate(TOLD):
        story = next(story for story in stories if story["pathway"] == pathway)
        alert = send(story, office, at - (7 - place) * 7 * DAY)
        if alert is None or alert.classification.outcome not in FITS:
            continue
        _worked(alert, lead, worker)
        row = _proposed(alert, FITS[alert.classification.outcome][place], worker, alert.at + 20 * DAY)
        if place != WAITS:
            actions.approve(conclusion=row, by=lead, at=alert.at + 21 * DAY)
            _followed(row, lead, worker)


LEADS = (Role.COUNTY_SUPERVISOR, Role.WORKER)


def _worked(alert: Alert, lead: User, worker: User) -> None:
    """Acknowledged, given to a worker, everybody seen, the safety assessed."""
    assignment.acknowledge(alert=alert, by=lead, at=alert.at + 10 * MINUTE)
    assignment.assign(alert=alert, worker=worker, by=lead, at=alert.at + 15 * MINUTE)
    report, then = alert.classification.report, alert.at + 2 * HOUR
    when: dict[str, Any] = {"happened_at": then, "by": worker, "at": then + HOUR}
    children = [Whom("child", one, seen=True) for one in report.involved.filter(part="child")]
    suspects = [Whom("suspect", one) for one in report.involved.filter(suspect=True)]
    guarded = Guarded(rights="given", rights_minutes=3)
    told = {"place": "elsewhere", "result": "reached", "what": "Everybody was heard, each alone."}
    contacting.contact(alert=alert, whom=[*children, *suspects, Whom("reporter")], guarded=guarded, **told, **when)
    form = safety.current(local(report.received_at).date())
    said = {"answers": {item.id: "no" for item in form.items}, "form": form.id, "note": ""}
    decided = {one.code: "safe" for one in report.involved.filter(part="child")}
    assessing.assess(alert=alert, decided=decided, **said, capacities=[], interventions=[], plan=[], **when)
    telling.inform(alert=alert, kind="parent", named="A parent", what="The written notice", **when)
    telling.use_team(alert=alert, used=False, why_not="No need was seen.", by=worker, at=then + HOUR)
    if alert.classification.outcome in REPORTS[1:]:
        serving.need(
            alert=alert, what="Food until the end of the month", known_from="The family", by=worker, at=then + HOUR
        )
        serving.assess_risk(alert=alert, level="low", why="Help is at hand.", **when)
        said = {"outcome": SAID["outcome"], "services": SAID["services"], "risk_removed": SAID["risk"]}
        serving.document_outcome(alert=alert, **said, by=worker, at=alert.at + 19 * DAY)
    running = Clock.objects.running().filter(report=report, office=alert.office)
    for kind in running.exclude(kind__in=conclusions.runs_on()).values_list("kind", flat=True):
        clock.meet_kind(report=report, kind=kind, by=worker, at=then + HOUR)


def _proposed(alert: Alert, kind: str, by: User, at: datetime) -> Conclusion:
    how = conclusions.one(kind)
    report = alert.classification.report
    slugs = list(alert.classification.decision["conditions"]) or ["not told"]
    suspect = report.involved.filter(suspect=True).values_list("code", flat=True).first() or ""
    victims = report.involved.filter(victim=True).values_list("code", flat=True) if how.results else ()
    found = [Found(code, slugs[0], suspect, how.chief, custodian=True) for code in victims]
    said = {name: SAID[name] for name in how.needs}
    undone = [line for line in closing.lines(alert=alert, at=at, kind=kind) if line.undone and line.explain]
    explained = {line.id: "It was not possible in time; the family was visited again." for line in undone}
    return actions.propose(alert=alert, kind=kind, said=said, found=found, explained=explained, by=by, at=at)


def _followed(row: Conclusion, lead: User, worker: User) -> None:
    """Letters sent the day after; of a finding that names somebody an appeal, of one that was not found a referral."""
    sent = row.reply.at + DAY
    for letter in row.letters.all()[:2]:
        lettering.post(letter=letter, how="post", sent_at=sent, by=worker, at=sent)
    for right in appealing.rights(row)[:1]:
        day = local(sent + 5 * DAY).date()
        told = {"person": right.person, "way": right.way.id, "filed_on": day}
        appealing.file(conclusion=row, **told, by=worker, at=sent + 6 * DAY)
    if harassing.may_refer(row, lead):
        why = "The same story was told three times, each time on the day before a hearing about custody."
        signs = {"indicators": ["vague-time", "custody"], "evidence": why, "prosecutor": "Boone County"}
        harassing.refer(conclusion=row, **signs, by=lead, at=sent + DAY)
