"""One invented call of each kind that ends otherwise, for the pages of the hotline and of the home office.

Written by the same actions as any other. What the protocol asks and nobody said is answered with no.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from oscr.agency.models import Office, User
from oscr.agency.permissions import Role
from oscr.demo import concluding, staff, working
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.ending import actions
from oscr.flow.report.models import Report

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
YES = ("child tie", "suspect tie", "incident in Missouri", "other state known", "too little food")
CARE = ("suspect had care", "suspect in household")
NOTHING: dict[str, str] = {"too little food": "no"}
ELSEWHERE = {"child tie": "no", "suspect tie": "no", "incident in Missouri": "no"}
SAME = {"same-incident": "yes", "same-allegations": "yes", "same-people": "yes"}
ADDS = {"same-family": "yes", "nothing-new-alleged": "no"}
Tell = Callable[[dict[str, Any], datetime], Report]


def seed(*, tell: Tell, pages: Callable[[Office], dict[str, Any]], at: datetime) -> None:
    """A report that an office has, one that it completed, and what was put to them; and a call of every other kind."""
    by = User.objects.filter(role=Role.SCREENER).earliest("pk")
    home, begun = Office.objects.get(fips=staff.HOME), at - timedelta(hours=7)

    def call_in(minutes: int, family: dict[str, Any] | None = None, **facts: str) -> Report:
        moment = begun + minutes * MINUTE
        return _settled(tell(_plain(family or pages(home)), moment), by, moment, facts)

    hungry, later, one, other = {"harm from neglect": "mild"}, begun + 90 * MINUTE, pages(home), pages(home)
    first = _worked(_sent(call_in(0, one, **hungry), home, by, begun + 5 * MINUTE), at)
    old = _settled(tell(_plain(other), at - 31 * DAY), by, at - 31 * DAY, hungry)
    concluding.finish(_sent(old, home, by, at - 31 * DAY + 5 * MINUTE), after=20 * DAY, draw=Random(5))
    told = {"by": by, "at": later}
    actions.end(report=call_in(60, one, **hungry), kind="duplicate", earlier=first, answers=SAME, **told)
    actions.end(report=call_in(62, other, **hungry), kind="already-investigated", earlier=old, answers=SAME, **told)
    actions.end(report=call_in(64, one, **NOTHING), kind="added-information", earlier=first, answers=ADDS, **told)
    checked = call_in(66, **NOTHING)
    said = {"agency": "Sample County Sheriff", "officer": "badge 100", "said": "On the way."}
    actions.record_check(report=checked, **said, called_at=later - MINUTE, result="going", **told)
    actions.end(report=checked, kind="well-child-check", **told)
    court = "A court of another state asks for a home visit."
    actions.end(report=call_in(68, **NOTHING), kind="administrative-referral", office=home, text=court, **told)
    actions.end(report=call_in(70, **NOTHING), kind="other", text="Asks where to get a birth certificate.", **told)
    for minutes, sent in ((72, True), (74, False)):
        abroad = call_in(minutes, **ELSEWHERE)
        actions.end(report=abroad, kind="out-of-state", state="KS", **told)
        if sent:
            to = {"to": "Example agency, desk 2", "how": "fax", "note": ""}
            actions.transmit(report=abroad, state="KS", **to, sent_at=later + MINUTE, by=by, at=later + MINUTE)
    lead = User.objects.filter(role=Role.HOTLINE_SUPERVISOR).earliest("pk")
    actions.keep_to_named(report=call_in(76, **NOTHING), named=[lead], **told)


def _worked(alert: Alert, at: datetime) -> Report:
    work = working.of(alert, at)
    working.take(work)
    working.respond(work, Random(3))
    return alert.classification.report


def _plain(pages: dict[str, Any]) -> dict[str, Any]:
    """A call that says nothing yet: what it is about is settled by the screener."""
    places = pages["places"] | {"facts": {}}
    return pages | {"worries": {"pathways": ["hungry"], "other": ""}, "questions": {}, "places": places}


def _settled(report: Report, by: User, at: datetime, facts: dict[str, str]) -> Report:
    """Held, and everything asked."""
    call.claim(report=report, by=by, at=at)
    law = classification.protocol_for(report)
    while questions := law.decide(call.case_now(report)).questions:
        rows = [("/".join(filter(None, one.unit)), one.fact) for one in questions]
        known = dict.fromkeys(YES + CARE, "yes") | {"suspect relation": "parent"} | facts
        answers = [(unit, fact, known.get(fact) or _no(law.facts[fact].values)) for unit, fact in rows]
        call.settle(report=report, answers=answers, by=by, at=at)
    return report


def _no(values: Any) -> str:
    return "no" if "no" in values else "unknown"


def _sent(report: Report, office: Office, by: User, at: datetime) -> Alert:
    outcome = classification.protocol_for(report).decide(call.case_now(report)).outcome
    made = classification.classify(report=report, outcome=outcome, reason="", by=by, at=at)
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=by, at=at)
