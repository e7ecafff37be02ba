"""The analysts' desk in a real browser: no barrier on any page, narrow and wide; written and published without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency import versions
from oscr.agency.permissions import Role
from oscr.flow.classification import archive
from tests import making
from tests.agency.writing import saved
from tests.desks.agency.test_versions import KEPT
from tests.flow.publishing.test_publishing import weaker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1400, "height": 900}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1400"])
def test_every_page_is_open_to_everybody(open_as, axe, size):
    one, now = making.user(Role.ANALYST), timezone.now()
    sent = making.sent(at=now - timedelta(hours=2), **KEPT)
    making.classified(making.user(Role.SCREENER), of=sent, at=now - timedelta(hours=1))
    archive.pack(at=now)
    version = saved(weaker(), by=one, at=now)
    page = open_as(one, viewport=size)
    book = ("", "?q=child", *(f"{part}/" for part in ("tracks", "actions", "names", "holes")), "pathways/beaten/")
    one_version = (f"versions/{version.pk}/{tail}" for tail in ("", "files/", "files/pathways_education/"))
    for tail in ("", *(f"protocol/{one}" for one in book), *one_version):
        assert page.goto(f"/agency/{tail}").status == 200, tail
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{tail} scrolls sideways"


def test_without_scripts_a_file_is_broken_mended_proposed_and_published_by_another(open_as):
    one, two = making.user(Role.ANALYST), making.user(Role.ANALYST)
    page = open_as(one, viewport=WIDE, java_script_enabled=False)
    page.goto("/agency/")
    page.click("text=Write from version 0")
    page.click("text=tracks.toml")
    page.wait_for_url("**/files/tracks/")
    text = page.input_value("#id_text")
    broken = text.replace('"minor"', '"minors"', 1)
    page.fill("#id_text", broken)
    page.fill("#id_note", "The label says which kind of report.")
    page.click("text=Save as a new version")
    expect(page.locator("#fault")).to_contain_text("unknown name 'minors'")
    expect(page.locator("#id_text")).to_have_value(broken)
    page.fill("#id_text", text.replace('label = "Investigation"', 'label = "Investigation (CA/N)"', 1))
    page.click("text=Save as a new version")
    expect(page.locator("#written")).to_contain_text("Investigation (CA/N)")
    page.click("button >> text=Propose")
    expect(page.locator("#act")).to_contain_text("another analyst must publish it")
    other = open_as(two, viewport=WIDE, java_script_enabled=False)
    other.goto(page.url)
    other.click("button >> text=Publish")
    expect(other.locator("main")).to_contain_text("Published.")
    labels = [one.label for one in versions.in_force(timezone.now() + timedelta(minutes=2)).outcomes]
    assert "Investigation (CA/N)" in labels
