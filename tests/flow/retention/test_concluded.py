"""Concluded reports: filed once with their facts, kept by what stands, and held."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from oscr.agency.permissions import Role
from oscr.flow.classification import actions as classification
from oscr.flow.conclusion.models import Appeal, AppealResult, Conclusion, Flag
from oscr.flow.disposition.models import AdvocateReferral
from oscr.flow.report.models import Report
from oscr.flow.retention import actions, filing, holding
from oscr.flow.retention.models import Fact, Removal, Term
from oscr.law import retention
from oscr.law.calendar import CENTRAL
from tests import making
from tests.flow.disposition import asking
from tests.flow.disposition.asking import DAY, DONE
from tests.flow.ending.calls import settled
from tests.flow.retention.ending import (
    DAY_45,
    FULL_5,
    FULL_10,
    by_neighbor,
    finished,
    referred,
    replaced,
    report_of,
    stop,
)
from tests.making import MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
LATE = FULL_10 + timedelta(days=36500)


@pytest.fixture
def people():
    return asking.staff()


@pytest.fixture
def row(people) -> Conclusion:
    return finished(people)


def held(report: Report, at=FULL_10) -> list[str]:
    assert actions.remove(report=report, at=at) is None
    return [one.id for one in holding.held_by(report, at)]


def father(row: Conclusion):
    return row.alert.classification.report.involved.order_by("code").first()


# --- filing


def test_what_is_concluded_is_filed_once_with_its_facts(row):
    assert (filing.file_all(at=DONE), filing.file_all(at=DONE)) == (1, 0)
    term = Term.objects.get()
    assert (term.period, term.ends_at, term.reply, term.fact) == (
        "unsubstantiated-mandated",
        FULL_10,
        row.reply,
        Fact.objects.get(),
    )
    assert str(term) == f"{term.pk}: unsubstantiated-mandated" and term.rule.years == 10
    filing.file(report=term.report, at=DONE)
    assert Fact.objects.count() == 1


def test_an_open_report_is_neither_filed_nor_due(people):
    alert = asking.online(people.office)
    assert filing.file_all(at=LATE) == 0
    assert filing.file(report=alert.classification.report, at=LATE) is None
    assert filing.file(report=making.sent(), at=LATE) is None


@pytest.mark.parametrize("kind", ["preponderance", "services-needed", "already-investigated"])
def test_what_is_kept_for_good_is_filed_and_never_due(people, kind):
    row = finished(people, kind)
    assert filing.file_all(at=DONE) == 1
    assert (Term.objects.get().ends_at, Fact.objects.get().conclusion) == (None, kind)
    assert actions.due(at=LATE) == []
    assert actions.remove(report=report_of(row), at=LATE) is None


def test_a_neighbors_goes_after_five_years(people):
    row = finished(people, alert=by_neighbor(people))
    filing.file_all(at=DONE)
    assert Term.objects.get().period == "unsubstantiated-other"
    assert actions.remove(report=report_of(row), at=FULL_5 - SECOND) is None
    assert actions.remove(report=report_of(row), at=FULL_5)


def test_whoever_was_not_found_is_kept_from_the_day_of_the_report(people):
    finished(people, "unable-to-locate")
    filing.file_all(at=DONE)
    assert Term.objects.get().ends_at.year == NOW.year + 18


def test_what_was_made_to_harass_is_gone_within_45_days(row, people):
    filing.file_all(at=DONE)
    referred(row, people)
    assert filing.file_all(at=DONE + DAY) == 1
    assert (Term.objects.get().period, Term.objects.get().ends_at) == ("harassing", DAY_45)
    first = Fact.objects.get(supersedes=None)
    assert (first.disposition, first.superseded_by.disposition, first.superseded_by.harassing) == ("5", "6", True)
    assert filing.file_all(at=DONE + DAY) == 0
    assert actions.remove_due(at=DAY_45 - SECOND) == 0
    assert actions.remove_due(at=DAY_45) == 1
    assert DAY_45 + DAY - SECOND < DONE + 46 * DAY


def test_what_is_found_otherwise_moves_the_end_and_corrects_the_facts(row, people):
    filing.file_all(at=DONE)
    later = replaced(row, people, "preponderance", DONE + 100 * DAY)
    assert filing.file_all(at=DONE + 100 * DAY) == 1
    term = Term.objects.get()
    assert (term.reply, term.ends_at, term.fact.conclusion) == (later.reply, None, "preponderance")
    assert term.fact.supersedes.conclusion == "unsubstantiated"
    replaced(later, people, "unsubstantiated", DONE + 200 * DAY)
    filing.file_all(at=DONE + 200 * DAY)
    assert Term.objects.get().ends_at == FULL_10 + 200 * DAY
    assert Fact.objects.filter(superseded_by=None).count() == 1 and Fact.objects.count() == 3


def test_what_is_due_is_judged_again_before_it_goes(row, people):
    """An end that was filed before it was found otherwise removes nothing."""
    filing.file_all(at=DONE)
    replaced(row, people, "preponderance", DONE + 100 * DAY)
    (one,) = actions.due(at=FULL_10)
    assert actions.remove(report=one.report, at=FULL_10) is None
    assert Report.objects.exists()


def test_what_another_version_of_the_law_filed_is_filed_anew(row):
    filing.file_all(at=DONE)
    Term.objects.update(law="0" * 16, ends_at=None)
    assert (filing.file_all(at=DONE), filing.file_all(at=DONE)) == (1, 0)
    assert (Term.objects.get().ends_at, Term.objects.get().law) == (FULL_10, retention.version())
    assert Fact.objects.count() == 1


def test_a_call_that_is_decided_otherwise_is_not_filed_any_longer():
    lead = making.user(Role.HOTLINE_SUPERVISOR)
    report = settled(lead, "documented call")
    classification.classify(report=report, outcome="documented call", reason="", by=lead, at=NOW + MINUTE)
    filing.file_all(at=NOW)
    assert Term.objects.get().fact is None
    made = report.classifications.get()
    made.supersedes_id, made.pk, made.outcome = made.pk, None, "P"  # as a correction does
    made.save()
    assert filing.file(report=report, at=NOW + DAY) is None
    assert not Term.objects.exists()


@pytest.mark.parametrize("problem", [DatabaseError, LookupError])
def test_one_that_cannot_be_filed_stands_in_the_way_of_no_other(people, monkeypatch, problem):
    first, other = finished(people), finished(people, alert=by_neighbor(people))
    real = filing.write_fact

    def broken(*, report, **how):
        if report == report_of(first):
            raise problem("for the test")
        return real(report=report, **how)

    monkeypatch.setattr(filing, "write_fact", broken)
    assert filing.file_all(at=DONE) == 1
    assert Term.objects.get().report == report_of(other)
    monkeypatch.undo()
    assert filing.file_all(at=DONE) == 1


def test_a_fact_is_never_edited_or_removed(row):
    filing.file_all(at=DONE)
    for table in ("retention_fact", "retention_factperson", "retention_factpair"):
        with (
            pytest.raises(DatabaseError, match="never edited or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_two_nights_at_once_file_once_and_remove_once():
    row = finished(asking.staff())
    assert sorted(race(*[lambda: filing.file_all(at=DONE)] * 2)) in ([0, 1], [1, 1])
    assert Term.objects.count() == Fact.objects.count() == 1
    gone = race(*[lambda: actions.remove(report=report_of(row), at=FULL_10)] * 2)
    assert sum(isinstance(one, Removal) for one in gone) == 1 and None in gone
    assert Fact.objects.count() == 1 and not Report.objects.exists()


def test_what_is_due_is_found_by_its_index(row):
    """However many reports are kept: with the table's own order made dear, the end is looked up and nothing is walked."""
    filing.file_all(at=DONE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + _sql(Term.objects.ended(FULL_10)[:25]))
        assert "term_ends" in "".join(line for (line,) in cursor.fetchall())


def _sql(rows) -> str:
    text, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        return cursor.mogrify(text, values)


# --- what holds


def test_nothing_holds_what_is_done(row):
    assert held(report_of(row), FULL_10 - SECOND) == []
    assert actions.remove(report=report_of(row), at=FULL_10)


def test_a_running_clock_holds_and_a_right_that_ran_out_does_not(row, people):
    report = report_of(row)
    told = {"office": people.office, "label": "For the test", "cite": "", "started_at": DONE}
    duty = report.clocks.create(kind="update", due_at=DONE + DAY, **told)
    assert held(report) == ["clock"]
    duty.delete()
    right = report.clocks.create(kind="appeal", due_at=FULL_10 + SECOND, **told)
    assert held(report) == ["clock"]
    report.clocks.filter(pk=right.pk).update(due_at=FULL_10)
    assert actions.remove(report=report, at=FULL_10)


def test_an_open_appeal_holds(row, people):
    told = {"conclusion": row, "person": father(row), "late": False, "by": people.lead, "at": DONE}
    appeal = Appeal.objects.create(way="board", filed_on=DONE.date(), **told)
    assert held(report_of(row)) == ["appeal"]
    AppealResult.objects.create(appeal=appeal, result="upheld", decided_on=DONE.date(), by=people.lead, at=DONE)
    assert actions.remove(report=report_of(row), at=FULL_10)


def test_whoever_is_flagged_for_the_registry_holds_until_they_are_taken_out(row, people):
    told = {"person": father(row), "result": "preponderance", "why": "For the test.", "cite": "", "by": people.lead}
    Flag.objects.create(conclusion=row, state="flagged", **told, at=DONE)
    assert held(report_of(row)) == ["registry"]
    later = replaced(row, people, "unsubstantiated", DONE + DAY)
    Flag.objects.create(conclusion=later, state="removed", **told, at=DONE + DAY)
    assert actions.remove(report=report_of(row), at=FULL_10 + DAY)


def test_a_reporter_who_waits_for_an_answer_holds(row, people):
    request = asking.asked(row.alert, at=DONE)
    stop(report_of(row), people)
    assert held(report_of(row)) == ["requested"]
    asking.answered(request, people.worker)
    stop(report_of(row), people)
    assert actions.remove(report=report_of(row), at=FULL_10)


def test_what_was_referred_to_the_advocate_is_held(row, people):
    """For a year: nobody hears when the Office of Child Advocate has done with it."""
    report, over = report_of(row), datetime(2037, 3, 24, tzinfo=CENTRAL)
    AdvocateReferral.objects.create(report=report, conclusion=row, by=people.lead, at=FULL_10 - DAY)
    assert held(report) == held(report, over - SECOND) == ["advocate"]
    (one,) = actions.due(at=FULL_10)
    assert [hold.until for hold in one.held] == [over]
    assert actions.remove_due(at=over) == 1


def test_a_hold_delays_and_the_next_night_asks_again(row, people):
    report = report_of(row)
    told = {"office": people.office, "label": "For the test", "cite": "", "started_at": DONE, "due_at": DONE + DAY}
    report.clocks.create(kind="update", **told)
    assert actions.remove_due(at=FULL_10) == 0
    (one,) = actions.due(at=FULL_10)
    assert [hold.id for hold in one.held] == ["clock"]
    stop(report, people)
    assert actions.remove_due(at=FULL_10 + DAY) == 1


def test_every_hold_of_the_law_is_asked():
    assert {"clock", "advocate", *holding.ASKED} == set(retention.holds())
