"""The CA/N-1 in a real browser: a worker opens and saves it, asks who reported, a supervisor approves, the cover sheet is saved."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment.actions import send_alert
from tests import making
from tests.desks.can1 import families, papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture
def alert():
    """An alert of this moment."""
    at, screener = timezone.now(), making.user(Role.SCREENER)
    made = making.classified(screener, at=at, of=making.sent(at=at, **families.WHOLE))
    office = Office.objects.get(fips=making.BOONE)
    return send_alert(classification=made, office=office, rule="location", reason="", by=screener, at=at)


def saved(page, button: str) -> bytes:
    """The file that a button or link saves."""
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name=button).or_(page.get_by_role("button", name=button)).first.click()
    return download.value.path().read_bytes()


def test_from_the_alert_to_the_cover_sheet(open_as, alert, axe):
    worker, lead = (making.user(role, alert.office) for role in (Role.WORKER, Role.COUNTY_SUPERVISOR))
    page = open_as(worker, viewport=WIDE)
    page.goto(f"/county/alerts/{alert.number}/")
    page.click("main >> text=CA/N-1")
    expect(page.locator("h1")).to_contain_text("CA/N-1: Child Abuse and Neglect Report")
    assert axe(page) == []
    text = " ".join(papers.pages(saved(page, "Save as PDF")))
    assert "Robin Cloverfield" in text
    assert families.SEALED[0] not in text

    page.click(".cty-pages >> text=Report")
    page.click("summary >> text=Ask a supervisor")
    page.click("label[for=id_ask-purpose_0]")
    page.fill("[name=ask-reason]", "I must call them within 48 hours.")
    page.click("button >> text=/^Ask$/")
    expect(page.locator("main")).to_contain_text("It waits for a supervisor.")
    assert axe(page) == []

    over = open_as(lead, viewport=WIDE)
    over.goto(f"/county/alerts/{alert.number}/#reporter")
    expect(over.locator("main")).to_contain_text("I must call them within 48 hours.")
    assert axe(over) == []
    over.click("button >> text=Approve")
    expect(over.locator("main")).to_contain_text("can see the reporter now")

    page.goto(f"/county/alerts/{alert.number}/reporter/")
    assert axe(page) == []
    cover, sealed = papers.pages(saved(page, "Save with the cover sheet (PDF)"))
    assert "class A misdemeanor" in cover
    assert families.SEALED[0] in sealed


def test_a_refusal_is_read_by_whoever_asked(open_as, alert):
    worker, lead = (making.user(role, alert.office) for role in (Role.WORKER, Role.COUNTY_SUPERVISOR))
    page = open_as(worker, viewport=NARROW, java_script_enabled=False)
    page.goto(f"/county/alerts/{alert.number}/")
    page.click("summary >> text=Ask a supervisor")
    page.click("button >> text=/^Ask$/")
    expect(page.locator(".usa-alert--error, .usa-error-message").first).to_be_visible()
    page.click("label[for=id_ask-purpose_1]")
    page.fill("[name=ask-reason]", "They called.")
    page.click("button >> text=/^Ask$/")

    over = open_as(lead, viewport=NARROW, java_script_enabled=False)
    over.goto(f"/county/alerts/{alert.number}/#reporter")
    over.click("summary >> text=/^Refuse$/")
    over.fill("[name=refuse-reason]", "The hotline answers that.")
    over.click("button >> text=Refuse the request")
    expect(over.locator("main")).to_contain_text("Whoever asked was told by e-mail")
    page.goto(f"/county/alerts/{alert.number}/")
    expect(page.locator("main")).to_contain_text("The hotline answers that.")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_it_is_open_to_everybody_at_both_desks(open_as, alert, axe, size):
    worker, screener = making.user(Role.WORKER, alert.office), making.user(Role.SCREENER)
    for person, address in (
        (worker, f"/county/alerts/{alert.number}/can1/"),
        (screener, f"/hotline/reports/{alert.number}/can1/"),
    ):
        page = open_as(person, viewport=size)
        assert page.goto(address).status == 200
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} scrolls sideways"


def test_the_browser_prints_it_without_buttons_and_lists_no_row_torn(open_as, alert):
    page = open_as(making.user(Role.WORKER, alert.office), viewport=WIDE)
    page.goto(f"/county/alerts/{alert.number}/can1/")
    printed = papers.pages(page.pdf(format="Letter"))
    assert "Robin Cloverfield" in " ".join(printed)
    assert "Save as PDF" not in " ".join(printed)
    page.emulate_media(media="print")
    inside = page.evaluate(
        "[...document.querySelectorAll('.can1-rows > div')].map(e => getComputedStyle(e).breakInside)"
    )
    assert set(inside) == {"avoid"}
