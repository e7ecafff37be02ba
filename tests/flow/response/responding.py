"""A response to be written down: an alert in the hands of a worker, its people, and the moments of a day."""

from datetime import timedelta
from types import SimpleNamespace

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.response import contacting
from oscr.flow.response.guarding import Whom
from oscr.law import visiting
from tests import making
from tests.flow.ending.calls import settled as fully_settled
from tests.making import MINUTE, NOW

HOUR = timedelta(hours=1)
LATER = NOW + 30 * HOUR  # when things are entered
HARMLESS = {one.id: "no" for one in visiting.questions()}
CHILDREN = [
    {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years", "school": "Example School"},
    {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 2, "age_unit": "years", "worried": False},
]
ADULTS = [
    {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent"},
    {"id": "p2", "first": "Sam", "last": "Cloverfield", "relation": "Parent"},
]
SAID = {
    "children": CHILDREN,
    "adults": ADULTS,
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
}


def responded(outcome: str = "investigation", settled=(), **changed) -> SimpleNamespace:
    """An alert that a worker responds to, with its two children (A the victim), the suspect and the other parent.

    In: what a screener settled as (unit, fact, value), so that the decision calls for its actions.
    """
    screener = making.user(Role.SCREENER)
    office = Office.objects.get(fips=making.BOONE)
    told = SAID | changed
    if outcome == "investigation":
        report = making.sent(**told)
        call.claim(report=report, by=screener, at=NOW + MINUTE)
    else:
        report = fully_settled(screener, outcome, **{name: told[name] for name in told if outcome != "NCA"})
    if settled:
        call.settle(report=report, answers=list(settled), by=screener, at=NOW + MINUTE)
    made = classification.classify(report=report, outcome=outcome, reason="For the test.", by=screener, at=NOW + MINUTE)
    how = {"rule": "location", "reason": "", "by": screener, "at": NOW + 2 * MINUTE}
    alert = assignment.send_alert(classification=made, office=office, **how)
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    assignment.acknowledge(alert=alert, by=lead, at=NOW + 3 * MINUTE)
    assignment.assign(alert=alert, worker=worker, by=lead, at=NOW + 4 * MINUTE)
    people = {one.code: one for one in report.involved.all()}
    suspect = next((one for one in people.values() if one.suspect), None)
    other = next((one for one in people.values() if one.part == "adult" and not one.suspect), None)
    return SimpleNamespace(
        alert=alert,
        report=report,
        worker=worker,
        lead=lead,
        a=people["A"],
        b=people.get("B"),
        suspect=suspect,
        other=other,
    )


def child(involved, *, seen: bool = True, interviewed: bool = False, seen_by: str = "") -> Whom:
    """A child of a contact."""
    return Whom("child", involved, seen=seen, interviewed=interviewed, seen_by=seen_by)


def contact(case, *whom, **changed):
    """A contact of the worker with these people, two hours after the report, elsewhere."""
    how = {"place": "elsewhere", "result": "reached", "happened_at": NOW + 2 * HOUR, "what": "For the test."}
    how |= {"by": case.worker, "at": LATER}
    return contacting.contact(alert=case.alert, whom=whom, **{**how, **changed})


def careful(case, **answers):
    """The answers before a visit."""
    said = HARMLESS | answers
    return contacting.take_care(alert=case.alert, answers=said, by=case.worker, at=NOW + HOUR)


def running(case, kind: str):
    """The moment at which a clock of the report was met; None while it runs; a KeyError's place where there is none."""
    return case.report.clocks.get(kind=kind).met_at
