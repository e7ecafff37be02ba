"""The safety assessment and what is kept with a contact."""

from datetime import date

import pytest

from oscr.flow.attachment.models import Attachment
from oscr.flow.response import assessing
from oscr.flow.response.assessing import Step
from oscr.flow.response.models import ResponseFile, SafetyAssessment
from oscr.law import safety
from oscr.law.refusal import Refused
from tests.flow.attachment.files import picture
from tests.flow.response.responding import HOUR, LATER, child, contact, responded, running
from tests.making import NOW

pytestmark = pytest.mark.django_db
FORM = safety.current(date(2026, 3, 3))
NOTHING = {item.id: "no" for item in FORM.items}
DANGER = {"answers": NOTHING | {"needs": "yes"}, "decided": {"A": "plan", "B": "safe"}, "interventions": ["network"]}
PLAN = [Step("Aunt Example", "Sleeps there every night", date(2026, 3, 20))]


@pytest.fixture
def case():
    return responded()


def assess(case, **changed):
    said = {"answers": NOTHING, "decided": {"A": "safe", "B": "safe"}, "capacities": [], "interventions": []}
    said |= {"plan": [], "note": "", "form": FORM.id, "happened_at": NOW + 3 * HOUR, "by": case.worker, "at": LATER}
    return assessing.assess(alert=case.alert, **{**said, **changed})


def test_every_child_is_decided_about_and_the_clock_is_met_when_it_was_done(case):
    made = assess(case)
    assert {(one.involved.code, one.decision) for one in made.decisions.all()} == {("A", "safe"), ("B", "safe")}
    assert running(case, "safety assessment") == NOW + 3 * HOUR
    assert made.form == FORM.id


def test_a_plan_says_who_does_what_until_when(case):
    with pytest.raises(Refused) as refused:
        assess(case, **DANGER)
    assert refused.value.field == "who_0"
    made = assess(case, **DANGER, plan=PLAN, capacities=["network"])
    assert [(step.who, step.until) for step in made.plan.all()] == [("Aunt Example", date(2026, 3, 20))]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decided": {"A": "safe"}}, "child B"),
        ({"answers": NOTHING | {"home": "unknown"}}, "note"),
        ({"happened_at": LATER + HOUR}, "happened_at"),
        ({**DANGER, "plan": [Step("Aunt Example", "Sleeps there", date(2026, 3, 2))]}, "until_0"),
        ({"form": "safety-2019"}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(case, changed, field):
    with pytest.raises(Refused) as refused:
        assess(case, **changed)
    assert refused.value.field == field
    assert not SafetyAssessment.objects.exists() and running(case, "safety assessment") is None


def test_a_photograph_belongs_to_the_contact_and_not_to_what_came_with_the_report(case):
    made = contact(case, child(case.a))
    how = {"shows": "The left arm", "names_reporter": False, "by": case.worker, "at": LATER}
    row = assessing.add_file(contact=made, sent=picture(), **how)
    again = assessing.add_file(contact=made, sent=picture(), **how)
    assert row == again and ResponseFile.objects.count() == 1
    assert list(Attachment.objects.of_response(case.report.token)) == [row.attachment]
    assert not Attachment.objects.of(case.report.token).exists()
