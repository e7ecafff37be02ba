"""The pages of Birth Match: what waits, both records side by side, and what comes of a verdict."""

from datetime import date

import pytest
from django.conf import settings

from oscr.agency.permissions import Role
from oscr.flow.birth_match.models import Assessment, Pair, Verdict
from oscr.flow.birth_match.taking_in import take_births, take_list
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Report
from tests import making
from tests.desks.hotline.conftest import logged_in
from tests.flow.birth_match.births import born, entry
from tests.making import NOW

pytestmark = pytest.mark.django_db
NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}


def pairs(**birth) -> list[Pair]:
    take_list(name="list", digest="list", rows=[entry(), entry("L2", first="Wren", birth_date=None)], by=None, at=NOW)
    take_births(name="week", digest="week", replaces="", rows=[born(**birth), born("C2")], by=None, at=NOW)
    return list(Pair.objects.waiting())


@pytest.fixture
def screener():
    return making.user(Role.SCREENER)


@pytest.fixture
def client(screener):
    return logged_in(screener)


def test_the_list_shows_what_waits_and_no_names(client):
    waiting = pairs()
    page = client.get("/hotline/births/").content.decode()
    assert all(f"/hotline/births/{pair.pk}/" in page for pair in waiting)
    assert "Boone" in page and "11 days" in page
    assert "Featherly" not in page and "Larkspur" not in page


def test_nothing_waits(client):
    page = client.get("/hotline/births/").content.decode()
    assert "Nothing waits here." in page and "No file came or went yet." in page


def test_both_records_stand_side_by_side_with_words_for_what_agrees(client):
    pair = pairs()[0]
    page = client.get(f"/hotline/births/{pair.pk}/").content.decode()
    for told in (
        "Featherly (maiden name)",
        "Gingerroot",
        "May 4, 1998",
        "agrees",
        "Example Hospital",
        "Parental rights",
    ):
        assert told in page, told
    assert "differs" in page  # the address


def test_the_same_person_goes_to_the_county_and_on_to_the_next_pair(client, screener):
    first, other = pairs()[:2]
    answer = client.post(f"/hotline/births/{first.pk}/", {"same": "yes", "reason": "Maiden name and birth date."})
    assert answer.headers["Location"] == f"/hotline/births/{other.pk}/"
    report = Assessment.objects.get().report
    assert Verdict.objects.get().by == screener
    page = client.get("/hotline/births/").content.decode()
    assert f"{report.number}</strong>" not in page and f"/hotline/reports/{report.number}/" in page
    shown = client.get(f"/hotline/reports/{report.number}/").content.decode()
    assert "Nobody reported: the Registrar of Vital Statistics" in shown
    assert "Individual on child&#x27;s birth certificate meets Birth Match criteria" in shown
    assert "Verified: the same person." in client.get(f"/hotline/births/{first.pk}/").content.decode()


def test_not_the_same_goes_on(client):
    first, other = pairs()[:2]
    answer = client.post(f"/hotline/births/{first.pk}/", {"same": "no", "reason": "A cousin."})
    assert answer.headers["Location"] == f"/hotline/births/{other.pk}/"
    assert Report.objects.count() == 0
    assert "Verified: not the same person." in client.get(f"/hotline/births/{first.pk}/").content.decode()


def test_the_last_one_leads_back_to_the_list(client):
    for pair in pairs():
        answer = client.post(f"/hotline/births/{pair.pk}/", {"same": "no", "reason": "A cousin."})
    assert answer.headers["Location"] == "/hotline/births/"


def test_without_an_office_it_is_the_screeners_to_send(client):
    pair = next(pair for pair in pairs(county="") if pair.birth.certificate == "C1")
    answer = client.post(f"/hotline/births/{pair.pk}/", {"same": "yes", "reason": "Both."})
    assert answer.headers["Location"] == f"/hotline/reports/{Report.objects.get().number}/"


@pytest.mark.parametrize(
    "said", [{"same": "yes", "reason": ""}, {"reason": "Both."}, {"same": "perhaps", "reason": "Both."}]
)
def test_half_an_answer_is_shown_again(client, said: dict):
    pair = pairs()[0]
    answer = client.post(f"/hotline/births/{pair.pk}/", said)
    assert answer.status_code == 200 and "usa-alert--error" in answer.content.decode()
    assert not Verdict.objects.exists()


def test_the_second_verifier_is_told(client):
    pair = pairs()[0]
    client.post(f"/hotline/births/{pair.pk}/", {"same": "no", "reason": "A cousin."})
    answer = client.post(f"/hotline/births/{pair.pk}/", {"same": "yes", "reason": "Both."})
    assert "Somebody has verified this pair already." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_a_replaced_batch_says_so(client):
    pair = pairs()[0]
    take_births(name="b", digest="b", replaces="week", rows=[born("C9", mother_first="Zelda")], by=None, at=NOW)
    assert "Closed: a corrected batch" in client.get(f"/hotline/births/{pair.pk}/").content.decode()
    assert "Replaced by b" in client.get("/hotline/births/").content.decode()


def test_the_county_reads_who_was_verified_and_why(client):
    pair = pairs()[0]
    client.post(f"/hotline/births/{pair.pk}/", {"same": "yes", "reason": "Maiden name and birth date."})
    page = logged_in(making.user(Role.WORKER)).get(f"/county/alerts/{Report.objects.get().number}/").content.decode()
    assert "Maiden name and birth date." in page and "Parental rights terminated, and a finding" in page
    assert "Nobody reported" in page


def test_what_is_restricted_is_counted_and_neither_shown_nor_next(client):
    twice = [
        entry(),
        entry("L2", first="Alder", middle="", last="Larkspur", other_names="", birth_date=date(1996, 1, 9), sex="male"),
    ]
    take_list(name="list", digest="list", rows=twice, by=None, at=NOW)
    take_births(name="week", digest="week", replaces="", rows=[born(), born("C2")], by=None, at=NOW)
    waiting = list(Pair.objects.waiting())
    first, second = same = [pair for pair in waiting if pair.birth.certificate == "C1"]
    assert f"/births/{second.pk}/" in client.get(f"/hotline/births/{first.pk}/").content.decode()
    client.post(f"/hotline/births/{first.pk}/", {"same": "yes", "reason": "Both."}, follow=True)
    report, boss = Report.objects.get(), making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=report, why="conflict", by=boss, at=NOW)
    page = client.get("/hotline/births/").content.decode()
    assert f"{len(same)} restricted: ask a hotline supervisor." in page and report.number not in page
    assert not any(f"/hotline/births/{pair.pk}/" in page for pair in same)
    assert all(client.get(f"/hotline/births/{pair.pk}/").status_code == 404 for pair in same)
    for pair in waiting:
        if pair not in same:
            answer = client.post(f"/hotline/births/{pair.pk}/", {"same": "no", "reason": "A cousin."})
    assert answer.headers["Location"] == "/hotline/births/"
    page = logged_in(boss).get("/hotline/births/").content.decode()
    assert report.number in page and "restricted: ask" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_every_page_is_open_to_everybody_and_worked_by_keys(new_page, live_server, axe, screener, size):
    pair, other = pairs()[:2]
    page = new_page(viewport=size)
    cookie = logged_in(screener).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for address in ("/hotline/births/", f"/hotline/births/{pair.pk}/"):
        page.goto(address)
        assert axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), address
    page.fill("[name=reason]", "A cousin.")
    typed = {"modifiers": 1, "key": "n", "code": "KeyN", "unmodifiedText": "n", "text": "n"}
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": ord("N"), **typed}
    )
    page.wait_for_url(f"**/births/{other.pk}/")
    assert not Verdict.objects.get().same
    page.goto(f"/hotline/births/{pair.pk}/")
    assert axe(page) == []
