"""The portal in a real browser: no barrier for people with disabilities, at every width, with and without scripts."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oscr.desks.interview.pages import PAGES
from tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
CHILDREN = [
    {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years", "sex": "unknown"},
    {
        "id": "c2",
        "first": "Alexandria-Wilhelmina",
        "last": "Cloverfield-Featherstonehaugh",
        "age": 19,
        "age_unit": "years",
    },
]


@pytest.fixture
def teacher():
    return making.reporter()


def addresses(user) -> dict[str, str]:
    """Every page of the portal that a reporter with a draft and a sent report can open."""
    now = timezone.now()
    sent = making.sent(user, at=now)
    draft = making.draft(
        user,
        at=now,
        children=CHILDREN,
        adults=[{"id": "p1", "first": "Sam", "relation": "mother", "facts": {}}],
        suspects=[{"id": "s1", "person": "p1", "facts": {"suspect had care": "unknown"}}],
        worries={"pathways": ["beaten", "hungry"], "other": ""},
        questions={"general": {"facts": {"danger now": "yes"}, "children": ["c1"], "suspects": []}},
    )
    pages = {page.slug: reverse("reporter:page", args=[draft.pk, page.slug]) for page in PAGES}
    entries = {
        f"{slug}-{entry}": reverse("reporter:entry", args=[draft.pk, slug, entry])
        for slug, entry in (("children", "new"), ("children", "c2"), ("adults", "new"), ("suspects", "new"))
    }
    return {
        "start": reverse("reporter:start"),
        "anybody": reverse("reporter:anybody"),
        "words": reverse("reporter:words"),
        "home": reverse("reporter:home"),
        **pages,
        **entries,
        "remove": reverse("reporter:remove", args=[draft.pk, "children", "c1"]),
        "discard": reverse("reporter:discard", args=[draft.pk]),
        "check": reverse("reporter:check", args=[draft.pk]),
        "confirmation": reverse("reporter:confirmation", args=[sent.number]),
        "status": reverse("reporter:status", args=[sent.number]),
    }


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, teacher, axe, size):
    page = open_as(teacher, viewport=size)
    for name, address in addresses(teacher).items():
        assert page.goto(address).status == 200, name
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} scrolls sideways"
        assert "1-800-392-3738" in page.inner_text("footer"), name
        assert "911" in page.inner_text("footer"), name


def test_a_page_with_errors_leads_to_them(open_as, teacher, axe):
    page = open_as(teacher, viewport=NARROW)
    page.goto(addresses(teacher)["children-new"])
    page.fill("#id_birth_date_0", "13")
    page.fill("#id_age", "minus one")
    page.fill("#id_first", "Robin")
    page.click("text=Save this person")
    expect(page.locator("#error-summary")).to_be_focused()
    page.wait_for_load_state()
    assert page.title().startswith("Error")
    assert axe(page) == []
    page.click("#error-summary a >> nth=0")
    expect(page.locator("#id_birth_date_0")).to_be_focused()
    assert page.input_value("#id_first") == "Robin"
    assert page.input_value("#id_birth_date_0") == "13"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_report_from_begin_to_confirmation(open_as, teacher, scripts):
    page = open_as(teacher, viewport=NARROW, java_script_enabled=scripts)
    page.goto("/report/")
    page.click("text=Begin New Report")
    page.fill("#id_name", "Teacher Example")
    page.fill("#id_phone", "573-555-0142")
    page.click("text=Save and Continue")
    page.click("main >> text=Add a child")
    page.fill("#id_first", "Robin")
    page.click("text=Save this person")
    for shown in PAGES[1:]:
        page.wait_for_url(f"**/{shown.slug}/")
        if shown.slug == "story":
            page.fill("#id_what", "She said she is afraid of going home.")
        page.click("button[value=continue]")
    page.click("text=Send the report")
    expect(page.locator("h1")).to_have_text("Your report was received")
    expect(page.locator(".oscr-number")).to_have_text(re.compile(r"^\d{5}-\d+$"))


def test_the_language_changes_and_what_was_typed_stays(open_as, teacher):
    page = open_as(teacher, viewport=NARROW)
    page.goto(addresses(teacher)["story"])
    page.fill("#id_where", "At the park")
    page.click("text=Español")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#id_where")).to_have_value("At the park")
