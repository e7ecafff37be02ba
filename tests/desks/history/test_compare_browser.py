"""The queue of probable duplicates in a real browser: no barrier, by keyboard alone, without scripts, two workers at once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.report import actions as reports
from oscr.people import linking
from oscr.people.models import Link, LinkKind
from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
ROBERT = {"id": "c1", "first": "Robert", "last": "Quigley", "birth_date": "2018-03-05", "sex": "male"}
ZOE = {"id": "c1", "first": "Zoe", "last": "Umber", "birth_date": "2019-01-31", "sex": "female"}
HOME = {"home_address": "12 Pretend Lane, Columbia 65201", "home_county": making.BOONE}
QUEUE = "/people/duplicates/"


@pytest.fixture
def screener():
    """Two pairs wait: one of which the guarded rule vouches, one with a nickname and a swapped birth date."""
    now = timezone.now()
    bobby = ROBERT | {"first": "Bobby", "birth_date": "2018-05-03"}
    for child in (ZOE, ROBERT, ZOE, bobby):
        making.sent(at=now, children=[child], places=HOME)
    linking.compare_waiting(at=now, most=100)
    return making.user(Role.SCREENER)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, screener, axe, size):
    page = open_as(screener, viewport=size)
    for pair in ("Compare pair 1", "Compare pair 2"):
        page.goto(QUEUE)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.get_by_role("link", name=pair).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Is this one person?")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Not the same").click()
    expect(page.locator("#error-summary")).to_be_visible()
    assert axe(page) == []
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    link = Link.objects.filter(kind=LinkKind.PROBABLE).first()
    first = Link.objects.get(person=link.person, kind=LinkKind.FIRST)
    reports.restrict(report=link.participant.involvement.report, why="sealed", by=boss, at=timezone.now())
    assert page.goto(reverse("history:compare", args=[first.participant_id, link.participant_id])).status == 403
    assert axe(page) == []


def tab_to(page, target) -> None:
    """Go on with the Tab key until this has the focus."""
    for _press in range(60):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the Tab key")


def test_the_keyboard_alone_answers_one_pair_after_the_other(open_as, screener):
    page = open_as(screener, viewport=WIDE)
    page.goto(QUEUE)
    assert page.locator("[accesskey]").evaluate_all("all => new Set(all.map(one => one.accessKey)).size === all.length")
    tab_to(page, page.get_by_role("link", name="Compare pair 1"))
    page.keyboard.press("Enter")
    expect(page.locator("thead")).to_contain_text("Zoe Umber")
    assert page.locator("[accesskey]").evaluate_all("all => new Set(all.map(one => one.accessKey)).size === all.length")
    tab_to(page, page.locator("#id_same-quick_0"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="The same person"))
    page.keyboard.press("Enter")
    expect(page.locator("thead")).to_contain_text("Bobby Quigley")
    expect(page.locator("main")).to_contain_text("Kept: the same person.")
    tab_to(page, page.locator("#id_different-words"))
    page.keyboard.type("Cousins.")
    tab_to(page, page.get_by_role("button", name="Not the same"))
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("No pair waits here.")
    assert set(Link.objects.exclude(by=None).values_list("kind", "reason")) == {
        (LinkKind.CONFIRMED, "Name, birth date and family agree"),
        (LinkKind.NOT_SAME, "Cousins."),
    }


def test_without_scripts_whoever_answers_second_is_told_by_whom(open_as, screener):
    other = making.user(Role.WORKER)
    pages = [open_as(who, viewport=NARROW, java_script_enabled=False) for who in (screener, other)]
    for page in pages:
        page.goto(f"{QUEUE}?queue=all")
        page.get_by_role("link", name="Compare pair 1").click()
    first, second = pages
    first.get_by_text("Somebody who knows them said so").click()
    first.get_by_role("button", name="The same person").click()
    second.get_by_text("Two people of one name").click()
    second.get_by_role("button", name="Not the same").click()
    expect(second.locator("#error-summary")).to_contain_text(f"{screener.name} answered while you were looking")
    expect(second.locator(".cmp-state")).to_contain_text("these two are one person")
    assert not Link.objects.filter(kind=LinkKind.NOT_SAME).exists()
