"""Calls about invented children, for the tests of repeats and of late links."""

from datetime import datetime

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report
from oscr.people.models import Participant
from tests.making import MINUTE, NOW, sent, user

LOWEST = "documented call"
ROBIN = {"first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years"}
OTHER = {"first": "Zelda", "last": "Quillfeather", "age": 3, "age_unit": "years"}


def told(*children: dict, at: datetime = NOW, **answers) -> Report:
    """A report about these children."""
    named = [{"id": f"c{n}", **child} for n, child in enumerate(children, 1)]
    return sent(at=at, children=named, **answers)


def child(report: Report, code: str = "A") -> Participant:
    """One child of a report."""
    return report.involved.get(code=code).participant


def decided(
    report: Report,
    by: User,
    outcome: str = "investigation",
    prior: str = "",
    happened: str = "",
    harassment: str = "",
    at: datetime | None = None,
) -> Classification:
    """A classification of it, a minute after it came or at some time, with what was known of earlier reports."""
    at = at or report.received_at + MINUTE
    call.claim(report=report, by=by, at=at)
    facts = {"prior reports": prior, "happened before": happened, "harassment suspected": harassment}
    answers = [("", fact, answer) for fact, answer in facts.items() if answer]
    if outcome == LOWEST:
        answers.append(("A", "child died", "yes"))  # what a supervisor then lowers, whatever else is open
    if answers:
        call.settle(report=report, answers=answers, by=by, at=at)
    said = {"outcome": outcome, "reason": "For the test.", "by": by, "at": at}
    if outcome != LOWEST:
        return classification.classify(report=report, **said)
    proposal = classification.propose_lower(report=report, **said)
    supervisor = user(Role.HOTLINE_SUPERVISOR)
    classification.rule_on(proposal=proposal, approved=True, note="", by=supervisor, at=at)
    return report.classifications.get()
