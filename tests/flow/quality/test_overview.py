"""The overview's figures: the queue, claims held too long, who is here, outcomes of today, the promise with what still waits."""

from datetime import timedelta

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.quality import overview
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(db):
    return making.user(Role.SCREENER)


@pytest.fixture
def boss(db):
    return making.user(Role.HOTLINE_SUPERVISOR)


def test_the_queue_holds_what_nobody_has_decided(me, boss):
    making.sent(at=NOW - 200 * MINUTE)
    making.sent(at=NOW - 10 * MINUTE, questions={"general": {"facts": {"danger now": "yes"}}})
    held = making.sent(at=NOW - 90 * MINUTE)
    call.claim(report=held, by=me, at=NOW - 61 * MINUTE)
    making.classified(me, at=NOW - 5 * MINUTE, of=making.sent(at=NOW - 30 * MINUTE))
    queue = overview.queue(boss, NOW)
    assert [age // MINUTE for age in queue.ages] == [200, 90, 10]
    assert queue.emergencies == (10 * MINUTE,)
    assert [(one.number, one.by) for one in queue.held] == [(held.number, me)]
    assert queue.held[0].for_long(NOW)
    assert not queue.held[0].for_long(NOW - MINUTE)


def test_percentiles():
    ages = [timedelta(minutes=number) for number in range(1, 11)]
    assert overview.percentile(ages, 0.5) == 6 * MINUTE
    assert overview.percentile(ages, 0.9) == 10 * MINUTE
    assert overview.percentile([], 0.5) is None


def test_who_is_here_holds_decided_or_took_a_call_lately(me, boss):
    gone, took = making.user(Role.SCREENER), making.user(Role.SCREENER)
    making.classified(gone, at=NOW - 40 * MINUTE, of=making.sent(at=NOW - 60 * MINUTE))
    making.classified(me, at=NOW - 20 * MINUTE, of=making.sent(at=NOW - 60 * MINUTE))
    making.phoned(took, at=NOW - 5 * MINUTE)
    queue = overview.queue(boss, NOW)
    found = {one.user: (one.holds, one.decided) for one in overview.here(queue, NOW)}
    assert found == {me: (0, 1), took: (1, 0)}
    mine = overview.myself(me, queue, NOW)
    assert (mine.holds, mine.since, mine.decided, mine.last) == (0, None, 1, NOW - 20 * MINUTE)


def test_waits_by_hour_are_of_what_was_decided_in_it(me):
    making.classified(me, at=NOW - 20 * MINUTE, of=making.sent(at=NOW - 60 * MINUTE))
    rows = overview.waits(NOW)
    assert len(rows) == 24
    assert rows[-2][1] == [40 * MINUTE]
    assert rows[-1][1] == []


def test_today_s_outcomes_by_hour_and_against_the_protocol(me):
    made = making.classified(me, "investigation", at=NOW)
    old = making.sent(at=NOW - 40 * 24 * 60 * MINUTE)
    making.classified(me, "investigation", at=NOW - 30 * 24 * 60 * MINUTE, of=old)
    assert overview.outcomes(NOW) == {"investigation": {9: 1}}
    assert overview.against_protocol(NOW) == {(made.recommended, "investigation"): 1}


def test_the_promise_counts_what_still_waits(me):
    start = NOW - 300 * MINUTE
    making.classified(me, at=start + 30 * MINUTE, of=making.sent(at=start))
    making.sent(at=NOW - 60 * MINUTE)
    curve = overview.processed(start - MINUTE, NOW)
    assert curve == [(30, 0.5)]


def test_the_promise_by_day_has_every_day(me):
    for minutes, wait in ((300, 59), (300, 60), (300, 61), (300, 181)):
        sent = making.sent(at=NOW - minutes * MINUTE)
        making.classified(me, at=NOW - (minutes - wait) * MINUTE, of=sent)
    making.sent(at=NOW - MINUTE)
    days = overview.by_day(NOW, 3)
    assert [(day.first, day.second, day.later, day.waiting) for day in days] == [(0, 0, 0, 0)] * 2 + [(2, 1, 1, 1)]


def test_what_waits_for_supervisors(me, boss):
    assert overview.for_supervisors(boss) == (0, 0)
    assert overview.unacknowledged(boss) == 0
    making.alerted(me)
    low = making.sent()
    call.claim(report=low, by=me, at=NOW)
    call.settle(report=low, answers=[("A", "child died", "yes")], by=me, at=NOW)
    classification.propose_lower(report=low, outcome="documented call", reason="No.", by=me, at=NOW)
    assert overview.for_supervisors(boss) == (1, 0)
    assert overview.unacknowledged(boss) == 1
