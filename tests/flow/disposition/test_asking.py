"""Who may ask how a report ended, when, and what the office then owes (RSMo 210.145.18)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.addendum import actions as addendum
from oscr.flow.disposition import actions
from oscr.flow.disposition.models import DispositionRequest
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


def test_a_mandated_reporter_asks_online_and_the_office_has_45_days(alert, people):
    row = asked(alert)
    running = alert.classification.report.clocks.get(kind="disposition")
    assert (running.about, running.office, running.started_at) == (f"request {row.pk}", alert.office, ASKED)
    assert running.due_at == datetime(2026, 4, 19, 5, tzinfo=UTC)  # the end of 18 April in Missouri
    notice = Notice.objects.get(kind="disposition_asked")
    assert (notice.to, notice.context) == (people.worker.email, {"number": alert.number, "pk": str(row.pk)})
    entry = Entry.objects.get(act="disposition.asked")
    assert (entry.by, entry.details) == (row.report.owner, {"request": row.pk, "kind": "general"})
    assert str(row) == f"{alert.number}: general asked for"


def test_how_they_can_help_is_kept_for_findings_only(alert):
    assert asked(alert, helps="I see him daily.").helps == ""
    assert asked(alert, "findings", helps=" I see him daily. ").helps == "I see him daily."
    with pytest.raises(IntegrityError), transaction.atomic():
        DispositionRequest.objects.create(
            report=alert.classification.report, kind="general", helps="x", by=alert.by, at=ASKED
        )


def test_what_is_asked_for_must_be_said(alert):
    assert refused(asked, alert, "everything").field == "kind"


def test_somebody_else_who_is_logged_in_may_not_ask(alert):
    assert "role" in str(refused(asked, alert, by=making.reporter()))
    assert "Verify first" in str(refused(asked, alert, by=making.user(Role.SCREENER)))
    assert "role" in str(refused(asked, alert, by=making.user(Role.ANALYST)))


class TestByPhone:
    def test_a_named_caller_asks_through_the_hotline(self, people):
        alert = by_phone(people)
        sure = verified(alert, people.screener)
        row = asked(alert, by=people.screener, verification=sure)
        assert (row.verification, row.by) == (sure, people.screener)

    def test_or_through_a_worker_of_the_office_who_is_not_told_of_it(self, people):
        alert = by_phone(people)
        asked(alert, by=people.worker, verification=verified(alert, people.worker))
        assert not Notice.objects.filter(kind="disposition_asked").exists()

    def test_not_without_verifying_nor_after_half_an_hour(self, people):
        alert = by_phone(people)
        sure = verified(alert, people.screener)
        late = ASKED + 31 * MINUTE
        assert "Verify first" in str(refused(asked, alert, by=people.screener, verification=sure, at=late))
        assert "Verify first" in str(refused(asked, alert, by=people.worker, verification=sure))

    def test_an_unnamed_caller_is_told_nothing_ever(self, people):
        alert = by_phone(people, "anonymous")
        said = {"name": "", "phone": "", "work": "", "employer": ""}
        report = alert.classification.report
        told = refused(addendum.verify, report=report, said=said, by=people.screener, at=ASKED)
        assert "without a name" in str(told)
        assert not actions.is_named(report)
        held = addendum.Verification.objects.create(report=report, matched=True, by=people.screener, at=ASKED)
        assert "without a name" in str(refused(asked, alert, by=people.screener, verification=held))


class TestWhen:
    def test_not_before_the_hotline_has_decided(self, people):
        report = making.sent()
        assert "not decided yet" in actions.why_not_yet(report)
        told = refused(actions.ask, report=report, kind="general", by=report.owner, at=ASKED)
        assert "not decided yet" in str(told)

    def test_not_where_no_office_has_it(self, people):
        report = making.classified(people.screener).report
        told = refused(actions.ask, report=report, kind="general", by=report.owner, at=ASKED)
        assert "documented" in str(told) and actions.why_not_yet(report) in str(told)

    def test_one_waits_at_a_time_of_each_kind(self, alert):
        assert actions.why_not_yet(alert.classification.report) == ""
        asked(alert)
        assert "already" in str(refused(asked, alert))
        asked(alert, "findings")
        assert alert.classification.report.clocks.running().filter(kind="disposition").count() == 2

    def test_once_answered_only_when_it_is_found_otherwise(self, alert, people):
        first = concluded(alert, people)
        answered(asked(alert, at=DONE + MINUTE), people.worker, at=DONE + 2 * MINUTE)
        assert "has not changed" in str(refused(asked, alert, at=DONE + 3 * MINUTE))
        how = {"replaces": first, "because": "judicial"}
        concluded(alert, people, "preponderance", DONE + 5 * MINUTE, **how)
        assert asked(alert, at=DONE + 6 * MINUTE)

    def test_findings_of_what_is_concluded_reach_the_director_at_once(self, alert, people):
        asked(alert, "findings")
        assert not Notice.objects.filter(kind="findings_asked").exists()
        other = online(people.office)
        concluded(other, people)
        row = asked(other, "findings", at=DONE + MINUTE)
        notice = Notice.objects.get(kind="findings_asked")
        assert (notice.to, notice.context["pk"]) == (people.director.email, str(row.pk))


def test_the_office_and_whoever_answers_for_it_see_the_request(alert, people):
    row = asked(alert)
    elsewhere = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE))
    for person in (people.worker, people.lead, people.director):
        assert list(DispositionRequest.objects.visible_to(person)) == [row]
    for person in (elsewhere, people.screener, row.report.owner):
        assert not DispositionRequest.objects.visible_to(person).exists()


def test_a_request_is_open_until_everything_asked_for_is_answered(alert, people):
    general, findings = asked(alert), asked(alert, "findings")
    answered(general, people.worker, at=ASKED)
    assert set(DispositionRequest.objects.open()) == {general, findings}
    concluded(alert, people)
    answered(general, people.worker)
    answered(findings, people.worker)
    assert set(DispositionRequest.objects.open()) == {findings}
    decided(findings, people.director)
    assert not DispositionRequest.objects.open().exists()
