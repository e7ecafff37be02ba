"""Responses that are finished: concluded with letters and an appeal, waiting for a supervisor, referred as harassing; a family
assessment with its services; referrals that were answered. And what was told long ago, which is concluded by now.

Everybody is invented. Everything is written by the actions that the desks call.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from oscr.agency.models import Office, User
from oscr.demo import staff, working
from oscr.demo.working import DAY, HOUR, Work
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion import actions, appealing, closing, harassing, lettering
from oscr.flow.conclusion.actions import Found
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.response import serving
from oscr.law import conclusions
from oscr.law.calendar import local
from oscr.law.outcomes import REPORTS

Send = Callable[[dict[str, Any], Office, datetime], Alert | None]
TOLD = ("beaten", "beaten", "beaten", "bruises")  # of stories.toml, each a week later than the one before
FITS = {  # what each of them is concluded as, by its track
    "investigation": ("preponderance", "unsubstantiated", "unsubstantiated", "unsubstantiated-services"),
    "family assessment": ("services-needed", "services-not-needed", "services-needed", "services-needed"),
}
ASSESSED = ("hungry", 33)  # a family that took what was offered, and so many days ago it was told of
REFERRED = (("asks", "referral-helped", 9), ("bicycle", "referral-passed-on", 6))
PLAIN = {"investigation": "unsubstantiated-services", "family assessment": "services-needed"}
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
    "done": "We came by and talked it over with everybody. The family has the number of somebody who goes on helping.",
}


def seed(*, send: Send, stories: list[dict[str, Any]], at: datetime) -> None:
    """Of the home office: four responses that began four to seven weeks ago, an assessment with services, two referrals."""
    office, draw = Office.objects.get(fips=staff.HOME), Random(41)
    for place, pathway in enumerate(TOLD):
        story = next(story for story in stories if story["pathway"] == pathway)
        alert = send(story, office, at - (7 - place) * 7 * DAY)
        if alert is None or alert.classification.outcome not in FITS:
            continue
        work = _worked(alert, alert.at + 20 * DAY, draw)
        row = _proposed(work, FITS[work.outcome][place], alert.at + 20 * DAY)
        if place != WAITS:
            actions.approve(conclusion=row, by=work.lead, at=alert.at + 21 * DAY)
            _followed(row, work.lead, work.worker)
    pathway, ago = ASSESSED
    story = next(story for story in stories if story["pathway"] == pathway)
    alert = send(story, office, at - ago * DAY)
    if alert:
        finish(alert, after=26 * DAY, draw=draw)
    for name, kind, days in REFERRED:
        alert = send(working.story(stories, name), office, at - days * DAY)
        if alert:
            finish(alert, after=3 * DAY, draw=draw, kind=kind)


def finish(alert: Alert, *, after: timedelta, draw: Random, kind: str = "") -> Conclusion:
    """Work a report through, conclude it in so much time, and send the letters."""
    work = _worked(alert, alert.at + after, draw)
    row = _proposed(work, kind or PLAIN.get(work.outcome, "referral-helped"), alert.at + after)
    actions.approve(conclusion=row, by=work.lead, at=alert.at + after + 4 * HOUR)
    for letter in row.letters.all():
        lettering.post(letter=letter, how="post", sent_at=row.reply.at + HOUR, by=work.worker, at=row.reply.at + HOUR)
    return row


def _worked(alert: Alert, until: datetime, draw: Random) -> Work:
    """Acknowledged, given to a worker, responded to; of an assessment the services and what came of them."""
    work = working.of(alert, until)
    working.take(work)
    working.respond(work, draw)
    if work.outcome in REPORTS[1:]:
        _served(work)
    return work


def _served(work: Work) -> None:
    """A service that was offered, taken and ended; its outcome."""
    began, by = work.alert.at + 3 * DAY, work.worker
    need = serving.need(alert=work.alert, what="Food until payday", known_from="The mother", by=by, at=began)
    offer = {"what": "Food pantry", "why": "The children need supper on every day of the month."}
    until = local(began).date() + timedelta(days=14)
    service = serving.offer(need=need, **offer, until=until, happened_at=began, by=by, at=began)
    for kind, days, note in (("accepted", 4, ""), ("provided", 6, "Twice a week."), ("ended", 17, "Payday came.")):
        then = work.alert.at + days * DAY
        serving.step(service=service, kind=kind, note=note, happened_at=then, by=by, at=then)
    said = {"outcome": SAID["outcome"], "services": SAID["services"], "risk_removed": SAID["risk"]}
    serving.document_outcome(alert=work.alert, **said, by=by, at=work.alert.at + 19 * DAY)


def _proposed(work: Work, kind: str, at: datetime) -> Conclusion:
    alert, how = work.alert, conclusions.one(kind)
    report = alert.classification.report
    slugs = list(alert.classification.decision["conditions"]) or ["not told"]
    suspect = report.involved.filter(suspect=True).values_list("code", flat=True).first() or ""
    victims = report.involved.filter(victim=True).values_list("code", flat=True) if how.results else ()
    found = [Found(code, slugs[0], suspect, how.chief, custodian=True) for code in victims]
    said = {name: SAID[name] for name in how.needs}
    undone = [line for line in closing.lines(alert=alert, at=at, kind=kind) if line.undone and line.explain]
    explained = {line.id: "It was not possible in time; the family was visited again." for line in undone}
    told = {"kind": kind, "said": said, "found": found, "explained": explained}
    return actions.propose(alert=alert, **told, by=work.worker, at=at)


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
