"""The pages of endings without a browser: each opens for who holds the call, and turns back whoever does not."""

from html import unescape

import pytest

from oscr.agency.models import Office
from oscr.flow.addendum import actions as addendum
from oscr.flow.call import actions as call
from oscr.flow.ending import actions
from oscr.law import call_kinds
from tests import making
from tests.desks.hotline.conftest import LATER
from tests.flow.ending.calls import settled, with_office
from tests.making import BOONE, MINUTE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [one.id for one in call_kinds.every()])
def test_every_kind_has_its_page(staff, mine, kind):
    report = settled(staff.me, "family assessment", at=LATER - 20 * MINUTE)
    page = mine.get(f"/hotline/reports/{report.number}/otherwise/{kind}/")
    assert page.status_code == 200
    assert call_kinds.kind(kind).label in unescape(page.content.decode())


def test_the_earlier_report_stands_beside_the_call(staff, mine):
    alert = with_office(staff.me, "family assessment")
    report = settled(staff.me, "family assessment", at=LATER - 20 * MINUTE)
    page = mine.get(f"/hotline/reports/{report.number}/otherwise/duplicate/", {"earlier": alert.number})
    assert "Same track to same track." in unescape(page.content.decode())


def test_whoever_does_not_hold_the_call_is_turned_back(staff, mine, others):
    report = settled(staff.me, "family assessment", at=LATER - 20 * MINUTE)
    for page in ("", "other/"):
        assert others.get(f"/hotline/reports/{report.number}/otherwise/{page}").status_code == 302
    assert mine.get(f"/hotline/reports/{report.number}/otherwise/nothing/").status_code == 404


def test_open_questions_are_said_before_anything_is_typed(staff, mine):
    report = making.sent(at=LATER - 20 * MINUTE)
    call.claim(report=report, by=staff.me, at=LATER - 20 * MINUTE)
    page = f"/hotline/reports/{report.number}/otherwise/other/"
    assert f'href="/hotline/reports/{report.number}/#ask"' in mine.get(page).content.decode()
    report = settled(staff.me, "documented call", at=LATER - 20 * MINUTE)
    assert "#ask" not in mine.get(f"/hotline/reports/{report.number}/otherwise/other/").content.decode()


def test_all_that_is_missing_of_a_check_is_said_at_once(staff, mine):
    report = settled(staff.me, "documented call", at=LATER - 20 * MINUTE)
    page = f"/hotline/reports/{report.number}/otherwise/well-child-check/"
    said = mine.post(page, {"agency": "", "officer": "", "minutes": "1", "said": "He goes."}).content.decode()
    for told in ("Say which police or sheriff", "Say whom you spoke with", "Choose what came of it", "He goes."):
        assert told in said


def test_a_well_child_check_offers_one_button_until_an_officer_goes(staff, mine):
    """Two buttons beside each other would throw away what the other one's form holds."""
    report = settled(staff.me, "documented call", at=LATER - 20 * MINUTE)
    page = f"/hotline/reports/{report.number}/otherwise/well-child-check/"
    said = {"agency": "Boone County Sheriff", "officer": "badge 12", "minutes": "1", "said": ""}
    first = unescape(mine.get(page).content.decode())
    assert "once you have kept that an officer goes" in first and "End the call so" not in first
    mine.post(page, said | {"result": "declined"})
    declined = unescape(mine.get(page).content.decode())
    assert "Nobody goes: call another agency" in declined and "End the call so" not in declined
    mine.post(page, said | {"result": "going"})
    assert "End the call so" in unescape(mine.get(page).content.decode())


def test_what_is_added_to_a_call_that_was_passed_on_says_whom_to_call(staff, mine):
    report = settled(staff.me, "documented call", at=LATER - 20 * MINUTE)
    office = Office.objects.get(fips=BOONE)
    told = {"kind": "administrative-referral", "office": office, "text": "Asks for a food pantry."}
    actions.end(report=report, **told, by=staff.me, at=LATER - 10 * MINUTE)
    addendum.add(report=report, kind="added", text="They moved.", by=report.owner, at=LATER - MINUTE)
    page = " ".join(unescape(mine.get(f"/hotline/reports/{report.number}/").content.decode()).split())
    assert f"{office} has this call and does not see what was added: call there, {office.phone}, and say it." in page
