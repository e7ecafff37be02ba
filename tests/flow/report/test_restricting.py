"""A report about an employee's family, or one that a court sealed, is for supervisors alone."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Involvement, Report, Restriction
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, alerted, sent, user

pytestmark = pytest.mark.django_db


def test_supervisors_alone_see_it():
    supervisor, screener, worker, manager = map(
        user, (Role.HOTLINE_SUPERVISOR, Role.SCREENER, Role.WORKER, Role.CIRCUIT_MANAGER)
    )
    alert = alerted(screener)
    report = alert.classification.report
    assert Report.objects.visible_to(screener).get() == report and Alert.objects.visible_to(worker).get() == alert
    restrict(report=report, why="sealed", by=supervisor, at=NOW)
    for nobody in (Report, Alert, Involvement):
        assert not nobody.objects.visible_to(screener).exists()
    assert not Alert.objects.visible_to(worker).exists() and Alert.objects.visible_to(manager).get() == alert
    assert Report.objects.visible_to(supervisor).get() == report
    assert Involvement.objects.visible_to(supervisor).first().number == report.number
    assert Entry.objects.filter(act="report.restricted", details={"why": "sealed"}).count() == 1
    assert str(report.restriction) == f"{report.number} restricted"


def test_the_worker_who_responds_sees_it_still():
    supervisor, lead = user(Role.HOTLINE_SUPERVISOR), user(Role.COUNTY_SUPERVISOR)
    worker, colleague = user(Role.WORKER), user(Role.WORKER)
    alert = alerted()
    assignment.acknowledge(alert=alert, by=lead, at=NOW + 3 * MINUTE)
    assignment.assign(alert=alert, worker=worker, by=lead, at=NOW + 3 * MINUTE)
    restrict(report=alert.classification.report, why="conflict", by=supervisor, at=NOW)
    assert Alert.objects.visible_to(worker).get() == alert and not Alert.objects.visible_to(colleague).exists()


def test_restricting_twice_and_for_another_reason():
    supervisor, report = user(Role.HOTLINE_SUPERVISOR), sent()
    for _ in range(2):
        restrict(report=report, why="conflict", by=supervisor, at=NOW)
    assert Restriction.objects.count() == 1 == Entry.objects.filter(act="report.restricted").count()
    with pytest.raises(Refused, match="another reason") as refused:
        restrict(report=report, why="sealed", by=supervisor, at=NOW)
    assert refused.value.field == "why"
    with pytest.raises(Refused, match="restrict"):
        restrict(report=report, why="conflict", by=user(Role.SCREENER), at=NOW)


def test_what_was_told_is_filed_with_the_report():
    report = sent(
        children=[{"id": "c1", "first": "Robin", "last": "Cloverfield", "address": "12 Oak St, Rolla 65401"}],
        adults=[{"id": "p1", "first": "Ada", "phone": "573-555-0123"}],
    )
    child = report.involved.get(code="A").participant.index
    assert child.household == report.pk and "h:12|65401" in child.keys and "p:5550123" in child.keys
