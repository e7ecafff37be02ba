"""Checking, sending, and what a reporter sees afterwards."""

import re

import pytest

from oscr.agency.models import Office
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.report.models import Draft, Report
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.desks.reporter.portal import at, draft_of, text, tree

HUNGRY = {
    "worries": {"pathways": ["hungry"], "other": ""},
    "questions": {"hungry": {"children": ["c1"], "suspects": [], "facts": {"too little food": "yes"}}},
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(client):
    user = making.reporter()
    client.force_login(user)
    return user


def test_the_check_page_shows_every_answer_and_where_to_change_it(client, teacher):
    draft = draft_of(teacher)
    page = client.get(at("check", draft.pk))
    assert "He has been absent from school" in text(page)
    assert "Not provided" in text(page)
    links = tree(page).xpath("//main//a/@href")
    assert at("page", draft.pk, "story") + "?to=check" in links
    assert at("entry", draft.pk, "children", "c1") + "?to=check" in links


def test_what_is_missing_is_named_and_stops_sending(client, teacher):
    draft = draft_of(teacher, you={"name": "", "phone": ""}, children=[], story={"what": ""})
    page = client.get(at("check", draft.pk))
    alert = tree(page).xpath("//main//ul[ancestor::*[contains(@class, 'usa-alert')]]")[0]
    assert [link.split("/")[-2] for link in alert.xpath(".//a/@href")] == ["you", "children", "story"]
    assert client.post(at("send", draft.pk)).url == at("check", draft.pk)
    assert not Report.objects.exists()


def test_sending_twice_is_sending_once(client, teacher):
    draft = draft_of(teacher)
    first, second = client.post(at("send", draft.pk)), client.post(at("send", draft.pk))
    report = Report.objects.get()
    assert first.url == second.url == at("confirmation", report.number)
    assert Notice.objects.filter(kind="received").count() == 1
    assert not Draft.objects.exists()
    for address in (at("check", draft.pk), at("page", draft.pk, "story")):
        assert client.get(address).url == at("confirmation", report.number)


def test_send_without_its_button_leads_to_the_last_look(client, teacher):
    draft = draft_of(teacher)
    assert client.get(at("send", draft.pk)).url == at("check", draft.pk)
    assert not Report.objects.exists()


def test_sending_what_never_was(client, teacher):
    assert client.post(at("send", "00000000-0000-4000-8000-000000000000")).status_code == 410


def test_the_confirmation_says_what_happens_next(client, teacher):
    report = making.sent(teacher)
    shown = text(client.get(at("confirmation", report.number)))
    assert report.number in shown
    assert "Received Mar 3, 2026, 9:00:00 a.m. Central" in shown
    assert "between Mar 3, 2026, 10:00 a.m. Central and Mar 3, 2026, 12:00 p.m. Central" in shown.replace(
        "noon", "12:00 p.m."
    )


def test_the_status_follows_the_report(client, teacher):
    report = making.sent(teacher)
    status = at("status", report.number)
    assert "Waiting for review" in text(client.get(status))
    screener = making.user("screener")
    made = making.classified(screener, of=report)
    assert "Reviewed by the hotline" in text(client.get(status))
    office = Office.objects.get(fips=making.BOONE)
    office.phone = "573-555-0199"
    office.save()
    assignment.send_alert(
        classification=made, office=office, rule="location", reason="", by=screener, at=making.NOW + 3 * making.MINUTE
    )
    shown = text(client.get(status))
    assert f"Sent to {office.name}" in shown
    assert "573-555-0199" in shown
    assert f"Sent to {office.name}" in text(client.get(at("home")))


def test_a_documented_call_is_said_to_be_one(client, teacher):
    report = making.sent(teacher, **HUNGRY)
    screener, boss, later = making.user("screener"), making.user("hotline_supervisor"), making.NOW + making.MINUTE
    call.claim(report=report, by=screener, at=later)
    asked = {"outcome": "documented call", "reason": "Nothing of it holds."}
    proposal = classification.propose_lower(report=report, by=screener, at=later, **asked)
    classification.rule_on(proposal=proposal, approved=True, note="", by=boss, at=later)
    assert "It was written down and kept" in text(client.get(at("status", report.number)))


def test_the_record_is_a_tagged_pdf_and_looking_is_recorded(client, teacher):
    report = making.sent(teacher, story={"what": "#panic() $x$ <b> 你好"})
    answer = client.get(at("record", report.number))
    assert answer["Content-Type"] == "application/pdf"
    assert f"report-{report.number}.pdf" in answer["Content-Disposition"]
    assert b"pdfuaid" in answer.content
    assert Entry.objects.filter(act="looked", by=teacher).exists()


def test_a_report_is_shown_to_who_sent_it_alone(client, teacher):
    other = making.sent(making.reporter())
    for name in ("confirmation", "status", "record"):
        assert client.get(at(name, other.number)).status_code == 404


def test_no_page_of_the_portal_puts_anybody_into_its_address(client, teacher):
    draft = draft_of(teacher)
    for address in (at("home"), at("check", draft.pk), at("page", draft.pk, "children")):
        for link in tree(client.get(address)).xpath("//@href | //@action"):
            assert not re.search("robin|cloverfield", link, re.IGNORECASE)


@pytest.mark.parametrize("name", ["start", "anybody", "words"])
def test_public_pages_need_nobody(client, name):
    shown = text(client.get(at(name)))
    assert "911" in shown
    assert "1-800-392-3738" in shown


def test_the_start_page_asks_about_danger_before_anything_else(client):
    headings = [one.text_content().strip() for one in tree(client.get(at("start"))).xpath("//h1 | //h2")]
    assert headings[:2] == ["Is a child in danger right now?", "Are you a mandated reporter?"]
    assert any("log-in/mologin" in link for link in tree(client.get(at("start"))).xpath("//main//a/@href"))


def test_the_record_says_who_reported_and_which_list_somebody_stands_on(client, teacher, monkeypatch):
    made = {}
    monkeypatch.setattr("oscr.desks.reporter.views.sent.report_pdf", lambda data, at: made.update(data) or b"%PDF")
    sam = {"id": "p1", "first": "Sam"}
    you = {"name": "Teacher Example", "phone": "573-555-0142", "occupation": "teacher"}
    report = making.sent(teacher, you=you, adults=[sam], suspects=[{"id": "s1", "person": "p1", "facts": {}}])
    client.get(at("record", report.number))
    rows = {row["label"]: row["text"] for row in made["parts"][0]["rows"]}
    assert (rows["Your full name"], rows["Phone number where we can reach you"]) == ("Teacher Example", "573-555-0142")
    titles = [part["title"] for part in made["parts"]]
    assert "Adults in the family or home: Sam" in titles
    assert "Who may have done it: Sam" in titles


def test_the_check_page_folds_away_what_was_not_answered(client, teacher):
    page = tree(client.get(at("check", draft_of(teacher).pk)))
    assert page.xpath("//main//details//dd[text()='Not provided']")
    assert not page.xpath("//main//dd[text()='Not provided'][not(ancestor::details)]")


def test_what_is_typed_in_an_old_tab_after_sending_is_shown_not_dropped(client, teacher):
    draft = draft_of(teacher)
    client.post(at("send", draft.pk))
    number = Report.objects.get().number
    answer = client.post(at("page", draft.pk, "story"), {"go": "continue", "version": "0", "what": "One thing more."})
    assert answer.status_code == 410
    assert "One thing more." in text(answer)
    assert number in text(answer)
    assert not tree(answer).xpath(f"//form[@action='{at('begin')}']")


def test_who_reports_an_emergency_can_press_both_numbers(client, teacher):
    danger = {"general": {"facts": {"danger now": "yes"}, "children": ["c1"], "suspects": []}}
    report = making.sent(teacher, questions=danger)
    links = tree(client.get(at("confirmation", report.number))).xpath("//main//a/@href")
    assert "tel:911" in links
    assert "tel:+18003923738" in links
