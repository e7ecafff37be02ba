"""Answers in fixed words; findings at the director's discretion; and the clocks that both meet (RSMo 210.145.18)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.disposition import actions, following
from oscr.flow.disposition.models import DispositionAnswer, FindingsDecision
from oscr.law import dispositions
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.disposition.asking import (
    ASKED,
    DONE,
    answered,
    asked,
    by_phone,
    concluded,
    decided,
    online,
    staff,
    verified,
)
from tests.making import COLE, MINUTE

pytestmark = pytest.mark.django_db
LATER = DONE + 10 * MINUTE


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def alert(people):
    return online(people.office)


def refused(act, *args, **said) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(*args, **said)
    return caught.value


def running(alert) -> list[str]:
    kinds = ("disposition", "findings")
    return sorted(alert.classification.report.clocks.running().filter(kind__in=kinds).values_list("kind", flat=True))


class TestTheAnswer:
    def test_of_an_open_report_says_so_and_meets_the_45_days(self, alert, people):
        row = answered(asked(alert), people.worker, at=ASKED + MINUTE)
        assert (row.words, row.conclusion, str(row)) == ("open", None, f"{row.request}: open")
        assert running(alert) == []
        notice = Notice.objects.get(kind="disposition_answered")
        assert (notice.to, notice.context) == (row.request.report.owner.email, {"number": alert.number})

    @pytest.mark.parametrize(
        ("kind", "words"),
        [("unsubstantiated", "not-found"), ("preponderance", "found"), ("unable-to-locate", "closed")],
    )
    def test_is_the_words_of_the_conclusion(self, alert, people, kind, words):
        request = asked(alert)
        row = concluded(alert, people, kind)
        made = answered(request, people.worker)
        assert (made.words, made.conclusion, made.law) == (words, row, dispositions.words(words))
        entry = Entry.objects.get(act="disposition.answered")
        assert entry.details == {"request": request.pk, "words": words, "how": "page"}

    def test_is_what_the_page_showed(self, alert, people):
        request = asked(alert)
        concluded(alert, people)
        told = refused(answered, request, people.worker, words="open")
        assert "since you opened this page" in str(told)

    def test_is_given_once_before_and_once_after_the_outcome(self, alert, people):
        request = asked(alert)
        answered(request, people.worker, at=ASKED)
        assert str(people.worker) in str(refused(answered, request, people.lead, at=ASKED))
        concluded(alert, people)
        answered(request, people.worker)
        assert str(people.worker) in str(refused(answered, request, people.lead))

    def test_comes_from_the_office_that_has_the_report(self, alert, people):
        request = asked(alert)
        elsewhere = making.user(Role.WORKER, Office.objects.get(fips=COLE))
        assert "does not have this report" in str(refused(answered, request, elsewhere, at=ASKED))
        assert "role" in str(refused(answered, request, people.screener, at=ASKED))

    def test_ends_with_the_hotline_taking_the_report_back(self, alert, people, monkeypatch):
        request = asked(alert)
        monkeypatch.setattr(actions, "alert_of", lambda report: None)
        assert "does not have this report" in str(refused(answered, request, people.worker, at=ASKED))
        assert "documented" in actions.why_not_yet(request.report)

    @pytest.mark.parametrize("how", ["page", "pigeon"])
    def test_by_phone_reaches_whoever_has_no_log_in(self, people, how):
        alert = by_phone(people)
        request = asked(alert, by=people.screener, verification=verified(alert, people.screener))
        assert refused(answered, request, people.worker, how=how).field == "how"
        for needs_to_know in ("phone", "letter"):
            told = refused(answered, request, people.worker, how=needs_to_know)
            assert (told.field, told.cite) == ("how", "RSMo 210.150")
        disclosed = {"to": people.worker, "purpose": "disposition", "by": people.lead, "at": ASKED}
        assignment.disclose_reporter(alert=alert, **disclosed)
        assert answered(request, people.worker, how="phone").how == "phone"
        assert not Notice.objects.filter(kind="disposition_answered").exists()

    def test_waits_for_their_next_call_where_nobody_may_know_who_they_are(self, alert, people):
        phoned = by_phone(people)
        request = asked(phoned, by=people.screener, verification=verified(phoned, people.screener))
        assert answered(request, people.worker, how="calls").how == "calls"
        assert refused(answered, asked(alert), people.worker, how="calls").field == "how"


class TestTheFindings:
    def test_wait_for_the_outcome(self, alert, people):
        request = asked(alert, "findings")
        assert "before it is concluded" in str(refused(decided, request, people.director, at=ASKED))

    def test_are_the_regional_directors_to_tell(self, alert, people):
        request = asked(alert, "findings")
        concluded(alert, people)
        for person in (people.worker, people.lead, making.user(Role.CIRCUIT_MANAGER)):
            assert "role" in str(refused(decided, request, person))
        far = making.user(Role.REGIONAL_DIRECTOR, Office.objects.exclude(region=people.office.region).first())
        assert "does not have" in str(refused(decided, request, far))
        made = decided(request, people.director)
        assert (made.granted, made.words, made.said("es"), str(made)) == (
            True,
            "He is safe.",
            "He is safe.",
            f"{request}: granted",
        )
        assert str(people.director) in str(refused(decided, request, people.director))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"assists": " "}, "assists"),
            ({"harm": " "}, "harm"),
            ({"words": " "}, "words"),
            ({"granted": False, "reason": " "}, "reason"),
        ],
    )
    def test_are_weighed_as_the_statute_says(self, alert, people, said, field):
        request = asked(alert, "findings")
        concluded(alert, people)
        assert refused(decided, request, people.director, **said).field == field

    def test_refused_are_told_in_words_that_give_nothing_away(self, alert, people):
        request = asked(alert, "findings")
        concluded(alert, people)
        why = "Her brother is the man we found."
        made = decided(request, people.director, granted=False, reason=why)
        assert made.words == "" and why not in made.said("en") + made.said("es")
        assert made.said("es") == dispositions.words("not-shared").es
        assert str(made).endswith("refused")
        entry = Entry.objects.get(act="findings.decided")
        assert entry.details == {"request": request.pk, "granted": False}
        assert why not in str(Notice.objects.filter(kind="disposition_answered").values_list("context", flat=True))

    def test_are_not_decided_where_nobody_asked_for_them(self, alert, people):
        request = asked(alert)
        concluded(alert, people)
        assert "did not ask" in str(refused(decided, request, people.director))

    @pytest.mark.parametrize(
        "said",
        [
            {"granted": True, "assists": "", "harm": "x", "words": "x"},
            {"granted": True, "assists": "x", "harm": "x"},
            {"granted": True, "assists": "x", "harm": "x", "words": "x", "reason": "x"},
            {"granted": False, "assists": "x", "harm": "x", "words": "x", "reason": "x"},
        ],
    )
    def test_are_held_whole_by_the_database(self, alert, people, said):
        request = asked(alert, "findings")
        with pytest.raises(IntegrityError), transaction.atomic():
            FindingsDecision.objects.create(request=request, **said, by=people.director, at=LATER)

    @pytest.mark.parametrize(("words", "concluded_too"), [("found", False), ("open", True)])
    def test_as_are_the_words(self, alert, people, words, concluded_too):
        row = concluded(alert, people) if concluded_too else None
        said = {"words": words, "conclusion": row, "how": "page", "by": people.worker, "at": LATER}
        with pytest.raises(IntegrityError), transaction.atomic():
            DispositionAnswer.objects.create(request=asked(alert), **said)


class TestTheFiveDays:
    def test_run_from_the_outcome_for_findings_asked_for_before_it(self, alert, people):
        request = asked(alert, "findings")
        assert following.follow_due(at=LATER) == 0
        concluded(alert, people)
        assert following.follow_due(at=LATER) == 1
        row = alert.classification.report.clocks.get(kind="findings")
        assert (row.about, row.started_at) == (request.about, DONE)
        assert row.due_at == datetime(2026, 3, 29, 5, tzinfo=UTC)  # the end of 28 March in Missouri
        assert Notice.objects.get(kind="findings_asked").to == people.director.email
        assert following.follow_due(at=LATER) == 0

    def test_are_met_when_both_are_told(self, alert, people):
        request = asked(alert, "findings")
        concluded(alert, people)
        following.follow_due(at=LATER)
        decided(request, people.director, at=LATER)
        assert running(alert) == ["disposition", "findings"]
        answered(request, people.worker, at=LATER)
        assert running(alert) == []

    def test_run_for_a_general_answer_that_had_to_wait(self, alert, people):
        request = asked(alert)
        answered(request, people.worker, at=ASKED)
        concluded(alert, people)
        assert following.follow_due(at=LATER) == 1
        assert running(alert) == ["findings"]
        assert not Notice.objects.filter(kind="findings_asked").exists()
        answered(request, people.worker, at=LATER)
        assert running(alert) == []

    def test_do_not_run_where_the_45_days_do(self, alert, people):
        asked(alert)
        concluded(alert, people)
        asked(alert, "findings", at=DONE + MINUTE)
        assert following.follow_due(at=LATER) == 0
        assert running(alert) == ["disposition", "disposition"]

    def test_do_not_run_where_no_office_has_it_any_more(self, alert, people, monkeypatch):
        asked(alert, "findings")
        concluded(alert, people)
        monkeypatch.setattr(following, "alert_of", lambda report: None)
        assert following.follow_due(at=LATER) == 0
