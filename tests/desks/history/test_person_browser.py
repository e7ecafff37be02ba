"""The person's page in a real browser: no barrier at 320 and 1280 pixels, by keyboard, on paper, without scripts."""

from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oscr.people.models import LinkKind
from tests.desks.history import families
from tests.desks.history.families import DAY, NEW, who

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture
def told(monkeypatch):
    """The family as of this moment, since the browser cannot travel in time."""
    monkeypatch.setattr(families, "NOW", timezone.now())
    return families.family()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_the_page_is_open_to_everybody(open_as, told, axe, size):
    page = open_as(told.screener, viewport=size)
    for of, code in ((told.first, "A"), (told.fifth, "A"), (told.second, "1")):
        assert page.goto(reverse("history:person", args=[who(of, code).pk])).status == 200
        for fold in page.locator("summary").all():
            if fold.evaluate("one => !one.parentElement.open"):
                fold.click()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_drawing_is_reached_and_moved_by_keyboard(open_as, told):
    page = open_as(told.screener, viewport=NARROW)
    page.goto(reverse("history:person", args=[who(told.first, "A").pk]))
    region = page.get_by_role("region", name="Households and calls over time")
    region.focus()
    assert region.evaluate("one => one === document.activeElement && one.scrollLeft === 0")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_on_paper_the_drawing_is_as_wide_as_the_sheet_and_the_table_stands_below(open_as, told):
    page = open_as(told.screener, viewport={"width": 720, "height": 960})  # a sheet of Letter between its margins
    page.goto(reverse("history:person", args=[who(told.first, "A").pk]))
    page.emulate_media(media="print")
    box = page.locator(".oscr-drawn svg").bounding_box()
    assert box["x"] + box["width"] <= 720
    words = page.locator(".oscr-drawn text").evaluate_all(
        "all => Math.min(...all.map(t => t.getBoundingClientRect().height))"
    )
    assert words >= 8  # pixels: six points
    assert page.get_by_role("table").first.is_visible()
    assert not page.get_by_text("Two people were taken for one").is_visible()


def test_without_scripts_a_link_is_taken_back(open_as, told):
    page = open_as(told.screener, viewport=WIDE, java_script_enabled=False)
    page.goto(reverse("history:person", args=[who(told.first, "A").pk]))
    row = page.get_by_role("row").filter(has_text=f"{told.second.number} A").filter(has_text="The same person")
    row.get_by_text("Take back").first.click()
    row.get_by_label("Why is it taken back?").fill("Two cousins of one name.")
    row.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).to_contain_text("Taken back.")
    expect(page.locator("#said-heading ~ *")).to_contain_text(str(LinkKind.WITHDRAWN.label))
    link = who(told.second, "A").links.order_by("-pk").first()
    assert (link.kind, link.reason) == (LinkKind.WITHDRAWN, "Two cousins of one name.")


def test_without_scripts_two_people_are_split(open_as, told):
    page = open_as(told.screener, viewport=NARROW, java_script_enabled=False)
    page.goto(reverse("history:person", args=[who(told.first, "A").pk]))
    page.get_by_label(f"What {told.second.number} told is about somebody else").check()
    page.get_by_text("Two people were taken for one: split").click()
    page.get_by_label("Why are they two people?").fill("Two cousins of one name.")
    page.get_by_role("button", name="Split").click()
    expect(page.locator("main")).to_contain_text("Split:")


def test_forty_calls_stay_legible(open_as, told, axe):
    for number in range(30):
        report = families.told(families.NOW - (35 - number) * DAY, NEW, [families.ROBIN], adults=[])
        how = {"reason": "Same child.", "by": told.boss, "at": families.NOW}
        families.actions.link(one=who(report, "A"), other=who(told.first, "A"), **how)
    page = open_as(told.screener, viewport=WIDE)
    page.goto(reverse("history:person", args=[who(told.first, "A").pk]))
    numbers = page.locator(".oscr-drawn text[y='62']").evaluate_all(
        "all => all.map(t => t.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert len(numbers) == 33
    assert all(one[1] <= other[0] for one, other in pairwise(numbers))
    assert axe(page) == []
