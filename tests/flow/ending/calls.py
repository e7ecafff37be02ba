"""Calls for the tests of endings: settled so that the protocol says what a test wants."""

from datetime import datetime

from oscr.agency.models import Office, User
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.call import actions as call
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.classification import actions as classification
from oscr.flow.report.models import Report
from tests.making import BOONE, MINUTE, NOW, sent, user

TIES = {"child tie": "yes", "suspect tie": "yes", "incident in Missouri": "yes", "other state known": "yes"}
PARENT = {"suspect had care": "yes", "suspect in household": "yes", "suspect relation": "parent"}
STRANGER = {"suspect had care": "no", "suspect in household": "no", "suspect relation": "not family"}
STORIES = {  # what the protocol says -> pathway and answers; whatever else it asks is answered no
    "investigation": ("beaten", PARENT | {"hurt by somebody": "yes", "worst injury": "serious"}),
    "juvenile assessment": ("sexual", STRANGER | {"sexual contact": "yes", "suspect age": "under 14"}),
    "family assessment": ("hungry", PARENT | {"too little food": "yes", "harm from neglect": "mild"}),
    "NCA": ("infant", PARENT | {"exposed before birth": "yes", "reporter is medical": "yes"}),
    "N": ("sexual", STRANGER | {"sexual contact": "yes", "suspect age": "14 to 17"}),
    "P": ("removal", PARENT | {"wants child removed": "yes"}),
    "F": ("fatality", PARENT | {"child died": "yes", "abuse ruled out": "yes", "reporter is medical examiner": "yes"}),
    "documented call": ("hungry", PARENT),
    "out of state": ("hungry", dict.fromkeys(TIES, "no") | {"other state known": "yes"}),
}
NEWBORN = {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 2, "age_unit": "weeks"}


def settled(by: User, said: str, at: datetime = NOW, **answers) -> Report:
    """A report that `by` holds, with everything answered so that the protocol says `said`."""
    pathway, facts = STORIES[said]
    children = {"children": [NEWBORN]} if said == "NCA" else {}
    report = sent(at=at, **{"worries": {"pathways": [pathway], "other": ""}, **children, **answers})
    call.claim(report=report, by=by, at=at)
    law = protocol_for(report)
    units = {"call": "", "child": "A", "suspect": "1", "pair": "A/1"}
    rows = [(units[law.facts[fact].scope], fact, value) for fact, value in (TIES | facts).items()]
    while rows:
        call.settle(report=report, answers=rows, by=by, at=at)
        questions = law.decide(case_now(report)).questions
        rows = [("/".join(filter(None, one.unit)), one.fact, _no(law, one.fact)) for one in questions]
    assert law.decide(case_now(report)).outcome == said
    return report


def _no(law, fact: str) -> str:
    return "no" if "no" in law.facts[fact].values else "unknown"


def with_office(by: User, said: str, at: datetime = NOW, office: Office | None = None, **answers) -> Alert:
    """Such a report, classified and sent to an office (Boone County)."""
    made = classification.classify(report=settled(by, said, at, **answers), outcome=said, reason="", by=by, at=at)
    office = office or Office.objects.get(fips=BOONE)
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=by, at=at + MINUTE)


def screener() -> User:
    return user(Role.SCREENER)
