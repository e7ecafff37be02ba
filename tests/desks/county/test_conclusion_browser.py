"""A response is concluded in a real browser, without scripts, on a narrow screen; each page open to everybody."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.flow.conclusion import actions, lettering
from tests.flow.conclusion.concluding import concluded, people, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 320, "height": 720}, {"width": 1280, "height": 900}]


@pytest.mark.parametrize("size", SIZES, ids=["320", "1280"])
def test_every_page_is_open_to_everybody(open_as, axe, size):
    staff = people()
    row = concluded(ready(staff), staff, "preponderance")
    letter, now = row.letters.get(kind="preponderance"), timezone.now()
    lettering.post(letter=letter, how="post", sent_at=now, by=staff.worker, at=now)
    fresh = ready(staff)
    page = open_as(staff.lead, viewport=size)
    done, new = f"alerts/{row.alert.number}/conclusion/", f"alerts/{fresh.number}/conclusion/"
    for tail in (done, f"{done}appeals/", new, f"{new}propose/?kind=preponderance", "conclusions/"):
        assert page.goto(f"/county/{tail}").status == 200, tail
        assert axe(page) == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{tail} scrolls sideways"


def test_without_scripts_a_response_is_proposed_approved_and_its_letter_sent(open_as):
    staff = people()
    alert = ready(staff)
    page = open_as(staff.worker, viewport=SIZES[0], java_script_enabled=False)
    page.goto(f"/county/alerts/{alert.number}/conclusion/")
    page.click("a >> text=Unsubstantiated >> nth=0")
    page.click("button >> text=Propose it to a supervisor")
    expect(page.locator(".usa-alert--error, .usa-error-message").first).to_be_visible()
    for area in page.locator("main textarea").all():
        area.fill("For the test.")
    for choice in page.locator("select[name^=found-]").all():
        choice.select_option("unsubstantiated")
    page.click("button >> text=Propose it to a supervisor")
    expect(page.locator("main")).to_contain_text("A conclusion waits for a supervisor.")
    assert actions.waiting_of(alert.classification.report)
    lead = open_as(staff.lead, viewport=SIZES[0], java_script_enabled=False)
    lead.goto("/county/conclusions/")
    lead.click(f"a >> text={alert.number}")
    lead.check("input[value=approved] + label, label:has-text('Approve')")
    lead.click("main button >> text=Answer")
    expect(lead.locator("main")).to_contain_text("Concluded: Unsubstantiated.")
    lead.click("button >> text=Letter 1 is printed and sent")
    expect(lead.locator("main")).to_contain_text("Sent")
