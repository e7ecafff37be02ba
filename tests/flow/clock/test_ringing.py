"""Overdue clocks ring up the call-out chain: the right person, each level once, whoever else is at work."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.chain import climb, to_call
from oscr.agency.models import Level, Office, OfficeKind, OnCall
from oscr.agency.permissions import Role
from oscr.flow.clock import actions, ringing
from oscr.flow.clock.models import Clock
from oscr.flow.report.actions import restrict, restrict_to
from oscr.flow.report.models import Restriction
from oscr.law import clocks
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.making import BOONE, MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return Office.objects.get(fips=BOONE)


@pytest.fixture
def clock(office) -> Clock:
    """Law enforcement must be contacted by NOW + 1 h: rings level 2 at once, 3 after 30 and 4 after 60 minutes."""
    report = making.sent()
    Clock.objects.filter(report=report).delete()
    one = clocks.Due("law enforcement", "Law enforcement contacted", NOW, NOW + HOUR, "RSMo 210.145.7")
    actions.start(report=report, due=[one], office=office, by=None, at=NOW)
    Notice.objects.all().delete()
    return Clock.objects.get(report=report)


@pytest.fixture
def people(office) -> dict[int, object]:
    """Who is in charge at each level of Boone County."""
    roles = {
        Level.PRIMARY: Role.WORKER,
        Level.BACK_UP: Role.COUNTY_SUPERVISOR,
        Level.CIRCUIT: Role.CIRCUIT_MANAGER,
        Level.REGION: Role.REGIONAL_DIRECTOR,
    }
    return {level: making.user(role, office) for level, role in roles.items()}


def told() -> list[str]:
    """To whom overdue notices were left, in order."""
    return list(Notice.objects.filter(kind="clock_overdue").order_by("pk").values_list("to", flat=True))


def roster(office, level, user, start=NOW - HOUR, end=NOW + 9 * HOUR, entered=NOW - HOUR) -> OnCall:
    return OnCall.objects.create(
        office=office, level=level, user=user, phone="555-0111", starts_at=start, ends_at=end, entered_at=entered
    )


def test_nobody_is_told_before_the_due_time(clock, people):
    assert ringing.ring_overdue(at=NOW + HOUR - timedelta(microseconds=1)) == 0
    assert told() == []


def test_each_level_is_told_once_at_its_time(clock, people):
    waits = {0: Level.BACK_UP, 30: Level.CIRCUIT, 60: Level.REGION}
    for minute in range(0, 121, 10):
        expected = [people[level].email for after, level in waits.items() if after <= minute]
        ringing.ring_overdue(at=NOW + HOUR + minute * MINUTE)
        assert told() == expected
    clock.refresh_from_db()
    assert (clock.rung, clock.ring_at, clock.rang_at) == (Level.REGION, None, NOW + HOUR + 60 * MINUTE)
    assert clock.told == "Regional director"


def test_after_an_outage_every_level_is_still_told_one_after_another(clock, people):
    late = NOW + 9 * HOUR
    assert [ringing.ring_overdue(at=late + minute * MINUTE) for minute in range(4)] == [1, 1, 1, 0]
    assert told() == [people[level].email for level in (Level.BACK_UP, Level.CIRCUIT, Level.REGION)]


def test_each_ring_is_in_the_record(clock, people):
    ringing.ring_overdue(at=NOW + HOUR)
    entry = Entry.objects.get(act="clock.rang")
    assert (entry.by, entry.details) == (None, {"kind": "law enforcement", "level": 2, "told": 1})


def test_the_notice_says_which_duty_and_no_person(clock, people):
    ringing.ring_overdue(at=NOW + HOUR)
    said = Notice.objects.get(kind="clock_overdue").context
    assert said == {
        "number": clock.report.number,
        "office": "Boone County",
        "duty": "Law enforcement contacted",
        "desk": "county",
    }


def test_a_met_clock_never_rings(clock, people):
    actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW + HOUR - MINUTE)
    assert ringing.ring_overdue(at=NOW + 9 * HOUR) == 0


def test_a_clock_met_while_a_worker_rings_is_left_alone(clock, people, monkeypatch):
    """Between asking whom to tell and telling them."""
    learn = ringing._Chain.learn

    def meanwhile(chain, rows):
        heard = learn(chain, rows)
        actions.meet_kind(report=clock.report, kind=clock.kind, by=people[Level.PRIMARY], at=NOW + HOUR)
        return heard

    monkeypatch.setattr(ringing._Chain, "learn", meanwhile)
    assert ringing.ring_overdue(at=NOW + HOUR) == 0
    assert told() == []


def test_what_does_not_fit_into_a_beat_rings_at_the_next(office, people):
    for _more in range(3):
        overdue = clocks.Due("law enforcement", "Told", NOW, NOW + HOUR, "RSMo 210.145.7")
        report = making.sent()
        Clock.objects.filter(report=report).delete()
        actions.start(report=report, due=[overdue], office=office, by=None, at=NOW)
    assert [ringing.ring_overdue(at=NOW + HOUR + minute * MINUTE, most=2) for minute in range(3)] == [2, 1, 0]
    assert told() == [people[Level.BACK_UP].email] * 3


def test_a_beat_that_runs_twice_at_one_moment_tells_one_level(clock, people):
    assert [ringing.ring_overdue(at=NOW + 9 * HOUR) for _twice in range(2)] == [1, 0]
    assert told() == [people[Level.BACK_UP].email]


def test_an_empty_level_climbs_and_the_one_above_is_not_told_twice(clock, people):
    people[Level.BACK_UP].is_active = False
    people[Level.BACK_UP].save()
    for minute in range(0, 121, 10):
        ringing.ring_overdue(at=NOW + HOUR + minute * MINUTE)
    assert told() == [people[Level.CIRCUIT].email, people[Level.REGION].email]


def test_with_nobody_left_the_clock_stops_ringing_and_the_record_says_that_nobody_was_told(clock):
    assert [ringing.ring_overdue(at=NOW + 9 * HOUR) for _twice in range(2)] == [1, 0]
    assert told() == []
    assert Entry.objects.get(act="clock.rang").details["told"] == 0


def test_a_clock_whose_law_has_no_further_level_rings_at_the_top(clock, people, monkeypatch):
    monkeypatch.setattr(clocks, "next_ring", lambda kind, rung: None)
    assert [ringing.ring_overdue(at=NOW + 9 * HOUR) for _twice in range(2)] == [1, 0]
    assert told() == [people[Level.REGION].email]


def test_an_unmet_promise_of_the_hotline_rings_its_supervisors():
    supervisor = making.user(Role.HOTLINE_SUPERVISOR)
    making.user(Role.SCREENER)
    making.sent()
    assert ringing.ring_overdue(at=NOW + 3 * HOUR) == 1
    notice = Notice.objects.get(kind="clock_overdue")
    assert (notice.to, notice.context["desk"]) == (supervisor.email, "hotline")


def test_of_a_restricted_report_only_who_may_see_it_is_told(clock, people):
    restrict(report=clock.report, why=Restriction.Why.CONFLICT, by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW)
    for minute in range(0, 121, 10):
        ringing.ring_overdue(at=NOW + HOUR + minute * MINUTE)
    assert told() == [people[Level.CIRCUIT].email, people[Level.REGION].email]


def test_a_roster_cannot_let_anybody_know_of_a_restricted_report(clock, people, office):
    roster(office, Level.REGION, making.user(Role.WORKER, office))
    people[Level.CIRCUIT].is_active = False
    people[Level.CIRCUIT].save()
    restrict(report=clock.report, why=Restriction.Why.SEALED, by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW)
    ringing.ring_overdue(at=NOW + HOUR)
    assert told() == []
    assert Entry.objects.get(act="clock.rang").details["told"] == 1  # the hotline, which restricted it


def test_where_supervisors_are_named_a_promise_of_the_hotline_rings_those_alone():
    named, other = (making.user(Role.HOTLINE_SUPERVISOR) for _two in range(2))
    restrict_to(report=making.sent(), named=[named], by=other, at=NOW)
    ringing.ring_overdue(at=NOW + 3 * HOUR)
    assert told() == [named.email]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_level_once(office, people):
    report = making.sent()
    Clock.objects.all().delete()
    kinds = ("law enforcement", "observe child", "respond", "acknowledge")
    due = [clocks.Due(kind, kind, NOW, NOW + HOUR, "RSMo") for kind in kinds]
    actions.start(report=report, due=due, office=office, by=None, at=NOW)
    rang = race(*[lambda: ringing.ring_overdue(at=NOW + HOUR)] * 4)
    assert sum(rang) == len(kinds)
    assert told() == [people[Level.BACK_UP].email] * len(kinds)


@pytest.mark.django_db(transaction=True)
def test_meeting_clocks_while_they_ring_never_locks_up(office, people):
    """Whoever meets a clock and whoever rings the others want the same two locks, always in the same order."""
    report = making.sent()
    Clock.objects.all().delete()
    kinds = ("law enforcement", "observe child", "respond", "initiate", "safety assessment", "complete")
    due = [clocks.Due(kind, kind, NOW, NOW + HOUR, "RSMo") for kind in kinds]
    actions.start(report=report, due=due, office=office, by=None, at=NOW)

    def meet_all() -> None:
        for one in Clock.objects.order_by("-pk"):
            actions.meet(clock=one, by=people[Level.PRIMARY], at=NOW + HOUR)

    met, rang = race(meet_all, lambda: ringing.ring_overdue(at=NOW + HOUR))
    assert met is None
    assert isinstance(rang, int)
    assert not Clock.objects.running().exists()


# --- the chain


def test_the_roster_comes_before_who_is_in_charge(office, people):
    stand_in = making.user(Role.COUNTY_SUPERVISOR, office)
    roster(office, Level.BACK_UP, stand_in)
    assert to_call(office=office, level=Level.BACK_UP, at=NOW) == [stand_in]
    assert set(to_call(office=office, level=Level.BACK_UP, at=NOW + 9 * HOUR)) == {people[Level.BACK_UP], stand_in}


def test_of_two_entries_for_one_slot_the_most_recent_wins(office, people):
    first, second = (making.user(Role.WORKER, office) for _two in range(2))
    roster(office, Level.PRIMARY, second, entered=NOW - MINUTE)
    roster(office, Level.PRIMARY, first, entered=NOW - HOUR)
    assert to_call(office=office, level=Level.PRIMARY, at=NOW) == [second]


def test_entries_of_the_same_moment_are_told_apart_by_the_later_row(office, people):
    first, second = (making.user(Role.WORKER, office) for _two in range(2))
    roster(office, Level.PRIMARY, first)
    roster(office, Level.PRIMARY, second)
    assert to_call(office=office, level=Level.PRIMARY, at=NOW) == [second]


@pytest.mark.parametrize(
    ("after", "on_call"), [(timedelta(0), True), (HOUR - timedelta(microseconds=1), True), (HOUR, False)]
)
def test_a_slot_holds_from_its_start_until_just_before_its_end(office, after, on_call):
    somebody = making.user(Role.WORKER, Office.objects.exclude(pk=office.pk).filter(kind=OfficeKind.COUNTY).first())
    roster(office, Level.PRIMARY, somebody, start=NOW, end=NOW + HOUR)
    assert (to_call(office=office, level=Level.PRIMARY, at=NOW + after) == [somebody]) is on_call


def test_a_slot_cannot_end_before_it_starts(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        roster(office, Level.PRIMARY, making.user(Role.WORKER, office), start=NOW, end=NOW)


def test_an_empty_office_climbs_to_the_circuit_then_to_the_region(office):
    region = making.user(
        Role.REGIONAL_DIRECTOR, Office.objects.filter(region=office.region).exclude(pk=office.pk).first()
    )
    assert climb(office=office, level=Level.PRIMARY, at=NOW) == (Level.REGION, [region])
    sister = Office.objects.filter(circuit=office.circuit).exclude(pk=office.pk).first()
    manager = making.user(Role.CIRCUIT_MANAGER, sister)
    assert climb(office=office, level=Level.PRIMARY, at=NOW) == (Level.CIRCUIT, [manager])


def test_another_region_is_not_called(office):
    far = Office.objects.exclude(region=office.region).filter(kind=OfficeKind.COUNTY).first()
    making.user(Role.REGIONAL_DIRECTOR, far)
    assert climb(office=office, level=Level.PRIMARY, at=NOW) == (Level.REGION, [])


def test_who_left_is_not_called_though_on_the_roster(office, people):
    gone = making.user(Role.WORKER, office)
    roster(office, Level.PRIMARY, gone)
    gone.is_active = False
    gone.save()
    assert to_call(office=office, level=Level.PRIMARY, at=NOW) == [people[Level.PRIMARY]]


def test_who_left_is_not_called(office, people):
    people[Level.PRIMARY].is_active = False
    people[Level.PRIMARY].save()
    assert to_call(office=office, level=Level.PRIMARY, at=NOW) == [people[Level.BACK_UP]]


# --- starting and meeting


def test_starting_a_clock_again_keeps_its_time(clock, office):
    again = clocks.Due("law enforcement", "Other", NOW + HOUR, NOW + 5 * HOUR, "RSMo")
    actions.start(report=clock.report, due=[again], office=office, by=None, at=NOW)
    kept = Clock.objects.get(report=clock.report)
    assert (kept.due_at, kept.label) == (NOW + HOUR, "Law enforcement contacted")


def test_no_clocks_to_start_leave_no_entry(office):
    report = making.sent()
    before = Entry.objects.count()
    actions.start(report=report, due=[], office=office, by=None, at=NOW)
    assert Entry.objects.count() == before


def test_meeting_twice_is_refused_and_the_first_stands(clock, people):
    actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW + MINUTE)
    with pytest.raises(Refused, match="done already"):
        actions.meet(clock=clock, by=people[Level.BACK_UP], at=NOW + 2 * MINUTE)
    clock.refresh_from_db()
    assert (clock.met_at, clock.met_by) == (NOW + MINUTE, people[Level.PRIMARY])


def test_a_screener_cannot_meet_a_clock_of_the_county(clock):
    with pytest.raises(Refused):
        actions.meet(clock=clock, by=making.user(Role.SCREENER), at=NOW + MINUTE)


def test_a_clock_cannot_be_met_before_it_started(clock, people):
    with pytest.raises(Refused, match="before the report was received"):
        actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW - MINUTE)
    Clock.objects.filter(pk=clock.pk).update(started_at=NOW + MINUTE)
    clock.refresh_from_db()
    with pytest.raises(Refused, match="began only later"):
        actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW + 9 * MINUTE, happened_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(met_at=NOW, noted_at=NOW)


def test_another_act_that_was_done_before_a_clock_began_meets_it_as_it_begins(clock, people):
    Clock.objects.filter(pk=clock.pk).update(started_at=NOW + MINUTE)
    later = NOW + 9 * MINUTE
    met = actions.meet_kind(report=clock.report, kind=clock.kind, by=None, at=later, happened_at=NOW)
    clock.refresh_from_db()
    assert (met, clock.met_at, clock.noted_at) == (1, NOW + MINUTE, later)


def test_what_was_done_in_time_and_entered_late_was_met_in_time_and_is_said_to_be_entered_late(clock, people):
    done = actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW + 3 * HOUR, happened_at=NOW + HOUR - MINUTE)
    assert (done.met_at, done.noted_at) == (NOW + HOUR - MINUTE, NOW + 3 * HOUR)
    assert (done.overdue(NOW + 9 * HOUR), done.entered_later) == (False, True)
    with pytest.raises(Refused, match="still to come"):
        actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW, happened_at=NOW + MINUTE)


@pytest.mark.parametrize(("met", "late"), [(59, False), (60, True), (61, True)])
def test_the_due_time_is_the_first_instant_that_is_too_late(clock, people, met, late):
    done = actions.meet(clock=clock, by=people[Level.PRIMARY], at=NOW + met * MINUTE)
    assert done.overdue(NOW + 9 * HOUR) is late
    assert str(done) == f"law enforcement of {clock.report_id}"


def test_with_nobody_left_the_hotline_s_supervisors_are_asked_to_call(clock, office):
    supervisor = making.user(Role.HOTLINE_SUPERVISOR)
    assert ringing.ring_overdue(at=NOW + HOUR) == 1
    assert list(Notice.objects.values_list("kind", "to")) == [("clock_unheard", supervisor.email)]


def test_who_is_given_a_report_has_its_running_clocks_and_those_that_begin_later(clock, people, office):
    worker = people[Level.PRIMARY]
    actions.give(report=clock.report, office=office, worker=worker)
    actions.start_upon(report=clock.report, event="notified", since=NOW, office=office, by=worker, at=NOW)
    assert set(Clock.objects.filter(worker=worker).values_list("kind", "law")) == {
        ("law enforcement", ""),
        ("enforcement answer", "enforcement-answer"),
    }
    cole = Office.objects.get(fips=making.COLE)
    actions.hand_over(report=clock.report, kinds=["law enforcement"], office=office, to=cole, by=worker, at=NOW)
    assert set(Clock.objects.values_list("office__fips", "worker")) == {(making.COLE, None)}


def test_several_of_a_kind_run_side_by_side_and_are_met_one_by_one(clock, people, office):
    for agency in ("1", "2"):
        actions.start_upon(
            report=clock.report, event="notified", since=NOW, office=office, by=None, at=NOW, about=agency
        )
    answered = {"report": clock.report, "kind": "enforcement answer", "by": people[Level.PRIMARY], "at": NOW + MINUTE}
    assert actions.meet_kind(**answered, about="2") == 1
    assert list(Clock.objects.running().filter(kind="enforcement answer").values_list("about", flat=True)) == ["1"]
    assert actions.meet_kind(**answered) == 1


def test_time_to_appeal_is_nobody_s_duty(clock, office):
    actions.start_upon(report=clock.report, event="noticed", since=NOW, office=office, by=None, at=NOW, about="A1")
    appeals = Clock.objects.filter(kind="appeal")
    assert set(appeals.values_list("about", "ring_at")) == {("court A1", None), ("board A1", None)}
    assert set(Clock.objects.running().owed()) == {clock}
    assert ringing.ring_overdue(at=NOW + 99 * 24 * HOUR, most=9) == 1


def test_nobody_told_yet_is_nothing_to_say(clock):
    assert clock.told == ""
