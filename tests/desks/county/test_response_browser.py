"""A response in a real browser: on a phone at a kitchen table, without scripts, with the keys, and no barrier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.response.models import Contact
from tests import making
from tests.desks.county.conftest import SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
HOUR = timedelta(hours=1)
PAGES = ("", "visit/", "located/", "safety/", "told/", "meetings/", "services/")


@pytest.fixture
def case():
    """A worker who responds since yesterday."""
    office, now = Office.objects.get(fips=making.BOONE), timezone.now()
    screener, lead, worker = (making.user(role) for role in (Role.SCREENER, Role.COUNTY_SUPERVISOR, Role.WORKER))
    made = making.classified(screener, at=now - 27 * HOUR, of=making.sent(at=now - 27 * HOUR, **SAID))
    how = {"office": office, "rule": "location", "reason": "", "by": screener, "at": now - 27 * HOUR}
    alert = assignment.send_alert(classification=made, **how)
    assignment.acknowledge(alert=alert, by=lead, at=now - 26 * HOUR)
    assignment.assign(alert=alert, worker=worker, by=lead, at=now - 26 * HOUR)
    worker.alert = alert
    return worker


@pytest.fixture
def opened(open_as, case):
    """The response in the worker's browser."""

    def opened(**options):
        page = open_as(case, **options)
        page.goto(f"/county/alerts/{case.alert.number}/response/")
        return page

    return opened


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(opened, case, axe, size):
    page = opened(viewport=size)
    for tail in PAGES:
        assert page.goto(f"/county/alerts/{case.alert.number}/response/{tail}").status == 200, tail
        for folded in page.locator("main details").all():
            folded.evaluate("one => { one.open = true }")
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{tail} scrolls sideways"


def test_with_a_thumb_and_without_scripts_a_visit_is_written_down(opened, case):
    page = opened(viewport=NARROW, java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("Six questions come before the first visit")
    page.click("text=Answer the questions")
    for legend in page.locator("fieldset").all():
        legend.locator("label", has_text="No").first.click()
    page.click("button >> text=Keep")
    expect(page.locator("main")).to_contain_text("Nothing speaks against a call")
    page.locator("fieldset", has_text="Children seen").locator("label", has_text="A Robin").click()
    page.locator("label", has_text="At home").first.click()
    page.fill("textarea[name=what]", "Robin draws and laughs.")
    page.click("button >> text=Write it down")
    expect(page.locator("main")).to_contain_text("Written down.")
    expect(page.locator(".rsp-story")).to_contain_text("Robin draws and laughs.")
    assert Contact.objects.get().met.get().seen


def test_the_form_is_sent_with_the_keyboard(opened):
    page = opened(viewport=WIDE)
    page.locator("label", has_text="By phone").first.click()
    page.fill("input[name=named]", "The neighbor, who hears the children")
    page.fill("textarea[name=what]", "It was quiet today.")
    page.locator("[accesskey=s]").press("Enter")
    expect(page.locator(".rsp-story")).to_contain_text("It was quiet today.")


def test_a_breach_is_told_and_the_contact_taken_back_without_scripts(opened, case, axe):
    page = opened(viewport=NARROW, java_script_enabled=False)
    page.locator("fieldset", has_text="Children seen").locator("label", has_text="A Robin").click()
    page.locator("label", has_text="Face to face elsewhere").first.click()
    page.fill("textarea[name=what]", "Robin draws; somebody else came in.")
    page.click("summary >> text=At home, or an alleged perpetrator was there")
    page.locator("fieldset", has_text="Was an alleged perpetrator present?").locator("label", has_text="Yes").click()
    page.click("button >> text=Write it down")
    expect(page.locator("main")).to_contain_text("Say whether the written rights were given")
    page.locator("label", has_text="The rights in writing were not given").click()
    page.fill("textarea[name=broken_why]", "He ran out at once.")
    page.select_option("select[name=broken_told]", index=1)
    page.click("button >> text=Write it down")
    expect(page.locator(".rsp-duties")).to_contain_text("Broken, and explained:")
    page.click("text=Correct")
    with_scripts = opened(viewport=NARROW)
    with_scripts.goto(page.url)
    assert axe(with_scripts) == []
    page.fill("#id_withdraw_reason", "Another family.")
    page.click("button >> text=Take it back")
    expect(page.locator(".rsp-story")).to_contain_text("A contact was taken back: it never was.")
