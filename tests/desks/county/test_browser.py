"""The county's desk in a real browser: on a phone at a kitchen door and on a desk, no barrier, without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock import actions as clock
from oscr.flow.clock.ringing import ring_overdue
from tests import making
from tests.desks.county.conftest import SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
HOUR = timedelta(hours=1)


@pytest.fixture
def supervisor():
    """Of an office with an overdue alert, a new one, and one in work; the reporter of the first is disclosed to them."""
    office, screener, now = Office.objects.get(fips=making.BOONE), making.user(Role.SCREENER), timezone.now()
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    late = alerted(screener, office, now - 27 * HOUR)
    assignment.acknowledge(alert=late, by=worker, at=now - 26 * HOUR)
    assignment.assign(alert=late, worker=worker, by=lead, at=now - 26 * HOUR)
    assignment.disclose_reporter(alert=late, to=lead, purpose="contact", by=lead, at=now - 26 * HOUR)
    for one in office.clocks.filter(kind="law enforcement"):
        clock.meet(clock=one, by=worker, at=now - 20 * HOUR)
    ring_overdue(at=now)
    alerted(screener, office, now)
    running = alerted(screener, office, now - HOUR)
    assignment.acknowledge(alert=running, by=worker, at=now)
    lead.late = late
    return lead


def alerted(screener, office, at):
    """An alert at that time."""
    made = making.classified(screener, at=at, of=making.sent(at=at, **SAID))
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=screener, at=at)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, supervisor, axe, size):
    page = open_as(supervisor, viewport=size)
    number = supervisor.late.number
    for tail in ("", f"alerts/{number}/", f"alerts/{number}/reporter/", f"alerts/{number}/looked/"):
        assert page.goto(f"/county/{tail}").status == 200, tail
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{tail} scrolls sideways"
        assert "911" in page.inner_text("footer"), tail


def test_without_scripts_an_alert_is_acknowledged_and_given_to_a_worker(open_as, supervisor):
    page = open_as(supervisor, viewport=NARROW, java_script_enabled=False)
    page.goto("/county/")
    page.click(".cty-group--new .cty-number")
    page.click("button >> text=Acknowledge")
    expect(page.locator("main")).to_contain_text("Acknowledged.")
    page.select_option("#id_worker", index=1)
    page.click("button >> text=Assign")
    expect(page.locator("main")).to_contain_text("responds and was told by e-mail")


def test_on_a_phone_the_next_act_is_near_the_top(open_as, supervisor):
    page = open_as(supervisor, viewport=NARROW)
    page.goto("/county/")
    page.click(".cty-group--new .cty-number")
    page.wait_for_url("**/county/alerts/**")
    button = page.locator("button", has_text="Acknowledge").bounding_box()
    assert button["y"] + button["height"] <= 720
    assert button["height"] >= 44
