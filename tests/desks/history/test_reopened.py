"""What a late link re-opened: the supervisors' list, one with its calls side by side, the answer, and the report's own page."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from lxml import html

from oscr.agency.permissions import Role
from oscr.flow.history import actions
from oscr.flow.history.models import Reopened
from oscr.flow.report.models import Report
from tests.flow.history.calling import OTHER, ROBIN, child, decided, told
from tests.house.world import logged_in
from tests.making import NOW, user

HOUR = timedelta(hours=1)


@pytest.fixture
def late(db):
    """A child of two reports, the later one classified before anybody knew; and at what the doors' clock stands."""
    with time_machine.travel(NOW + 5 * HOUR, tick=False):
        screener = user(Role.SCREENER)
        old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
        decided(new, screener, "documented call")
        how = {"reason": "Same child.", "by": screener, "at": NOW + 2 * HOUR}
        actions.link(one=child(new), other=child(old), **how)
        yield Reopened.objects.get()


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def seen(browser, address) -> str:
    """What the form says of the calls that the page shows."""
    (said,) = html.fromstring(browser.get(address).content.decode()).xpath('//input[@name="seen"]/@value')
    return said


def test_a_supervisor_looks_at_it_and_answers(late):
    browser = logged_in(user(Role.HOTLINE_SUPERVISOR), "password", "mfa")
    listed = text(browser.get(reverse("history:reopened")))
    assert "1 waits for an answer" in listed and late.report.number in listed and "Zelda" not in listed
    address = reverse("history:reopening", args=[late.pk])
    page = text(browser.get(address))
    old = late.report.involved.get(code="A").participant.links.get().person.links.order_by("pk").first()
    for word in ("Earlier reports about this child", "Zelda Quillfeather", "Robin Cloverfield", "this report"):
        assert word in page
    assert old.participant.involvement.report.number in page
    assert "Say what you found" in text(browser.post(address, {"finding": " "}))
    said = {"finding": "The office was called.", "seen": seen(browser, address)}
    assert browser.post(address, said).headers["Location"] == reverse("history:reopened")
    assert "None waits" in text(browser.get(reverse("history:reopened")))
    assert "The office was called." in text(browser.get(address))
    assert "The office was called." in text(browser.get(reverse("hotline:report", args=[late.report.number])))


def test_a_call_that_is_found_meanwhile_is_looked_at_too(late):
    browser = logged_in(user(Role.HOTLINE_SUPERVISOR), "password", "mfa")
    address = reverse("history:reopening", args=[late.pk])
    said = {"finding": "The office was called.", "seen": seen(browser, address) + " x 9 " + "9" * 30}
    how = {"reason": "Same child.", "by": user(Role.SCREENER), "at": NOW + 3 * HOUR}
    another = told(ROBIN, at=NOW - HOUR)
    actions.link(one=child(another), other=late.involvement.participant, **how)
    page = browser.post(address, said)
    assert "Another call was found while you were looking" in text(page) and another.number in text(page)
    browser.post(address, said | {"seen": seen(browser, address)})
    more = told(ROBIN, at=NOW - 2 * HOUR)
    actions.link(one=child(more), other=late.involvement.participant, **how)
    again = Reopened.objects.open().exclude(follows=None).get()
    page = text(browser.get(reverse("history:reopening", args=[again.pk])))
    assert "Something was found since" in page and "The office was called." in page and more.number in page


def test_an_earlier_report_that_was_decided_late_is_named(late):
    (old,) = Report.objects.exclude(pk=late.report_id)
    more = told(ROBIN, at=NOW + 2 * HOUR)
    how = {"reason": "Same child.", "by": user(Role.SCREENER), "at": NOW + 2 * HOUR}
    actions.link(one=child(more), other=child(old), **how)
    decided(more, user(Role.SCREENER), at=NOW + 3 * HOUR)
    decided(old, user(Role.SCREENER), at=NOW + 4 * HOUR)
    actions.follow_decisions(at=NOW + 4 * HOUR, most=9)
    row = Reopened.objects.exclude(decision=None).get()
    page = text(
        logged_in(user(Role.HOTLINE_SUPERVISOR), "password", "mfa").get(reverse("history:reopening", args=[row.pk]))
    )
    assert f"An earlier report, {old.number}, was decided" in page and "said who is the same" not in page


def test_the_reports_page_says_so_to_everybody_at_the_hotline(late):
    address = reverse("hotline:report", args=[late.report.number])
    for role, word in (
        (Role.SCREENER, "It waits for a supervisor."),
        (Role.HOTLINE_SUPERVISOR, "Look at it and answer"),
    ):
        page = text(logged_in(user(role), "password", "mfa").get(address))
        assert "Found after the classification" in page and word in page


def test_what_no_longer_holds_is_said(late):
    how = {"reason": "Namesakes.", "by": user(Role.SCREENER), "at": NOW + 3 * HOUR}
    actions.withdraw(participant=late.involvement.participant, person=late.person, **how)
    browser = logged_in(user(Role.HOTLINE_SUPERVISOR), "password", "mfa")
    assert "no longer holds" in text(browser.get(reverse("history:reopened")))
    assert "No longer holds: what was said" in text(browser.get(reverse("history:reopening", args=[late.pk])))
    assert "No longer holds." in text(browser.get(reverse("hotline:report", args=[late.report.number])))


def test_the_flag_and_the_household_stand_on_the_reports_page(db):
    home = {"address": "12 Oak St 65201"}
    with time_machine.travel(NOW + 5 * HOUR, tick=False):
        for hours in (0, 1):
            told({**ROBIN, **home}, at=NOW + hours * HOUR)
        told({**ROBIN, **home, "first": "Oliver", "age": 3}, at=NOW + 2 * HOUR)
        last = told({**ROBIN, **home}, at=NOW + 3 * HOUR)
        browser = logged_in(user(Role.SCREENER), "password", "mfa")
        page = text(browser.get(reverse("hotline:report", args=[last.number])))
    assert "3 calls within 72 hours seem to be about Robin Cloverfield: review them together" in page
    assert "same first name, Robin" in page and "1 call may be about the same household" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_no_barriers(new_page, live_server, axe, width):
    screener, supervisor = user(Role.SCREENER), user(Role.HOTLINE_SUPERVISOR)
    old, new = told(ROBIN), told(ROBIN, OTHER, at=NOW + HOUR)
    decided(new, screener, "documented call")
    how = {"reason": "Same child.", "by": screener, "at": NOW + 2 * HOUR}
    actions.link(one=child(new), other=child(old), **how)
    page = new_page(viewport={"width": width, "height": 800})
    cookie = logged_in(supervisor, "password", "mfa").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    report = reverse("hotline:report", args=[new.number])
    for address in (
        reverse("history:reopened"),
        reverse("history:reopening", args=[Reopened.objects.get().pk]),
        report,
    ):
        assert page.goto(address).status == 200
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
