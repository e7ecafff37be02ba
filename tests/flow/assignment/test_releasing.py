"""Asking to be told who reported, the supervisor's answer, and the copy that is recorded."""

import pytest

from oscr.agency.models import Level, OnCall
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions, releasing
from oscr.flow.assignment.models import DisclosureRefusal, DisclosureRequest
from oscr.flow.assignment.restricting import restrict
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
AT = NOW + 5 * MINUTE


@pytest.fixture
def alert(db):
    return making.alerted()


@pytest.fixture
def worker(alert):
    return making.user(Role.WORKER, alert.office)


@pytest.fixture
def lead(alert):
    """The supervisor on call."""
    person = making.user(Role.COUNTY_SUPERVISOR, alert.office)
    slot = {"starts_at": NOW - MINUTE, "ends_at": NOW + 60 * MINUTE, "entered_at": NOW}
    OnCall.objects.create(office=alert.office, level=Level.BACK_UP, user=person, phone="555-0100", **slot)
    return person


def asked(alert, by, reason="I must call them.", at=AT, purpose="contact") -> DisclosureRequest:
    return releasing.ask(alert=alert, purpose=purpose, reason=reason, by=by, at=at)


def test_the_supervisor_on_call_is_told_that_somebody_asks(alert, worker, lead):
    made = asked(alert, worker)
    assert (made.by, made.purpose, made.reason) == (worker, "contact", "I must call them.")
    (notice,) = Notice.objects.filter(kind="disclosure_asked")
    assert (notice.to, notice.context) == (lead.email, {"number": alert.number})
    (entry,) = Entry.objects.filter(act="reporter.asked_for")
    assert (entry.by, entry.details) == (worker, {"purpose": "contact"})


def test_asking_again_while_it_waits_changes_nothing(alert, worker, lead):
    assert asked(alert, worker) == asked(alert, worker, reason="Again.", at=AT + MINUTE)
    assert Notice.objects.filter(kind="disclosure_asked").count() == 1
    assert asked(alert, worker, purpose="safety").purpose == "safety"


def test_of_a_restricted_report_whoever_leads_the_circuit_is_told(alert, worker, lead):
    circuit = making.user(Role.CIRCUIT_MANAGER, alert.office)
    slot = {"starts_at": NOW - MINUTE, "ends_at": NOW + 60 * MINUTE, "entered_at": NOW}
    OnCall.objects.create(office=alert.office, level=Level.CIRCUIT, user=circuit, phone="555-0100", **slot)
    report = alert.classification.report
    restrict(report=report, why="sealed", by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW)
    asked(alert, worker)
    assert {one.to for one in Notice.objects.filter(kind="disclosure_asked")} == {circuit.email}


def test_whoever_answers_for_it_and_asks_is_not_written_to(alert, lead):
    asked(alert, lead)
    assert not Notice.objects.filter(kind="disclosure_asked").exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(alert, worker, reason):
    with pytest.raises(Refused) as refused:
        asked(alert, worker, reason=reason)
    assert refused.value.field == "reason"


def test_what_was_disclosed_need_not_be_asked_for(alert, worker, lead):
    asked(alert, worker)
    actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=lead, at=AT)
    assert not DisclosureRequest.objects.open().exists()
    assert Notice.objects.get(kind="disclosed").to == worker.email
    with pytest.raises(Refused, match="already"):
        asked(alert, worker)


def test_who_discloses_to_themselves_is_not_written_to(alert, lead):
    actions.disclose_reporter(alert=alert, to=lead, purpose="contact", by=lead, at=AT)
    assert not Notice.objects.filter(kind="disclosed").exists()


def test_the_hotline_does_not_ask(alert):
    with pytest.raises(Refused):
        asked(alert, making.user(Role.SCREENER))


def test_a_refusal_says_why_and_whoever_asked_is_told(alert, worker, lead):
    made = asked(alert, worker)
    releasing.refuse(request=made, reason="Call the school first.", by=lead, at=AT)
    assert made.refusal.reason == "Call the school first."
    assert Notice.objects.get(kind="disclosure_refused").to == worker.email
    assert Entry.objects.get(act="reporter.refused").details == {"to": worker.pk, "purpose": "contact"}
    assert asked(alert, worker) != made  # it may be asked for again


def test_a_refusal_needs_a_reason_a_supervisor_and_a_request_that_waits(alert, worker, lead):
    made = asked(alert, worker)
    for by, reason in ((lead, " "), (worker, "No.")):
        with pytest.raises(Refused):
            releasing.refuse(request=made, reason=reason, by=by, at=AT)
    releasing.refuse(request=made, reason="No.", by=lead, at=AT)
    with pytest.raises(Refused, match="already"):
        releasing.refuse(request=made, reason="No.", by=lead, at=AT)
    assert DisclosureRefusal.objects.count() == 1


def test_a_copy_is_taken_under_the_disclosure_for_its_purpose(alert, worker, lead):
    given = actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=lead, at=AT)
    for _copy in range(2):
        assert releasing.release(alert=alert, purpose="contact", by=worker, at=AT) == given
    assert Entry.objects.filter(act="reporter.released", by=worker).count() == 2
    for by, purpose in ((worker, "safety"), (lead, "contact")):
        with pytest.raises(Refused) as refused:
            releasing.release(alert=alert, purpose=purpose, by=by, at=AT)
        assert refused.value.cite == "RSMo 210.150"


def test_they_are_named_by_what_they_are_about(alert, worker, lead):
    made = asked(alert, worker)
    refused = releasing.refuse(request=made, reason="No.", by=lead, at=AT)
    assert str(made).startswith(alert.number)
    assert str(refused).endswith("refused")
