"""Requests of reporters, and what courts and other states ask, as the county's pages; and what these pages keep to themselves."""

import pytest
from django.urls import reverse

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.disposition.models import AdvocateReferral, DispositionRequest, FindingsDecision
from oscr.flow.inquiry.models import CourtAnswer, CourtInquiry, StateAnswer, StateRequest, Stay
from tests import making
from tests.desks.county.conftest import LATER
from tests.flow.disposition.asking import KNOWN, SAYS, answered, asked, concluded
from tests.flow.inquiry.asking import COURT, STATE, of_court, of_state
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db
SAID = {"verify-name": SAYS["name"], "verify-phone": SAYS["phone"]}
WEIGHED = {"decide-assists": "Sees him daily.", "decide-harm": "None known."}


@pytest.fixture
def alert(staff, office, at):
    """Of a teacher who reported online."""
    return making.alerted(staff.screener, office, of=making.sent(you={**KNOWN, "occupation": "teacher"}))


@pytest.fixture
def people(staff, office):
    staff.lead, staff.office = staff.supervisor, office
    return staff


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(name: str, *args) -> str:
    return reverse(f"county:{name}", args=args)


class TestAReporterAsks:
    def test_the_office_sees_what_waits_and_answers_in_fixed_words(self, alert, people, browser_of):
        request = asked(alert, at=NOW + 5 * MINUTE)
        mine = browser_of(people.worker)
        page = text(mine.get(url("requests")))
        assert alert.number in page and "the office&#x27;s answer" in page and "end of Apr 17" in page
        here = url("request", request.pk)
        assert "still working on your report" in text(mine.get(here))
        done = mine.post(here, {"do": "answer", "answer-words": "open", "answer-how": "page"})
        assert done.url == here and request.answers.get().words == "open"
        page = text(mine.get(here))
        assert "On the report&#x27;s page, after log-in" in page and "What the reporter is told" not in page
        assert "the outcome, then the office&#x27;s answer" in text(mine.get(url("requests")))
        assert "5 days after the outcome" in text(mine.get(url("requests")))

    def test_what_was_concluded_since_is_read_first(self, alert, people, browser_of):
        request = asked(alert, at=NOW + 5 * MINUTE)
        concluded(alert, people, at=NOW + 6 * MINUTE)
        page = browser_of(people.worker).post(
            url("request", request.pk), {"do": "answer", "answer-words": "open", "answer-how": "page"}
        )
        assert "since you opened this page" in text(page) and not request.answers.exists()

    def test_only_the_director_is_asked_for_the_findings(self, alert, people, browser_of):
        request = asked(alert, "findings", at=NOW + 5 * MINUTE, helps="I see him daily.")
        concluded(alert, people, at=NOW + 6 * MINUTE)
        here = url("request", request.pk)
        assert "The regional director decides" in text(browser_of(people.supervisor).get(here))
        boss = browser_of(people.region)
        assert "I see him daily." in text(boss.get(here))
        wrong = boss.post(here, {"do": "decide", "decide-granted": "yes", **WEIGHED})
        assert "Write what the reporter reads" in text(wrong) and "Sees him daily." in text(wrong)
        boss.post(here, {"do": "decide", "decide-granted": "no", "decide-reason": "He lives there.", **WEIGHED})
        assert not FindingsDecision.objects.get().granted
        assert "Not shared" in text(boss.get(here))
        answered(request, people.worker, at=NOW + 8 * MINUTE)
        assert "Answered lately" in text(boss.get(url("requests")))

    def test_another_office_finds_nothing(self, alert, people, browser_of):
        request = asked(alert, at=NOW + 5 * MINUTE)
        far = browser_of(making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE)))
        assert alert.number not in text(far.get(url("requests")))
        assert far.get(url("request", request.pk)).status_code == 404

    def test_who_reported_stands_on_none_of_these_pages(self, alert, people, browser_of):
        request = asked(alert, at=NOW + 5 * MINUTE)
        for page in (url("requests"), url("request", request.pk), url("caller", alert.number)):
            assert "Teacher Example" not in text(browser_of(people.region).get(page))


class TestTheReporterCalls:
    def test_hears_nothing_until_they_are_verified(self, alert, people, browser_of):
        concluded(alert, people, at=NOW + 6 * MINUTE)
        answered(asked(alert, at=NOW + 7 * MINUTE), people.worker, at=NOW + 8 * MINUTE)
        mine = browser_of(people.worker)
        here = url("caller", alert.number)
        page = text(mine.post(here, {"do": "verify", **SAID, "verify-phone": "555-555-5555"}, follow=True))
        assert "Say nothing about the report" in page and "did not find enough evidence" not in page
        refused = mine.post(here, {"do": "ended", "ended-kind": "findings"})
        assert "Verify first" in text(refused) and not DispositionRequest.objects.filter(kind="findings").exists()

    def test_then_asks_and_has_it_referred(self, alert, people, browser_of):
        concluded(alert, people, at=NOW + 6 * MINUTE)
        answered(asked(alert, at=NOW + 7 * MINUTE), people.worker, at=NOW + 8 * MINUTE)
        mine = browser_of(people.worker)
        here = url("caller", alert.number)
        page = text(mine.post(here, {"do": "verify", **SAID}, follow=True))
        assert "this is the reporter" in page and "did not find enough evidence" in page
        assert "Asked." in text(mine.post(here, {"do": "ended", "ended-kind": "findings"}, follow=True))
        assert "Referred" in text(mine.post(here, {"do": "refer"}, follow=True))
        assert AdvocateReferral.objects.get().by == people.worker


class TestACourtAsks:
    def test_a_worker_writes_it_down_and_reads_nothing(self, people, browser_of, at):
        mine = browser_of(people.worker)
        page = text(mine.post(url("court"), COURT, follow=True))
        row = CourtInquiry.objects.get()
        assert row.known_as in page and "Say neither yes nor no" in page and row.case_number not in page
        assert mine.get(url("court_inquiry", row.pk)).status_code == 403

    def test_what_lacks_stands_beside_its_field(self, people, browser_of):
        page = text(browser_of(people.worker).post(url("court"), COURT | {"judge": ""}))
        assert "Say which judge asks" in page and COURT["case_number"] in page

    def test_a_lawyer_hears_the_words_of_the_law(self, people, browser_of):
        page = text(browser_of(people.worker).post(url("court"), {"asker": "lawyer", "about": "x"}, follow=True))
        assert "You may ask the court to inquire" in page
        lead = text(browser_of(people.supervisor).get(url("court_inquiry", CourtInquiry.objects.get().pk)))
        assert "Not answered" in lead and "Answer the court" not in lead

    def test_a_lead_answers_and_notes_the_stay(self, alert, people, browser_of):
        row = of_court(people.worker)
        mine = browser_of(people.supervisor)
        here = url("court_inquiry", row.pk)
        assert COURT["court"] in text(mine.get(url("requests")))
        said = {"do": "answer", "answer-made": "yes", "answer-searched": "Names."}
        assert "a yes rests on it" in text(mine.post(here, said))
        mine.post(here, said | {"answer-number": alert.number})
        assert CourtAnswer.objects.get().made
        day = {"stay-stayed_on_month": "3", "stay-stayed_on_day": "3", "stay-stayed_on_year": "2026"}
        assert mine.post(here, {"do": "stay", **day}).status_code == 302
        assert Stay.objects.get().answer.inquiry == row
        assert "the investigation is not completed" in text(mine.get(url("requests")))
        concluded(alert, people, at=LATER)
        assert "tell the court" in text(mine.get(url("requests")))
        assert "The investigation was completed" in text(mine.get(here))

    def test_no_page_of_the_family_shows_it(self, alert, people, browser_of):
        row = of_court(people.worker)
        mine = browser_of(people.supervisor)
        said = {"do": "answer", "answer-made": "yes", "answer-searched": "Names.", "answer-number": alert.number}
        mine.post(url("court_inquiry", row.pk), said)
        for page in ("alert", "looked", "can1", "caller"):
            seen = text(mine.get(url(page, alert.number)))
            assert COURT["case_number"] not in seen and row.known_as not in seen and "court.a" not in seen, page


class TestAnotherStateAsks:
    def test_kansas_is_written_down_decided_and_shown_in_who_looked(self, alert, people, browser_of):
        said = {name: text for name, text in STATE.items() if name != "where"} | {"state": "KS"}
        page = text(browser_of(people.worker).post(url("state"), said, follow=True))
        row = StateRequest.objects.get()
        assert (row.where, row.known_as in page) == ("KS", True)
        mine = browser_of(people.supervisor)
        here = url("state_request", row.pk)
        assert "Kansas" in text(mine.get(here))
        share = {"share-shared": "yes", "share-what": ["told"], "share-standard": "They see him."}
        assert "Give the call numbers" in text(mine.post(here, share))
        assert mine.post(here, share | {"share-numbers": f"{alert.number}, "}).url == here
        assert StateAnswer.objects.get().numbers == [alert.number]
        assert "What was told, without who told it" in text(mine.get(here))
        assert "Shared something of it with an agency elsewhere" in text(mine.get(url("looked", alert.number)))

    def test_a_tribe_by_its_name_and_a_refusal(self, people, browser_of, at):
        said = STATE | {"place": "tribe", "nation": "Example Nation", "authority": ""}
        lead = browser_of(people.supervisor)
        lead.post(url("state"), said)
        row = StateRequest.objects.get()
        here = url("state_request", row.pk)
        assert "nothing may be shared" in text(lead.get(here))
        share = {"share-shared": "yes", "share-what": ["told"], "share-standard": "So.", "share-numbers": "x"}
        assert "under which law of its own" in text(lead.post(here, share))
        lead.post(here, {"share-shared": "no", "share-reason": "No authority."})
        assert not StateAnswer.objects.get().shared
        assert "nothing shared" in text(lead.get(url("requests")))

    def test_what_lacks_stands_beside_its_field(self, people, browser_of):
        page = text(browser_of(people.worker).post(url("state"), STATE | {"purpose": "", "state": "KS"}))
        assert "Say what it is needed for" in page

    def test_a_worker_does_not_decide(self, people, browser_of, at):
        row = of_state(people.worker)
        assert browser_of(people.worker).get(url("state_request", row.pk)).status_code == 403
