"""The board: in the right order, for the right people, without a name."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock import actions as clock
from oscr.flow.clock.ringing import ring_overdue
from tests import making
from tests.desks.county.conftest import LATER, SAID
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COLE_SAME_REGION = making.COLE


def numbers(response, kind: str = "") -> list[str]:
    """The call numbers of the page, or of one of its groups, in order."""
    page = html.fromstring(response.content)
    place = f'//section[contains(@class, "cty-group--{kind}")]' if kind else ""
    return page.xpath(f'{place}//a[@class="cty-number"]/text()')


def board(client, **asked):
    response = client.get("/county/", asked)
    assert response.status_code == 200
    return response


def test_a_new_alert_stands_on_the_board_without_a_name(alert, staff, browser_of):
    response = board(browser_of(staff.worker))
    assert numbers(response, "new") == [alert.number]
    text = response.content.decode()
    for name in ("Robin", "Cloverfield", "Alex", "Sealedname", "Example Lane", "absent from school"):
        assert name not in text
    assert "Investigation" in text or "investigation" in text
    assert "not acknowledged" in text


def test_overdue_comes_first_then_not_acknowledged_then_the_next_due(staff, office, at, browser_of):
    made = [making.alerted(staff.screener, office) for _ in range(4)]
    rest, late, new, sooner = made
    for alert in (rest, late, sooner):
        assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    report = rest.classification.report
    for one in report.clocks.running().filter(office=office).exclude(kind="complete"):
        clock.meet(clock=one, by=staff.worker, at=LATER)
    for alert in (new, sooner):
        for one in alert.classification.report.clocks.running().filter(office=office, due_at__lt=NOW + 3 * HOUR):
            if one.kind != "acknowledge":
                clock.meet(clock=one, by=staff.worker, at=LATER)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        response = board(browser_of(staff.worker))
    assert numbers(response) == [late.number, new.number, sooner.number, rest.number]
    assert numbers(response, "overdue") == [late.number]
    assert (
        "overdue" in html.fromstring(response.content).xpath('//section[contains(@class, "overdue")]')[0].text_content()
    )


def test_an_emergency_that_nobody_has_seen_stands_above_all_that_is_overdue(staff, office, at, browser_of):
    late = making.alerted(staff.screener, office)
    with time_machine.travel(NOW + 5 * HOUR, tick=False):
        danger = {"general": {"facts": {"danger now": "yes"}}}
        told = making.sent(at=NOW + 5 * HOUR, questions=danger)
        made = making.classified(staff.screener, at=NOW + 5 * HOUR, of=told)
        emergency = assignment.send_alert(
            classification=made, office=office, rule="location", reason="", by=staff.screener, at=NOW + 5 * HOUR
        )
        response = board(browser_of(staff.worker))
        assert numbers(response) == [emergency.number, late.number]
        assert numbers(response, "first") == [emergency.number]
        assignment.acknowledge(alert=emergency, by=staff.worker, at=NOW + 5 * HOUR)
        assert numbers(board(browser_of(staff.worker))) == [late.number, emergency.number]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("worker", "Boone County"),
        ("supervisor", "Boone County"),
        ("circuit", "Circuit 13"),
        ("region", "Northeast region"),
    ],
)
def test_the_head_says_what_somebody_answers_for(staff, browser_of, who, said):
    page = html.fromstring(board(browser_of(getattr(staff, who))).content)
    assert said in page.xpath('//*[contains(@class, "oscr-header__title")]')[0].text_content()
    assert page.xpath('//nav//a[@aria-current="page"]')[0].text_content().split() == ["Board", "B"]


def test_who_was_told_of_an_overdue_clock_is_said(alert, staff, browser_of):
    late = NOW + 5 * HOUR
    ring_overdue(at=late)
    with time_machine.travel(late, tick=False):
        text = " ".join(html.fromstring(board(browser_of(staff.worker)).content).text_content().split())
    assert "Back-up supervisor told Mar 3, 2:00 p.m." in text


@pytest.mark.parametrize(("show", "seen"), [("", 2), ("mine", 1), ("unassigned", 1), ("overdue", 0), ("nonsense", 2)])
def test_filters(show, seen, staff, office, browser_of):
    given, _free = making.alerted(staff.screener, office), making.alerted(staff.screener, office)
    assignment.acknowledge(alert=given, by=staff.worker, at=LATER)
    assignment.assign(alert=given, worker=making.user(Role.WORKER, office), by=staff.supervisor, at=LATER)
    assignment.assign(alert=given, worker=staff.worker, by=staff.supervisor, at=LATER)
    assert len(numbers(board(browser_of(staff.worker), show=show))) == seen


def test_another_office_is_not_seen_but_the_region_is_and_can_be_filtered(alert, staff, browser_of):
    cole = Office.objects.get(fips=COLE_SAME_REGION)
    other = making.alerted(staff.screener, cole)
    assert numbers(board(browser_of(staff.worker))) == [alert.number]
    director = browser_of(making.user(Role.REGIONAL_DIRECTOR, cole))
    expected = {alert.number, other.number} if cole.region == alert.office.region else {other.number}
    assert set(numbers(board(director))) == expected
    assert numbers(board(director, office=cole.pk)) == [other.number]
    assert set(numbers(board(director, office="x"))) == expected


def test_an_alert_with_all_clocks_met_leaves_the_board(alert, staff, browser_of):
    assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    for one in alert.office.clocks.running():
        clock.meet(clock=one, by=staff.worker, at=LATER)
    assert "Nothing is due here" in board(browser_of(staff.worker)).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_lines(staff, office, browser_of):
    client = browser_of(staff.worker)
    counts = []
    for _more in range(2):
        making.alerted(staff.screener, office, of=making.sent(**SAID))
        board(client)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            board(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_does_not_fit_is_counted(staff, office, at):
    made = [making.alerted(staff.screener, office, at=NOW + place * MINUTE + 2 * MINUTE) for place in range(3)]
    whole = docket.board(staff.worker, at=LATER, most=2)
    assert [duty.alert.pk for duty in whole.duties] == [alert.pk for alert in made[:2]]
    assert (whole.open, whole.left_out) == (3, 1)
