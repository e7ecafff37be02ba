"""Where a report stands: the stage is which rows exist."""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from tests import making
from tests.making import BOONE, MINUTE, NOW

pytestmark = pytest.mark.django_db


def test_a_report_walks_through_every_stage():
    office = Office.objects.get(fips=BOONE)
    screener, worker = making.user(Role.SCREENER), making.user(Role.WORKER, office)
    supervisor = making.user(Role.COUNTY_SUPERVISOR, office)
    report, stages = making.sent(), []

    def look() -> docket.Line:
        stages.append(docket.line(report).label)
        return docket.line(report)

    look()
    call.claim(report=report, by=screener, at=NOW)
    look()
    made = making.classified(screener, of=report)
    look()
    alert = assignment.send_alert(
        classification=made, office=office, rule="PRESENT", reason="", by=screener, at=NOW + 2 * MINUTE
    )
    look()
    seen = assignment.acknowledge(alert=alert, by=worker, at=NOW + 3 * MINUTE)
    look()
    given = assignment.assign(alert=alert, worker=worker, by=supervisor, at=NOW + 4 * MINUTE)
    line = look()
    assert stages == [
        "Received",
        "Being reviewed",
        "Classified",
        "Sent to the local office",
        "Seen by the local office",
        "Given to a worker",
    ]
    assert (line.classification, line.alert, line.acknowledgement, line.assignment) == (made, alert, seen, given)


def test_a_board_holds_no_more_than_it_may_show_of_a_report():
    worker = making.user(Role.WORKER, Office.objects.get(fips=BOONE))
    making.alerted()
    (duty,) = docket.board(worker, at=NOW + 3 * MINUTE).duties
    unread = duty.alert.classification.get_deferred_fields()
    assert {"case", "decision"} <= unread
    assert {"narrative", "told", "case"} <= duty.alert.classification.report.get_deferred_fields()
    assert (duty.acknowledged, duty.worker, duty.overdue(NOW + 3 * MINUTE)) == (False, None, False)
    assert duty.overdue(duty.next.due_at)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.SCREENER, Role.HOTLINE_SUPERVISOR])
def test_who_answers_for_no_office_has_an_empty_board(role):
    making.alerted()
    assert docket.board(making.user(role), at=NOW).open == 0


def test_a_board_looks_at_running_clocks_only():
    worker = making.user(Role.WORKER, Office.objects.get(fips=BOONE))
    first, second = making.alerted(), making.alerted()
    for one in first.classification.report.clocks.filter(office=first.office):
        clock.meet(clock=one, by=worker, at=NOW + 3 * MINUTE)
    board = docket.board(worker, at=NOW + 4 * MINUTE)
    assert [duty.alert for duty in board.duties] == [second]
    assert (board.open, board.new, board.left_out) == (1, 1, 0)
    assert board.counts == {
        "": 1,
        "mine": 0,
        "unassigned": 1,
        "overdue": 0,
        "today": 1,
        "soon": 1,
        "left": 0,
        "directing": 0,
    }


def test_a_duty_done_while_the_board_is_read_is_left_out(monkeypatch):
    worker = making.user(Role.WORKER, Office.objects.get(fips=BOONE))
    making.alerted()
    counted = docket.load

    def meanwhile(*who, **how):
        found = counted(*who, **how)
        Clock.objects.update(met_at=NOW + 3 * MINUTE, noted_at=NOW + 3 * MINUTE, met_by=worker)
        return found

    monkeypatch.setattr(docket, "load", meanwhile)
    board = docket.board(worker, at=NOW + 3 * MINUTE)
    assert (board.duties, board.left_out) == ((), 1)
