"""How it ended, as the reporter's pages: what may be asked, what was told, and that nobody else learns of it."""

import re
from collections import defaultdict

import pytest
from django.test import Client

from oscr.agency.permissions import Role
from oscr.desks import stash
from oscr.flow.disposition.models import AdvocateReferral, DispositionRequest
from oscr.notices.models import Notice
from tests import making
from tests.desks.reporter.portal import at, text
from tests.flow.disposition.asking import answered, asked, concluded, decided, online, staff
from tests.flow.ending.calls import settled

pytestmark = pytest.mark.django_db
NOT_FOUND, FOUND = "did not find enough evidence", "found that a child was abused"


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def alert(people):
    return online(people.office)


@pytest.fixture
def report(alert):
    return alert.classification.report


@pytest.fixture
def mine(report):
    client = Client()
    client.force_login(report.owner)
    return client


def status(client, report) -> str:
    return text(client.get(at("status", report.number)))


def test_the_page_tells_the_right_and_whom_else_to_turn_to(mine, report):
    page = status(mine, report)
    assert "must answer within 45 days" in page and "866-457-2302" in page
    assert at("ended", report.number) in mine.get(at("status", report.number)).content.decode()


def test_asking_is_two_presses_and_the_page_says_until_when(mine, report):
    here = at("ended", report.number)
    assert "Choose what you want to know" in text(mine.post(here, {"helps": "I see him."}))
    assert "I see him." in text(mine.post(here, {"helps": "I see him."}))
    done = mine.post(here, {"kind": "findings", "helps": "I see him."})
    assert done.headers["Location"] == at("status", report.number)
    row = DispositionRequest.objects.get()
    assert (row.kind, row.helps, row.by) == ("findings", "I see him.", report.owner)
    page = status(mine, report)
    assert "How it ended, and what was found" in page and "The office answers by" in page
    assert "How it ended, and what was found" not in text(mine.get(here))
    mine.post(here, {"kind": "general"})
    assert "asked for everything there is to know" in text(mine.get(here))


def test_what_was_typed_before_a_log_in_is_there_again(mine, report):
    session = mine.session
    session[stash.KEY] = {"path": at("ended", report.number), "data": "kind=findings&helps=I+see+him."}
    session.save()
    assert "I see him." in text(mine.get(at("ended", report.number)))


def test_every_answer_stands_on_the_page(mine, alert, report, people):
    request = asked(alert, "findings")
    answered(request, people.worker, at=request.at)
    assert "still working on your report" in status(mine, report)
    assert "another answer when the office has finished" in status(mine, report)
    concluded(alert, people)
    assert NOT_FOUND not in status(mine, report)
    answered(request, people.worker)
    decided(request, people.director)
    page = status(mine, report)
    assert NOT_FOUND in page and "He is safe." in page


def test_a_refusal_gives_nothing_away(mine, alert, report, people):
    request = asked(alert, "findings")
    concluded(alert, people, "preponderance")
    decided(request, people.director, granted=False, reason="Her brother did it.", harm="He would be hurt.")
    page = status(mine, report)
    assert "decided not to share it" in page
    assert not re.search("brother|would be hurt|sees him daily", page, re.IGNORECASE) and FOUND not in page


def test_in_spanish(mine, alert, report, people):
    request = asked(alert)
    concluded(alert, people)
    answered(request, people.worker)
    mine.cookies["django_language"] = "es"
    page = text(mine.get(at("status", report.number), headers={"accept-language": "es"}))
    assert "No encontró pruebas suficientes" in page and "Si no está conforme" in page
    assert "Preguntar cómo terminó" in text(mine.get(at("ended", report.number), headers={"accept-language": "es"}))


def test_before_the_hotline_has_decided_and_where_no_office_has_it(people):
    waiting = making.sent()
    known = settled(people.screener, "documented call")
    kept = making.classified(people.screener, "documented call", of=known).report
    for report, words in ((waiting, "not decided yet"), (kept, "No local office has this report")):
        client = Client()
        client.force_login(report.owner)
        assert words in status(client, report)
        assert words in text(client.get(at("ended", report.number)))
        client.post(at("ended", report.number), {"kind": "general"})
    assert not DispositionRequest.objects.exists()


class TestTheAdvocate:
    def test_is_offered_once_the_office_has_told(self, mine, alert, report, people):
        here = at("advocate", report.number)
        concluded(alert, people)
        assert "Send my report" not in text(mine.get(here))
        assert mine.post(here).status_code == 409
        answered(
            asked(alert, at=making.NOW + 21 * 1440 * making.MINUTE),
            people.worker,
            at=making.NOW + 22 * 1440 * making.MINUTE,
        )
        assert "look at it" in status(mine, report)
        assert "Send my report" in text(mine.get(here))
        assert mine.post(here).headers["Location"] == at("status", report.number)
        assert AdvocateReferral.objects.get().report == report
        assert "Your report was sent to the Office of Child Advocate" in status(mine, report)
        assert "Your report was sent" in text(mine.get(here))

    def test_pages_look_alike_whatever_was_concluded_and_not_told(self, people):
        seen = defaultdict(set)
        for kind in ("unsubstantiated", "preponderance", "unable-to-locate"):
            alert = online(people.office)
            concluded(alert, people, kind)
            report = alert.classification.report
            client = Client()
            client.force_login(report.owner)
            for name in ("status", "ended", "advocate"):
                page = (
                    text(client.get(at(name, report.number)))
                    .replace(report.number, "N")
                    .replace(report.owner.email, "E")
                )
                seen[name].add(re.sub(r"\d+", "", page))
        assert {name: len(pages) for name, pages in seen.items()} == {"status": 1, "ended": 1, "advocate": 1}


def test_nobody_else_learns_anything(alert, report, people):
    request = asked(alert)
    concluded(alert, people)
    answered(request, people.worker)
    other = Client()
    other.force_login(making.reporter())
    for name in ("status", "ended", "advocate"):
        assert other.get(at(name, report.number)).status_code == 404
        assert other.get(at(name, "26062-99999")).status_code == 404
    assert other.post(at("ended", report.number), {"kind": "general"}).status_code == 404
    staff_there = Client()
    staff_there.force_login(people.screener)
    assert staff_there.get(at("ended", report.number)).status_code in (302, 403)
    mails = str(list(Notice.objects.filter(kind="disposition_answered").values_list("context", flat=True)))
    assert "found" not in mails and report.number in mails
    assert making.user(Role.ANALYST)
