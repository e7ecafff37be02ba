"""Finding somebody in a real browser: while a call is typed by keyboard alone, on a phone, without scripts, without barriers."""

import pytest
from django.utils import timezone

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment.actions import send_alert
from oscr.flow.report.actions import begin_draft
from oscr.flow.report.models import Draft
from oscr.record.models import SEARCHED, Entry
from tests.desks.hotline.conftest import SAID
from tests.making import BOONE, MINUTE, classified, sent, user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
SOON = 30_000  # milliseconds: the machine may be busy


@pytest.fixture
def known():
    """An earlier report of Robin and Wren Cloverfield that Boone County has."""
    return at_boone(timezone.now() - 90 * MINUTE)


def at_boone(at):
    """A report of this moment that Boone County has."""
    by, told = user(Role.SCREENER), sent(at=at, **SAID)
    made = classified(by, at=at + MINUTE, of=told)
    office = Office.objects.get(fips=BOONE)
    how = {"rule": "location", "reason": "", "by": by, "at": at + 2 * MINUTE}
    send_alert(classification=made, office=office, **how)
    return told


@pytest.fixture
def draft():
    return begin_draft(by=user(Role.SCREENER), at=timezone.now())


def test_who_is_known_comes_up_beside_the_call_as_it_is_typed(open_as, known, draft):
    page = open_as(draft.owner, viewport=WIDE)
    page.goto(f"/hotline/phone/{draft.pk}/")
    page.focus("[name=children-c1-first]")
    page.keyboard.type("Rob")
    page.keyboard.press("Tab")
    page.keyboard.type("Clov")
    page.wait_for_selector(".hist-beside .hist-who a:text-is('Robin Cloverfield')")
    assert page.evaluate("document.activeElement.name") == "children-c1-last"  # the cursor stays where it is
    assert page.locator("#known-count[role=status]").inner_text() == "Rob Clov: 1 person on file."
    page.wait_for_selector("text=✓ Kept")
    assert Draft.objects.get().answers["children"][0]["last"] == "Clov"
    assert {entry.subject for entry in Entry.objects.filter(act=SEARCHED)} == {f"report.draft:{draft.pk}"}
    page.reload()
    page.wait_for_selector(".hist-beside .hist-who a:text-is('Robin Cloverfield')")


def test_a_search_that_fails_does_not_say_that_the_call_is_not_kept(open_as, known, draft):
    page = open_as(draft.owner, viewport=WIDE)
    page.route("**/people/", lambda route: route.abort())
    page.goto(f"/hotline/phone/{draft.pk}/")
    page.fill("[name=children-c1-last]", "Cloverfield")
    page.press("[name=children-c1-last]", "Tab")
    page.wait_for_selector("text=✓ Kept")
    page.wait_for_timeout(500)
    assert "NOT KEPT" not in page.inner_text("#kept")


def test_without_scripts_the_sheet_is_kept_and_shows_who_is_known(open_as, known, draft):
    page = open_as(draft.owner, viewport=NARROW, java_script_enabled=False)
    page.goto(f"/hotline/phone/{draft.pk}/")
    page.fill("[name=story-what]", "He sleeps in the car.")
    page.fill("[name=children-c1-last]", "Cloverfield")
    page.click("text=Look for these people")
    assert "Robin Cloverfield" in page.inner_text(".hist-beside")
    assert page.input_value("[name=story-what]") == "He sleeps in the car."


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, known, draft, axe, size):
    again = at_boone(timezone.now() - 80 * MINUTE)
    wrong = []
    for role, address in (
        (Role.SCREENER, "/people/"),
        (Role.SCREENER, f"/hotline/phone/{draft.pk}/"),
        (Role.HOTLINE_SUPERVISOR, f"/hotline/reports/{again.number}/"),
        (Role.WORKER, f"/county/alerts/{again.number}/"),
        (Role.WORKER, "/people/"),
    ):
        page = open_as(draft.owner if "phone" in address else user(role), viewport=size)
        page.goto(address)
        field = {"/people/": "[name=last]", f"/hotline/phone/{draft.pk}/": "[name=children-c1-last]"}.get(address)
        if field:
            page.fill(field, "Clover")
        page.wait_for_selector(".hist-look")
        for fold in page.locator(".hist-look summary").all():
            fold.click()
        page.wait_for_selector(".hist-one")
        wrong += [f"{address} {told}" for told in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{address} scrolls sideways")
    assert wrong == []


def test_from_the_page_of_a_report_to_one_of_earlier_by_keyboard(open_as, known):
    again = sent(at=timezone.now() - 80 * MINUTE, **SAID)
    page = open_as(user(Role.SCREENER), viewport=WIDE)
    page.goto(f"/hotline/reports/{again.number}/")
    page.wait_for_selector("#known summary")
    page.focus("#known summary >> nth=0")
    page.keyboard.press("Enter")
    page.focus("#known a.hist-number >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/hotline/reports/{known.number}/")
    page.wait_for_selector("#known .hist-look")  # the search of the page that was opened has ended


def test_without_scripts_a_report_leads_to_a_page_of_what_is_known(open_as, known):
    again = sent(at=timezone.now() - 80 * MINUTE, **SAID)
    page = open_as(user(Role.SCREENER), viewport=NARROW, java_script_enabled=False)
    page.goto(f"/hotline/reports/{again.number}/")
    page.click("#history button")
    assert f"Who of {again.number} is known" in page.inner_text("h1") and known.number in page.inner_text("main")
