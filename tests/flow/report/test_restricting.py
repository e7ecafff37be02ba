"""A report about an employee's family, or one that a court sealed, is for the few who may see it."""

from datetime import timedelta

import pytest

from oscr.agency.models import Level, OnCall
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment import restricting
from oscr.flow.assignment.models import Alert
from oscr.flow.call.actions import claim
from oscr.flow.call.models import Waiting
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Involvement, Report, Restriction
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, alerted, phoned, sent, user

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


def test_who_may_not_see_it_lets_go_of_it():
    supervisor, screener, other = user(Role.HOTLINE_SUPERVISOR), user(Role.SCREENER), user(Role.SCREENER)
    held = phoned(screener)
    _row, held_by = restricting.restrict(report=held, why="conflict", by=supervisor, at=NOW + MINUTE)
    assert held_by == screener and Waiting.objects.get(report=held).held_by is None
    assert Entry.objects.filter(act="report.released", details={"held_by": screener.pk}).count() == 1
    for nobody in (screener, other):
        with pytest.raises(Refused, match="restricted"):
            claim(report=held, by=nobody, at=NOW + MINUTE)
    assert claim(report=held, by=supervisor, at=NOW + MINUTE).held_by == supervisor
    assert restricting.restrict(report=held, why="conflict", by=supervisor, at=NOW + MINUTE)[1] is None
    assert Waiting.objects.get(report=held).held_by == supervisor  # who may see it keeps it


def test_nobody_held_it_and_another_reason_is_refused_before_anything_is_let_go():
    supervisor, screener, report = user(Role.HOTLINE_SUPERVISOR), user(Role.SCREENER), sent()
    assert restricting.restrict(report=report, why="conflict", by=supervisor, at=NOW)[1] is None
    held = phoned(screener)
    with pytest.raises(Refused, match="role"):
        restricting.restrict(report=held, why="conflict", by=screener, at=NOW)
    assert Waiting.objects.get(report=held).held_by == screener


class TestTheCircuitIsTold:
    def test_of_an_office_that_was_alerted(self):
        supervisor, manager = user(Role.HOTLINE_SUPERVISOR), user(Role.CIRCUIT_MANAGER)
        user(Role.WORKER), user(Role.COUNTY_SUPERVISOR), user(Role.REGIONAL_DIRECTOR)
        alert = alerted()
        for _ in range(2):
            restricting.restrict(report=alert.classification.report, why="conflict", by=supervisor, at=NOW)
        left = Notice.objects.get(kind="restricted")
        assert left.to == manager.email
        assert left.context == {"number": alert.number, "office": alert.office.name}

    def test_when_an_alert_comes_after(self):
        supervisor, worker, manager = map(user, (Role.HOTLINE_SUPERVISOR, Role.WORKER, Role.CIRCUIT_MANAGER))
        report = sent()
        restricting.restrict(report=report, why="conflict", by=supervisor, at=NOW)
        alerted(supervisor, of=report)
        assert not Notice.objects.filter(kind="restricted").exists()
        assert Notice.objects.get(kind="alert").to == manager.email != worker.email

    def test_where_the_circuit_has_nobody_who_may_see_it_the_region_is(self):
        director, stand_in = user(Role.REGIONAL_DIRECTOR), user(Role.COUNTY_SUPERVISOR)
        office = stand_in.office
        assert restricting.leading(office=office, at=NOW) == [director]
        manager = user(Role.CIRCUIT_MANAGER)
        assert restricting.leading(office=office, at=NOW) == [manager]
        day = timedelta(days=1)
        OnCall.objects.create(
            office=office, user=stand_in, level=Level.CIRCUIT, starts_at=NOW - day, ends_at=NOW + day, entered_at=NOW
        )
        assert restricting.leading(office=office, at=NOW) == [director]
        director.is_active = False
        director.save()
        assert restricting.leading(office=office, at=NOW) == []
