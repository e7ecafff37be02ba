"""A call becomes a report with what was said of its people; prior reports answer the protocol, and a refusal loses no call."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.history import actions as history
from oscr.flow.history import priors
from oscr.flow.history.receiving import receive, with_priors
from oscr.flow.report.actions import restrict
from oscr.people.models import Link, LinkKind
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=90)


@pytest.fixture
def me():
    return making.user(Role.SCREENER)


def told(report, code="A"):
    """The key of a telling of a report."""
    return report.involved.get(code=code).participant_id


def same(participant, *, is_same=True, of="c1"):
    return {"of": of, "participant": participant, "same": is_same, "reason": "For the test."}


def answers(*rows, **pages):
    return making.answers(intake=making.TOLD, same=list(rows), **pages)


def test_nobody_recognised_is_no_prior_report(me):
    earlier = making.sent(at=EARLIER)
    assert not priors.of_call(answers(), me)
    assert not priors.of_call(answers(same(told(earlier), is_same=False)), me)
    assert with_priors(answers(), me) == answers()


def test_every_report_about_the_person_counts_and_the_call_numbers_are_the_source(me):
    one, other = making.sent(at=EARLIER), making.sent(at=EARLIER + MINUTE)
    pair = [report.involved.get(code="A").participant for report in (one, other)]
    history.link(one=pair[0], other=pair[1], reason="For the test.", by=me, at=NOW)
    found = priors.of_call(answers(same(pair[0].pk)), me)
    assert found.source == f"{other.number}, {one.number}"


def test_what_was_said_to_harass_and_who_was_only_there_do_not_count(me):
    earlier = making.phoned(me, at=EARLIER)
    call.settle(report=earlier, answers=[], by=me, at=EARLIER)
    other = {"id": "c2", "first": "Wren", "worried": False}
    beside = making.sent(at=EARLIER, children=[{"id": "c1", "first": "Robin"}, other])
    assert not priors.of_call(answers(same(told(beside, "B"))), me)
    assert priors.of_call(answers(same(told(earlier))), me)
    made = making.classified(me, of=earlier, outcome="investigation", at=EARLIER + MINUTE)
    assert priors.of_call(answers(same(told(earlier))), me)
    harassing = making.phoned(me, at=EARLIER, children=[{"id": "c1", "first": "Robin"}])
    call.settle(report=harassing, answers=[("", "harassment suspected", "yes")], by=me, at=EARLIER)
    making.classified(me, of=harassing, at=EARLIER + MINUTE)
    assert made.report == earlier
    assert not priors.of_call(answers(same(told(harassing))), me)


def test_a_restricted_report_counts_without_its_number(me):
    earlier = making.sent(at=EARLIER)
    restrict(report=earlier, why="conflict", by=making.user(Role.HOTLINE_SUPERVISOR), at=EARLIER)
    found = priors.of_call(answers(same(told(earlier))), me)
    assert (found.numbers, found.source) == ((), "1 restricted")


def test_the_screeners_own_answer_stays(me):
    earlier = making.sent(at=EARLIER)
    own = {"unit": "", "fact": "prior reports", "value": "no", "why": "A namesake."}
    assert with_priors(answers(same(told(earlier)), asked=[own]), me)["asked"] == [own]


def test_pressed_twice_says_it_once(me):
    earlier, token = making.sent(at=EARLIER), uuid4()
    pages = answers(same(told(earlier)))
    first = receive(token=token, answers=pages, by=me, at=NOW)
    again = receive(token=token, answers=pages, by=me, at=NOW)
    assert (first.report, first.refused) == (again.report, again.refused)
    assert Link.objects.filter(participant__involvement__report=first.report, kind=LinkKind.CONFIRMED).count() == 1


def test_what_is_refused_or_speaks_of_nobody_does_not_stop_the_call(me):
    earlier = making.sent(at=EARLIER)
    twice = [same(told(earlier)), same(told(earlier)), same(10**9), same(told(earlier), of="c9")]
    made = receive(token=uuid4(), answers=answers(*twice), by=me, at=NOW)
    assert made.refused == ("A: These two are known to be the same person.",)
