"""What became of earlier reports counts: one that was referred as harassing is no prior report any more."""

from types import SimpleNamespace

import pytest

from oscr.flow.conclusion import harassing
from oscr.flow.history import priors
from oscr.flow.history.grounds import Told
from tests.flow.conclusion.concluding import DONE, concluded, people, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    staff = people()
    alert = ready(staff)
    row = concluded(alert, staff)
    child = alert.classification.report.involved.get(code="A")
    return SimpleNamespace(staff=staff, alert=alert, row=row, child=child)


def refer(case) -> None:
    told = {"indicators": ["custody"], "evidence": "Two hearings.", "prosecutor": ""}
    harassing.refer(conclusion=case.row, **told, by=case.staff.lead, at=DONE)


def prior(case) -> tuple[str, ...]:
    answers = {"same": [{"participant": case.child.participant_id, "same": True}]}
    return priors.of_call({priors.SAME: answers["same"]}, case.staff.worker).numbers


def test_a_concluded_report_is_a_prior_report_unless_it_was_made_to_harass(case):
    assert prior(case) == (case.alert.number,)
    refer(case)
    assert prior(case) == ()


def test_it_is_no_ground_to_look_at_a_later_report_again(case):
    assert not Told([case.child.participant_id])._harassing(case.child)
    refer(case)
    assert Told([case.child.participant_id])._harassing(case.child)
