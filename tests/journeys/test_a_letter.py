"""A letter with its scan: received before it was entered, read by what it is and not by its name, and shown to the county."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from oscr.law.calendar import CENTRAL
from tests.flow.attachment import files

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("whole system")]
SCREENER = "screener1@staff.example.org"
SUPERVISOR = "supervisor.29019@staff.example.org"


def test_a_letter_with_its_scan_reaches_the_county(visitor, system):
    screener = visitor(system, SCREENER)
    yesterday = datetime.now(CENTRAL) - timedelta(days=1)
    _type_in(screener, yesterday)
    _attach(screener)
    number = _over(screener)
    screener.page.goto(f"/hotline/reports/{number}/")
    state = screener.page.inner_text(".hl-state")
    assert "letter" in state and "entered" in state and f"{yesterday:%b} {yesterday.day}" in state
    supervisor = visitor(system, SUPERVISOR)
    supervisor.page.goto(f"/county/alerts/{number}/")
    scan = supervisor.page.locator("main a", has_text="The letter, both pages")
    with supervisor.page.expect_download() as got:
        scan.click()
    assert got.value.path().read_bytes().startswith(b"%PDF")


def _type_in(screener, day: datetime) -> None:
    page = screener.page
    screener.access("p")
    screener.access("l")
    expect(page.locator("#id_story-what")).to_be_focused()
    page.keyboard.type("There is no heat in the house, and the little one coughs.")
    page.fill("[name=children-c1-first]", "Robin")
    page.fill("[name=children-c1-age]", "3")
    page.fill("[name=places-home_address]", "3 Sample Court")
    page.select_option("[name=places-home_county]", "29019")
    for part in ("month", "day", "year"):
        page.fill(f"[name=intake-received_on_{part}]", str(getattr(day, part)))
    page.fill("[name=intake-received_time]", "9:15 a.m.")
    for name, value in (("caller-caller", "permissive"), ("intake-danger", "paper"), ("intake-right", "paper")):
        screener.choose(name, value)
    page.fill("[name=you-name]", "Neighbor Example")
    page.fill("[name=you-phone]", "573-555-0123")
    screener.access("i")


def _attach(screener) -> None:
    """What calls itself a PDF and is none is refused; so is one that would unpack to a gigabyte; the scan is kept."""
    page = screener.page
    for content, told in (
        (b"MZ" + bytes(500), "This is no PDF, JPEG, PNG, TIFF or HEIC file"),
        (files.bomb(1 << 30), "too heavy"),
        (files.pdf(), "The letter, both pages"),
    ):
        page.fill("[name=shows]", "The letter, both pages")
        screener.choose("names", "no")
        page.set_input_files("[name=file]", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": content})
        screener.access("s")
        expect(page.locator("main")).to_contain_text(told)
    screener.look()
    assert page.locator("main ul a", has_text="The letter, both pages").count() == 1
    screener.access("b")


def _over(screener) -> str:
    page = screener.page
    screener.access("z")
    number = re.search(r"\d{5}-\d{5}", page.url)[0]
    screener.choose("outcome", "investigation")
    page.fill("[name=reason]", "No heat in winter, and a child of three.")
    screener.press("Classify or propose")
    screener.press("Send the alert")
    return number
