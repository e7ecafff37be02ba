"""Reviews at the hotline and at an office: the pages, what they refuse, and in a real browser each of the four results."""

import pytest
import time_machine
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment.models import Alert
from oscr.flow.call.models import Waiting
from oscr.flow.history import actions as linking
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Report
from oscr.flow.review import actions
from oscr.flow.review.models import Contact, Result, Review
from oscr.flow.review.opening import open_due
from oscr.notices.models import Notice
from oscr.record.models import SEARCHED, Entry
from tests.desks.hotline.conftest import logged_in
from tests.desks.hotline.reading import text
from tests.flow.history.calling import OTHER, ROBIN, child, told
from tests.flow.review.reviewing import AT, FIRST, HOUR, SECOND, contacted, documented, reviewed
from tests.flow.review.test_actions import with_referral
from tests.making import BOONE, NOW, user

pytestmark = pytest.mark.django_db
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
PLACES = {"places": {"home_county": BOONE, "incident_county": BOONE}}


@pytest.fixture(autouse=True)
def at():
    """Some days after the calls; the doors see this time."""
    with time_machine.travel(AT + HOUR, tick=False):
        yield AT + HOUR


@pytest.fixture
def office():
    return Office.objects.get(fips=BOONE)


@pytest.fixture
def calls(staff):
    return documented(staff.me, FIRST, SECOND, **PLACES)


@pytest.fixture
def review(calls):
    return reviewed()


def address(review: Review, tail: str = "") -> str:
    return f"/hotline/reviews/{review.pk}/{tail}"


def test_the_list_names_nobody_and_the_page_shows_the_calls_side_by_side(mine, calls, review):
    listed = mine.get("/hotline/reviews/")
    assert calls[2].number in listed.content.decode() and "Cloverfield" not in listed.content.decode()
    page = mine.get(address(review)).content.decode()
    assert all(one.number in page for one in calls)
    assert "Robin Cloverfield" in page and "Family Assessment" in page and "Many unexcused absences" in page
    assert Entry.objects.filter(act="looked", subject=f"review.review:{review.pk}").count() == 1
    shown = Entry.objects.get(act=SEARCHED).details["shown"]
    assert shown == [one.number for one in calls]


def test_the_page_of_a_report_and_the_queue_say_that_it_is_in_review(mine, staff, calls, review):
    assert f"Review {review.pk}" in mine.get(f"/hotline/reports/{calls[0].number}/").content.decode()
    waiting = told(ROBIN, at=NOW + 4 * HOUR)
    assert "in review" not in mine.get("/hotline/").content.decode()
    open_due(at=AT)
    assert "in review" in mine.get("/hotline/").content.decode()
    made = actions.combine(review=review, reason="More.", by=staff.me, at=AT).report
    assert "Results from the review" in mine.get(f"/hotline/reports/{made.number}/").content.decode()
    assert waiting.number in made.narrative


@pytest.mark.parametrize(
    ("tail", "posted", "said"),
    [
        ("combine/", {"combine-reason": ""}, "This field is required"),
        ("end/", {"reason": "x"}, "This field is required"),
        ("end/", {"ending": "documented", "reason": "x"}, "Contact the reporter first"),
        ("end/", {"ending": "lapsed", "reason": "x"}, "still about one child"),
        ("end/", {"ending": "harassment", "reason": "x"}, "Contact the reporter first"),
        ("settle/", {}, "Nothing was changed"),
    ],
)
def test_what_is_refused_stands_beside_its_form(mine, review, tail, posted, said):
    answer = mine.post(address(review, tail), posted)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not Result.objects.exists()


def test_a_contact_that_is_not_whole_comes_back_as_it_was_typed(mine, calls, review):
    number = calls[0].number
    posted = {f"{number}-how": "tried", f"{number}-said": "No answer at noon.", f"{number}-again_by": ""}
    answer = mine.post(address(review, f"calls/{number}/"), posted).content.decode()
    assert "Say by when it is tried again" in answer and "No answer at noon." in answer
    mine.post(address(review, f"calls/{number}/"), {**posted, f"{number}-again_by": "2"})
    assert Contact.objects.get().again_by == AT + 3 * HOUR
    assert mine.post(address(review, "calls/no-such/"), posted).status_code == 404


def test_what_a_reporter_adds_is_kept_and_counts(mine, staff, office):
    documented(staff.me, FIRST)
    review = reviewed()
    assert "Documented call settled" in text(mine.get(address(review)))
    mine.post(address(review, "settle/"), {"a-school-has-tried": "yes"})
    assert "Family Assessment settled" in text(mine.get(address(review)))


def test_a_restricted_call_is_counted_and_the_forms_are_the_supervisors(mine, boss, staff, calls, review):
    restrict(report=calls[0], why="conflict", by=staff.boss, at=AT)
    page = mine.get(address(review)).content.decode()
    assert "1 call is restricted" in page and calls[0].number not in page and "Make one report" not in page
    assert "Make one report" in boss.get(address(review)).content.decode()


def test_what_fell_out_is_shown(mine, staff):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    how = {"reason": "Same child.", "by": staff.me, "at": AT}
    person = linking.link(one=child(calls[1]), other=child(calls[2]), **how)
    review = reviewed()
    linking.withdraw(participant=child(calls[1]), person=person, **how)
    open_due(at=AT)
    page = mine.get(address(review)).content.decode()
    assert "No longer holds" in page and "fell out" in page
    mine.post(address(review, "end/"), {"ending": "lapsed", "reason": "Two children."})
    assert Result.objects.get().ending == "lapsed"
    assert "Two children." in mine.get(address(review)).content.decode()


@pytest.mark.thorough
def test_at_an_office_the_reporters_are_named_to_whom_they_were_disclosed(staff, office):
    chief = user(Role.COUNTY_SUPERVISOR, office)
    review, _referral = with_referral(staff.me, office)
    actions.send_to_office(review=review, by=staff.me, at=AT)
    theirs = logged_in(chief)
    here = f"/county/reviews/{review.pk}/"
    page = theirs.get(here).content.decode()
    assert "Who it is was not disclosed to you" in page and "Teacher Example" not in page
    theirs.post(f"{here}identify/", {"to": chief.pk})
    assert "Teacher Example" in theirs.get(here).content.decode()
    assert f"Review {review.pk}" in theirs.get(f"/county/alerts/{review.sent.report.number}/").content.decode()
    for number in review.calls.values_list("report__number", flat=True):
        theirs.post(f"{here}calls/{number}/", {f"{number}-how": "reached", f"{number}-said": "The same."})
    assert "This field is required" in theirs.post(f"{here}end/", {"end-reason": ""}).content.decode()
    theirs.post(f"{here}end/", {"end-reason": "Help with homework is all."})
    assert Result.objects.get().ending == "office none"
    assert "Help with homework" in theirs.get(here).content.decode()


@pytest.fixture
def looked_at(axe):
    """The page has no barrier and does not scroll sideways, wide and narrow."""

    def look(page) -> None:
        wrong = []
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            wrong += axe(page)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wrong.append(f"{page.url} scrolls sideways at {size['width']}")
        assert wrong == []

    return look


def contact_all(page, review: Review) -> None:
    for number in review.calls.values_list("report__number", flat=True):
        page.locator(f"[name='{number}-how'][value=reached] + label").click()
        page.fill(f"[name='{number}-said']", "Says the same, and nothing of a quarrel.")
        page.get_by_role("button", name=f"Keep this contact {number}").click()
        expect(page.locator("main")).to_contain_text(f"Kept: the contact with the reporter of {number}")


def opened(page, review: Review) -> None:
    page.goto("/hotline/reviews/")
    page.get_by_role("link", name=f"Review {review.pk}").click()
    expect(page.locator("h1")).to_contain_text("3 calls about Robin Cloverfield")


browser = pytest.mark.browser
commits = pytest.mark.django_db(transaction=True)


@browser
@commits
def test_one_report_of_all_calls_goes_to_the_office(open_as, staff, calls, review, looked_at, office):
    page = open_as(staff.me, viewport=WIDE)
    page.goto("/hotline/reviews/")
    looked_at(page)
    opened(page, review)
    looked_at(page)
    contact_all(page, review)
    page.fill("[name=combine-reason]", "Together: absences, and the school has tried.")
    page.get_by_role("button", name="Make one report").click()
    page.wait_for_url("**/hotline/reports/**")
    expect(page.locator("main")).to_contain_text("Results from the review of several calls")
    looked_at(page)
    page.get_by_role("link", name="Classify").click()
    page.get_by_role("button", name="Classify or propose").click()
    page.wait_for_url("**/alert/")
    page.get_by_role("button", name="Send the alert").click()
    page.wait_for_url("**/hotline/")
    alert = Alert.objects.get()
    assert alert.office == office and alert.classification.report == review.combined.report
    assert Result.objects.get().ending == "combined"


@browser
@commits
@pytest.mark.parametrize(("ending", "left"), [("documented", 0), ("harassment", 1)])
def test_the_calls_stay_documented_and_a_manager_may_be_told(open_as, staff, office, looked_at, ending, left):
    user(Role.CIRCUIT_MANAGER, office)
    documented(staff.me, **PLACES)
    review = reviewed()
    page = open_as(staff.me, viewport=WIDE)
    opened(page, review)
    contact_all(page, review)
    page.locator(f"[name=ending][value={ending}] + label").click()
    page.fill("[name=reason]", "A quarrel over a hedge.")
    page.get_by_role("button", name="Close the review").click()
    expect(page.locator("main")).to_contain_text("The review is closed")
    assert Result.objects.get().ending == ending
    assert Notice.objects.filter(kind="harassment_suspected").count() == left
    opened(page, review)
    looked_at(page)


@browser
@commits
def test_all_calls_go_to_the_office_and_its_report_comes_back_as_a_call(open_as, staff, office, looked_at):
    chief = user(Role.COUNTY_SUPERVISOR, office)
    review, _referral = with_referral(staff.me, office)
    page = open_as(staff.me, viewport=WIDE)
    page.goto(address(review))
    page.get_by_role("button", name="Send all calls to that office").click()
    expect(page.locator("main")).to_contain_text("All calls were sent to the supervisor of Boone County")
    theirs = open_as(chief, viewport=WIDE)
    theirs.goto("/county/reviews/")
    looked_at(theirs)
    theirs.get_by_role("link", name=f"Review {review.pk}").click()
    theirs.select_option("[name=to]", str(chief.pk))
    theirs.get_by_role("button", name="Disclose the reporters").click()
    expect(theirs.locator("main")).to_contain_text("can see the reporters now")
    looked_at(theirs)
    contact_all(theirs, review)
    theirs.fill("[name=combine-reason]", "Four calls, and the child asks for help.")
    theirs.get_by_role("button", name="Report to the hotline").click()
    expect(theirs.locator("main")).to_contain_text("is with the hotline, which classifies it")
    report = Report.objects.get(channel="worker")
    page.goto("/hotline/")
    expect(page.locator("main")).to_contain_text(report.number)
    assert Waiting.objects.get().report == report and Result.objects.get().ending == "office report"


def test_a_review_that_others_closed_says_so(mine, staff, calls, review):
    contacted(review, staff.me)
    actions.combine(review=review, reason="More.", by=staff.me, at=AT)
    answer = mine.post(address(review, "send/"))
    assert answer.status_code == 409 and "This review is closed" in answer.content.decode()
