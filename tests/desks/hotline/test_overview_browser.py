"""Overview, second readings and training in a real browser: no barrier at any width, live figures, a call walked without scripts."""

import pytest
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.quality import actions, drawing, training
from oscr.flow.quality.models import Doubt, Drawn, Score
from oscr.law import sampling
from tests import making
from tests.desks.hotline.conftest import LATER, SAID
from tests.making import MINUTE, NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture
def world(staff, report, monkeypatch):
    """A claim held too long, decisions, a doubt, a call to be read, and a walk that is scored."""
    monkeypatch.setattr(sampling, "share_of", lambda outcome: 1.0)
    call.claim(report=report, by=staff.me, at=LATER - 65 * MINUTE)
    first = making.user(Role.SCREENER)
    for _one in range(2):
        making.classified(first, of=making.sent(**SAID), at=NOW + MINUTE)
    drawing.draw(at=LATER)
    read, left = Drawn.objects.order_by("pk")
    actions.read(drawn=read, outcome="P", reason="Less than it sounds.", by=staff.me, at=LATER)
    Doubt.objects.create(reading=read.reading, at=LATER)
    walk = training.begin(example="gray-sweater", by=staff.me, at=LATER)
    training.open_pathway(walk=walk, pathway="clothing", by=staff.me, at=LATER)
    done = training.begin(example="pill-box", by=staff.boss, at=LATER)
    training.finish(walk=done, outcome="N", hours=None, actions=["OHI"], by=staff.boss, at=LATER)
    common = ["overview/", "readings/", "training/"]
    return {
        "me": [*common, f"readings/{left.pk}/", f"training/{walk.pk}/"],
        "boss": [*common, f"readings/doubts/{Doubt.objects.get().pk}/", f"training/{done.pk}/"],
    }


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, staff, world, axe, size):
    wrong = []
    for who, tails in world.items():
        page = open_as(getattr(staff, who), viewport=size)
        for tail in tails:
            assert page.goto(f"/hotline/{tail}").status == 200, tail
            wrong += [f"{tail} {told}" for told in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append(f"{tail} scrolls sideways")
    assert wrong == []


def test_the_figures_come_anew_and_an_open_table_stays_open(open_as, staff, report):
    page = open_as(staff.boss, viewport=WIDE)
    page.goto("/hotline/overview/")
    expect(page.locator(".hl-tiles dd").first).to_have_text("1")
    page.locator("#twin-ages summary").click()
    making.sent(**SAID)
    page.evaluate("htmx.trigger('#overview', 'refresh'); htmx.ajax('GET', '/hotline/overview/', {target: '#overview'})")
    expect(page.locator(".hl-tiles dd").first).to_have_text("2")
    expect(page.locator("#twin-ages")).to_have_attribute("open", "")


def test_a_call_is_walked_without_scripts(open_as, staff):
    page = open_as(staff.me, viewport=NARROW, java_script_enabled=False)
    page.goto("/hotline/training/")
    page.click("text=The washing day")
    page.click("text=Dirty/inappropriate clothing")
    while (button := page.locator("#ask button[name=fact]").first).count():
        button.click()
    page.click("label:has-text('Documented call')")
    page.locator("#decide button").click()
    expect(page.locator("#score")).to_contain_text("of 100 points")
    assert Score.objects.get().marks["outcome"]
