"""Law enforcement is notified, answers or is chased, and is told in writing before an investigation ends."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import LawEnforcementAgency
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock.models import Clock
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.enforcement import actions
from oscr.flow.enforcement.models import EnforcementAnswer, EnforcementNotice
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.enforcement.telling import TOLD, agency, notify, told_of_ending
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = TOLD + HOUR


@pytest.fixture
def worker():
    return making.user(Role.WORKER)


@pytest.fixture
def lead():
    return making.user(Role.COUNTY_SUPERVISOR)


@pytest.fixture
def alert(db):
    return making.alerted()


def clock_of(alert, kind) -> Clock:
    return Clock.objects.get(report=alert.classification.report, kind=kind)


def answer(notice, by, **said):
    how = {"result": "assists", "officer": "Deputy Sample", "phone": "555-0151", "written": False, "happened_at": LATER}
    return actions.record_answer(notice=notice, **how | said, by=by, at=said.get("happened_at", LATER))


def test_to_notify_meets_one_clock_and_starts_the_other(alert, worker):
    notice = notify(alert, worker, happened_at=TOLD - 10 * MINUTE)
    assert clock_of(alert, "law enforcement").met_at == TOLD - 10 * MINUTE
    running = clock_of(alert, "enforcement answer")
    assert (running.started_at, running.due_at) == (TOLD - 10 * MINUTE, TOLD - 10 * MINUTE + 24 * HOUR)
    assert running.office == alert.office
    entry = Entry.objects.get(act="enforcement.notified")
    assert entry.details == {"agency": notice.agency_id, "how": "phone"}
    assert EnforcementNotice.objects.unanswered().get() == notice
    assert str(notice) == f"Sheriff of Sample about {alert.number}"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"),
        ({"spoke_with": ""}, "spoke_with"),
        ({"how": "person", "spoke_with": " "}, "spoke_with"),
        ({"happened_at": TOLD + MINUTE}, "happened_at"),
        ({"happened_at": NOW - MINUTE}, "happened_at"),
    ],
)
def test_what_cannot_be_a_notice(alert, worker, said, field):
    with pytest.raises(Refused) as refused:
        notify(alert, worker, **said)
    assert refused.value.field == field
    assert not EnforcementNotice.objects.exists()


def test_not_to_an_agency_that_is_gone_and_no_link_to_one_without_mail(alert, worker):
    with pytest.raises(Refused, match="not there any more"):
        notify(alert, worker, to=agency(is_active=False))
    with pytest.raises(Refused, match="No e-mail"):
        notify(alert, worker, to=agency(name="Other", email=""), how="link")


def test_not_by_the_hotline_and_not_of_a_report_that_was_sent_elsewhere(alert, worker):
    with pytest.raises(Refused, match="role"):
        notify(alert, making.user(Role.SCREENER))
    with pytest.raises(Refused, match="role"):
        told_of_ending(alert, worker, to=agency(name="Other"))


@pytest.mark.parametrize(
    ("said", "met"),
    [
        ({}, True),
        ({"result": "unable", "because": "Nobody is free."}, False),
        ({"result": "unable", "because": "Nobody is free.", "written": True}, True),
    ],
)
def test_what_answers_and_what_only_asks_for_writing(alert, worker, said, met):
    notice = notify(alert, worker)
    row = answer(notice, worker, **said)
    assert (clock_of(alert, "enforcement answer").met_at is not None) == met
    assert EnforcementNotice.objects.unanswered().exists() != met
    assert str(row).startswith("Sheriff of Sample")
    assert Entry.objects.get(act="enforcement.answered").details["result"] == row.result


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"officer": " "}, "officer"),
        ({"phone": ""}, "phone"),
        ({"result": "unable"}, "because"),
        ({"happened_at": TOLD - MINUTE}, "happened_at"),
    ],
)
def test_what_cannot_be_an_answer(alert, worker, said, field):
    notice = notify(alert, worker)
    with pytest.raises(Refused) as refused:
        actions.record_answer(
            notice=notice,
            **{"result": "assists", "officer": "A", "phone": "1", "written": False, "happened_at": LATER} | said,
            by=worker,
            at=LATER,
        )
    assert refused.value.field == field


def test_nobody_else_writes_an_answer_down(alert, worker):
    notice = notify(alert, worker)
    with pytest.raises(Refused, match="role"):
        answer(notice, making.user(Role.SCREENER))


def test_a_notice_of_an_ending_asks_for_no_answer(alert, worker, lead):
    notice = told_of_ending(alert, lead)
    assert clock_of(alert, "law enforcement").met_at is None
    with pytest.raises(Refused, match="no answer"):
        answer(notice, worker)


def test_the_agencys_own_answer_is_told_to_who_responds(alert, worker, lead):
    assignment.acknowledge(alert=alert, by=lead, at=TOLD)
    assignment.assign(alert=alert, worker=worker, by=lead, at=TOLD)
    answer(notify(alert, worker), None, written=True)
    assert [one.to for one in Notice.objects.filter(kind="enforcement_answered")] == [worker.email]


def test_if_nothing_comes_the_clock_rings(alert, worker, lead):
    notify(alert, worker)
    ring_overdue(at=TOLD + 25 * HOUR)
    told = Notice.objects.filter(kind="clock_overdue", context__duty=clock_of(alert, "enforcement answer").label)
    assert [one.to for one in told] == [lead.email]


def test_the_notice_of_an_ending_is_in_writing_with_its_reason(alert, lead):
    for said, field in (({"how": "phone"}, "how"), ({"reason": " "}, "reason")):
        with pytest.raises(Refused) as refused:
            told_of_ending(alert, lead, to=agency(name=field), **said)
        assert refused.value.field == field
    notice = told_of_ending(alert, lead)
    report = alert.classification.report
    assert actions.told_of_ending(report, TOLD) == notice
    assert actions.told_of_ending(report, TOLD + MINUTE) is None
    assert notice.text == "Nothing was found that is a crime."


def test_the_database_holds_what_a_notice_and_an_answer_must_have(alert, worker, lead):
    notice, ending = notify(alert, worker), told_of_ending(alert, lead, to=agency(name="Other"))
    told = {"alert": alert, "agency": notice.agency, "happened_at": TOLD, "by": lead, "at": TOLD}
    said = {"notice": notice, "happened_at": LATER, "at": LATER}
    for make, wrong in (
        (EnforcementNotice, {**told, "kind": "report", "how": "phone", "text": ""}),
        (EnforcementNotice, {**told, "kind": "ending", "how": "phone", "text": "x"}),
        (EnforcementAnswer, {**said, "result": "assists", "written": True, "officer": "x"}),
        (EnforcementAnswer, {**said, "result": "unable", "written": True}),
        (EnforcementAnswer, {**said, "result": "unable", "written": False, "because": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.objects.create(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        EnforcementNotice.objects.filter(pk=ending.pk).update(text="other")


def test_agencies_are_kept_by_who_leads(lead, worker):
    said = {"name": " Sheriff ", "fips": making.BOONE, "phone": "555-0150", "email": "", "active": True}
    row = actions.keep_agency(**said, by=lead, at=NOW)
    changed = actions.keep_agency(**said | {"name": "Sheriff of Sample", "active": False}, agency=row, by=lead, at=NOW)
    assert LawEnforcementAgency.objects.get() == changed and str(changed) == "Sheriff of Sample"
    assert not changed.is_active
    for wrong in ({"name": ""}, {"phone": " "}, {"fips": "00000"}, {"name": "Sheriff of Sample"}):
        with pytest.raises(Refused):
            actions.keep_agency(**said | wrong, by=lead, at=NOW)
    with pytest.raises(Refused, match="role"):
        actions.keep_agency(**said, by=worker, at=NOW)
