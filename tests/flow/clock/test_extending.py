"""Good cause and updates: what must be documented, what it gives, and two supervisors at once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import Level, Office
from oscr.agency.permissions import Role
from oscr.flow.clock import actions, extending, ringing
from oscr.flow.clock.models import Clock, Extension, Update
from oscr.law import clocks
from oscr.law.calendar import end_of_local_day
from oscr.law.good_cause import FATALITY, SEXUAL_ABUSE
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.making import BOONE, MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE, NINETY, LONGEST = (end_of_local_day(NOW, days) for days in (45, 90, 120))
WHY = "The laboratory has not answered; asked on March 5."


@pytest.fixture
def office() -> Office:
    return Office.objects.get(fips=BOONE)


@pytest.fixture
def supervisor(office):
    return making.user(Role.COUNTY_SUPERVISOR, office)


@pytest.fixture
def clock(office) -> Clock:
    """An investigation that is to be completed, and nothing else."""
    report = making.sent()
    Clock.objects.all().delete()
    due = [one for one in clocks.due("investigation", {}, {"received": report.received_at}) if one.kind == "complete"]
    actions.start(report=report, due=due, office=office, by=None, at=NOW)
    return Clock.objects.get()


def extend(clock, by, at=NOW + 40 * DAY, cause="third-party", reason=WHY, **more) -> Extension:
    return extending.extend(report=clock.report, clock=clock, cause=cause, reason=reason, by=by, at=at, **more)


def update(clock, by, at, text="The report came."):
    return extending.update(report=clock.report, text=text, by=by, at=at)


def test_good_cause_gives_ninety_days_and_the_record_says_so(clock, supervisor):
    made = extend(clock, supervisor)
    clock.refresh_from_db()
    assert (made.was_due_at, made.due_at, clock.due_at, clock.ring_at) == (DUE, NINETY, NINETY, NINETY)
    assert (made.label, made.cite) == (
        "Reports, tests or analyses of others are needed and have not come",
        "RSMo 210.145.17(1)(a)",
    )
    assert str(made) == f"complete of {clock.report_id} extended"
    said = Entry.objects.get(act="clock.extended")
    assert said.details == {
        "kind": "complete",
        "cause": "third-party",
        "involves": "neither",
        "until": NINETY.isoformat(),
    }
    assert WHY not in str(said.details)


def test_sexual_abuse_reaches_further_and_a_day_may_be_chosen(clock, supervisor):
    extend(clock, supervisor, until=date(2026, 5, 1))
    clock.refresh_from_db()
    assert clock.due_at == end_of_local_day(NOW, 59)
    extend(clock, supervisor, involves=SEXUAL_ABUSE)
    clock.refresh_from_db()
    assert clock.due_at == LONGEST
    assert Extension.objects.count() == 2


@pytest.mark.parametrize("how", [{"cause": "fatality"}, {"involves": FATALITY}])
def test_a_death_leaves_it_open_it_rings_nobody_and_updates_go_on(clock, supervisor, how):
    extend(clock, supervisor, **how)
    clock.refresh_from_db()
    assert (clock.due_at, clock.ring_at, clock.overdue(NOW + 999 * DAY)) == (None, None, False)
    update_due = Clock.objects.get(kind="update")
    assert (update_due.started_at, update_due.due_at) == (DUE, end_of_local_day(DUE, 30))
    with pytest.raises(Refused, match="stays open"):
        extend(clock, supervisor)


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"cause": "no such"}, "cause"),
        ({"cause": "prosecutor", "certified_on": date(2026, 4, 1)}, "certified_by"),
        ({"cause": "prosecutor", "certified_by": "Prosecutor of Boone County"}, "certified_on"),
        (
            {"cause": "prosecutor", "certified_by": "Prosecutor", "certified_on": date(2026, 4, 13)},  # tomorrow
            "certified_on",
        ),
        ({"until": date(2026, 6, 2)}, "until"),
    ],
)
def test_what_lacks_is_said_beside_its_field_and_nothing_changes(clock, supervisor, how, field):
    with pytest.raises(Refused) as refused:
        extend(clock, supervisor, **how)
    assert refused.value.field == field
    clock.refresh_from_db()
    assert clock.due_at == DUE
    assert not Extension.objects.exists()


def test_a_prosecutor_s_certificate_is_kept_and_another_cause_keeps_none(clock, supervisor):
    paper = {"certified_by": "Prosecutor of Boone County", "certified_on": date(2026, 4, 12)}  # today
    made = extend(clock, supervisor, cause="prosecutor", until=date(2026, 5, 1), **paper)
    assert (made.certified_by, made.certified_on) == ("Prosecutor of Boone County", date(2026, 4, 12))
    clock.refresh_from_db()
    assert extend(clock, supervisor, **paper).certified_by == ""


def test_a_worker_may_not(clock, office):
    with pytest.raises(Refused, match="role"):
        extend(clock, making.user(Role.WORKER, office))


def test_an_assessment_has_no_good_cause(clock, supervisor):
    Clock.objects.update(law="complete-assessment")
    with pytest.raises(Refused, match="no more time"):
        extend(clock, supervisor)


def test_what_is_completed_needs_no_time(clock, supervisor):
    actions.meet(clock=clock, by=supervisor, at=NOW + DAY)
    with pytest.raises(Refused, match="completed"):
        extend(clock, supervisor)
    with pytest.raises(Refused, match="completed"):
        update(clock, supervisor, NOW + 2 * DAY)


def test_who_comes_second_looks_again(clock, supervisor):
    seen = Clock.objects.get(pk=clock.pk)
    extend(clock, supervisor, until=date(2026, 5, 1))
    with pytest.raises(Refused, match="meanwhile"):
        extend(seen, supervisor)


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_at_once(clock, office):
    both = [making.user(Role.COUNTY_SUPERVISOR, office) for _two in range(2)]
    done = race(*[lambda who=who: extend(Clock.objects.get(pk=clock.pk), who) for who in both])
    assert sorted(type(one).__name__ for one in done) == ["Extension", "Refused"]
    assert Extension.objects.count() == 1


def test_an_extended_clock_rings_anew_when_the_longer_time_is_over(clock, supervisor, office):
    extend(clock, supervisor, at=DUE - MINUTE)
    assert ringing.ring_overdue(at=NINETY - 16 * DAY) == 0
    update(clock, supervisor, NINETY - 16 * DAY)
    assert ringing.ring_overdue(at=NINETY - MINUTE) == 0
    assert ringing.ring_overdue(at=NINETY) == 1


def test_good_cause_after_the_first_ring_lets_every_level_hear_again(clock, supervisor):
    assert ringing.ring_overdue(at=DUE) == 1
    clock.refresh_from_db()
    extend(clock, supervisor, at=DUE + DAY)
    assert ringing.ring_overdue(at=NINETY) == 2  # this, and the update that nobody wrote
    told = Notice.objects.filter(kind="clock_overdue", context__duty="Completed and entered")
    assert list(told.values_list("to", flat=True)) == [supervisor.email] * 2


# --- updates


def test_updates_are_due_once_the_time_has_run_out_every_thirty_days(clock, supervisor):
    ringing.ring_overdue(at=DUE)
    first = Clock.objects.get(kind="update")
    assert (first.started_at, first.due_at, first.office, first.law) == (
        DUE,
        end_of_local_day(DUE, 30),
        clock.office,
        "update",
    )
    update(clock, supervisor, DUE + 9 * DAY)
    first.refresh_from_db()
    assert first.met_at == DUE + 9 * DAY
    second = Clock.objects.running().get(kind="update")
    assert (second.started_at, second.due_at) == (DUE + 9 * DAY, end_of_local_day(DUE + 9 * DAY, 30))
    assert Update.objects.get().text == "The report came."


def test_an_update_before_it_is_due_is_kept_and_meets_nothing(clock, supervisor):
    made = update(clock, supervisor, NOW + DAY)
    assert str(made) == f"update of {clock.report_id}"
    assert not Clock.objects.filter(kind="update").exists()
    extend(clock, supervisor)
    update(clock, supervisor, NOW + 41 * DAY)
    assert Clock.objects.running().get(kind="update").started_at == DUE


def test_an_update_says_something(clock, supervisor):
    with pytest.raises(Refused) as refused:
        update(clock, supervisor, NOW + DAY, text=" ")
    assert refused.value.field == "text"


def test_completing_meets_the_update_and_what_had_not_begun_falls_away(clock, supervisor):
    extend(clock, supervisor)
    actions.meet_kind(report=clock.report, kind="complete", by=supervisor, at=NOW + 41 * DAY)
    assert not Clock.objects.filter(kind="update").exists()


def test_completing_late_meets_the_update_that_ran(clock, supervisor):
    ringing.ring_overdue(at=DUE)
    actions.meet_kind(report=clock.report, kind="complete", by=supervisor, at=DUE + DAY)
    assert Clock.objects.get(kind="update").met_at == DUE + DAY
    assert not Clock.objects.running().exists()


# --- beside a correction


def test_a_correction_leaves_the_longer_time(clock, supervisor, office):
    extend(clock, supervisor)
    report = clock.report
    due = [one for one in clocks.due("investigation", {}, {"received": NOW}) if one.kind == "complete"]
    actions.renew(
        report=report, was=["complete"], due=due, anew="acknowledge", office=office, by=supervisor, at=NOW + 41 * DAY
    )
    clock.refresh_from_db()
    assert clock.due_at == NINETY


def test_where_no_office_responds_any_more_updates_fall_away_too(clock, supervisor, office):
    extend(clock, supervisor)
    was = {"was": ["complete"], "due": [], "anew": "acknowledge"}
    actions.renew(report=clock.report, **was, office=office, by=supervisor, at=NOW + 41 * DAY)
    assert not Clock.objects.running().exists()


# --- what the database holds by itself


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": ""},
        {"cause": "prosecutor"},
        {"due_at": None},
        {"due_at": DUE},
    ],
)
def test_an_extension_without_its_papers_cannot_be_written(clock, supervisor, changed):
    whole = {
        "report": clock.report,
        "kind": "complete",
        "cause": "third-party",
        "involves": "neither",
        "reason": WHY,
        "was_due_at": DUE,
        "due_at": NINETY,
        "by": supervisor,
        "at": NOW,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(**whole | changed)


def test_only_a_completion_stays_open_and_nothing_is_edited(clock, supervisor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(kind="respond", due_at=None)
    extend(clock, supervisor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Extension.objects.update(reason="Another")
    assert Level(Clock.objects.get(pk=clock.pk).rung or 1)


def test_what_does_not_run_is_not_lifted(clock, office, supervisor):
    actions.lift(report=clock.report, kinds=["initiate"], office=office, by=supervisor, at=NOW)
    assert Clock.objects.running().get() == clock
    assert not Entry.objects.filter(act="clocks.lifted").exists()
