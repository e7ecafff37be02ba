"""An office disputes a screening; a hotline supervisor answers, once, in its time."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock.models import Clock
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.correction import disputing
from oscr.flow.correction.models import Dispute, DisputeReply
from oscr.flow.report.models import Named, Restriction
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.callout.calling import ALERTED, emergency, line, people
from tests.making import COLE, MINUTE
from tests.racing import race

pytestmark = pytest.mark.django_db
OPENED = ALERTED + 5 * MINUTE
LATER = OPENED + MINUTE


@pytest.fixture
def staff():
    return people()


@pytest.fixture
def boss():
    return making.user(Role.HOTLINE_SUPERVISOR)


def dispute(alert, staff, **changed) -> Dispute:
    said = {"consulted": staff[1], "reason": " He is nine. ", "by": staff[2], "at": OPENED}
    return disputing.dispute(alert=alert, **said | changed)


def answer(row, by, result="stands", note="The law says eight.", at=LATER) -> DisputeReply:
    return disputing.answer(dispute=row, result=result, note=note, by=by, at=at)


def test_a_dispute_waits_for_the_hotlines_supervisors_and_its_clock_runs(staff, boss):
    alert = making.alerted()
    row = dispute(alert, staff)
    assert (row.reason, row.consulted, disputing.open_dispute(alert)) == ("He is nine.", staff[1], row)
    clock = Clock.objects.get(kind="dispute")
    assert (clock.office.kind, clock.started_at, clock.due_at) == ("hotline", OPENED, OPENED + timedelta(hours=4))
    assert Notice.objects.get(kind="dispute_opened").to == boss.email
    assert Entry.objects.get(act="dispute.opened").details == {"office": "Boone County", "consulted": staff[1].pk}


def test_of_an_emergency_it_must_be_answered_within_half_the_time_of_a_correction(staff, boss):
    alert = emergency()
    dispute(alert, staff)
    assert Clock.objects.get(kind="dispute").due_at == OPENED + 15 * MINUTE
    ring_overdue(at=OPENED + 15 * MINUTE)
    (rang,) = Notice.objects.filter(kind="clock_overdue")
    assert rang.to == boss.email and rang.context["desk"] == "hotline"


def test_of_a_report_kept_to_named_supervisors_they_are_told_on_call_or_not(staff, boss):
    named, alert = making.user(Role.HOTLINE_SUPERVISOR), making.alerted()
    restriction = Restriction.objects.create(report=alert.classification.report, why="conflict", by=boss, at=ALERTED)
    Named.objects.create(restriction=restriction, user=named, by=boss, at=ALERTED)
    line(boss, 1)
    dispute(alert, staff, by=staff[3])
    assert Notice.objects.get(kind="dispute_opened").to == named.email


@pytest.mark.parametrize("result", ["stands", "late"])
def test_a_supervisor_answers_and_whoever_disputed_is_told(staff, boss, result):
    alert = making.alerted()
    reply = answer(dispute(alert, staff), boss, result)
    assert (reply.result, reply.by, reply.correction) == (result, boss, None)
    assert disputing.open_dispute(alert) is None and not Clock.objects.running().filter(kind="dispute").exists()
    assert Notice.objects.get(kind="dispute_answered").to == staff[2].email
    assert Entry.objects.get(act="dispute.answered").details == {"result": result}


def test_after_an_answer_another_dispute_may_be_opened_with_a_clock_of_its_own(staff, boss):
    alert = making.alerted()
    answer(dispute(alert, staff), boss)
    assert dispute(alert, staff, reason="Read it again.", at=LATER + MINUTE)
    assert Clock.objects.filter(kind="dispute").count() == 2


def test_one_at_a_time(staff):
    alert = making.alerted()
    dispute(alert, staff)
    with pytest.raises(Refused, match="already waits"):
        dispute(alert, staff)


def test_what_may_not_be(staff, boss):
    alert = making.alerted()
    stranger = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    for changed, field in (({"reason": " "}, "reason"), ({"consulted": stranger}, "consulted")):
        with pytest.raises(Refused) as refused:
            dispute(alert, staff, **changed)
        assert refused.value.field == field
    for person in (staff[1], boss, making.user(Role.SCREENER)):
        with pytest.raises(Refused, match="role"):
            dispute(alert, staff, by=person)
    row = dispute(alert, staff)
    for person in (staff[2], making.user(Role.SCREENER)):
        with pytest.raises(Refused, match="role"):
            answer(row, person)
    with pytest.raises(Refused) as refused:
        answer(row, boss, note=" ")
    assert refused.value.field == "note"
    with pytest.raises(Refused, match="Correct the report"):
        answer(row, boss, "corrected")


def test_a_second_answer_is_told_who_was_first(staff, boss):
    row = dispute(making.alerted(), staff)
    answer(row, boss)
    with pytest.raises(Refused, match=f"{boss} has answered"):
        answer(row, making.user(Role.HOTLINE_SUPERVISOR))


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_at_once_one_wins():
    staff = people()
    row = dispute(making.alerted(), staff)
    both = [making.user(Role.HOTLINE_SUPERVISOR) for _number in range(2)]
    results = race(lambda: answer(row, both[0]), lambda: answer(row, both[1], "late"))
    assert sorted(type(one).__name__ for one in results) == ["DisputeReply", "Refused"]


def test_the_database_knows_no_correction_without_one(staff, boss):
    row = dispute(making.alerted(), staff)
    said = {"dispute": row, "by": boss, "at": LATER}
    for wrong in ({"result": "corrected", "note": "x"}, {"result": "stands", "note": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DisputeReply.objects.create(**said, **wrong)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Dispute.objects.update(reason="x")
