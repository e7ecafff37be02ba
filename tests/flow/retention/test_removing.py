"""Removing what is kept no longer: to the day, whole, with its trace; and nothing that is held, and by nobody else."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

import oscr
from oscr.agency.permissions import Role
from oscr.flow.addendum.models import Question, Verification
from oscr.flow.assignment.models import Alert
from oscr.flow.classification import actions as classification
from oscr.flow.classification import archive
from oscr.flow.classification.models import ArchivedMonth, Classification
from oscr.flow.clock.models import Clock
from oscr.flow.ending import actions as ending
from oscr.flow.history import actions as linking
from oscr.flow.history.models import Reopened, Why
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Involvement, Report
from oscr.flow.retention import actions, belonging, filing
from oscr.flow.retention.models import Removal
from oscr.flow.review.models import Call, Result, Review
from oscr.law.calendar import CENTRAL
from oscr.notices.actions import leave
from oscr.notices.models import Notice
from oscr.people.models import Link, Participant, Person, Reporter, TellingIndex
from oscr.record.actions import first_broken
from oscr.record.models import Entry
from tests.flow.ending.calls import screener, settled, with_office
from tests.flow.review.reviewing import documented as three_documented
from tests.flow.review.reviewing import reviewed
from tests.making import MINUTE, NOW, sent, user

pytestmark = pytest.mark.django_db
LOWEST = "documented call"
LAST = datetime(2027, 3, 3, 23, 59, 59, tzinfo=CENTRAL)  # the year of a call of NOW is full with this day
GONE = datetime(2027, 3, 4, tzinfo=CENTRAL)


def documented(at=NOW, by=None, **answers) -> Report:
    me = by or screener()
    report = settled(me, LOWEST, at, **answers)
    classification.classify(report=report, outcome=LOWEST, reason="", by=me, at=at + MINUTE)
    return report


def due(at: datetime, **how) -> list[actions.Due]:
    filing.file_all(at=at)
    return actions.due(at=at, **how)


def held(report: Report) -> list[str]:
    (one,) = [one for one in due(GONE) if one.report == report]
    assert actions.remove(report=report, at=GONE) is None
    assert Report.objects.filter(pk=report.pk).exists()
    return [hold.id for hold in one.held]


def test_a_year_to_the_day_in_missouri():
    report = documented()
    assert due(LAST) == []
    assert actions.remove(report=report, at=LAST) is None
    assert actions.remove_due(at=LAST) == 0
    (one,) = due(GONE)
    assert (one.report, one.held, one.ends) == (report, (), GONE)
    assert actions.remove_due(at=GONE) == 1
    assert actions.remove_due(at=GONE) == 0
    assert actions.remove(report=report, at=GONE) is None


def test_everything_of_it_goes_and_nothing_of_others():
    """Every row that was written for the call goes; what another call wrote stays to the row."""
    models = [model for model in apps.get_models() if model.__module__.startswith("oscr.")]
    stays = documented()
    archive.pack(at=NOW)
    filing.file_all(at=NOW)
    before = {model._meta.label: model.objects.count() for model in models}
    gone = documented(at=NOW - timedelta(days=3))
    number, people = gone.number, list(gone.involved.values_list("participant_id", flat=True))
    archive.pack(at=NOW)
    assert actions.remove_due(at=GONE - timedelta(days=3)) == 1
    after = {model._meta.label: model.objects.count() for model in models}
    users = {"agency.User"}
    changed = {label: after[label] - n for label, n in before.items() if after[label] != n and label not in users}
    assert changed.pop("record.Entry") > 0
    assert changed == {"retention.Removal": 1}
    assert not Participant.objects.filter(pk__in=people) and not TellingIndex.objects.filter(participant__in=people)
    assert not Notice.objects.filter(key__contains=number)
    assert Reporter.objects.count() == 1
    assert Report.objects.get() == stays
    assert first_broken() is None


def test_the_log_names_nobody():
    report = documented()
    name = report.involved.get(code="A").participant.last
    actions.remove_due(at=GONE)
    made = Removal.objects.get()
    told = (made.number, made.period, made.kind, made.received_at, made.cite, made.at)
    assert told == (report.number, "documented-call", LOWEST, NOW, "CWM 2.1.4", GONE)
    assert made.decided_at == NOW + MINUTE
    assert len(made.digest) == 64 and made.rows > 10
    entry = Entry.objects.get(act="report.removed")
    assert (entry.subject, entry.by) == (f"retention.removal:{report.number}", None)
    assert entry.details == {"period": "documented-call", "kind": LOWEST}
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM retention_removal r")
        assert name not in cursor.fetchone()[0]
    assert str(made) == f"{report.number} removed"


def test_the_digest_is_of_what_was_there():
    first, other = documented(), documented(story={"what": "Something else."})
    sums = [actions._digest(belonging.belonging(one)) for one in (first, first, other)]
    assert sums[0] == sums[1] != sums[2]


def test_how_a_call_ended_stands_in_the_log():
    me = screener()
    report = settled(me, LOWEST)
    ending.end(report=report, kind="other", text="A question.", by=me, at=NOW + MINUTE)
    actions.remove_due(at=GONE)
    assert Removal.objects.get().kind == "other"


def test_the_planes_for_replay_stay():
    documented()
    assert actions.remove_due(at=GONE) == 1  # packs first
    assert ArchivedMonth.objects.get().calls == 1
    archive.pack(at=GONE + timedelta(days=1))
    assert ArchivedMonth.objects.get().calls == 1


@pytest.mark.parametrize("outcome", ["investigation", "P", "out of state"])
def test_nothing_else_has_a_period(outcome):
    me = screener()
    report = settled(me, outcome)
    classification.classify(report=report, outcome=outcome, reason="", by=me, at=NOW + MINUTE)
    assert due(GONE + timedelta(days=3650)) == []
    assert actions.remove(report=report, at=GONE + timedelta(days=3650)) is None


# --- what holds


def test_an_open_review_holds_and_a_closed_one_goes_with_its_last_call():
    me = screener()
    calls = three_documented(me)
    review = reviewed()
    late = GONE + timedelta(days=1)
    assert [[hold.id for hold in one.held] for one in due(late)] == [["review"]] * 2 + [
        ["clock", "review", "relied-on"]
    ]
    assert actions.remove_due(at=late) == 0
    Result.objects.create(review=review, ending="documented", reason="For the test.", by=me, at=NOW)
    assert actions.remove_due(at=late) == 2
    Clock.objects.update(met_at=late, noted_at=late, met_by=me)
    assert Review.objects.exists() and Call.objects.count() == 1
    assert actions.remove_due(at=late) == 1
    assert not Review.objects.exists() and not Call.objects.exists()
    assert Removal.objects.count() == len(calls)


def test_a_re_opened_one_is_held_until_it_is_answered():
    report = documented()
    person = Person.objects.create(made_at=NOW)
    told = {"report": report, "involvement": report.involved.get(code="A"), "person": person, "links": []}
    Reopened.objects.create(why=Why.PRIOR_REPORTS, by=screener(), at=NOW, **told)
    assert held(report) == ["reopened"]


def test_a_sealed_one_is_held_and_an_employees_is_not():
    lead = user(Role.HOTLINE_SUPERVISOR)
    sealed, conflict = documented(by=lead), documented(by=lead)
    restrict(report=sealed, why="sealed", by=lead, at=NOW)
    restrict(report=conflict, why="conflict", by=lead, at=NOW)
    assert held(sealed) == ["sealed"]
    assert actions.remove(report=conflict, at=GONE)


def test_what_is_put_to_an_open_report_is_held():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, LOWEST)
    answers = {"same-family": "yes", "nothing-new-alleged": "no"}
    ending.end(
        report=report,
        kind="added-information",
        earlier=alert.classification.report,
        answers=answers,
        by=me,
        at=NOW + 3 * MINUTE,
    )
    assert held(report) == ["open-report"]
    Clock.objects.update(met_at=GONE, noted_at=GONE, met_by=me)
    assert actions.remove(report=report, at=GONE)
    assert Alert.objects.get() == alert


def test_who_is_told_of_in_an_open_report_is_held():
    me = screener()
    report, alert = documented(), with_office(me, "family assessment")
    one, other = (each.involved.get(code="A").participant for each in (report, alert.classification.report))
    linking.link(one=one, other=other, reason="For the test.", by=me, at=NOW)
    assert held(report) == ["open-report"]
    Clock.objects.update(met_at=GONE, noted_at=GONE, met_by=me)
    assert actions.remove(report=report, at=GONE)
    assert Link.objects.filter(participant=other).exists() and not Link.objects.filter(participant=one.pk).exists()


def test_an_open_question_of_the_reporter_is_held():
    report = documented()
    checked = Verification.objects.create(report=report, matched=True, by=screener(), at=NOW)
    Question.objects.create(report=report, text="Why?", verification=checked, by=checked.by, at=NOW)
    assert held(report) == ["asked"]


def test_a_person_goes_with_the_last_telling():
    me = screener()
    first, second = documented(), documented(at=NOW + timedelta(days=10))
    one, other = (each.involved.get(code="A").participant for each in (first, second))
    linking.link(one=other, other=one, reason="For the test.", by=me, at=NOW)
    assert actions.remove(report=first, at=GONE)
    assert Person.objects.count() == 1 and Link.objects.filter(participant=other).exists()


# --- nobody else


def test_nothing_else_takes_rows_out():
    report = documented()
    with actions._removing(belonging.belonging(report)):
        pass
    for rows in (
        report.involved.all(),
        Report.objects.filter(pk=report.pk),
        Classification.objects.all(),
        Entry.objects.all(),
    ):
        with (
            pytest.raises(DatabaseError, match="never edited or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {rows.model._meta.db_table}")
    with (
        pytest.raises(DatabaseError, match="never edited or removed"),
        actions._removing({Report: {report.pk}}),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM report_involvement")
    with (
        pytest.raises(DatabaseError),
        actions._removing({Report: {1}}),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE report_report CASCADE")


def test_the_record_is_never_among_what_goes():
    report = documented()
    assert Entry not in belonging.belonging(report)
    assert all(model.__module__.startswith("oscr.") for model in belonging.belonging(report))


def test_every_foreign_key_that_keeps_a_report_exists():
    for name in belonging.RESTS:
        label, _dot, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field).is_relation


def test_one_that_fails_stands_in_the_way_of_no_other(monkeypatch):
    first, other = documented(), documented()
    real = actions._delete

    def broken(rows):
        if first.pk in rows.get(Report, ()):
            raise DatabaseError("for the test")
        real(rows)

    monkeypatch.setattr(actions, "_delete", broken)
    assert actions.remove_due(at=GONE) == 1
    assert list(Report.objects.all()) == [first]
    assert Removal.objects.get().number == other.number
    assert Involvement.objects.filter(report=first).exists()


def test_a_record_that_rests_on_it_keeps_it():
    report = documented()
    later = sent(at=NOW + MINUTE)
    person = Person.objects.create(made_at=NOW)
    told = {"report": later, "involvement": later.involved.get(code="A"), "person": person, "links": []}
    Reopened.objects.create(why=Why.PRIOR_REPORTS, decision=report.classifications.get(), at=NOW, **told)
    assert held(report) == ["relied-on"]


def test_no_other_room_may_set_what_the_triggers_ask():
    """The switch of the triggers is named in one file of the house."""
    home = Path(oscr.__file__).parent
    said = [file for file in home.rglob("*.py") if "pgtrigger.ignore" in file.read_text("utf-8")]
    assert said == [home / "flow" / "retention" / "actions.py"]


def test_of_rows_that_no_trigger_guards_nothing_is_let_through():
    report = documented()
    with (
        pytest.raises(DatabaseError, match="never edited or removed"),
        actions._removing({Notice: {1}}),
        transaction.atomic(),
    ):
        report.involved.all()._raw_delete("default")


def test_a_page_may_ask_for_the_oldest_only():
    first, _second = documented(), documented(at=NOW + MINUTE)
    assert [one.report for one in due(GONE, most=1)] == [first]


def test_where_no_table_refuses_nothing_is_let_through():
    with actions._removing({}):
        assert not Removal.objects.exists()


def test_what_was_left_about_a_call_alone_or_among_others_is_found_by_its_index_and_nothing_else():
    numbers = ("26061-00001", "26061-00002, 26061-00001", "26061-000012", "C-00001")
    for place, number in enumerate(numbers):
        leave(kind="harassment_suspected", key=f"n{place}", to="a@example.org", at=NOW, number=number, office="x")
    about = Notice.objects.about("26061-00001")
    assert set(about.values_list("key", flat=True)) == {"n0", "n1"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "notice_numbers" in about.explain()
