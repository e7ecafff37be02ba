"""Pictures of each desk, as somebody would meet it on a busy day. `make screens` puts new ones into docs/screens."""

import pytest

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
