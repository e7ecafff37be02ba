"""The queue: bounded, in order, without names; claimed and released from the list."""

import json

import pytest

from oscr.desks.hotline.views import queue
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from tests.desks.hotline.conftest import SAID as SETTLED
from tests.desks.hotline.reading import text, tree
from tests.making import MINUTE, NOW, sent

pytestmark = pytest.mark.django_db


def test_a_line_says_what_matters_and_no_name(mine, report):
    page = text(mine.get("/hotline/"))
    assert report.number in page
    assert "Online, Mar 3, 9:00 a.m." in page
    assert "1 hour 12 minutes; due 12:00 p.m." in page
    assert "2: 8 years, 10 months" in page
    assert "Hungry or not fed" in page
    assert "Boone" in page
    assert "somebody to claim it" in page
    for name in ("Robin", "Wren", "Alex", "Cloverfield", "Sealedname", "Example Lane", "bread"):
        assert name not in page


@pytest.mark.parametrize(
    ("minutes", "level", "word"), [(60, "calm", ""), (130, "soon", "◆ soon"), (200, "late", "✕ late by 20 minutes")]
)
def test_age_is_colour_and_word(mine, staff, at, minutes, level, word):
    sent(at=at - minutes * MINUTE)
    response = mine.get("/hotline/")
    assert tree(response).find_class(f"hl-age--{level}")
    assert word in text(response)


def test_emergencies_first_and_counted(mine, report):
    danger = sent(at=NOW + MINUTE, questions={"general": {"facts": {"danger now": "yes"}}})
    response = mine.get("/hotline/")
    assert [link.text for link in tree(response).find_class("hl-number")] == [danger.number, report.number]
    assert "▲ Emergency" in text(response)
    assert "1 emergency." in text(response)


def test_claiming_leads_to_the_report_and_somebody_else_cannot(mine, others, staff, report):
    response = mine.post(f"/hotline/reports/{report.number}/claim/")
    assert response.headers["Location"] == f"/hotline/reports/{report.number}/"
    assert Waiting.objects.get().held_by == staff.me
    second = others.post(f"/hotline/reports/{report.number}/claim/", follow=True)
    assert second.redirect_chain == [("/hotline/", 302)]
    assert f"{report.number}: {staff.me.name} holds this report." in text(second)
    assert Waiting.objects.get().held_by == staff.me
    assert "You since 10:12 a.m." in text(mine.get("/hotline/"))
    assert f"{staff.me.name} since 10:12 a.m." in text(others.get("/hotline/"))


def test_only_who_may_release_sees_the_button(mine, others, boss, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    address = f"/hotline/reports/{report.number}/release/"
    shown = [bool(tree(one.get("/hotline/")).xpath(f"//form[@action='{address}']")) for one in (mine, others, boss)]
    assert shown == [True, False, True]
    assert others.post(address).status_code == 409
    assert boss.post(address).headers["Location"] == "/hotline/"
    assert Waiting.objects.get().held_by is None


def test_what_a_report_waits_for(mine, staff):
    lower, ready = sent(**SETTLED), sent()
    told = {"reason": "For the test.", "by": staff.me, "at": NOW}
    for one in (lower, ready):
        call.claim(report=one, by=staff.me, at=NOW)
    classification.propose_lower(report=lower, outcome="documented call", **told)
    classification.classify(report=ready, outcome="investigation", **told)
    held = sent()
    call.claim(report=held, by=staff.me, at=NOW)
    sent()
    page = text(mine.get("/hotline/"))
    for words in ("a supervisor's ruling", "alert to an office", "classification", "somebody to claim it"):
        assert page.count(words) == 1, words


def test_filters(mine, staff, report):
    free = sent()
    call.claim(report=report, by=staff.me, at=NOW)
    seen = {show: text(mine.get(f"/hotline/?show={show}")) for show in queue.SHOWS}
    assert report.number in seen["mine"]
    assert free.number not in seen["mine"]
    assert free.number in seen["free"]
    assert report.number not in seen["free"]
    assert "Nothing waits here." in seen["supervisor"]


def test_one_page_is_bounded_and_says_how_many_more(mine, staff, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    for _ in range(5):
        sent()
    response = mine.get("/hotline/")
    assert len(tree(response).find_class("hl-number")) == 2
    assert "5 reports wait." in text(response)
    assert "And 3 more" in text(response)


def test_the_number_of_queries_does_not_depend_on_the_queue(mine, staff, django_assert_max_num_queries):
    for _ in range(4):
        sent(worries={"pathways": ["hungry"]})
    mine.get("/hotline/")
    with django_assert_max_num_queries(11):
        mine.get("/hotline/")


def test_htmx_gets_the_rows_alone_and_every_control_keeps_its_id(mine, report):
    whole, rows = mine.get("/hotline/"), mine.get("/hotline/", headers={"HX-Request": "true"})
    assert b"<html" not in rows.content
    control = f"claim-{report.number}"
    assert control in whole.content.decode()
    assert control in rows.content.decode()
    (part,) = tree(whole).xpath("//*[@hx-trigger='every 15s']")
    assert json.loads(part.get("hx-headers")) == {"OSCR-Unasked": "1"}  # a screen that nobody sits at logs out
    assert "every 15s" in whole.content.decode()
