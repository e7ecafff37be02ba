"""A second or subsequent incident: the chief investigator directs, is told, and verifies that the child was observed."""

from datetime import timedelta

import pytest

from oscr.agency.models import ChiefInvestigator, Office
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.assignment import directing
from oscr.flow.assignment.models import SecondIncident
from oscr.flow.assignment.restricting import restrict
from oscr.flow.correction import transferring
from oscr.flow.history import actions as history
from oscr.flow.load import Wish
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.ending.calls import screener, with_office
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def manager():
    return making.user(Role.CIRCUIT_MANAGER)


@pytest.fixture
def chief(manager):
    person = making.user(Role.COUNTY_SUPERVISOR)
    directing.name_chief(office=person.office, user=person, since=NOW, by=manager, at=NOW)
    return person


def told() -> list[str]:
    return list(Notice.objects.filter(kind="directs").order_by("pk").values_list("to", flat=True))


def again(said="investigation"):
    """A report that is a second incident by what was told."""
    facts = {"facts": {"prior reports": "yes"}}
    alert = with_office(screener(), said, questions={"general": facts})
    assert any(one["id"] == directing.CHIEF for one in alert.classification.decision["actions"])
    return alert


def test_a_chief_is_named_by_who_leads_the_circuit(manager, chief):
    assert ChiefInvestigator.objects.get().entered_by == manager
    far = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips="29015"))
    said = {"since": NOW, "at": NOW}
    for office, user, by, field in (
        (chief.office, far, manager, "user"),
        (far.office, far, manager, "office"),
        (chief.office, chief, chief, ""),
    ):
        with pytest.raises(Refused) as refused:
            directing.name_chief(office=office, user=user, by=by, **said)
        assert refused.value.field == field


def test_a_second_incident_is_told_with_the_alert_and_a_first_is_not(chief):
    first = with_office(screener(), "investigation")
    assert (told(), directing.directing(first, LATER)) == ([], [])
    second = again()
    assert told() == [chief.email]
    assert directing.directing(second, LATER) == [chief]
    row = SecondIncident.objects.get()
    assert not row.late
    assert str(row).endswith("second incident")


def test_without_a_chief_the_circuit_manager_directs(manager):
    alert = again()
    assert told() == [manager.email]
    assert directing.directing(alert, LATER) == [manager]


def test_a_late_link_makes_it_one_and_tells_once(chief):
    one, other = with_office(screener(), "investigation"), with_office(screener(), "investigation", NOW + 5 * MINUTE)
    a, b = (alert.classification.report.involved.get(code="A").participant for alert in (one, other))
    history.link(one=a, other=b, reason="For the test.", by=screener(), at=LATER)
    assert told() == [chief.email]
    row = SecondIncident.objects.get()
    assert (row.report, row.late) == (other.classification.report, True)
    directing.found_late(report=row.report, by=None, at=LATER)
    assert told() == [chief.email]


def linked(chief):
    """A second incident by a late link: its alert, and what was said of whom."""
    one, other = with_office(screener(), "investigation"), with_office(screener(), "investigation", NOW + 5 * MINUTE)
    a, b = (alert.classification.report.involved.get(code="A").participant for alert in (one, other))
    person = history.link(one=a, other=b, reason="For the test.", by=screener(), at=LATER)
    assert directing.directing(other, LATER) == [chief]
    return other, {"one": a, "other": b, "person": person}


@pytest.mark.parametrize("how", ["withdraw", "split", "deny"])
def test_what_is_taken_back_takes_the_direction_back_and_tells(chief, how):
    alert, who = linked(chief)
    said = {"reason": "Another child.", "by": screener(), "at": LATER}
    if how == "withdraw":
        history.withdraw(participant=who["one"], person=who["person"], **said)
    elif how == "split":
        history.split(person=who["person"], participants=[who["one"]], **said)
    else:
        history.deny(one=who["one"], other=who["other"], **said)
    assert not directing.is_second(alert.classification.report)
    assert directing.directing(alert, LATER) == []
    assert Notice.objects.get(kind="directs_no_more").to == chief.email
    assert docket.board(chief, at=LATER).counts[docket.DIRECTING] == 0
    assert Entry.objects.filter(act="direction.ended").count() == 1
    history.link(one=who["one"], other=who["other"], reason="The same after all.", by=screener(), at=LATER)
    assert directing.directing(alert, LATER) == [chief]
    assert told() == [chief.email, chief.email]


def test_what_the_decision_says_is_not_taken_back(chief):
    report = again().classification.report
    directing.found_not(report=report, by=None, at=LATER)
    assert directing.is_second(report)
    first = with_office(screener(), "investigation").classification.report
    directing.found_not(report=first, by=None, at=LATER)
    assert not SecondIncident.objects.filter(report=first).exists()


def test_a_direction_taken_back_twice_is_told_once_and_without_an_office_nobody(chief):
    report = making.sent()
    directing.found_late(report=report, by=None, at=NOW)
    for _time in range(2):
        directing.found_not(report=report, by=None, at=LATER)
    assert SecondIncident.objects.filter(report=report, holds=False).count() == 1
    assert not Notice.objects.filter(kind="directs_no_more").exists()


def test_found_before_any_office_has_it_nobody_is_told_yet(chief):
    report = making.sent()
    directing.found_late(report=report, by=None, at=NOW)
    assert told() == []
    making.alerted(of=report)
    assert told() == [chief.email]


def test_with_the_report_the_direction_goes_to_the_other_office(chief):
    alert, there = again(), making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE))
    other = making.user(Role.CIRCUIT_MANAGER, there.office)
    said = {"reason": "moved", "note": "Their new address.", "by": chief, "at": LATER}
    row = transferring.propose(alert=alert, to=there.office, **said)
    new = transferring.accept(transfer=row, note="", by=there, at=LATER).alert
    assert told() == [chief.email, other.email]
    assert directing.directing(new, LATER) == [other]


def test_of_a_restricted_report_only_who_may_see_it_directs(chief, manager):
    alert = again()
    by = making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=alert.classification.report, why="employee", by=by, at=LATER)
    assert directing.directing(alert, LATER) == [manager]
    directing.name_chief(office=chief.office, user=manager, since=NOW, by=manager, at=LATER)
    assert directing.directing(alert, LATER) == [manager]


def test_the_board_shows_what_i_direct(chief, manager):
    again()
    with_office(screener(), "investigation")
    board = docket.board(chief, at=LATER, wish=Wish(docket.DIRECTING))
    assert (board.open, board.counts[docket.DIRECTING], len(board.duties)) == (2, 1, 1)
    assert docket.board(manager, at=LATER).counts[docket.DIRECTING] == 0


def test_who_directs_verifies_the_observation_and_nobody_else(chief, manager):
    alert = again()
    for by, note in ((manager, "Seen."), (chief, " ")):
        with pytest.raises(Refused):
            directing.verify_observation(alert=alert, note=note, by=by, at=LATER)
    row = directing.verify_observation(alert=alert, note="I read the worker's notes.", by=chief, at=LATER)
    assert str(row).endswith("verified")
    with pytest.raises(Refused, match="verified it already"):
        directing.verify_observation(alert=alert, note="Again.", by=chief, at=LATER)
