"""A whole system for the journeys, and somebody of each role who walks through it in Chromium."""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLong

from bench.system import System
from oscr.config.state import ROOT
from oscr.demo.staff import PASSWORD

PORT = 8440
CODE_LIFE = 30_000  # milliseconds
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """Everything that `make run` starts, with staff and no reports."""
    whole = System(PORT)
    with whole.running():
        yield whole


class Visitor:
    """Somebody at a screen. Every page seen is checked at 320 and 1280 pixels by axe; a name keeps a picture of it."""

    def __init__(self, page: Page, axe: Callable[[Page], list[str]] | None, pictures: Path) -> None:
        self.page, self.axe, self.pictures = page, axe, pictures

    def look(self, name: str = "") -> None:
        """Check the page as it stands; with a name, keep a picture."""
        if self.axe:
            for size in (NARROW, WIDE):
                self.page.set_viewport_size(size)
                assert self.axe(self.page) == [], self.page.url
                sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert sideways <= 0, f"{self.page.url} scrolls sideways at {size['width']}"
        if name:
            self.page.screenshot(path=self.pictures / f"{name}.png")

    def press(self, words: str) -> None:
        """Press the button or follow the link with these words, and look at where it leads."""
        main = self.page.locator("main")
        self.follow(main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)
        self.look()

    def follow(self, place: Locator) -> None:
        """Click what leads to another page, and wait until that is there: what follows must not meet the old one."""
        with self.page.expect_navigation():
            place.click()

    def go_on(self) -> None:
        """Press whatever saves this page of a report and leads to the next."""
        self.follow(self.page.locator("button[name=go][value=continue]"))
        self.look()

    def access(self, key: str) -> None:
        """Press an access key that leads to another page: Alt and a letter, as Chromium's own keyboard sends it."""
        typed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key, "text": key}
        keys = self.page.context.new_cdp_session(self.page)
        with self.page.expect_navigation():
            keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": ord(key.upper()), **typed})

    def tab_to(self, place: str, most: int = 40) -> None:
        """Press the tabulator until the focus is there."""
        for _step in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("place => document.activeElement.matches(place)", place):
                return
        raise AssertionError(f"{place} cannot be reached")

    def choose(self, name: str, value: str) -> None:
        """Choose one of a group of answers; its label is what a hand would touch."""
        box = self.page.locator(f"input[name='{name}'][value='{value}']")
        self.page.locator(f"label[for='{box.get_attribute('id')}']").click()


@pytest.fixture(scope="module")
def lively() -> Iterator[System]:
    """The demonstration as a newcomer meets it, full of reports."""
    whole = System(PORT + 10)
    with whole.running(lively=True):
        yield whole


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures go: docs/screens when `make screens` asks for new ones, else away with the test."""
    return ROOT / "docs" / "screens" if os.environ.get("OSCR_SCREENS") == "1" else tmp_path


def _give_code(system: System, page: Page, who: str) -> None:
    """Type the code of the moment; where it ran out while it was typed, the next one, as a person would."""
    for _try in range(3):
        page.fill("[name=code]", system.oscr("code", who).split()[-1])
        page.keyboard.press("Enter")
        try:
            page.wait_for_url(re.compile("/(hotline|county|agency)/"))
            return
        except TooLong:
            page.wait_for_timeout(CODE_LIFE - time.time() * 1000 % CODE_LIFE)
    raise AssertionError(page.inner_text("main"))


@pytest.fixture
def visitor(new_page, axe, pictures: Path) -> Callable[..., Visitor]:
    """Opens a browser for one person: visitor(system, "teacher"), visitor(system, "screener1@..."), with or without scripts."""

    def come(system: System, who: str, *, scripts: bool = True) -> Visitor:
        page = new_page(base_url=system.site, viewport=WIDE, java_script_enabled=scripts)
        visiting = Visitor(page, axe if scripts else None, pictures)
        if "@" in who:
            page.goto("/staff/log-in/")
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/staff/code/**")
            _give_code(system, page, who)
        else:
            page.goto("/report/")
            visiting.follow(page.locator(f"button[value={who}]"))
        return visiting

    return come
