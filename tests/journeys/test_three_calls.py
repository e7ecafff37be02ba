"""Three calls about one child within a day, one documented and two undecided: read together, one report that says where it comes from."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("whole system")]
SCREENER = "screener1@staff.example.org"
SUPERVISOR = "supervisor.29019@staff.example.org"
STORIES = ("He asks for bread.", "He sat on the stairs in the dark.", "He had no coat again.")


def test_three_calls_become_one_report(visitor, system):
    screener = visitor(system, SCREENER)
    calls = [_told(screener, story, settle=story == STORIES[0]) for story in STORIES]
    _open_the_review(screener, calls)
    number = _combine(screener)
    supervisor = visitor(system, SUPERVISOR)
    supervisor.page.goto("/county/")
    supervisor.press(number)
    told = supervisor.page.inner_text("main")
    assert all(story in told for story in STORIES)
    assert "This report is the result of the review of 3 calls" in told


def _told(screener, story: str, *, settle: bool) -> str:
    """One anonymous call; settled, it ends as a documented call by itself. Returns its number."""
    page = screener.page
    page.goto("/hotline/phone/")
    screener.access("n")
    page.fill("[name=story-what]", story)
    child = {"first": "Juniper", "last": "Testwell", "age": "8", "birth_date_month": "4", "birth_date_day": "28"}
    for name, typed in (child | {"birth_date_year": "2018"}).items():
        page.fill(f"[name=children-c1-{name}]", typed)
    page.fill("[name=places-home_address]", "7 Invented Lane")
    page.select_option("[name=places-home_county]", "29019")
    page.fill("#words", "hungry")
    page.locator("[data-way]").first.click()
    for name, value in (("caller-caller", "anonymous"), ("intake-danger", "said"), ("intake-right", "unnamed")):
        screener.choose(name, value)
    if settle:
        _settle(screener)
    screener.access("z")
    number = re.search(r"\d{5}-\d{5}", page.url)[0]
    if settle:
        screener.access("s")
        page.goto(f"/hotline/reports/{number}/")
        expect(page.locator(".hl-state")).to_contain_text("Classified")
    return number


def _settle(screener) -> None:
    """Answer whatever could still change the outcome: no, but for the ties to Missouri; where there is no "no", unknown."""
    page = screener.page
    opened = "section[aria-labelledby=head-first] [data-q], #part-rare [data-q]"
    for _question in range(80):
        expect(page.locator("#sheet:not(.htmx-request)")).to_have_count(1)
        rare = page.locator("#part-rare:not([open]) > summary")
        if rare.count():
            rare.click()
            expect(page.locator("#part-rare [data-q]").first).to_be_visible(timeout=20_000)
        if not page.locator(opened).count():
            return
        first = page.locator(opened).first.get_attribute("id")
        page.focus(f"#{first}")
        keys = [one.get_attribute("data-key") for one in page.locator(f"#{first} [data-key]").all()]
        page.keyboard.press("y" if "missouri" in first else "n" if "n" in keys else "u")
        expect(page.locator(f":is({opened}):is(#{first})")).to_have_count(0, timeout=20_000)
    raise AssertionError(page.inner_text("#ask"))


def _open_the_review(screener, calls: list[str]) -> None:
    """A worker opens it within a minute or two, once, and names nobody in the list."""
    page = screener.page
    for _try in range(60):
        page.goto("/hotline/reviews/")
        if page.locator("tr", has_text=calls[2]).count():
            break
        page.wait_for_timeout(3000)
    assert page.locator("tr", has_text=calls[2]).count() == 1
    assert "Testwell" not in page.inner_text("main")
    screener.look()
    screener.follow(page.locator("tr", has_text=calls[2]).get_by_role("link").first)
    told = page.inner_text("main")
    assert all(number in told for number in calls) and all(story in told for story in STORIES)
    assert "Documented call" in told
    assert told.count("Left no name and no way to be reached.") == len(calls)
    screener.look()


def _combine(screener) -> str:
    """What the calls tell together is answered; one report is made, classified and sent."""
    page = screener.page
    page.fill("#end textarea >> nth=0", "Three callers saw the same on three evenings.")
    screener.press("Make one report")
    number = re.search(r"\d{5}-\d{5}", page.url)[0]
    expect(page.locator("main")).to_contain_text("Results from the review")
    screener.press("Classify")
    screener.choose("outcome", "investigation")
    page.fill("[name=reason]", "Together they tell of a child left without care.")
    screener.press("Classify or propose")
    expect(page.locator("main")).to_contain_text("Boone County")
    screener.press("Send the alert")
    return number
