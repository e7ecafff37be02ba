"""Classifying, proposing a lower outcome, ruling on it, and sending the alert, as the pages do it."""

import pytest
from django.test import Client

from oscr.agency.models import Office, OfficeKind
from oscr.desks import stash
from oscr.flow.assignment.models import Alert
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification.actions import protocol_for
from oscr.flow.classification.models import Classification, Proposal
from tests.desks.hotline.conftest import LATER
from tests.desks.hotline.reading import text, tree
from tests.making import BOONE, COLE, MINUTE, NOW, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(report, staff):
    """A Family Assessment with every question asked, that I hold."""
    call.claim(report=report, by=staff.me, at=NOW)
    settle_all(report, staff.me)
    return report


def settle_all(report, by):
    """Ask everything that could still change the outcome; nobody knows."""
    law = protocol_for(report)
    while questions := law.decide(call.case_now(report)).questions:
        asked = [("/".join(filter(None, one.unit)), one.fact, "unknown") for one in questions]
        call.settle(report=report, answers=asked, by=by, at=NOW)


def address(report, page: str) -> str:
    return f"/hotline/reports/{report.number}/{page}/"


def test_the_protocols_outcome_is_marked_and_chosen(mine, held):
    page = tree(mine.get(address(held, "classify")))
    (marked,) = page.find_class("hl-choice--law")
    (chosen,) = page.xpath("//input[@name='outcome'][@checked]")
    assert chosen.get("value") == "family assessment"
    assert chosen in marked.iterdescendants()
    assert "● the protocol's outcome" in marked.text_content()
    values = [one.get("value") for one in page.xpath("//input[@name='outcome']")]
    assert values[:3] == ["investigation", "juvenile assessment", "family assessment"]


def test_the_ladder_stands_beside_the_choice_and_leads_back_to_open_questions(mine, held):
    page = tree(mine.get(address(held, "classify")))
    assert "FA-LESSER" in [one.text_content() for one in page.find_class("oscr-rung")]
    back = page.xpath("//table[contains(@class, 'hl-open')]//a/@href")
    assert back
    ids = {one.get("id") for one in tree(mine.get(f"/hotline/reports/{held.number}/")).xpath("//*[@id]")}
    for link in back:
        path, _hash, place = link.partition("#")
        assert path == f"/hotline/reports/{held.number}/"
        assert place in ids


def test_with_the_protocol_it_goes_on_to_the_alert(mine, staff, held):
    done = mine.post(address(held, "classify"), {"outcome": "family assessment", "reason": ""})
    assert done.headers["Location"] == address(held, "alert")
    assert Classification.objects.get().by == staff.me


@pytest.mark.parametrize("page", ["classify", "alert"])
def test_who_does_not_hold_it_is_told_before_a_form_is_filled_in(mine, others, staff, held, page):
    if page == "alert":
        mine.post(address(held, "classify"), {"outcome": "family assessment", "reason": ""})
    seen = others.get(address(held, page), follow=True)
    assert seen.redirect_chain == [(f"/hotline/reports/{held.number}/", 302)]
    assert f"{staff.me.name} holds this report." in text(seen)
    call.release(report=held, by=staff.me, at=NOW)
    assert "Claim this report first" in text(mine.get(address(held, page), follow=True))


def test_a_reason_that_a_log_in_came_between_is_still_there(mine, held):
    stranger = Client()
    stranger.post(address(held, "classify"), {"outcome": "documented call", "reason": "The school corrected itself."})
    session = mine.session
    session[stash.KEY] = stranger.session[stash.KEY]
    session.save()
    page = tree(mine.get(address(held, "classify")))
    assert page.get_element_by_id("id_reason").text.strip() == "The school corrected itself."
    assert page.xpath("//input[@name='outcome'][@checked]/@value") == ["documented call"]
    assert not Proposal.objects.exists()


def test_above_it_the_screener_decides_alone(mine, held):
    mine.post(address(held, "classify"), {"outcome": "investigation", "reason": ""})
    assert Classification.objects.get().outcome == "investigation"


def test_below_it_becomes_a_proposal_and_waits(mine, held):
    done = mine.post(
        address(held, "classify"), {"outcome": "documented call", "reason": "The mother called, too."}, follow=True
    )
    assert "Your proposal waits for a supervisor" in text(done)
    assert "it waits for a supervisor" in text(done)
    assert not Classification.objects.exists()
    assert Proposal.objects.get().outcome == "documented call"
    assert "a supervisor's ruling" in text(mine.get("/hotline/?show=supervisor"))
    assert "1 waits for a supervisor." in text(mine.get("/hotline/"))


def test_a_supervisor_reads_and_rules(mine, boss, staff, held):
    mine.post(address(held, "classify"), {"outcome": "documented call", "reason": "The mother called, too."})
    page = text(boss.get(address(held, "proposal")))
    for said in ("Family Assessment", "Documented call", "The mother called, too.", staff.me.name):
        assert said in page
    assert mine.get(address(held, "proposal")).status_code == 403
    boss.post(address(held, "proposal"), {"approved": "yes", "note": "Fine."})
    made = Classification.objects.get()
    assert (made.outcome, made.supervisor) == ("documented call", staff.boss)
    assert not Waiting.objects.exists()
    assert "Approved by" in text(mine.get(f"/hotline/reports/{held.number}/"))


def test_a_ruling_on_facts_that_changed_is_refused_with_its_reason(mine, boss, staff, held):
    mine.post(address(held, "classify"), {"outcome": "documented call", "reason": "The mother called, too."})
    call.settle(report=held, answers=[("", "danger now", "yes")], by=staff.me, at=LATER + MINUTE)
    refused = boss.post(address(held, "proposal"), {"approved": "yes", "note": ""})
    assert "The facts have changed since this was proposed" in text(refused)
    assert not Classification.objects.exists()


def test_a_supervisor_s_own_proposal_waits_for_another(boss, staff, report):
    call.claim(report=report, by=staff.boss, at=NOW)
    boss.post(address(report, "classify"), {"outcome": "documented call", "reason": "The mother called, too."})
    page = boss.get(address(report, "proposal"))
    assert "another supervisor must rule on it" in text(page)
    assert "Somebody else must rule" in text(boss.post(address(report, "proposal"), {"approved": "yes", "note": ""}))


def test_a_documented_call_ends_at_the_queue(mine, staff):
    nothing = sent(worries={"pathways": ["hungry"]})
    call.claim(report=nothing, by=staff.me, at=NOW)
    settle_all(nothing, staff.me)
    done = mine.post(address(nothing, "classify"), {"outcome": "documented call", "reason": ""}, follow=True)
    assert "is classified; no office needs to respond" in text(done)
    assert "Nothing waits here." in text(done)


def test_a_declined_proposal_comes_back_with_its_note(mine, boss, held):
    mine.post(address(held, "classify"), {"outcome": "P", "reason": "Only a service is asked for."})
    boss.post(address(held, "proposal"), {"approved": "no", "note": "Call the school again."})
    page = text(mine.get(f"/hotline/reports/{held.number}/"))
    assert "declined the lower outcome" in page
    assert "Call the school again." in page


def test_without_a_proposal_there_is_nothing_to_rule_on(boss, held):
    done = boss.get(address(held, "proposal"), follow=True)
    assert "No proposal about this report waits" in text(done)


def test_open_questions_forbid_the_outcome_beside_it(mine, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    refused = mine.post(address(report, "classify"), {"outcome": "family assessment", "reason": ""})
    told = tree(refused).get_element_by_id("id_outcome_error").text_content()
    assert "Open questions" in told
    assert "13 CSR 35-31.020" in told
    assert not Classification.objects.exists()


@pytest.mark.parametrize("page", ["classify", "alert"])
def test_somebody_who_does_not_hold_it_is_told_who_does(others, mine, staff, held, page):
    if page == "alert":
        mine.post(address(held, "classify"), {"outcome": "family assessment", "reason": ""})
    said = {"outcome": "family assessment", "office": Office.objects.get(fips=BOONE).pk, "reason": ""}
    assert f"{staff.me.name} holds this report." in text(others.post(address(held, page), said))
    call.release(report=held, by=staff.me, at=NOW)
    assert "Claim this report first" in text(others.post(address(held, page), said))


@pytest.fixture
def classified(mine, held):
    mine.post(address(held, "classify"), {"outcome": "family assessment", "reason": ""})
    return held


def test_the_office_of_the_rule_is_proposed_with_its_source(mine, classified):
    response = mine.get(address(classified, "alert"))
    boone = Office.objects.get(fips=BOONE)
    assert tree(response).xpath("//option[@selected]/@value") == [str(boone.pk)]
    page = text(response)
    assert "CWM 2.3" in page
    assert "County where the child is now Boone" in page
    assert (
        len(tree(response).xpath("//select[@name='office']/option"))
        == 1 + 115 + Office.objects.filter(kind="ohi").count()
    )


def test_the_alert_goes_to_the_office_and_leaves_the_queue(mine, classified):
    boone = Office.objects.get(fips=BOONE)
    done = mine.post(address(classified, "alert"), {"office": boone.pk, "reason": ""}, follow=True)
    assert f"{classified.number} was sent to Boone County" in text(done)
    alert = Alert.objects.get()
    assert (alert.office, bool(alert.rule), alert.reason) == (boone, True, "")
    assert not Waiting.objects.exists()
    assert "Sent to Boone County" in text(mine.get(f"/hotline/reports/{classified.number}/"))
    again = mine.get(address(classified, "alert"), follow=True)
    assert "There is no alert to send" in text(again)


def test_another_office_needs_a_reason(mine, classified):
    cole = Office.objects.get(fips=COLE)
    refused = mine.post(address(classified, "alert"), {"office": cole.pk, "reason": " "})
    assert "Say why you choose another office" in tree(refused).get_element_by_id("id_reason_error").text_content()
    mine.post(address(classified, "alert"), {"office": cole.pk, "reason": "The children moved yesterday."})
    alert = Alert.objects.get()
    assert (alert.office, alert.rule, alert.reason) == (cole, "", "The children moved yesterday.")


def test_the_hotline_itself_is_no_choice(mine, classified):
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    refused = mine.post(address(classified, "alert"), {"office": hotline.pk, "reason": "Why not."})
    assert "Select a valid choice" in text(refused)


def test_staff_of_a_school_goes_to_the_out_of_home_unit(mine, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    facts = [("1", "suspect is staff", "yes"), ("", "setting", "school")]
    call.settle(report=report, answers=facts, by=staff.me, at=NOW)
    mine.post(address(report, "classify"), {"outcome": "investigation", "reason": "Staff of the school."})
    response = mine.get(address(report, "alert"))
    (chosen,) = tree(response).xpath("//option[@selected]/@value")
    region = Office.objects.get(fips=BOONE).region
    assert Office.objects.get(pk=chosen) == Office.objects.get(kind="ohi", region=region)
    assert "Boone County is asked to assist" in text(response)
