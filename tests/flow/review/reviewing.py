"""Reviews of invented calls, for the tests of what a person does with them."""

from datetime import timedelta

from oscr.agency.models import User
from oscr.flow.call import actions as call
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.classification import actions as classification
from oscr.flow.report.models import Report
from oscr.flow.review import actions
from oscr.flow.review.models import Review
from oscr.flow.review.opening import open_due
from tests.flow.history.calling import ROBIN, told
from tests.making import NOW

HOUR = timedelta(hours=1)
AT = NOW + 80 * HOUR
EDUCATION = {"worries": {"pathways": ["education"], "other": ""}}
LOWEST = "documented call"
MOTHER = {"id": "p1", "first": "Ada", "last": "Cloverfield", "age": 34, "age_unit": "years", "relation": "Mother"}
BY_MOTHER = {"adults": [MOTHER], "suspects": [{"id": "s1", "person": "p1", "facts": {}}]}
YES = ("child tie", "suspect tie", "incident in Missouri", "suspect had care", "suspect in household")
FIRST = {"misses school": "yes", "school has tried": "no", "caretaker is trying": "no"}  # documented alone
SECOND = {
    "misses school": "no",
    "school has tried": "yes",
    "caretaker is trying": "no",
}  # so is this; together they are more


def screened(report: Report, by: User, **facts: str) -> str:
    """Ask everything that is open, "no" where nothing else is said, and classify as the protocol does; the outcome."""
    at, law = report.received_at, protocol_for(report)
    call.claim(report=report, by=by, at=at)
    while questions := law.decide(case_now(report)).questions:
        answers = [(unit(*one.unit), one.fact, _answer(law.facts[one.fact], facts)) for one in questions]
        call.settle(report=report, answers=answers, by=by, at=at)
    outcome = law.decide(case_now(report)).outcome
    classification.classify(report=report, outcome=outcome, reason="", by=by, at=at)
    return outcome


def _answer(fact, facts) -> str:
    return facts.get(fact.id) or ("yes" if fact.id in YES else "no" if "no" in fact.values else "unknown")


def unit(child, suspect) -> str:
    return "/".join(one for one in (child, suspect) if one)


def documented(screener: User, *each: dict, **answers) -> list[Report]:
    """Three calls about Robin that were documented, one after the other; `each` has what a call said besides "no"."""
    made = [told(ROBIN, at=NOW + place * HOUR, **(BY_MOTHER | EDUCATION | answers)) for place in range(3)]
    for report, facts in zip(made, (*each, {}, {}, {}), strict=False):
        assert screened(report, screener, **facts) == LOWEST
    return made


def reviewed(at=AT) -> Review:
    """The one review that these calls have opened."""
    open_due(at=at)
    return Review.objects.get()


def contacted(review: Review, by: User) -> None:
    """Each reporter was reached."""
    for one in review.calls.select_related("report"):
        told_us = {"how": "reached", "said": "Nothing new.", "again_by": None}
        actions.contact(review=review, report=one.report, **told_us, by=by, at=AT)
