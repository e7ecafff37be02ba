"""A report goes from office to office: who is responsible at every moment, which clocks, which boards, who is faster."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import Office, OfficeKind
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Acknowledgement, Alert
from oscr.flow.assignment.restricting import restrict
from oscr.flow.callout.actions import call_out_due
from oscr.flow.clock.models import Clock
from oscr.flow.clock.ringing import ring_overdue
from oscr.flow.correction import actions, disputing, transferring
from oscr.flow.correction.models import Transfer, TransferReply
from oscr.law import transfers
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.callout.calling import ALERTED, emergency, people
from tests.making import COLE, MINUTE
from tests.racing import race

pytestmark = pytest.mark.django_db
PROPOSED, LATER = ALERTED + 10 * MINUTE, ALERTED + 20 * MINUTE
HOUR = timedelta(hours=1)


@pytest.fixture
def here():
    return people()


@pytest.fixture
def there():
    return people(COLE)


@pytest.fixture
def alert(here):
    return making.alerted(office=here[1].office)


def propose(alert, by, to, reason="moved", note="Their new address.", at=PROPOSED) -> Transfer:
    return transferring.propose(alert=alert, to=to, reason=reason, note=note, by=by, at=at)


def boards(here, there, at=LATER) -> tuple[int, int]:
    return docket.board(here[2], at=at).open, docket.board(there[2], at=at).open


def response(alert) -> dict[str, tuple]:
    rows = Clock.objects.running().filter(report=alert.classification.report).exclude(kind="transfer")
    return {row.kind: (row.office.name, row.started_at, row.due_at) for row in rows}


def test_until_it_is_accepted_the_sender_is_responsible(alert, here, there):
    before = response(alert)
    row = propose(alert, here[2], there[1].office)
    assert response(alert) == before and boards(here, there) == (1, 0)
    assert Transfer.objects.visible_to(there[2]).open().get() == row
    assert not Transfer.objects.visible_to(here[2]).exists()
    assert [one.to for one in Notice.objects.filter(kind="transfer_proposed")] == [there[2].email]
    assert Alert.objects.visible_to(there[2]).count() == 0
    clock = Clock.objects.get(kind="transfer")
    assert (clock.office, clock.due_at) == (there[1].office, PROPOSED + 4 * HOUR)


def test_accepting_moves_the_report_with_every_clock_and_its_time(alert, here, there):
    assignment.acknowledge(alert=alert, by=here[2], at=ALERTED + MINUTE)
    before = response(alert)
    reply = transferring.accept(transfer=propose(alert, here[2], there[1].office), note="", by=there[2], at=LATER)
    new = reply.alert
    assert (new.supersedes, new.office, new.classification) == (alert, there[1].office, alert.classification)
    assert Acknowledgement.objects.get(alert=new).by == there[2]
    assert response(new) == {kind: ("Cole County", *times) for kind, (_name, *times) in before.items()}
    assert boards(here, there) == (0, 1)
    assert alert.office.clocks.get(kind="acknowledge").met_by == here[2]
    told = {(one.kind, one.to) for one in Notice.objects.filter(kind__in=["withdrawn", "transfer_answered"])}
    assert told == {("withdrawn", here[2].email), ("transfer_answered", here[2].email)}
    assert new.reason == "The family has moved. Their new address."
    owner = alert.classification.report.owner
    last = Notice.objects.filter(kind="classified", to=owner.email).order_by("-pk").first()
    assert last.context["office"] == "Cole County"


def test_an_alert_that_nobody_had_acknowledged_is_acknowledged_by_whoever_takes_it_over(alert, here, there):
    transferring.accept(transfer=propose(alert, here[2], there[1].office), note="", by=there[2], at=LATER)
    met = Clock.objects.get(kind="acknowledge")
    assert (met.office, met.met_by) == (there[1].office, there[2])
    assert call_out_due(at=LATER + HOUR) == 0


def test_who_is_told_of_what_is_overdue_begins_anew_at_the_other_office(alert, here, there):
    overdue = ALERTED + 30 * HOUR
    ring_overdue(at=overdue)
    transferring.accept(transfer=propose(alert, here[2], there[1].office), note="", by=there[2], at=overdue)
    Notice.objects.filter(kind="clock_overdue").delete()
    ring_overdue(at=overdue)
    assert set(Notice.objects.filter(kind="clock_overdue").values_list("to", flat=True)) == {there[2].email}


def test_back_and_forth_nothing_is_lost(alert, here, there):
    before = response(alert)
    for turn in range(2):
        current = Alert.objects.current().get()
        side = (here, there) if turn == 0 else (there, here)
        row = propose(current, side[0][2], side[1][1].office, at=PROPOSED + turn * MINUTE)
        transferring.accept(transfer=row, note="", by=side[1][2], at=LATER + turn * MINUTE)
    before.pop("acknowledge")
    assert response(alert) == before
    assert boards(here, there) == (1, 0) and Alert.objects.current().get().office == here[1].office


def test_refusing_leaves_everything_as_it_is(alert, here, there):
    before = response(alert)
    row = propose(alert, here[2], there[1].office)
    with pytest.raises(Refused) as refused:
        transferring.refuse(transfer=row, note=" ", by=there[2], at=LATER)
    assert refused.value.field == "note"
    reply = transferring.refuse(transfer=row, note="They never came.", by=there[2], at=LATER)
    assert (reply.result, reply.alert, reply.note) == ("refused", None, "They never came.")
    assert response(alert) == before and Alert.objects.current().get() == alert
    assert not Clock.objects.running().filter(kind="transfer").exists()
    assert propose(alert, here[2], there[1].office, at=LATER)
    assert Entry.objects.get(act="transfer.answered").details == {"result": "refused", "to": "Cole County"}


def test_a_proposal_can_be_taken_back(alert, here, there):
    row = propose(alert, here[2], there[1].office)
    with pytest.raises(Refused, match="answer for Boone"):
        transferring.withdraw(transfer=row, by=there[2], at=LATER)
    transferring.withdraw(transfer=row, by=here[2], at=LATER)
    with pytest.raises(Refused, match="was first: Taken back"):
        transferring.accept(transfer=row, note="", by=there[2], at=LATER)
    assert not Notice.objects.filter(kind="transfer_answered").exists()


def test_a_proposal_about_an_emergency_is_answered_within_a_quarter_of_an_hour(here, there):
    alert = emergency(here[1].office)
    propose(alert, here[2], there[1].office)
    assert Clock.objects.get(kind="transfer").due_at == PROPOSED + 15 * MINUTE


@pytest.mark.thorough
def test_every_reason_holds_between_the_kinds_of_offices_it_names_and_no_others(here):
    offices = {"county": Office.objects.get(fips=COLE), "ohi": Office.objects.filter(kind=OfficeKind.OHI)[0]}
    another = {"county": Office.objects.get(fips=making.BOONE), "ohi": Office.objects.filter(kind=OfficeKind.OHI)[1]}
    for reason in transfers.reasons():
        for kind_from, kind_to in ((one, other) for one in offices for other in offices):
            lead = making.user(Role.COUNTY_SUPERVISOR, another[kind_from])
            alert = making.alerted(office=another[kind_from])
            if (kind_from, kind_to) in reason.between:
                assert propose(alert, lead, offices[kind_to], reason.id)
            else:
                with pytest.raises(Refused, match="does not hold") as refused:
                    propose(alert, lead, offices[kind_to], reason.id)
                assert refused.value.cite == reason.cite


def test_what_may_not_be(alert, here, there):
    for how, field in (({"to": here[1].office}, "to"), ({"to": there[1].office, "note": " "}, "note")):
        with pytest.raises(Refused) as refused:
            propose(alert, here[2], **how)
        assert refused.value.field == field
    for person in (here[1], making.user(Role.HOTLINE_SUPERVISOR)):
        with pytest.raises(Refused, match="role"):
            propose(alert, person, there[1].office)
    row = propose(alert, here[2], there[1].office)
    with pytest.raises(Refused, match="already waits"):
        propose(alert, here[2], there[1].office)
    for act in (transferring.accept, transferring.refuse):
        with pytest.raises(Refused, match="answer for Cole"):
            act(transfer=row, note="Why.", by=here[2], at=LATER)
        with pytest.raises(Refused, match="role"):
            act(transfer=row, note="Why.", by=there[1], at=LATER)


def test_a_restricted_report_is_taken_over_by_who_may_see_it(alert, here, there):
    restrict(report=alert.classification.report, why="conflict", by=making.user(Role.HOTLINE_SUPERVISOR), at=PROPOSED)
    row = propose(alert, here[3], there[1].office)
    assert [one.to for one in Notice.objects.filter(kind="transfer_proposed")] == [there[3].email]
    with pytest.raises(Refused, match="answer for"):
        transferring.accept(transfer=row, note="", by=there[2], at=LATER)
    assert transferring.accept(transfer=row, note="", by=there[3], at=LATER)
    assert not Transfer.objects.visible_to(making.user(Role.SCREENER)).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_at_once_one_wins_and_the_other_is_told():
    here, there = people(), people(COLE)
    row = propose(making.alerted(office=here[1].office), here[2], there[1].office)
    results = race(
        lambda: transferring.accept(transfer=row, note="", by=there[2], at=LATER),
        lambda: transferring.refuse(transfer=row, note="No.", by=there[3], at=LATER),
        lambda: transferring.withdraw(transfer=row, by=here[2], at=LATER),
    )
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Refused", "TransferReply"]
    assert all("was first" in str(one) for one in results if isinstance(one, Refused))
    assert Alert.objects.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_and_a_correction_at_once_leave_one_alert_and_one_office():
    here, there = people(), people(COLE)
    alert = making.alerted(office=here[1].office)
    row = propose(alert, here[2], there[1].office)
    said = {"facts": [], "outcome": "investigation", "office": alert.office, "additions": [("A", "Is nine.")]}
    screener = making.user(Role.SCREENER)
    results = race(
        lambda: transferring.accept(transfer=row, note="", by=there[2], at=LATER),
        lambda: actions.correct(alert=alert, **said, reason="He said so.", by=screener, at=LATER),
    )
    assert sum(isinstance(one, Refused) for one in results) == 1
    standing = Alert.objects.current().get()
    offices = {clock.office for clock in Clock.objects.running().filter(report=alert.classification.report)}
    assert offices == {standing.office}


def test_the_database_knows_no_acceptance_without_an_alert(alert, here, there):
    row = propose(alert, here[2], there[1].office)
    said = {"transfer": row, "by": there[2], "at": LATER}
    for wrong in ({"result": "accepted"}, {"result": "refused", "alert": alert, "note": "x"}, {"result": "refused"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TransferReply.objects.create(**said, **wrong)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Transfer.objects.update(note="x")


def test_rows_say_what_they_are(alert, here, there):
    how = {"alert": alert, "by": here[2], "at": PROPOSED}
    dispute = disputing.dispute(consulted=here[1], reason="He is nine.", **how)
    transfer = transferring.propose(to=there[1].office, reason="moved", note="Their new address.", **how)
    said = {"facts": [], "outcome": "investigation", "office": alert.office, "additions": [("A", "Is nine.")]}
    by = making.user(Role.SCREENER)
    row = actions.correct(alert=alert, **said, reason="He said so.", by=by, at=LATER)
    said = [str(one) for one in (dispute, dispute.reply, transfer, transfer.reply, row, row.additions.get())]
    number = alert.number
    assert said == [
        f"{number} disputed",
        f"{number} disputed: corrected",
        f"{number} to Cole County?",
        f"{number} to Cole County? lapsed",
        f"{number}: investigation corrected",
        f"{number}: investigation corrected A",
    ]
