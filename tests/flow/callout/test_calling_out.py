"""The call-out of an alert: who is told when, what is written down of each call, what ends it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from oscr.agency.models import Level, Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Acknowledgement, Alert
from oscr.flow.assignment.restricting import restrict
from oscr.flow.callout import actions
from oscr.flow.callout.models import Attempt, Climb
from oscr.flow.callout.standing import chain, out
from oscr.law.refusal import Refused
from oscr.notices.actions import message
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.callout.calling import ALERTED, emergency, line, people
from tests.making import MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
SMS = "{number}@sms.example.org"


@pytest.fixture
def staff(settings):
    settings.SMS_GATEWAY = SMS
    return people()


def told(kind: str, channel: str = "email") -> list[str]:
    """To whom notices were left, in order."""
    return list(Notice.objects.filter(kind=kind, channel=channel).order_by("pk").values_list("to", flat=True))


def levels(alert: Alert) -> list[int]:
    return list(alert.climbs.values_list("level", flat=True))


def call(alert, person, result, level=Level.PRIMARY, by=None, at=ALERTED + MINUTE):
    by = by or making.user(Role.SCREENER)
    return actions.attempt(alert=alert, level=level, person=person, number="555-0111", result=result, by=by, at=at)


# --- climbing


def test_an_emergency_climbs_level_by_level_each_at_its_minute_and_once(staff):
    alert = emergency()
    for minute in range(40):
        actions.call_out_due(at=ALERTED + minute * MINUTE)
        actions.call_out_due(at=ALERTED + minute * MINUTE)
        assert levels(alert) == [level for level in Level if (level - 1) * 10 <= minute]
    assert told("callout") == [staff[level].email for level in (Level.BACK_UP, Level.CIRCUIT, Level.REGION)]
    whys = list(alert.climbs.values_list("why", flat=True))
    assert whys == ["sent", "time", "time", "time"]


def test_not_an_instant_before_its_time(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    actions.call_out_due(at=ALERTED + 10 * MINUTE - timedelta(microseconds=1))
    assert levels(alert) == [Level.PRIMARY]
    actions.call_out_due(at=ALERTED + 10 * MINUTE)
    assert levels(alert) == [Level.PRIMARY, Level.BACK_UP]


def test_an_ordinary_alert_is_told_by_e_mail_and_does_not_climb(staff):
    line(staff[Level.PRIMARY], Level.PRIMARY)
    alert = making.alerted()
    for minute in (0, 11, 600):
        actions.call_out_due(at=ALERTED + minute * MINUTE)
    assert levels(alert) == [Level.PRIMARY]
    assert told("callout") == told("callout", "sms") == []
    assert [one.climbs_at for one in out(Alert.objects.all(), ALERTED)] == [None]


def test_an_acknowledgement_ends_the_climbing(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    assignment.acknowledge(alert=alert, by=staff[Level.PRIMARY], at=ALERTED + MINUTE)
    assert actions.call_out_due(at=ALERTED + 60 * MINUTE) == 0
    assert out(Alert.objects.all(), ALERTED) == []
    with pytest.raises(Refused, match="has acknowledged this alert: stop calling"):
        actions.climb(alert=alert, by=making.user(Role.SCREENER), at=ALERTED + 2 * MINUTE)


def test_pressing_goes_on_at_once_and_the_clock_counts_from_there(staff):
    alert, screener = emergency(), making.user(Role.SCREENER)
    actions.call_out_due(at=ALERTED)
    actions.climb(alert=alert, by=screener, at=ALERTED + 3 * MINUTE)
    (one,) = out(Alert.objects.all(), ALERTED)
    assert (one.level, one.since, one.climbs_at) == (2, ALERTED + 3 * MINUTE, ALERTED + 13 * MINUTE)
    assert alert.climbs.get(level=2).by == screener
    for minute in (4, 5):
        actions.climb(alert=alert, by=screener, at=ALERTED + minute * MINUTE)
    with pytest.raises(Refused, match="last level"):
        actions.climb(alert=alert, by=screener, at=ALERTED + 6 * MINUTE)
    assert out(Alert.objects.all(), ALERTED)[0].climbs_at is None


def test_only_the_hotline_calls_out(staff):
    alert = emergency()
    for act in (lambda by: actions.climb(alert=alert, by=by, at=ALERTED), lambda by: call(alert, by, "took", by=by)):
        with pytest.raises(Refused, match="role"):
            act(staff[Level.BACK_UP])


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_a_level_once(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    results = race(*[lambda: actions.call_out_due(at=ALERTED + 10 * MINUTE)] * 3)
    assert sum(results) == 1
    assert levels(alert) == [1, 2] and told("callout") == [staff[Level.BACK_UP].email]


# --- rosters


def test_of_two_lines_the_most_recent_entry_is_called_on_all_its_numbers(staff, settings):
    office = staff[Level.PRIMARY].office
    colleague = making.user(Role.WORKER, office)
    line(staff[Level.PRIMARY], Level.PRIMARY, entered=NOW - MINUTE)
    line(
        colleague,
        Level.PRIMARY,
        phone="(573) 555-0122",
        other_phones=["573-555-0123"],
        instructions="Let it ring long.",
    )
    first = chain(office, ALERTED)[0]
    assert first.people == (colleague,) and first.numbers == ("(573) 555-0122", "573-555-0123")
    assert first.instructions == "Let it ring long." and first.label == "Primary worker"
    emergency(office)
    actions.call_out_due(at=ALERTED)
    assert told("callout", "sms") == ["5735550122@sms.example.org"]


def test_a_text_message_is_one_line_without_a_person(staff):
    line(staff[Level.PRIMARY], Level.PRIMARY)
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    mail = message(Notice.objects.get(channel="sms"))
    assert mail.subject == ""
    assert mail.body == f"OSCR: emergency {alert.number}, Boone County: nobody has acknowledged\n"


def test_without_a_gateway_no_text_message_is_left(staff, settings):
    settings.SMS_GATEWAY = ""
    line(staff[Level.PRIMARY], Level.PRIMARY)
    emergency()
    actions.call_out_due(at=ALERTED)
    assert told("callout", "sms") == []


def test_an_empty_roster_climbs_to_whoever_is_in_charge_and_shouts(staff):
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    emergency()
    actions.call_out_due(at=ALERTED)
    actions.call_out_due(at=ALERTED)
    assert told("roster_empty") == [staff[Level.REGION].email, boss.email]


def test_one_line_at_any_level_is_a_roster(staff):
    line(staff[Level.CIRCUIT], Level.CIRCUIT)
    emergency()
    actions.call_out_due(at=ALERTED)
    assert told("roster_empty") == []


def test_levels_with_nobody_are_passed_over_and_the_last_one_shouts():
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    manager = making.user(Role.CIRCUIT_MANAGER)
    line(manager, Level.CIRCUIT)
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    assert levels(alert) == [Level.CIRCUIT] and told("roster_empty") == []
    actions.call_out_due(at=ALERTED + 10 * MINUTE)
    assert levels(alert) == [Level.CIRCUIT, Level.REGION]
    assert alert.climbs.get(level=Level.REGION).told == 0
    assert told("roster_empty") == [boss.email]


def test_nobody_at_all_is_red_at_the_last_level():
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    assert levels(alert) == [Level.REGION] and told("roster_empty") == [boss.email]


def test_of_a_restricted_report_nobody_is_told_who_may_not_see_it(staff):
    for level in (Level.PRIMARY, Level.CIRCUIT):
        line(staff[level], level)
    alert, boss = emergency(), making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=alert.classification.report, why="conflict", by=boss, at=ALERTED)
    actions.call_out_due(at=ALERTED)
    assert levels(alert) == [Level.CIRCUIT]
    assert not Notice.objects.filter(kind="callout", to=staff[Level.PRIMARY].email).exists()
    assert chain(alert.office, ALERTED, restricted=True)[0].numbers == ()


def test_who_has_no_line_is_called_on_the_number_of_the_office(staff):
    office = Office.objects.get(pk=staff[Level.PRIMARY].office_id)
    assert chain(office, NOW)[0].numbers == ()
    office.phone = "573-555-0100"
    first = chain(office, NOW)[0]
    assert first.numbers == ("573-555-0100",) and first.instructions == ""


# --- calls


def test_takes_it_acknowledges_in_the_name_of_who_said_so(staff):
    alert, screener = emergency(), making.user(Role.SCREENER)
    actions.call_out_due(at=ALERTED)
    call(alert, staff[Level.PRIMARY], "took", by=screener)
    seen = Acknowledgement.objects.get(alert=alert)
    assert seen.by == staff[Level.PRIMARY]
    assert alert.office.clocks.get(kind="acknowledge").met_by == staff[Level.PRIMARY]
    entry = Entry.objects.get(act="alert.acknowledged")
    assert entry.by == screener and entry.details["said_by"] == staff[Level.PRIMARY].pk


def test_cannot_take_it_climbs_at_once(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    call(alert, staff[Level.PRIMARY], "declined")
    assert levels(alert) == [1, 2] and alert.climbs.get(level=2).why == "declined"
    call(alert, staff[Level.PRIMARY], "declined", at=ALERTED + 2 * MINUTE)
    assert levels(alert) == [1, 2], "the level below was called again: that climbs no further"
    call(alert, staff[Level.REGION], "declined", level=Level.REGION, at=ALERTED + 3 * MINUTE)
    assert levels(alert) == [1, 2]


@pytest.mark.parametrize("result", ["no answer", "voice mail", "wrong"])
def test_whatever_else_came_of_a_call_is_written_down_and_changes_nothing(staff, result):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    row = call(alert, staff[Level.PRIMARY], result)
    assert levels(alert) == [1] and not Acknowledgement.objects.exists()
    assert (row.level, row.person, row.number, row.result) == (1, staff[Level.PRIMARY], "555-0111", result)
    assert Entry.objects.get(act="callout.attempted").details == {
        "level": 1,
        "person": staff[Level.PRIMARY].pk,
        "result": result,
    }


def test_somebody_who_is_not_on_call_there_cannot_be_written_down(staff):
    alert = emergency()
    for person, level in ((making.user(Role.WORKER, Office.objects.get(fips=making.COLE)), 1), (staff[1], 2)):
        with pytest.raises(Refused, match="not on call at this level"):
            call(alert, person, "no answer", level=level)
    assert not Attempt.objects.exists()


def test_somebody_of_the_hotline_on_a_roster_cannot_take_an_alert(staff):
    stranger = making.user(Role.SCREENER)
    line(stranger, Level.PRIMARY, office=staff[1].office)
    with pytest.raises(Refused, match="of the field"):
        call(emergency(), stranger, "took")
    assert not Attempt.objects.exists()


def test_rows_of_the_call_out_are_never_changed(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    call(alert, staff[Level.PRIMARY], "no answer")
    for rows in (Climb.objects.all(), Attempt.objects.all()):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
            rows.update(level=3)


def test_emergencies_come_first_then_the_oldest(staff):
    ordinary = making.alerted()
    first, second = emergency(), emergency()
    assert [one.alert for one in out(Alert.objects.all(), ALERTED)] == [first, second, ordinary]
    assert out(Alert.objects.all(), ALERTED)[0].label == "Primary worker"


def test_who_comes_second_to_the_first_level_tells_nobody(staff):
    line(staff[Level.PRIMARY], Level.PRIMARY)
    emergency()
    (stale,) = out(Alert.objects.all(), ALERTED)
    actions.call_out_due(at=ALERTED)
    assert actions._tell_first(one=stale, at=ALERTED) is False
    assert len(told("callout", "sms")) == 1


def test_rows_say_what_they_are(staff):
    alert = emergency()
    actions.call_out_due(at=ALERTED)
    row = call(alert, staff[Level.PRIMARY], "no answer")
    assert (str(row), str(alert.climbs.get())) == (f"{alert}: no answer", f"{alert} at level 1")
