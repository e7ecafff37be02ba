"""From the alert to the worker: who is told, which clocks start, who may see the reporter; each act once, however raced."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from oscr.agency.models import Level, Office, OnCall
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions
from oscr.flow.assignment.models import Acknowledgement, Alert, Assignment, Disclosure
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.clock.models import Clock
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.making import BOONE, COLE, MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
ALERTED = NOW + 2 * MINUTE
LATER = NOW + 9 * MINUTE


@pytest.fixture
def office() -> Office:
    office = Office.objects.get(fips=BOONE)
    office.phone = "555-0142"
    office.save()
    return office


@pytest.fixture
def worker(office):
    return making.user(Role.WORKER, office)


@pytest.fixture
def supervisor(office):
    return making.user(Role.COUNTY_SUPERVISOR, office)


@pytest.fixture
def alert(worker, supervisor, office) -> Alert:
    return making.alerted(office=office)


def notices(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


# --- the alert


def test_an_alert_leaves_the_queue_and_starts_the_clocks_of_the_office(alert, office):
    report = alert.classification.report
    assert not Waiting.objects.filter(report=report).exists()
    clocks = {clock.kind: clock for clock in Clock.objects.filter(report=report, office=office)}
    assert set(clocks) == {
        "acknowledge",
        "law enforcement",
        "initiate",
        "household children",
        "reporter contact",
        "safety assessment",
        "complete",
    }
    assert (clocks["initiate"].started_at, clocks["initiate"].due_at) == (NOW, NOW + timedelta(hours=24))
    assert clocks["reporter contact"].due_at == NOW + timedelta(hours=48)
    assert clocks["safety assessment"].due_at == NOW + timedelta(hours=72)
    assert clocks["law enforcement"].started_at == ALERTED
    assert clocks["acknowledge"].due_at == ALERTED + timedelta(hours=4)


def test_the_clocks_know_by_which_rule_the_protocol_decided(office):
    screener = making.user(Role.SCREENER)
    threat = {"parent asks for placement": "yes", "threatens harm or abandonment": "yes", "needs a doctor now": "no"}
    facts = {"abandoned": {"facts": threat | {"suspect had care": "yes"}, "children": [], "suspects": []}}
    report = making.sent(worries={"pathways": ["abandoned"]}, questions=facts)
    alert = making.alerted(screener, office, of=report)
    decision = alert.classification.decision
    assert (decision["rule"]["id"], decision["priority"]["hours"]) == ("INV-RISK", 3)
    assert Clock.objects.get(report=report, kind="observe child").due_at == NOW + timedelta(hours=24)


def test_the_person_on_call_is_told_and_nobody_else(worker, supervisor, office):
    on_call = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    OnCall.objects.create(
        office=office,
        level=Level.PRIMARY,
        user=on_call,
        phone="555-0111",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=8),
        entered_at=NOW,
    )
    made = making.alerted(office=office)
    told = notices("alert")
    assert [notice.to for notice in told] == [on_call.email]
    assert told[0].context == {"number": made.number, "office": "Boone County"}


def test_without_a_roster_whoever_is_in_charge_is_told(alert, worker):
    assert [notice.to for notice in notices("alert")] == [worker.email]


def test_the_reporter_is_told_where_it_went_and_whom_to_call(alert):
    (notice,) = notices("classified")
    assert notice.to == alert.classification.report.owner.email
    assert notice.context == {"number": alert.number, "office": "Boone County", "phone": "555-0142", "ending": ""}


def test_the_alert_is_in_the_record_with_the_rule_that_chose_the_office(alert):
    entry = Entry.objects.get(act="alert.sent")
    assert entry.details == {"office": "Boone County", "rule": "location"}
    assert entry.subject == f"report.report:{alert.number}"


def test_an_alert_is_sent_once(alert, office):
    screener = alert.by
    with pytest.raises(Refused):
        actions.send_alert(
            classification=alert.classification, office=office, rule="location", reason="", by=screener, at=LATER
        )
    assert Alert.objects.count() == 1


def test_who_does_not_hold_the_report_cannot_send_it(office):
    made = making.classified(making.user(Role.SCREENER))
    with pytest.raises(Refused, match=" holds this report"):
        actions.send_alert(
            classification=made, office=office, rule="location", reason="", by=making.user(Role.SCREENER), at=LATER
        )


def test_a_documented_call_is_not_sent_to_an_office(office):
    screener, report = making.user(Role.SCREENER), making.sent()
    call.claim(report=report, by=screener, at=NOW)
    call.settle(report=report, answers=[("A", "child died", "yes")], by=screener, at=NOW)
    asked = {"report": report, "outcome": "documented call", "reason": "Nothing of it holds."}
    proposal = classification.propose_lower(**asked, by=screener, at=NOW)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    classification.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER)
    made = report.classifications.get()
    with pytest.raises(Refused, match="not sent to an office"):
        actions.send_alert(classification=made, office=office, rule="location", reason="", by=screener, at=LATER)
    assert notices("classified")[0].context["office"] == ""


@pytest.mark.parametrize("reason", ["", "  "])
def test_another_office_than_the_rules_needs_a_reason(office, reason):
    screener = making.user(Role.SCREENER)
    asked = {"classification": making.classified(screener), "office": office, "rule": "", "by": screener, "at": LATER}
    with pytest.raises(Refused, match="another office") as refused:
        actions.send_alert(**asked, reason=reason)
    assert refused.value.field == "reason"
    assert actions.send_alert(**asked, reason="They know the family.").reason == "They know the family."


def test_a_county_worker_cannot_send_an_alert(office, worker):
    made = making.classified(making.user(Role.SCREENER))
    with pytest.raises(Refused, match="role"):
        actions.send_alert(classification=made, office=office, rule="location", reason="", by=worker, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_an_alert_sent_twice_at_once_goes_out_once(worker, supervisor, office):
    screener = making.user(Role.SCREENER)
    asked = {"classification": making.classified(screener), "office": office, "rule": "PRESENT", "reason": ""}
    came = race(*[lambda: actions.send_alert(**asked, by=screener, at=LATER)] * 3)
    assert sorted(type(one).__name__ for one in came) == ["Alert", "Refused", "Refused"]
    assert Alert.objects.count() == len(notices("alert")) == 1


# --- acknowledging


def test_acknowledging_twice_keeps_the_first(alert, worker, supervisor):
    first = actions.acknowledge(alert=alert, by=worker, at=LATER)
    again = actions.acknowledge(alert=alert, by=supervisor, at=LATER + MINUTE)
    assert first == again
    assert (again.by, again.at) == (worker, LATER)
    clock = Clock.objects.get(report=alert.classification.report, kind="acknowledge")
    assert (clock.met_at, clock.met_by) == (LATER, worker)
    assert Entry.objects.filter(act="alert.acknowledged").count() == 1


def test_the_hotline_cannot_acknowledge_for_the_county(alert):
    with pytest.raises(Refused):
        actions.acknowledge(alert=alert, by=making.user(Role.HOTLINE_SUPERVISOR), at=LATER)


# --- assigning


def test_a_second_worker_supersedes_the_first(alert, worker, supervisor, office):
    actions.acknowledge(alert=alert, by=worker, at=LATER)
    second = making.user(Role.WORKER, office)
    first = actions.assign(alert=alert, worker=worker, by=supervisor, at=LATER)
    other = actions.assign(alert=alert, worker=second, by=supervisor, at=LATER)
    same = actions.assign(alert=alert, worker=second, by=supervisor, at=LATER + MINUTE)
    assert other == same
    assert other.supersedes == first
    assert actions.current(alert) == other
    assert [notice.to for notice in notices("assigned")] == [worker.email, second.email]


@pytest.mark.parametrize("wrong", ["elsewhere", "left", "screener", "unacknowledged", "by a worker"])
def test_who_cannot_respond_is_not_assigned(alert, worker, supervisor, office, wrong):
    if wrong != "unacknowledged":
        actions.acknowledge(alert=alert, by=worker, at=LATER)
    by = worker if wrong == "by a worker" else supervisor
    if wrong == "elsewhere":
        worker = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    if wrong == "screener":
        worker = making.user(Role.SCREENER, office)
    if wrong == "left":
        worker.is_active = False
    with pytest.raises(Refused):
        actions.assign(alert=alert, worker=worker, by=by, at=LATER)
    assert actions.current(alert) is None


# --- the reporter


def test_a_disclosure_is_for_one_person_and_purpose_and_recorded_once(alert, worker, supervisor):
    assert not actions.may_see_reporter(worker, alert)
    for _twice in range(2):
        actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=supervisor, at=LATER)
    assert actions.may_see_reporter(worker, alert)
    assert not actions.may_see_reporter(supervisor, alert)
    assert Disclosure.objects.count() == Entry.objects.filter(act="reporter.disclosed").count() == 1


def test_a_reporter_is_disclosed_within_the_office_by_who_leads_it_for_a_known_purpose(alert, worker, supervisor):
    stranger = making.user(Role.WORKER, Office.objects.get(fips=COLE))
    with pytest.raises(Refused):
        actions.disclose_reporter(alert=alert, to=stranger, purpose="contact", by=supervisor, at=LATER)
    with pytest.raises(Refused, match="role"):
        actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=worker, at=LATER)
    gone = making.user(Role.WORKER, alert.office)
    gone.is_active = False
    with pytest.raises(Refused, match="Choose somebody"):
        actions.disclose_reporter(alert=alert, to=gone, purpose="contact", by=supervisor, at=LATER)
    with pytest.raises(ValueError, match="curiosity"):
        actions.disclose_reporter(alert=alert, to=worker, purpose="curiosity", by=supervisor, at=LATER)
    assert not Disclosure.objects.exists()


# --- what the database holds


def test_rows_say_what_they_are(alert, worker, supervisor):
    seen = actions.acknowledge(alert=alert, by=worker, at=LATER)
    given = actions.assign(alert=alert, worker=worker, by=supervisor, at=LATER)
    told = actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=supervisor, at=LATER)
    number = alert.number
    rows = [str(row) for row in (alert, seen, given, told)]
    assert rows == [number, f"{number} acknowledged", f"{number} to {worker}", f"{number} to {worker}"]


def test_the_hotline_sees_every_alert_a_county_its_own_and_a_reporter_none(alert, worker):
    def seen(user):
        return list(Alert.objects.visible_to(user))

    assert seen(making.user(Role.SCREENER)) == seen(worker) == [alert]
    assert seen(making.user(Role.WORKER, Office.objects.get(fips=COLE))) == seen(making.reporter()) == []


@pytest.mark.parametrize("model", [Alert, Acknowledgement, Assignment, Disclosure])
@pytest.mark.parametrize("sql", ["UPDATE {0} SET at = at", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_what_happened_is_never_edited_or_removed(alert, worker, supervisor, model, sql):
    actions.acknowledge(alert=alert, by=worker, at=LATER)
    actions.assign(alert=alert, worker=worker, by=supervisor, at=LATER)
    actions.disclose_reporter(alert=alert, to=worker, purpose="contact", by=supervisor, at=LATER)
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="never edited or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(model._meta.db_table))
    assert model.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_acknowledge_at_once_make_one_acknowledgement(alert, worker, supervisor):
    first, second = race(
        *(lambda by=by: actions.acknowledge(alert=alert, by=by, at=LATER) for by in (worker, supervisor))
    )
    assert first == second
    assert Acknowledgement.objects.count() == 1
    assert Entry.objects.filter(act="alert.acknowledged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_assign_at_once_leave_one_worker_in_charge(alert, worker, supervisor, office):
    actions.acknowledge(alert=alert, by=worker, at=LATER)
    others = [making.user(Role.WORKER, office) for _four in range(4)]
    given = race(*(lambda to=to: actions.assign(alert=alert, worker=to, by=supervisor, at=LATER) for to in others))
    assert [one.worker for one in given] == others
    assert Assignment.objects.count() == 4
    assert Assignment.objects.filter(superseded_by=None).count() == 1
