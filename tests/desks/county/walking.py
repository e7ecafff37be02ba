"""For the journeys of the county's desk: people who sit down at pages, days that pass, and what somebody sees and types.

A journey finds what it needs by headings, labels and links as a person does, and answers with the keys. Every page that it looks at
is open to everybody, wide and on a telephone.
"""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import time_machine
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from oscr.agency.models import User
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.disposition.following import follow_due
from oscr.notices.actions import message
from oscr.notices.models import Notice
from tests.desks.hotline.test_browser import access
from tests.making import BOONE, NOW

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 720}
PICTURES = os.environ.get("OSCR_PICTURES", "")  # a folder: every page that is looked at is kept there as a picture


SAID = {  # a family of four, told by a teacher
    "you": {"name": "Teresa Sealedname", "occupation": "teacher", "phone": "555-0177", "aware": "no"},
    "children": [
        {
            "id": "c1",
            "first": "Robin",
            "last": "Cloverfield",
            "age": 8,
            "age_unit": "years",
            "school": "Example School",
        },
        {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 2, "age_unit": "years", "worried": False},
    ],
    "adults": [
        {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent"},
        {"id": "p2", "first": "Sam", "last": "Cloverfield", "relation": "Parent"},
    ],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
    "places": {"home_address": "1 Example Lane", "home_county": BOONE},
    "story": {"what": "Robin has bruises on both arms and is afraid to go home."},
}


class Walk:
    """A journey through the pages: who sits where, and what day it is."""

    def __init__(self, name: str, open_as: Callable[..., Page], new_page: Callable[..., Page], axe) -> None:
        self.name, self.open_as, self.new_page, self.axe = name, open_as, new_page, axe
        self.traveller = time_machine.travel(NOW, tick=True)
        self.clock = self.traveller.start()
        self.wrong: list[str] = []

    def stop(self) -> None:
        """The journey is over: the present is back."""
        self.traveller.stop()

    def wait(self, **span: float) -> None:
        """Time passes, and the beats of the minute are done. Whoever was logged in is no more."""
        self.clock.move_to(timezone.now() + timedelta(**span))
        self.beat()

    def until(self, when: datetime) -> None:
        """The same, until a moment."""
        self.clock.move_to(when)
        self.beat()

    def beat(self) -> None:
        """What the machine does every minute."""
        ring_overdue(at=timezone.now())
        follow_due(at=timezone.now())

    def sit(self, who: User, address: str = "/county/", size: dict[str, int] = WIDE) -> Page:
        """Somebody logs in and opens the page at which they begin."""
        page = self.open_as(who, viewport=size)
        assert page.goto(address).status == 200, address
        return page

    def mail(self, kind: str, to: str) -> str:
        """The last e-mail of a kind to somebody."""
        return message(Notice.objects.filter(kind=kind, to=to).latest("pk")).body

    def look(self, page: Page, name: str) -> None:
        """What stands on this page is open to everybody, at a desk and on a telephone; nothing scrolls sideways."""
        had = page.viewport_size
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            self.wrong += [f"{name} {size['width']}: {told}" for told in self.axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                self.wrong.append(f"{name} {size['width']}: scrolls sideways")
            if PICTURES:
                path = Path(PICTURES) / f"{self.name}-{name}-{size['width']}.png"
                page.screenshot(path=path, full_page=True)
        page.set_viewport_size(had)


def says(page: Page, *words: str) -> None:
    """The page says this."""
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def silent(page: Page, *words: str) -> None:
    """The page does not say this."""
    for one in words:
        expect(page.locator("main")).not_to_contain_text(one)


def go(page: Page, link: str) -> None:
    """Follow a link with the keyboard; the letter of its key may stand after its name."""
    named = re.compile(rf"^{re.escape(link)}( [A-Z])?$")
    page.locator("main").get_by_role("link", name=named).first.press("Enter")


def field(page: Page | Locator, label: str) -> Locator:
    """What is typed beside a label that begins so."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first


def tick(page: Page | Locator, question: str, *answers: str) -> None:
    """Choose answers of a question with the space bar."""
    for one in answers:
        page.get_by_role("group", name=question).get_by_label(one).first.press(" ")


def press(page: Page | Locator, button: str) -> None:
    """Press a button with the keyboard."""
    page.get_by_role("button", name=button).first.press("Enter")


def save(page: Page) -> None:
    """Alt and S: whatever the page saves."""
    with page.expect_navigation():
        access(page, "s")


def unfold(page: Page, title: str) -> Locator:
    """Open a folded part; gives the part."""
    part = page.locator("details", has=page.locator("summary", has_text=title)).first
    if part.get_attribute("open") is None:
        part.locator("summary").press("Enter")
    return part


def taken_on(walk: Walk, lead: User, worker: User, number: str) -> None:
    """The supervisor finds the alert on the board, acknowledges it, and gives it to a worker, who is told."""
    page = walk.sit(lead)
    walk.look(page, "board")
    go(page, number)
    says(page, "Nobody here has acknowledged this alert yet")
    walk.look(page, "alert-new")
    press(page, "Acknowledge")
    says(page, "Acknowledged.", "Nobody responds yet")
    walk.look(page, "alert-unassigned")
    field(page, "Worker").select_option(label=str(worker))
    press(page, "Assign")
    says(page, "responds and was told by e-mail")
    silent(page, "Nobody responds yet")
    walk.look(page, "alert")
    assert number in walk.mail("assigned", worker.email)
