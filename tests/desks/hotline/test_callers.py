"""A reporter calls again: verified without a word of who they are; what was added is shown, heeded, answered."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.addendum import actions
from oscr.flow.addendum.models import Addendum, Heeded, Question
from oscr.flow.call import actions as call
from oscr.notices.models import Notice
from tests import making
from tests.desks.hotline.conftest import LATER, logged_in
from tests.desks.hotline.reading import text, tree
from tests.making import NOW

pytestmark = pytest.mark.django_db
SAYS = {"do": "verify", "verify-name": "Tess Sealedname", "verify-phone": "555-0177", "verify-work": "teacher"}


@pytest.fixture
def page(report):
    return f"/hotline/reports/{report.number}/caller/"


def test_the_call_is_found_by_its_number(mine, report, page):
    found = mine.get("/hotline/done/", {"number": report.number, "caller": "1"})
    assert found.headers["Location"] == page


def test_nothing_of_the_reporter_or_the_family_is_shown_before_it_agrees(mine, page):
    shown = mine.get(page).content.decode()
    for word in ("Sealedname", "555-0177", "Their teacher", "Cloverfield", "bread"):
        assert word not in shown


def test_who_agrees_is_heard_and_whoever_holds_the_report_is_told(mine, others, staff, report, page):
    call.claim(report=report, by=staff.other, at=NOW)
    mine.post(page, SAYS)
    shown = mine.get(page)
    assert "this is the reporter" in text(shown)
    assert "Sealedname" not in shown.content.decode()
    mine.post(page, {"do": "add", "add-kind": "corrected", "add-text": "He is 9."})
    assert "He is 9." in text(mine.get(page))
    assert list(Notice.objects.filter(kind="added").values_list("to", flat=True)) == [staff.other.email]
    assert "A correction" in text(others.get(f"/hotline/reports/{report.number}/"))
    assert "this is the reporter" not in text(others.get(page))  # verified by me, on my phone


def test_who_does_not_agree_hears_nothing(mine, page):
    mine.post(page, SAYS | {"verify-phone": "555-0199"})
    shown = text(mine.get(page))
    assert "It does not agree" in shown
    assert "Add it to the report" not in shown
    assert "Verify first" in text(mine.post(page, {"do": "add", "add-kind": "added", "add-text": "He is 9."}))
    assert not Addendum.objects.exists()


@pytest.mark.parametrize("said", [{"verify-name": ""}, {"verify-phone": ""}])
def test_a_name_and_a_number_are_needed(mine, page, said):
    assert "This field is required" in text(mine.post(page, SAYS | said))


def test_too_many_tries_are_said(mine, page):
    for _try in range(actions.MOST_TRIES):
        mine.post(page, SAYS | {"verify-phone": "555-0199"})
    assert "Too many wrong tries" in text(mine.post(page, SAYS))


def test_a_button_of_another_page_does_nothing(mine, page):
    assert mine.post(page, {"do": "delete"}).status_code == 200


def test_the_decision_is_explained_and_a_question_goes_to_a_supervisor(mine, boss, staff, report, page):
    making.classified(staff.me, of=report)
    mine.post(page, SAYS)
    shown = text(mine.get(page))
    assert "Investigation" in shown
    mine.post(page, {"do": "ask", "ask-text": "Why not a family assessment?"})
    asked = Question.objects.get()
    assert "waits for a supervisor's answer" in text(mine.get(page))
    assert f"/hotline/questions/{asked.pk}/" not in mine.get("/hotline/added/").content.decode()
    assert f"/hotline/questions/{asked.pk}/" in boss.get("/hotline/added/").content.decode()
    one = f"/hotline/questions/{asked.pk}/"
    assert "Why not a family assessment?" in text(boss.get(one))
    assert mine.get(one).status_code == 403
    assert "Write the answer" in text(boss.post(one, {"text": ""}))
    boss.post(one, {"text": "The marks were explained to nobody."})
    assert "The marks were explained to nobody." in text(mine.get(page))
    assert "The marks were explained to nobody." in text(boss.get(one))
    assert one not in boss.get("/hotline/added/").content.decode()


def test_e_mails_are_shown_and_sent_again(mine, page):
    mine.post(page, SAYS)
    assert "Report received: on its way, 0 tries" in text(mine.get(page))
    Notice.objects.update(sent_at=NOW)
    assert "the mail server took it" in text(mine.get(page))
    mine.post(page, {"do": "again", "again-kind": "received"})
    assert "goes out again" in text(mine.get(page))
    assert Notice.objects.filter(key__contains="again").count() == 1
    assert "is on its way" in text(mine.post(page, {"do": "again", "again-kind": "received"}))


def test_what_was_added_waits_in_the_list_and_on_the_report_until_it_is_heeded(mine, report):
    made = actions.add(report=report, kind="added", text="He has a brother.", by=report.owner, at=NOW)
    assert report.number in text(mine.get("/hotline/added/"))
    assert "● Added to" in text(mine.get("/hotline/"))
    address = f"/hotline/reports/{report.number}/"
    assert "He has a brother." in text(mine.get(address))
    mine.post(f"{address}heed/", {"addendum": made.pk, "note": "Settled: a sibling."})
    assert Heeded.objects.get().note == "Settled: a sibling."
    assert "Settled: a sibling." in text(mine.get(address))
    assert "Nothing waits here" in text(mine.get("/hotline/added/"))
    assert "● Added to" not in text(mine.get("/hotline/"))


@pytest.mark.parametrize(("key", "status"), [("", 302), ("x", 302), ("999999", 404)])
def test_what_is_not_there_cannot_be_heeded(mine, report, key, status):
    assert mine.post(f"/hotline/reports/{report.number}/heed/", {"addendum": key}).status_code == status


def test_the_county_gets_what_is_added_after_its_alert(mine, report, staff):
    making.alerted(staff.me, of=report)
    made = actions.add(report=report, kind="added", text="He has a brother.", by=report.owner, at=LATER)
    assert "The office has it to take into account" in text(mine.get(f"/hotline/reports/{report.number}/"))
    assert report.number not in text(mine.get("/hotline/added/"))
    county, here = logged_in(making.user(Role.WORKER)), f"/county/alerts/{report.number}/"
    assert "He has a brother." in text(county.get(here))
    county.post(f"{here}heed/", {"addendum": made.pk, "note": "Seen at the visit."})
    assert "Seen at the visit." in text(county.get(here))
    assert county.post(f"{here}heed/", {"addendum": "x"}).status_code == 302
    assert county.post(f"{here}heed/", {"addendum": "999999"}).status_code == 404


def test_a_restricted_report_stays_restricted(mine, boss, report, staff, page):
    actions.add(report=report, kind="added", text="He has a brother.", by=report.owner, at=NOW)
    boss.post(f"/hotline/reports/{report.number}/restrict/", {"why": "conflict"})
    assert mine.get(page).status_code == 404
    assert report.number not in text(mine.get("/hotline/added/"))
    assert report.number in text(boss.get("/hotline/added/"))
    assert tree(boss.get(page)) is not None
