"""A report that an office has is corrected and sent again: until when, by whom, and what becomes of its alert and its clocks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Alert
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Unfollowed
from oscr.flow.clock.models import Clock
from oscr.flow.correction import actions, disputing, transferring
from oscr.flow.correction.models import Addition, Correction, DisputeReply, TransferReply
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.callout.calling import ALERTED, emergency, people
from tests.making import BOONE, COLE, MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def staff():
    return people()


@pytest.fixture
def boss():
    return making.user(Role.HOTLINE_SUPERVISOR)


@pytest.fixture
def alert(staff):
    return making.alerted()


def correct(alert: Alert, by=None, at=ALERTED + HOUR, **changed) -> Correction:
    said = {
        "facts": [],
        "outcome": alert.classification.outcome,
        "office": alert.office,
        "additions": [("A", "Is nine, not eight.")],
        "reason": "The reporter called back.",
    }
    return actions.correct(alert=alert, **said | changed, by=by or making.user(Role.SCREENER), at=at)


def running(alert: Alert) -> dict[str, Clock]:
    report = alert.classification.report
    return {one.kind: one for one in Clock.objects.running().filter(report=report).exclude(office__kind="hotline")}


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


# --- until when


@pytest.mark.parametrize("after", [timedelta(0), 71 * HOUR, 72 * HOUR])
def test_an_ordinary_alert_is_corrected_for_72_hours(alert, after):
    assert correct(alert, at=ALERTED + after).alert.supersedes == alert
    assert actions.closes_at(alert) == ALERTED + 72 * HOUR


@pytest.mark.parametrize("after", [timedelta(0), 30 * MINUTE])
def test_an_emergency_is_corrected_for_30_minutes(staff, after):
    assert correct(emergency(), at=ALERTED + after)


@pytest.mark.parametrize(
    "after", [30 * MINUTE + SECOND, 31 * MINUTE, 30 * MINUTE + timedelta(microseconds=1), 71 * HOUR]
)
def test_an_emergency_is_too_late_after_that_and_says_what_to_do_instead(staff, after):
    alert = emergency()
    with pytest.raises(
        Refused, match=r"Too late to send it again: that was possible until .*9:32:00 a\.m\. Call the office"
    ) as no:
        correct(alert, at=ALERTED + after)
    assert no.value.cite == "CWM 3.2.1"
    assert not Correction.objects.exists() and Alert.objects.count() == 1


def test_an_ordinary_one_a_second_late_is_refused(alert):
    with pytest.raises(Refused, match="added information"):
        correct(alert, at=ALERTED + 72 * HOUR + SECOND)


def test_the_time_counts_from_the_first_alert_however_often_it_was_sent(alert):
    again = correct(alert, at=ALERTED + 71 * HOUR).alert
    with pytest.raises(Refused, match="Too late"):
        correct(again, at=ALERTED + 72 * HOUR + SECOND)


def test_72_hours_are_72_hours_when_the_clocks_change():
    saturday = NOW.replace(day=7)  # the clocks go forward in the night
    screener = making.user(Role.SCREENER)
    made = making.classified(screener, at=saturday, of=making.sent(at=saturday))
    how = {"office": Office.objects.get(fips=BOONE), "rule": "location", "reason": "", "by": screener, "at": saturday}
    alert = assignment.send_alert(classification=made, **how)
    with pytest.raises(Refused):
        correct(alert, at=saturday + 72 * HOUR + SECOND)
    assert correct(alert, at=saturday + 72 * HOUR)


# --- what


def test_other_facts_make_another_decision_and_a_new_alert(alert, staff):
    """A fact of the law, settled after the fact: what was told stays, the decision supersedes."""
    report = alert.classification.report
    before = report.told
    law = classification.protocol_for(report)
    made = correct(alert, facts=[("A", "child died", "yes")], outcome="investigation", additions=[])
    report.refresh_from_db()
    assert report.told == before
    assert made.classification.supersedes == alert.classification
    assert made.classification.case["children"]["A"]["child died"] == "yes"
    assert made.classification.recommended in {one.id for one in law.outcomes}
    assert made.facts == ["A child died"] and Unfollowed.objects.filter(classification=made.classification).exists()
    assert list(Alert.objects.current()) == [made.alert]
    line = docket.line(report)
    assert (line.stage, line.alert, line.classification) == ("alerted", made.alert, made.classification)


def test_more_about_somebody_is_an_addition_and_never_an_edit(alert):
    made = correct(alert, additions=[("A", " Is nine. "), ("", "The dog bites."), ("1", " ")])
    assert list(made.additions.values_list("code", "text")) == [("A", "Is nine."), ("", "The dog bites.")]
    with pytest.raises(Refused, match="called Q"):
        correct(made.alert, additions=[("Q", "Who?")], at=ALERTED + 2 * HOUR)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Addition.objects.update(text="else")


def test_a_correction_that_corrects_nothing_or_says_no_reason_is_refused(alert):
    with pytest.raises(Refused, match="Nothing is corrected"):
        correct(alert, additions=[("A", " ")])
    with pytest.raises(Refused) as refused:
        correct(alert, reason=" ")
    assert refused.value.field == "reason"


def test_only_the_hotline_corrects(alert, staff):
    for person in (*staff.values(), making.reporter(), making.user(Role.ANALYST)):
        with pytest.raises(Refused, match="role"):
            correct(alert, by=person)


def test_a_lower_outcome_needs_a_supervisor_and_never_goes_below_the_protocol(alert, boss):
    """A screener had classified higher than the protocol asked; the protocol's own outcome is lower."""
    report = alert.classification.report
    facts = unfounded(report, classification.protocol_for(report))
    with pytest.raises(Refused, match="role"):
        correct(alert, facts=facts, outcome="family assessment")
    with pytest.raises(Refused, match="less protective"):
        correct(alert, facts=[("A", "child died", "yes")], outcome="documented call", by=boss)
    made = correct(alert, facts=facts, outcome="family assessment", by=boss)
    assert (made.classification.outcome, made.classification.supervisor) == ("family assessment", None)


def test_open_questions_are_answered_first(alert, boss):
    law = classification.protocol_for(alert.classification.report)
    decision = law.decide(classification.case_now(alert.classification.report))
    assert len(decision.possible) > 1, "the story of these tests leaves questions open"
    with pytest.raises(Refused, match="Open questions"):
        correct(alert, outcome=decision.outcome, by=boss)


def test_what_a_supervisor_approved_stays_approved_where_only_something_is_added(staff, boss):
    screener, report = making.user(Role.SCREENER), making.sent()
    making.call.claim(report=report, by=screener, at=NOW)
    making.call.settle(report=report, answers=[("A", "child died", "yes")], by=screener, at=NOW)
    asked = {"report": report, "outcome": "family assessment", "reason": "Nothing of it holds."}
    proposal = classification.propose_lower(**asked, by=screener, at=NOW)
    classification.rule_on(proposal=proposal, approved=True, note="", by=boss, at=NOW + MINUTE)
    how = {"office": staff[1].office, "rule": "location", "reason": "", "by": screener, "at": ALERTED}
    alert = assignment.send_alert(classification=report.classifications.get(), **how)
    with pytest.raises(Refused, match="You approved"):
        correct(alert, by=boss, at=ALERTED + MINUTE)
    made = correct(alert, at=ALERTED + MINUTE).classification
    assert (made.outcome, made.supervisor, made.reason) == ("family assessment", boss, "Nothing of it holds.")


# --- what becomes of the alert


def test_who_responds_at_the_same_office_goes_on_and_reads_it_anew(alert, staff):
    assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + MINUTE)
    assignment.assign(alert=alert, worker=staff[1], by=staff[2], at=ALERTED + 2 * MINUTE)
    assignment.disclose_reporter(alert=alert, to=staff[1], purpose="contact", by=staff[2], at=ALERTED + 3 * MINUTE)
    new = correct(alert).alert
    assert assignment.current(new).worker == staff[1] and assignment.may_see_reporter(staff[1], new)
    assert docket.line(alert.classification.report).alert == new
    assert not hasattr(new, "acknowledgement")
    assert told("corrected") == {staff[1].email, staff[2].email}
    assert list(Alert.objects.visible_to(staff[2])) == [new]
    (duty,) = docket.board(staff[2], at=ALERTED + 2 * HOUR).duties
    assert duty.alert == new and duty.worker == staff[1] and not duty.acknowledged


def test_another_office_gets_it_with_the_clocks_and_the_old_one_is_told(alert, staff):
    there = people(COLE)
    assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + MINUTE)
    before = {kind: one.due_at for kind, one in running(alert).items()}
    new = correct(alert, office=there[1].office, rule="LOCATION").alert
    after = {kind: one.due_at for kind, one in running(new).items() if kind != "acknowledge"}
    assert after == before
    assert {one.office for one in running(new).values()} == {there[1].office}
    assert told("withdrawn") == {staff[1].email, staff[2].email} and told("corrected") == {there[1].email}
    assert not Alert.objects.visible_to(staff[2]).exists() and Alert.objects.visible_to(there[2]).get() == new
    assert docket.board(staff[2], at=ALERTED + 2 * HOUR).open == 0
    assert docket.board(there[2], at=ALERTED + 2 * HOUR).open == 1
    reporter = alert.classification.report.owner
    last = Notice.objects.filter(kind="classified", to=reporter.email).order_by("-pk").first()
    assert last.context["office"] == "Cole County"


def test_acknowledging_what_was_corrected_meanwhile_is_refused(alert, staff):
    correct(alert)
    with pytest.raises(Refused, match="sent this report again, to Boone County, at"):
        assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + 2 * HOUR)
    with pytest.raises(Refused, match="sent this report again"):
        correct(alert, at=ALERTED + 2 * HOUR)


def test_an_outcome_for_no_office_ends_the_response(staff, boss):
    """All that made it a report turns out to be untrue: the child is nobody's to be seen."""
    alert = making.alerted()
    report = alert.classification.report
    assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + MINUTE)
    facts = unfounded(report, classification.protocol_for(report))
    made = correct(alert, facts=facts, outcome="documented call", by=boss, additions=[])
    assert made.alert is None and made.classification.outcome == "documented call"
    assert running(alert) == {}
    assert told("withdrawn") == {staff[1].email, staff[2].email}
    assert docket.line(report).stage == "classified"
    assert not Alert.objects.current().exists() and not Alert.objects.visible_to(staff[2]).exists()
    with pytest.raises(Refused, match="no office has to respond"):
        assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + 2 * HOUR)


def unfounded(report, law) -> list[tuple[str, str, str]]:
    """Answers by which nothing is left of a report: no to whatever could still change its outcome."""
    with transaction.atomic():
        facts = []
        case = classification.case_now(report)
        while questions := law.decide(case).questions:
            fresh = []
            for one in questions:
                unit = "/".join(code for code in one.unit if code)
                known = law.facts[one.fact]
                fresh.append((unit, one.fact, "no" if "no" in known.values else "unknown"))
            facts += fresh
            case = making.call.lay(report=report, answers=fresh, by=making.user(Role.SCREENER), at=NOW)
        transaction.set_rollback(True)
    return facts


# --- clocks


def test_what_counts_from_receipt_keeps_its_time_and_only_the_acknowledgement_starts_anew(alert, staff):
    assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + MINUTE)
    before = {kind: (one.started_at, one.due_at) for kind, one in running(alert).items()}
    new = correct(alert, at=ALERTED + HOUR).alert
    after = {kind: (one.started_at, one.due_at) for kind, one in running(new).items()}
    assert after.pop("acknowledge") == (ALERTED + HOUR, ALERTED + 5 * HOUR)
    assert after == before
    met = alert.office.clocks.get(kind="acknowledge", met_at__isnull=False)
    assert met.met_by == staff[2], "the first acknowledgement stays what it was"


def test_what_was_done_stays_done(alert, staff):
    done = running(alert)["law enforcement"]
    making.assignment.clock.meet(clock=done, by=staff[1], at=ALERTED + MINUTE)
    new = correct(alert).alert
    assert "law enforcement" not in running(new)


def test_what_is_not_due_any_more_falls_away_and_is_in_the_record(alert, staff, boss):
    report = alert.classification.report
    facts = unfounded(report, classification.protocol_for(report))
    correct(alert, facts=facts, outcome="family assessment", by=boss, additions=[])
    assert "law enforcement" not in running(alert)
    assert Entry.objects.get(act="clocks.lifted").details["kinds"] == ["law enforcement"]


def test_a_correction_to_an_emergency_starts_its_clocks_now(staff):
    """An ordinary family assessment that was worse: three hours count from when the hotline knew."""
    report = making.sent(worries={"pathways": ["abandoned"]})
    alert = making.alerted(of=report)
    assert "respond" not in running(alert)
    at = ALERTED + 20 * HOUR
    facts = [("A", "needs a doctor now", "no"), ("A/1", "threatens harm or abandonment", "yes")]
    law = classification.protocol_for(report)
    facts = [one for one in facts if one[1] in law.facts]
    scopes = {"child": "A", "suspect": "1", "pair": "A/1", "call": ""}
    facts = [(scopes[law.facts[fact].scope], fact, value) for _unit, fact, value in facts]
    said = [("parent asks for placement", "yes"), ("suspect had care", "yes")]
    facts += [(scopes[law.facts[fact].scope], fact, value) for fact, value in said]
    new = correct(alert, facts=facts, outcome="investigation", additions=[], at=at).alert
    assert new.classification.decision["priority"]["hours"] == 3
    clocks = running(new)
    assert (clocks["respond"].started_at, clocks["respond"].due_at) == (at, at + 3 * HOUR)
    assert clocks["acknowledge"].due_at == at + 30 * MINUTE
    assert clocks["initiate"].started_at == NOW and clocks["law enforcement"].started_at == ALERTED
    assert clocks["observe child"].started_at == NOW


# --- two at once, and what waited


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_wins_and_the_other_is_told(staff):
    alert = making.alerted()
    first, second = making.user(Role.SCREENER), making.user(Role.SCREENER)
    results = race(lambda: correct(alert, by=first), lambda: correct(alert, by=second))
    assert sorted(type(one).__name__ for one in results) == ["Correction", "Refused"]
    lost = next(one for one in results if isinstance(one, Refused))
    won = next(one for one in results if isinstance(one, Correction))
    assert str(won.by) in str(lost) and "sent this report again" in str(lost)
    assert (
        Alert.objects.current().get() == won.alert and Clock.objects.running().filter(kind="acknowledge").count() == 1
    )


@pytest.mark.django_db(transaction=True)
def test_a_correction_and_an_acknowledgement_at_once_leave_no_corrected_alert_acknowledged_unread(staff):
    alert = making.alerted()
    race(
        lambda: correct(alert),
        lambda: assignment.acknowledge(alert=alert, by=staff[2], at=ALERTED + HOUR),
    )
    new = Alert.objects.current().get()
    assert new != alert and not hasattr(new, "acknowledgement")
    assert Clock.objects.running().filter(kind="acknowledge").count() == 1


def test_the_database_lets_no_alert_be_sent_again_twice(alert):
    again = {"classification": alert.classification, "office": alert.office, "by": alert.by, "at": NOW}
    Alert.objects.create(**again, supersedes=alert)
    for row in ({"supersedes": alert}, {"supersedes": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alert.objects.create(**again, **row)


def test_a_correction_answers_the_dispute_and_ends_the_proposal_that_wait(alert, staff):
    there = people(COLE)
    how = {"alert": alert, "by": staff[2], "at": ALERTED + MINUTE}
    dispute = disputing.dispute(consulted=staff[1], reason="He is nine.", **how)
    transfer = transferring.propose(to=there[1].office, reason="moved", note="Their new address.", **how)
    made = correct(alert)
    reply = DisputeReply.objects.get(dispute=dispute)
    assert (reply.result, reply.correction, reply.note) == ("corrected", made, "The reporter called back.")
    assert TransferReply.objects.get(transfer=transfer).result == "lapsed"
    assert not Clock.objects.running().filter(kind__in=["dispute", "transfer"]).exists()
    with pytest.raises(Refused, match="was first: Lapsed"):
        transferring.accept(transfer=transfer, note="", by=there[2], at=ALERTED + 2 * HOUR)
    assert told("dispute_answered") == {staff[2].email}


def test_it_is_in_the_record_without_an_answer(alert):
    correct(alert, facts=[("A", "child died", "yes")])
    details = Entry.objects.get(act="report.corrected").details
    assert details == {"office": "Boone County", "outcome": "investigation", "facts": ["A child died"], "additions": 1}


def test_after_a_transfer_it_is_the_office_that_has_it_now(alert, staff):
    there = people(COLE)
    transfer = transferring.propose(
        alert=alert, to=there[1].office, reason="moved", note="Their new address.", by=staff[2], at=ALERTED + MINUTE
    )
    new = transferring.accept(transfer=transfer, note="", by=there[2], at=ALERTED + 2 * MINUTE).alert
    made = correct(new, office=new.office)
    assert made.alert.office == there[1].office
    assert told("corrected") == {there[1].email, there[2].email}
