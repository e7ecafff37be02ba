"""Naming a reporter outside, and letters in two languages, in a real browser: open to everybody, from 320 pixels on."""

import pytest
from django.utils import timezone

from oscr.flow.inquiry import releasing
from tests.flow.conclusion.concluding import concluded, people, ready
from tests.flow.inquiry.test_releasing import SAID

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 320, "height": 720}, {"width": 1280, "height": 900}]
FATHER = {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Father", "language": "Spanish"}


@pytest.mark.parametrize("size", SIZES, ids=["320", "1280"])
def test_both_pages_are_open_to_everybody(open_as, axe, size):
    staff = people()
    row = concluded(ready(staff, adults=[FATHER]), staff, "preponderance")
    releasing.release(alert=row.alert, **SAID, by=staff.lead, at=timezone.now())
    page, number = open_as(staff.lead, viewport=size), row.alert.number
    for tail in (f"alerts/{number}/reporter/release/", f"alerts/{number}/conclusion/"):
        assert page.goto(f"/county/{tail}").status == 200, tail
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{tail} scrolls sideways"
    page.goto(f"/county/alerts/{number}/reporter/release/")
    page.click("button >> text=Release, and write it down")
    assert axe(page) == [] and page.locator(".usa-error-message").count() >= 2
