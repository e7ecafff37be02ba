"""The overview: a supervisor sees the shift, a screener their own line; nothing that the page promises not to show."""

import pytest

from oscr.flow.call import actions as call
from tests import making
from tests.desks.hotline.conftest import LATER
from tests.making import MINUTE

pytestmark = pytest.mark.django_db
URL = "/hotline/overview/"


def told(answer):
    return " ".join(answer.content.decode().split())


def test_a_supervisor_sees_who_holds_too_long_and_can_release(boss, staff, report):
    call.claim(report=report, by=staff.me, at=LATER - 61 * MINUTE)
    page = told(boss.get(URL))
    assert report.number in page
    assert f"/hotline/reports/{report.number}/release/" in page
    assert staff.me.name in page


def test_a_claim_within_the_limit_is_in_no_list(boss, staff, report):
    call.claim(report=report, by=staff.me, at=LATER - 59 * MINUTE)
    assert f"/hotline/reports/{report.number}/release/" not in told(boss.get(URL))


def test_a_screener_sees_their_own_line_and_nobody_else(mine, staff, report):
    call.claim(report=report, by=staff.other, at=LATER - 61 * MINUTE)
    making.classified(staff.me, at=LATER - MINUTE)
    page = told(mine.get(URL))
    assert "I hold 0 and decided 1 today" in page
    assert staff.other.name not in page
    assert report.number not in page
    assert "Who is here" not in page


def test_every_drawing_has_its_table(boss, staff):
    making.classified(staff.me, at=LATER - MINUTE)
    page = told(boss.get(URL))
    assert page.count("<svg") >= 5
    assert page.count("<svg") == page.count("The same as a table")


def test_htmx_gets_the_figures_alone(boss):
    part = boss.get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "How old the queue is" in part


def test_the_page_asks_the_database_a_bounded_number_of_times(boss, staff, django_assert_max_num_queries):
    for _one in range(8):
        call.claim(report=making.sent(at=LATER - 100 * MINUTE), by=staff.me, at=LATER - 90 * MINUTE)
    with django_assert_max_num_queries(32):
        boss.get(URL)
