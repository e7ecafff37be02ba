"""One call of each kind that ends otherwise, walked through in a real browser, without a barrier on any page of the way."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.clock.models import Clock
from oscr.flow.ending.models import Ending, Noted, Transmission
from oscr.flow.report.models import Named
from oscr.flow.retention.actions import remove_due
from tests.desks.hotline.conftest import LATER
from tests.flow.ending.calls import settled, with_office
from tests.making import MINUTE, NOW, user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
LOWEST = "documented call"


def chosen(page, report, label):
    """From the report to the page of one kind, as a screener goes."""
    page.goto(f"/hotline/reports/{report.number}/")
    page.get_by_role("link", name="Ends otherwise").click()
    page.get_by_role("link", name=label).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(label)


def clean(page, axe):
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(WIDE)


def answered(page, question, answer):
    page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()


def press(page, name="End the call so"):
    page.get_by_role("button", name=name).click()


def test_a_duplicate_is_put_beside_the_earlier_report_and_its_office_reads_it(staff, open_as, axe):
    worker = user(Role.WORKER)
    alert = with_office(staff.me, "family assessment")
    report = settled(staff.me, "family assessment", at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    page.goto(f"/hotline/reports/{report.number}/otherwise/")
    clean(page, axe)
    chosen(page, report, "Duplicate of an earlier report")
    page.get_by_label("Call number of the earlier report").first.fill(alert.number)
    press(page, "Put it beside the call")
    expect(page.get_by_text("Same track to same track.")).to_be_visible()
    expect(page.get_by_role("heading", name=f"The earlier report {alert.number}")).to_be_visible()
    clean(page, axe)
    press(page)
    expect(page.get_by_role("alert").first).to_contain_text("Another incident")
    clean(page, axe)
    for question in ("same incident", "allegations the same", "people the same"):
        answered(page, question, "Yes")
    press(page)
    expect(page.get_by_text(f"{report.number}: Duplicate of an earlier report.")).to_be_visible()
    assert not Waiting.objects.exists()
    page.goto("/hotline/done/")
    expect(page.get_by_text("Duplicate of an earlier report (Family Assessment)")).to_be_visible()
    county = open_as(worker, viewport=WIDE)
    county.goto("/county/")
    expect(county.get_by_text("a call adds to it")).to_be_visible()
    county.goto(f"/county/alerts/{alert.number}/")
    county.get_by_role("link", name=report.number).click()
    clean(county, axe)
    press(county, "Mark as read")
    expect(county.get_by_text(f"Read by {worker}")).to_be_visible()
    assert Noted.objects.get().by == worker
    county.goto("/county/calls/")
    clean(county, axe)


def test_a_refused_cell_says_why_before_anything_is_typed(staff, open_as):
    alert = with_office(staff.me, "family assessment")
    report = settled(staff.me, "investigation", at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    page.goto(f"/hotline/reports/{report.number}/otherwise/duplicate/?earlier={alert.number}")
    expect(page.get_by_text("An Investigation is no duplicate of an assessment")).to_be_visible()


def test_already_investigated(staff, open_as, axe):
    alert = with_office(staff.me, "family assessment")
    Clock.objects.filter(report=alert.classification.report).update(met_at=LATER, noted_at=LATER, met_by=staff.me)
    report = settled(staff.me, "family assessment", at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Already investigated")
    page.get_by_label("Call number of the earlier report").last.fill(alert.number)
    for question in ("same incident", "allegations the same", "people the same"):
        answered(page, question, "Yes")
    clean(page, axe)
    press(page)
    expect(page.get_by_text(f"{report.number}: Already investigated.")).to_be_visible()


def test_added_information(staff, open_as, axe):
    alert = with_office(staff.me, "family assessment")
    report = settled(staff.me, LOWEST, at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Added information to an open report")
    page.get_by_label("Call number of the earlier report").last.fill(alert.number)
    answered(page, "about the people of the open report", "Yes")
    answered(page, "another incident", "No")
    clean(page, axe)
    press(page)
    expect(page.get_by_text(f"{report.number}: Added information to an open report.")).to_be_visible()


def test_a_well_child_check_is_called_out_and_kept(staff, open_as, axe):
    report = settled(staff.me, LOWEST, at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Law enforcement well-child check")
    expect(page.get_by_text("Stay on the line, please.")).to_be_visible()
    press(page, "Keep what came of it")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Police or sheriff").fill("Boone County Sheriff")
    page.get_by_label("Officer: name or badge number").fill("badge 12")
    answered(page, "What came of it", "An officer goes and calls back")
    press(page, "Keep what came of it")
    expect(page.get_by_text("Kept: what came of the call")).to_be_visible()
    clean(page, axe)
    press(page)
    expect(page.get_by_text(f"{report.number}: Law enforcement well-child check.")).to_be_visible()


def test_an_administrative_referral(staff, open_as, axe):
    report = settled(staff.me, LOWEST, at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Administrative referral")
    page.get_by_label("What the call is, in a sentence").fill("A court asks for a home visit.")
    page.get_by_label("Office that is told").select_option(label="Boone County")
    clean(page, axe)
    press(page)
    expect(page.get_by_text(f"{report.number}: Administrative referral.")).to_be_visible()


def test_a_conflict_of_interest_is_kept_to_who_is_named(staff, open_as, axe):
    report = settled(staff.me, LOWEST, at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "conflict of interest")
    press(page, "Keep it to them")
    expect(page.get_by_role("alert").first).to_contain_text("Name at least one")
    page.get_by_text(str(staff.boss), exact=True).click()
    clean(page, axe)
    press(page, "Keep it to them")
    expect(page.get_by_text("is kept to those whom you named")).to_be_visible()
    assert Named.objects.get().user == staff.boss
    assert page.goto(f"/hotline/reports/{report.number}/").status == 404
    assert open_as(staff.boss, viewport=WIDE).goto(f"/hotline/reports/{report.number}/").status == 200


def test_another_state_is_told_with_a_paper(staff, open_as, axe):
    report = settled(staff.me, "out of state", at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Out of state")
    page.get_by_label("State where the child is believed to be").select_option(label="Kansas")
    clean(page, axe)
    press(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tell another state")
    paper = page.request.get(f"/hotline/reports/{report.number}/transmit/paper/")
    assert paper.body().startswith(b"%PDF")
    page.get_by_label("Agency, and who took it").fill("Kansas hotline, agent 4")
    answered(page, "How", "Fax")
    clean(page, axe)
    press(page, "Keep that it was sent")
    expect(page.get_by_text("Kept: told to Kansas.")).to_be_visible()
    assert Transmission.objects.get().report == report


def test_a_call_below_the_protocol_waits_for_a_supervisor(staff, open_as, axe):
    report = settled(staff.me, "P", at=LATER - 20 * MINUTE)
    page = open_as(staff.me, viewport=WIDE)
    chosen(page, report, "Other: not about")
    page.get_by_label("What the call is, in a sentence").fill("Asks for a birth certificate.")
    press(page, "Propose it")
    expect(page.get_by_role("alert").first).to_contain_text("Say why")
    page.get_by_label("Why the protocol's outcome does not fit").fill("There is no child.")
    press(page, "Propose it")
    expect(page.get_by_text("waits for a supervisor").first).to_be_visible()
    lead = open_as(staff.boss, viewport=WIDE)
    lead.goto(f"/hotline/reports/{report.number}/proposal/")
    expect(lead.get_by_text("Other: not about the welfare of a child")).to_be_visible()
    clean(lead, axe)
    lead.get_by_text("Approve", exact=False).first.click()
    lead.get_by_role("button").last.click()
    expect(lead.get_by_text("Your ruling is recorded.")).to_be_visible()
    assert Ending.objects.get().supervisor == staff.boss


def test_supervisors_see_what_is_kept_no_longer(staff, open_as, axe):
    long_ago = NOW - timedelta(days=400)
    for at in (long_ago, LATER - timedelta(days=366)):
        report = settled(staff.me, LOWEST, at=at)
        classification.classify(report=report, outcome=LOWEST, reason="", by=staff.me, at=at + MINUTE)
    remove_due(at=LATER - timedelta(days=20))
    page = open_as(staff.boss, viewport=WIDE)
    page.goto("/hotline/retention/")
    expect(page.get_by_role("link", name=report.number)).to_be_visible()
    expect(page.get_by_role("table").last).to_contain_text("CWM 2.1.4")
    clean(page, axe)
    assert open_as(staff.me, viewport=WIDE).goto("/hotline/retention/").status == 403
