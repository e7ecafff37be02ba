"""Pictures of each desk, as somebody would meet it on a busy day. `make screens` puts new ones into docs/screens."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW

LESSER = 'ground = "neglect"'
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("whole system")]


def test_the_desks_on_a_busy_day(visitor, lively):
    teacher = visitor(lively, "teacher")
    teacher.page.goto("/")
    teacher.look("start")
    teacher.page.goto("/report/")
    teacher.press("Begin New Report")
    teacher.page.fill("[name=name]", "Teacher Example")
    teacher.page.fill("[name=phone]", "573-555-0142")
    teacher.go_on()
    teacher.press("Add a child")
    teacher.page.set_viewport_size(NARROW)
    teacher.page.screenshot(path=teacher.pictures / "reporter-phone.png")
    screener = visitor(lively, "screener1@staff.example.org")
    screener.look("hotline-queue")
    screener.page.locator("main").get_by_role("button", name="Claim").first.click()
    screener.page.wait_for_url("**/hotline/reports/**")
    screener.look("hotline-report")
    screener.press("Classify")
    screener.look("hotline-classify")
    _a_call(screener)
    screener.look("hotline-call")
    in_charge = visitor(lively, "supervisor1@staff.example.org")
    in_charge.page.goto("/hotline/overview/")
    in_charge.look("hotline-overview")
    supervisor = visitor(lively, "supervisor.29019@staff.example.org")
    supervisor.look("county-board")
    supervisor.page.locator("main a.cty-number").first.click()
    supervisor.page.wait_for_url("**/county/alerts/**")
    supervisor.look("county-alert")
    analyst = visitor(lively, "analyst1@staff.example.org")
    analyst.page.goto("/agency/protocol/tracks/")
    analyst.look("protocol-book")
    analyst.page.goto("/agency/versions/0/files/pathways_hungry/")
    text = analyst.page.input_value("[name=text]")
    analyst.page.fill("[name=text]", text.replace(LESSER, 'ground = "serious neglect"', 1))
    analyst.page.fill("[name=note]", "Often without food: to be looked into as serious neglect?")
    analyst.press("Save as a new version")
    analyst.look("protocol-version")


def _a_call(screener) -> None:
    """A call in the middle of it: what was said, who is who, and the question that is next."""
    page = screener.page
    page.goto("/hotline/phone/")
    screener.access("n")
    page.fill("[name=story-what]", "Grandmother: he came home with a bite mark on the arm. His sister saw who did it.")
    page.fill("[name=children-c1-first]", "Robin")
    page.fill("[name=children-c1-last]", "Cloverfield")
    page.fill("[name=children-c1-age]", "4")
    page.fill("[name=adults-p1-first]", "Alex")
    page.fill("[name=adults-p1-relation]", "mother")
    page.fill("[name=suspects-s1-first]", "Dale")
    page.fill("[name=suspects-s1-relation]", "mother's boyfriend")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("bite mark")
    page.keyboard.press("Enter")
    expect(page.locator("#q-a-marks-on-the-child")).to_be_visible(timeout=20_000)
    for question, key in (("q-call-danger-now", "n"), ("q-a-marks-on-the-child", "y"), ("q-a-marks-explained", "n")):
        page.focus(f"#{question}")
        page.keyboard.press(key)
    expect(page.locator("#part-answered")).to_contain_text("(3)", timeout=20_000)
    expect(page.locator("#home svg")).to_contain_text("Dale", timeout=20_000)
    page.evaluate("document.getElementById('home').scrollIntoView()")
