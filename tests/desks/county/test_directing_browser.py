"""The track, law enforcement, who helps, and an agency's own page in a real browser: no barrier, narrow and wide, without scripts."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.notices.actions import message
from oscr.notices.models import Notice
from tests import making
from tests.desks.county.conftest import SAID
from tests.flow.enforcement.telling import agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 320, "height": 720}


def test_law_enforcement_is_told_by_a_link_and_answers_on_a_telephone(open_as, new_page, axe):
    lead, now = making.user(Role.CIRCUIT_MANAGER), timezone.now()
    alert = making.alerted(office=lead.office, at=now, of=making.sent(at=now, **SAID))
    agency()
    page = open_as(lead, viewport=NARROW)
    for name in ("enforcement", "track", "assisting", "alert"):
        walk(page, axe, reverse(f"county:{name}", args=[alert.number]))
    for name in ("chiefs", "name_chief", "agencies", "agency_line", "board"):
        walk(page, axe, reverse(f"county:{name}"))
    page.goto(reverse("county:enforcement", args=[alert.number]))
    page.select_option("#id_agency", index=1)
    page.check("text=By a link that opens once")
    page.keyboard.press("Tab")
    page.click("button >> text=Notified")
    expect(page.locator("main")).to_contain_text("It has 24 hours")
    mail = message(Notice.objects.get(kind="enforcement_told")).body
    there = "/county/agency/" + mail.split("/county/agency/")[1].split()[0]
    deputy = new_page(viewport=NARROW, java_script_enabled=False)
    deputy.goto(there)
    expect(deputy.locator("main")).not_to_contain_text("Cloverfield")
    deputy.click("button >> text=Open")
    expect(deputy.locator("main")).to_contain_text("Cloverfield")
    deputy.click("label[for=id_result_0]")
    deputy.fill("#id_officer", "Deputy Sample")
    deputy.fill("#id_phone", "555-0151")
    deputy.click("button >> text=Answer")
    expect(deputy.locator("main")).to_contain_text("Received: Assists")
    walk(page, axe, there)


def walk(page, axe, address: str) -> None:
    """One page: no barrier, nothing that scrolls sideways."""
    assert page.goto(address).status == 200, address
    assert axe(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} scrolls sideways"
