"""Needs, services, refusals, risk, outcome; the team; whom the law wants informed."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from oscr.flow.response import serving, telling
from oscr.flow.response.models import Informed, Need, ServiceStep, TeamUse
from oscr.law.refusal import Refused
from tests.flow.response.responding import HOUR, LATER, responded
from tests.making import NOW

pytestmark = pytest.mark.django_db
THEN = {"happened_at": NOW + HOUR, "at": LATER}


@pytest.fixture
def case():
    return responded("family assessment")


def offered(case):
    need = serving.need(alert=case.alert, what="Food until payday", known_from="The family", by=case.worker, at=LATER)
    return serving.offer(
        need=need, what="Food pantry", why="Hunger made her leave.", until=date(2026, 4, 3), by=case.worker, **THEN
    )


@contextmanager
def beside(field):
    """What is refused beside this field."""
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.field == field


def test_a_service_is_limited_in_time_and_says_why(case):
    service = offered(case)
    for changed, field in (({"until": date(2026, 3, 3)}, "until"), ({"why": " "}, "why"), ({"what": ""}, "what")):
        how = {"what": "Food pantry", "why": "Hunger", "until": date(2026, 4, 3), "by": case.worker} | THEN | changed
        with beside(field):
            serving.offer(need=service.need, **how)


def test_a_refusal_says_what_was_tried_and_why_the_family_refuses(case):
    service = offered(case)
    with beside("attempts"):
        serving.step(service=service, kind="refused", note="Proud.", by=case.worker, **THEN)
    with beside("note"):
        serving.step(service=service, kind="refused", attempts="Twice", by=case.worker, **THEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStep.objects.create(alert=case.alert, service=service, kind="refused", by=case.worker, **THEN)
    serving.step(service=service, kind="refused", attempts="Twice", note="Proud.", by=case.worker, **THEN)
    serving.step(service=service, kind="accepted", by=case.worker, **THEN)
    assert [one.kind for one in service.steps.all()] == ["refused", "accepted"]


def test_a_need_a_risk_and_an_outcome_are_whole(case):
    with beside("known_from"):
        serving.need(alert=case.alert, what="Food", known_from="", by=case.worker, at=LATER)
    assert not Need.objects.exists()
    with beside("why"):
        serving.assess_risk(alert=case.alert, level="high", why="", by=case.worker, **THEN)
    assert serving.assess_risk(alert=case.alert, level="high", why="A fall.", by=case.worker, **THEN).level == "high"
    said = {"outcome": "They eat.", "services": "Food pantry", "risk_removed": ""}
    with beside("risk_removed"):
        serving.document_outcome(alert=case.alert, **said, by=case.worker, at=LATER)
    serving.document_outcome(alert=case.alert, **{**said, "risk_removed": "Yes"}, by=case.worker, at=LATER)


def test_a_team_is_used_or_it_is_said_why_not(case):
    with beside("why_not"):
        telling.use_team(alert=case.alert, used=False, why_not=" ", by=case.worker, at=LATER)
    telling.use_team(alert=case.alert, used=False, why_not="Nobody came.", by=case.worker, at=LATER)
    assert telling.use_team(alert=case.alert, used=True, why_not="Left over", by=case.worker, at=LATER).why_not == ""
    assert TeamUse.objects.count() == 2
    for field in ("named", "agency", "role"):
        said = {"named": "Nurse Example", "agency": "Example Hospital", "role": "Nurse"} | {field: ""}
        with beside(field):
            telling.add_member(alert=case.alert, **said, by=case.worker, at=LATER)
    made = telling.add_member(alert=case.alert, named="N", agency="H", role="Nurse", by=case.worker, at=LATER)
    assert made.agency == "H"


def test_a_school_is_informed_about_a_child_and_a_parent_in_writing(case):
    said = {"named": "Liaison Example", "what": "That there is an investigation", "by": case.worker, **THEN}
    with beside("involved"):
        telling.inform(alert=case.alert, kind="liaison", **said)
    with beside("involved"):
        telling.inform(alert=case.alert, kind="liaison", involved=responded().a, **said)
    with beside("what"):
        telling.inform(alert=case.alert, kind="parent", **{**said, "what": ""})
    telling.inform(alert=case.alert, kind="liaison", involved=case.a, **said)
    telling.inform(alert=case.alert, kind="parent", **said)
    assert Informed.objects.count() == 2
