"""A call at night by the keyboard alone: from the first word to the alert, through a crash; acknowledged, and corrected in time."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("whole system")]
SCREENER = "screener1@staff.example.org"
SUPERVISOR = "supervisor.29019@staff.example.org"
STORY = "Grandmother is crying. Robin came home with a bite mark, a grown-up's teeth. Wren saw it."


def test_a_call_by_keyboard_alone_to_the_county_and_back(visitor, system):
    screener = visitor(system, SCREENER)
    _begin(screener)
    _name_everybody(screener)
    _crash_and_resume(screener)
    _answer(screener)
    number = _over(screener)
    supervisor = visitor(system, SUPERVISOR)
    _acknowledge(supervisor, number)
    _correct(screener, number)
    supervisor.page.goto(f"/county/alerts/{number}/")
    expect(supervisor.page.locator("main")).to_contain_text("Nobody here has acknowledged this alert yet")
    supervisor.press("Acknowledge")


def _begin(screener) -> None:
    screener.access("p")
    screener.access("n")
    expect(screener.page.locator(".hl-cur")).to_have_count(1)
    keys = screener.page.keyboard
    keys.type(STORY)
    keys.press("Escape")
    keys.press("/")
    keys.type("bite mark")
    keys.press("Enter")


def _name_everybody(screener) -> None:
    """Two children, their mother and her boyfriend, each in one breath; then the house."""
    people = (
        ("c", ("Robin", "Cloverfield", "4")),
        ("c", ("Wren", "Cloverfield", "9")),
        ("g", ("Alex", "Cloverfield", "mother")),
        ("w", ("", "Dale", "Bitewell", "mother's boyfriend")),
        ("p", ("12 Sample Street", "Boone")),
    )
    keys = screener.page.keyboard
    for key, words in people:
        keys.press("Escape")
        keys.press(key)
        for place, word in enumerate(words):
            keys.type(word)
            if place < len(words) - 1:
                keys.press("Tab")
    keys.press("Escape")
    drawn = screener.page.locator("#home svg")
    for said in ("Robin Cloverfield", "Wren Cloverfield", "mother's boyfriend"):
        expect(drawn).to_contain_text(said, timeout=20_000)
    screener.look()


def _crash_and_resume(screener) -> None:
    """The window is gone; the next one finds the call at the same place."""
    expect(screener.page.locator("#sheet:not(.htmx-request)")).to_have_count(1)
    screener.page = screener.page.context.new_page()
    screener.page.goto("/hotline/phone/")
    screener.tab_to("main ul a")
    with screener.page.expect_navigation():
        screener.page.keyboard.press("Enter")
    expect(screener.page.locator("[name=story-what]")).to_have_value(STORY)
    expect(screener.page.locator("[name=children-c2-first]")).to_have_value("Wren")
    expect(screener.page.locator("[name=suspects-s1-first]")).to_have_value("Dale")
    expect(screener.page.locator("#q-call-danger-now")).to_be_visible()


def _answer(screener) -> None:
    """No danger now; Robin has marks that nobody explained. What is asked next follows from what was answered."""
    page = screener.page
    page.keyboard.press("t")
    page.keyboard.press("Escape")
    for question, key in (("q-call-danger-now", "n"), ("q-a-marks-on-the-child", "y"), ("q-a-marks-explained", "n")):
        expect(page.locator(f"#{question}")).to_be_focused()
        page.keyboard.press(key)
    expect(page.locator("#part-answered")).to_contain_text("bruises, welts, bites", timeout=20_000)
    expect(page.locator("#ask")).to_contain_text("Investigation so far")


def _over(screener) -> str:
    """Who called, what a caller is told; then classified and sent, each with one key. Returns the call number."""
    page, keys = screener.page, screener.page.keyboard
    keys.press("m")
    screener.tab_to("[name=caller-caller]")
    keys.press("ArrowDown")
    for place, typed in (
        ("intake-danger", " "),
        ("intake-right", " "),
        ("you-name", "Gran Example"),
        ("you-phone", "573-555-0188"),
    ):
        screener.tab_to(f"[name={place}]")
        keys.type(typed)
    screener.access("z")
    assert page.url.endswith("/classify/"), page.inner_text("main")
    screener.look()
    screener.access("s")
    expect(page.locator("main")).to_contain_text("Boone County")
    screener.access("s")
    expect(page.locator("main")).to_contain_text("was sent to Boone County")
    return re.search(r"\d{5}-\d{5}", page.inner_text(".usa-alert--success"))[0]


def _acknowledge(supervisor, number: str) -> None:
    supervisor.page.goto("/county/")
    supervisor.press(number)
    assert STORY in supervisor.page.inner_text("main")
    assert "Gran Example" not in supervisor.page.inner_text("main")
    supervisor.press("Acknowledge")


def _correct(screener, number: str) -> None:
    """The marks were on the face: said an hour later, sent again."""
    page = screener.page
    page.goto(f"/hotline/reports/{number}/correct/")
    screener.choose("a-marks-on-head-or-body", "yes")
    page.fill("[name=reason]", "Grandmother called again: it is on the cheek.")
    screener.press("Check what follows")
    screener.press("Send it again")
    expect(page.locator("main")).to_contain_text(number)
