"""A reporter asks, the office answers, the reporter reads it; a judge's clerk calls: in a real browser, without scripts, no barrier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from tests import making
from tests.flow.disposition.asking import KNOWN
from tests.flow.inquiry.asking import of_court, of_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture
def alert():
    """Of a teacher who reported two hours ago."""
    at = timezone.now() - timedelta(hours=2)
    screener = making.user(Role.SCREENER)
    report = making.sent(at=at, you={**KNOWN, "occupation": "teacher"})
    made = making.classified(screener, at=at, of=report)
    how = {"office": Office.objects.get(fips=making.BOONE), "rule": "location", "reason": "", "by": screener, "at": at}
    return assignment.send_alert(classification=made, **how)


def looked_at(page, axe, address: str) -> None:
    """Open a page and find no barrier, at this width."""
    assert page.goto(address).status == 200, address
    assert axe(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} scrolls sideways"


def test_a_question_and_its_answer(open_as, alert, axe):
    number = alert.number
    page = open_as(alert.classification.report.owner, viewport=NARROW)
    looked_at(page, axe, f"/report/sent/{number}/ended/")
    page.click("text=How it ended, in general")
    page.click("button >> text=Ask")
    expect(page.locator("main")).to_contain_text("The office answers by")
    worker = open_as(making.user(Role.WORKER), viewport=NARROW)
    looked_at(worker, axe, "/county/requests/")
    worker.click(".cty-board .cty-number")
    expect(worker.locator("h1")).to_contain_text("asks how it ended")
    looked_at(worker, axe, worker.url)
    worker.click("button >> text=Answer")
    expect(worker.locator("main")).to_contain_text("Told")
    looked_at(page, axe, f"/report/sent/{number}/")
    expect(page.locator("main")).to_contain_text("still working on your report")
    looked_at(page, axe, f"/report/sent/{number}/advocate/")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_of_inquiries_is_open_to_everybody(open_as, alert, axe, size):
    lead = making.user(Role.COUNTY_SUPERVISOR)
    asked, state = of_court(lead, at=timezone.now()), of_state(lead, at=timezone.now())
    page = open_as(lead, viewport=size)
    for tail in (
        "requests/",
        "inquiries/court/",
        f"inquiries/court/{asked.pk}/",
        "inquiries/states/",
        f"inquiries/states/{state.pk}/",
        f"alerts/{alert.number}/caller/",
    ):
        looked_at(page, axe, f"/county/{tail}")
