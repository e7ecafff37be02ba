"""An N referral (a child hurt by somebody who had no care of it): what the desk must do, what it need not, and what is kept.

Child Welfare Manual 4.2; RSMo 210.145.11.
"""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from tests import making
from tests.desks.county.walking import SAID, field, go, press, save, says, silent, taken_on, tick
from tests.desks.hotline.test_browser import access
from tests.flow.ending import calls
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def test_a_referral_is_served_and_closed(walk):
    office = Office.objects.get(fips=making.BOONE)
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    alert = calls.with_office(making.user(Role.SCREENER), "N", NOW, office, **SAID)
    teacher = alert.classification.report.owner
    walk.wait(minutes=20)
    taken_on(walk, lead, worker, alert.number)
    assignment.disclose_reporter(alert=alert, to=worker, purpose="contact", by=lead, at=NOW + 30 * making.MINUTE)
    walk.wait(hours=6)
    boards(walk, worker)
    served(walk, worker, alert.number)
    closed(walk, worker, lead, alert.number)
    walk.wait(days=400)
    kept(walk, lead, teacher, alert.number)


def boards(walk, worker):
    """What is due in the worker's own calendar, and who carries how much."""
    page = walk.sit(worker)
    go(page, "As a calendar")
    press(page, "Make an address")
    says(page, "Your address, shown this once")
    walk.look(page, "calendar")
    page = walk.sit(worker)
    go(page, "Who carries how much")
    walk.look(page, "spread")


def served(walk, worker, number):
    """The reporter is contacted; of an investigation's duties none is asked."""
    page = walk.sit(worker)
    go(page, number)
    says(page, "Reporter contacted")
    silent(
        page,
        "Law enforcement contacted",
        "Safety assessment completed",
        "Every child of the household seen",
        "Completed and entered",
    )
    go(page, "Response")
    says(page, "The reporter was not contacted yet.")
    silent(
        page,
        "Nobody said whether a multidisciplinary team",
        "There is no safety assessment",
        "No parent was given the written notice",
    )
    walk.look(page, "response-referral")
    tick(page, "With whom", "2 Sam", "The reporter")
    tick(page, "Where and how", "By phone")
    field(page, "What was seen, said and done").fill("Sam was told where help is.")
    save(page)
    says(page, "Written down.", "The reporter was contacted.")
    silent(page, "Missing: 1")


def closed(walk, worker, lead, number):
    """Proposed and approved in the words of a referral: nothing is found of anybody, and nobody may appeal."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Conclusion")
    silent(page, "Preponderance of evidence", "Unsubstantiated")
    walk.look(page, "conclusion-referral")
    go(page, "Referral: help given or arranged")
    walk.look(page, "propose-referral")
    for words in page.get_by_role("textbox").all():
        words.fill("Sam was told where help is, and goes there.")
    save(page)
    says(page, "Proposed.")
    page = walk.sit(lead)
    access(page, "e")
    page.wait_for_url("**/conclusions/")
    go(page, number)
    tick(page, "Answer", "Approve")
    save(page)
    says(page, "Concluded: Referral: help given or arranged.")
    silent(page, "Letter 1")
    walk.look(page, "concluded-referral")
    page = walk.sit(worker)
    silent(page, number)


def kept(walk, lead, teacher, number):
    """A year later the referral is there with everything that was told and done."""
    page = walk.sit(lead, f"/county/alerts/{number}/")
    says(page, "Robin Cloverfield", "Robin has bruises on both arms")
    go(page, "Response")
    says(page, "what was learnt is sealed")
    go(page, "Conclusion")
    says(page, "Sam was told where help is, and goes there.")
    page = walk.sit(teacher, f"/report/sent/{number}/")
    says(page, "The local office has finished its work.")
    silent(page, "Sam", "help is")
