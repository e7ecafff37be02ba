"""Another office helps, and reads meanwhile; somebody who is related to the family has nothing to do with a report."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office, OfficeKind
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment import assisting, helping
from oscr.flow.assignment.models import Alert, Assistance, AssistanceReply
from oscr.flow.assignment.restricting import restrict
from oscr.flow.clock.models import Clock
from oscr.flow.correction import transferring
from oscr.law.refusal import Refused
from oscr.law.routing import Route
from oscr.notices.models import Notice
from tests import making
from tests.flow.callout.calling import emergency, people
from tests.making import BOONE, COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def here():
    return people()


@pytest.fixture
def there():
    return people(COLE)


@pytest.fixture
def alert(here):
    return making.alerted(office=here[1].office)


def ask(alert, by, office, what="See the child at her grandmother's.") -> Assistance:
    return assisting.ask(alert=alert, office=office, what=what, by=by, at=LATER)


def answer(row, by, result="accepted", note="", at=LATER + MINUTE) -> AssistanceReply:
    return assisting.answer(assistance=row, result=result, note=note, by=by, at=at)


def sees(user) -> bool:
    return Alert.objects.visible_to(user).exists()


def test_the_office_that_is_asked_reads_and_does_not_act(alert, here, there):
    assert not sees(there[1])
    row = ask(alert, here[2], there[1].office)
    assert sees(there[1]) and sees(there[2]) and sees(here[1])
    assert not Alert.objects.in_hand_of(there[2]).exists()
    assert Alert.objects.in_hand_of(here[1]).get() == alert
    assert [one.to for one in Notice.objects.filter(kind="assistance_asked")] == [there[1].email]
    clock = Clock.objects.get(kind="assistance")
    assert (clock.office, clock.due_at) == (there[1].office, LATER + timedelta(hours=4))
    assert str(row).endswith("Cole County helps?")


def test_help_is_accepted_and_done_and_then_the_report_is_shut_again(alert, here, there):
    row = ask(alert, here[2], there[1].office)
    reply = answer(row, there[1])
    assert Clock.objects.get(kind="assistance").met_at == LATER + MINUTE
    assert sees(there[1])
    assert str(reply).endswith("accepted")
    answer(row, there[1], "done", "She is well and stays there.")
    assert not sees(there[1])
    assert [one.to for one in Notice.objects.filter(kind="assistance_answered")] == [here[1].email] * 2
    with pytest.raises(Refused, match="faster"):
        answer(row, there[1], "refused", "No.")


def test_a_refusal_says_why_and_shuts_the_report(alert, here, there):
    row = ask(alert, here[2], there[1].office)
    for result in ("refused", "done"):
        with pytest.raises(Refused) as refused:
            answer(row, there[1], result)
        assert refused.value.field == "note"
    answer(row, there[1], "refused", "Nobody is free.")
    assert not sees(there[1])
    assert ask(alert, here[2], there[1].office).pk != row.pk


def test_what_is_asked_twice_or_of_oneself_or_for_nothing_is_refused(alert, here, there):
    ask(alert, here[2], there[1].office)
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    for by, office, what, field in (
        (here[2], there[1].office, "Again.", "office"),
        (here[2], alert.office, "Help.", "office"),
        (here[2], hotline, "Help.", "office"),
        (here[2], Office.objects.get(fips="29015"), " ", "what"),
        (here[1], there[1].office, "Help.", ""),
    ):
        with pytest.raises(Refused) as refused:
            ask(alert, by, office, what)
        assert refused.value.field == field


def test_only_the_office_that_was_asked_answers_and_only_the_other_takes_back(alert, here, there):
    row = ask(alert, here[2], there[1].office)
    with pytest.raises(Refused, match="do not answer for Cole"):
        answer(row, here[2])
    with pytest.raises(Refused, match="Only the office that asked"):
        answer(row, there[1], "withdrawn")
    with pytest.raises(Refused, match="do not answer for Boone"):
        assisting.take_back(assistance=row, by=there[2], at=LATER)
    with pytest.raises(Refused, match="role"):
        assisting.take_back(assistance=row, by=here[1], at=LATER)
    assisting.take_back(assistance=row, by=here[2], at=LATER)
    assert not sees(there[1])
    assert not Notice.objects.filter(kind="assistance_answered").exists()


def test_two_offices_keep_a_clock_each(alert, here, there):
    first, far = ask(alert, here[2], there[1].office), people("29015")
    ask(alert, here[2], far[1].office)
    answer(first, there[1])
    assert Clock.objects.running().get(kind="assistance").office == far[1].office
    assert list(Assistance.objects.unanswered().values_list("office__fips", flat=True)) == ["29015"]


def test_a_restricted_report_is_read_by_who_may(alert, here, there):
    ask(alert, here[2], there[1].office)
    by = making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=alert.classification.report, why="employee", by=by, at=LATER)
    assert not sees(there[1]) and not sees(there[2])
    assert sees(there[3])


def test_help_goes_on_when_the_report_is_handed_over(alert, here, there):
    ask(alert, here[2], there[1].office)
    far = people("29015")
    said = {"reason": "moved", "note": "Their new address.", "by": here[2], "at": LATER}
    row = transferring.propose(alert=alert, to=far[2].office, **said)
    new = transferring.accept(transfer=row, note="", by=far[2], at=LATER).alert
    assert Alert.objects.visible_to(there[1]).get() == new


def test_in_an_emergency_at_an_out_of_home_unit_the_county_is_asked_at_once(there, monkeypatch):
    unit = Office.objects.filter(kind=OfficeKind.OHI).first()
    rule = Route("ohi", None, "OHI-STAFF", "Staff of a school.", "CWM 2.3 rule 5", COLE)
    monkeypatch.setattr(helping, "route_of", lambda report: rule)
    alert = emergency(unit)
    row = Assistance.objects.get()
    assert (row.kind, row.office, row.asking) == ("local", there[1].office, unit)
    assert sees(there[1])
    clock = Clock.objects.get(kind="assistance")
    assert clock.due_at == alert.at + timedelta(minutes=15)


def test_no_county_is_asked_where_none_is_known_and_without_an_emergency(there):
    unit = Office.objects.filter(kind=OfficeKind.OHI).first()
    emergency(unit)
    making.alerted(office=unit)
    assert not Assistance.objects.exists()


def test_the_database_holds_what_help_must_have(alert, here, there):
    row = ask(alert, here[2], there[1].office)
    told = {"report": row.report, "asking": row.asking, "kind": "courtesy", "by": here[2], "at": LATER}
    for make in (
        lambda: Assistance.objects.create(**told, office=row.asking, what="x"),
        lambda: Assistance.objects.create(**told, office=row.office, what=""),
        lambda: row.replies.create(result="done", by=here[2], at=LATER),
        lambda: [row.replies.create(result=one, note="x", by=here[2], at=LATER) for one in ("done", "refused")],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


# --- conflict of interest


def declare(alert, user, by, reason="A cousin of the mother.") -> None:
    assisting.declare(alert=alert, user=user, reason=reason, by=by, at=LATER)


def test_whoever_is_related_is_not_assigned_and_sees_nothing_more(alert, here):
    assignment.acknowledge(alert=alert, by=here[2], at=NOW + 5 * MINUTE)
    declare(alert, here[1], here[1])
    assert not sees(here[1]) and sees(here[2])
    with pytest.raises(Refused, match="related to the family") as refused:
        assignment.assign(alert=alert, worker=here[1], by=here[2], at=LATER)
    assert refused.value.field == "worker"
    assert [one.to for one in Notice.objects.filter(kind="conflict")] == [here[3].email]
    with pytest.raises(Refused, match="already"):
        declare(alert, here[1], here[2])


def test_a_lead_says_it_of_others_and_nobody_tells_themselves(alert, here):
    with pytest.raises(Refused, match="role"):
        declare(alert, here[2], here[1])
    with pytest.raises(Refused) as refused:
        declare(alert, here[1], here[2], reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="field"):
        declare(alert, making.user(Role.SCREENER), here[2])
    declare(alert, here[3], here[2])
    assert not Notice.objects.filter(kind="conflict", to=here[3].email).exists()
    row = alert.classification.report.conflicts.get()
    assert str(row).endswith("is related")


def test_the_report_then_goes_to_another_circuit(alert, here, there):
    same = Office.objects.exclude(fips=BOONE).filter(circuit=alert.office.circuit).first()
    said = {"alert": alert, "reason": "conflict", "note": "Everybody here knows them.", "by": here[2], "at": LATER}
    with pytest.raises(Refused, match="another circuit") as refused:
        transferring.propose(to=same, **said)
    assert refused.value.field == "to"
    assert transferring.propose(to=there[1].office, **said).to == there[1].office
