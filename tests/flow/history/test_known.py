"""What was known before a decision: links and outcomes as they stood then, machine's proposals apart, restricted ones counted."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.assignment.restricting import restrict
from oscr.flow.history.known import known_at
from oscr.people.models import Link, LinkKind, Person
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
EARLIER, DECIDED = NOW - 60 * MINUTE, NOW + 5 * MINUTE


@pytest.fixture
def screener(db):
    return making.user(Role.SCREENER)


def child(report):
    return report.involved.get(code="A").participant


def linked(report, earlier, screener, kind=LinkKind.CONFIRMED, at=NOW, **how):
    """The child of a report is, or may be, that of an earlier one."""
    person = Person.objects.create(made_at=at)
    first = {"participant": child(earlier), "kind": LinkKind.FIRST, "reason": "For the test.", "by": None, "at": at}
    Link.objects.create(person=person, **first)
    said = {"kind": kind, "reason": "For the test.", "by": None if how else screener, "at": at}
    Link.objects.create(participant=child(report), person=person, **said, **how)
    return person


def test_a_confirmed_link_of_that_time_counts_with_its_outcome_of_that_time(screener):
    earlier, report = making.sent(at=EARLIER), making.sent()
    linked(report, earlier, screener)
    (one,) = known_at(report, screener, DECIDED).reports
    assert (one.report, one.outcome, one.about, one.confirmed) == (earlier, "", ("A",), True)
    making.classified(screener, "investigation", at=DECIDED + MINUTE, of=earlier)
    assert known_at(report, screener, DECIDED).reports[0].outcome == ""
    assert known_at(report, screener, DECIDED + MINUTE).reports[0].outcome == "Investigation"


def test_what_was_linked_or_withdrawn_later_changes_nothing(screener):
    earlier, report = making.sent(at=EARLIER), making.sent()
    person = linked(report, earlier, screener, at=DECIDED)
    assert known_at(report, screener, DECIDED - MINUTE).reports == ()
    later = {"participant": child(report), "person": person, "reason": "For the test.", "by": screener}
    Link.objects.create(**later, kind=LinkKind.NOT_SAME, at=DECIDED + MINUTE)
    assert len(known_at(report, screener, DECIDED).reports) == 1
    assert known_at(report, screener, DECIDED + MINUTE).reports == ()


@pytest.mark.parametrize("guarded", [True, False])
def test_what_only_the_machine_proposed_is_told_apart_and_only_where_the_guarded_rule_vouches(screener, guarded):
    earlier, report = making.sent(at=EARLIER), making.sent()
    linked(report, earlier, screener, kind=LinkKind.PROBABLE, score=20.0, guarded=guarded)
    assert [one.confirmed for one in known_at(report, screener, DECIDED).reports] == ([False] if guarded else [])


def test_the_newest_comes_first_and_a_later_report_is_no_earlier_one(screener):
    reports = [making.sent(at=EARLIER - n * MINUTE) for n in (0, 1)]
    report, after = making.sent(), making.sent(at=NOW + MINUTE)
    for one in (*reports, after):
        linked(report, one, screener)
    assert [one.report for one in known_at(report, screener, DECIDED).reports] == reports


def test_what_the_reader_may_not_see_is_counted(screener):
    earlier, report = making.sent(at=EARLIER), making.sent()
    linked(report, earlier, screener)
    lead = making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=earlier, why="conflict", by=lead, at=NOW)
    known = known_at(report, screener, DECIDED)
    assert (known.reports, known.restricted) == ((), 1)
    assert known_at(report, lead, DECIDED).restricted == 0
