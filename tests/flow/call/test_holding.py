"""Who holds a report: one person at a time, whatever races; only the holder settles facts."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from oscr.agency.permissions import Role
from oscr.flow import docket
from oscr.flow.call import actions
from oscr.flow.call.models import Answer, Waiting
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Channel
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, answers, reporter, sent, user
from tests.racing import race

pytestmark = pytest.mark.django_db


def screener():
    return user(Role.SCREENER)


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once_cannot_both_hold_it():
    report, people = sent(), [screener() for _ in range(6)]
    came = race(*(lambda by=by: actions.claim(report=report, by=by, at=NOW + MINUTE) for by in people))
    (won,) = (one for one in came if isinstance(one, Waiting))
    assert [type(one) for one in came].count(Refused) == 5
    assert Waiting.objects.get().held_by == won.held_by == people[came.index(won)]
    assert Entry.objects.filter(act="report.claimed").count() == 1


def test_claiming_again_changes_nothing():
    report, me = sent(), screener()
    first = actions.claim(report=report, by=me, at=NOW)
    assert actions.claim(report=report, by=me, at=NOW + MINUTE).held_at == first.held_at
    assert Entry.objects.filter(act="report.claimed").count() == 1


def test_somebody_who_holds_it_is_named_in_the_refusal():
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    with pytest.raises(Refused, match=me.name):
        actions.claim(report=report, by=screener(), at=NOW)


def test_only_the_holder_or_a_supervisor_releases():
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    with pytest.raises(Refused, match="supervisor"):
        actions.release(report=report, by=screener(), at=NOW)
    actions.release(report=report, by=user(Role.HOTLINE_SUPERVISOR), at=NOW)
    assert Waiting.objects.get().held_by is None
    actions.release(report=report, by=me, at=NOW)  # nobody holds it: nothing to release, nothing to record
    assert Entry.objects.get(act="report.released").details == {"held_by": me.pk}


@pytest.mark.parametrize("role", [Role.REPORTER, Role.WORKER, Role.REGIONAL_DIRECTOR])
def test_nobody_outside_the_hotline_claims(role):
    report = sent()
    with pytest.raises(Refused, match="role"):
        actions.claim(report=report, by=user(role), at=NOW)


def test_emergencies_come_first_and_then_the_oldest():
    danger = {"general": {"facts": {"danger now": "yes"}}}
    by = reporter()
    young, old = sent(by, at=NOW + 2 * MINUTE), sent(by, at=NOW)
    emergency = sent(by, at=NOW + 3 * MINUTE, questions=danger)
    assert [one.report for one in docket.queue(screener())] == [emergency, old, young]


def test_what_is_restricted_waits_for_supervisors_alone():
    boss, restricted, other = user(Role.HOTLINE_SUPERVISOR), sent(), sent(at=NOW + MINUTE)
    restrict(report=restricted, why="conflict", by=boss, at=NOW)
    assert [one.report for one in docket.queue(screener())] == [other]
    assert [one.report for one in docket.queue(boss)] == [restricted, other]


def test_a_line_of_the_queue_carries_what_it_shows_in_a_bounded_number_of_queries(django_assert_num_queries):
    for _ in range(3):
        sent(worries={"pathways": ["hungry"]}, places={"home_county": "29019", "incident_county": "29051"})
    me = screener()
    with django_assert_num_queries(2):  # the lines, and everybody's children
        lines = list(docket.queue(me))
        shown = [(one.pathways, one.home_county, one.incident_county, one.classified, one.proposed) for one in lines]
        ages = [one.participant.age_months for line in lines for one in line.report.involved.all()]
    assert shown == [(["hungry"], "29019", "29051", False, False)] * 3
    assert ages == [96] * 3
    assert all(one.due_at for one in lines)
    assert lines[0].report.get_deferred_fields() >= {"narrative", "told", "case"}  # a queue of long stories stays quick


def test_settled_facts_stand_over_what_was_told_and_the_last_one_counts():
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    actions.settle(report=report, answers=[("", "danger now", "yes"), ("A/1", "suspect had care", "no")], by=me, at=NOW)
    case = actions.settle(report=report, answers=[("", "danger now", "no")], by=me, at=NOW + MINUTE)
    assert case.call["danger now"] == "no"
    assert case.pairs["A", "1"]["suspect had care"] == "no"
    assert "danger now" not in report.case["call"]
    assert [str(row) for row in Answer.objects.all()] == [
        " danger now: yes", "A/1 suspect had care: no", " danger now: no",
    ]  # fmt: skip
    assert str(Waiting.objects.get()) == f"{report.pk} waits"


def test_a_settled_fact_of_another_pathway_opens_that_pathway():
    report, me = sent(worries={"pathways": ["hungry"]}), screener()
    actions.claim(report=report, by=me, at=NOW)
    case = actions.settle(report=report, answers=[("A", "child died", "yes")], by=me, at=NOW)
    assert set(case.pathways) == {"hungry", "fatality"}


@pytest.mark.parametrize("value", ["no", "unknown"])
def test_a_fact_that_does_not_hold_opens_nothing(value):
    report, me = sent(worries={"pathways": ["hungry"]}), screener()
    actions.claim(report=report, by=me, at=NOW)
    assert actions.settle(report=report, answers=[("A", "child died", value)], by=me, at=NOW).pathways == ["hungry"]


@pytest.mark.parametrize(
    "answer",
    [
        ("", "no such fact", "yes"),
        ("", "danger now", "perhaps"),
        ("A", "danger now", "yes"),
        ("Z", "child died", "yes"),
        ("A/9", "suspect had care", "yes"),
    ],
)
def test_what_the_protocol_does_not_know_is_refused_and_not_kept(answer):
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    with pytest.raises(Refused), transaction.atomic():
        actions.settle(report=report, answers=[answer], by=me, at=NOW)
    assert not Answer.objects.exists()


def test_answers_that_cannot_all_be_true_are_refused_by_name_and_not_kept():
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    actions.settle(report=report, answers=[("A", "child died", "yes")], by=me, at=NOW)
    with pytest.raises(Refused, match=r"A child who died cannot .*'alone now' is yes"):
        actions.settle(report=report, answers=[("A", "alone now", "yes")], by=me, at=NOW)
    assert report.settled.count() == 1
    both = [("A", "child died", "no"), ("A", "alone now", "yes")]
    actions.settle(report=report, answers=both, by=me, at=NOW)
    assert report.settled.count() == 3


def test_a_contradiction_that_was_told_does_not_stop_other_answers():
    told = {
        "questions": {"fatality": {"children": [], "suspects": [], "facts": {"child died": "yes", "alone now": "yes"}}}
    }
    report, me = sent(**told), screener()
    actions.claim(report=report, by=me, at=NOW)
    actions.settle(report=report, answers=[("", "danger now", "no"), ("A", "self-harm at once", "no")], by=me, at=NOW)
    assert report.settled.count() == 2


def test_only_the_holder_settles():
    report = sent()
    with pytest.raises(Refused, match="Claim"):
        actions.settle(report=report, answers=[("", "danger now", "yes")], by=screener(), at=NOW)


@pytest.mark.parametrize(
    "sql", ["UPDATE call_answer SET value = 'no'", "DELETE FROM call_answer", "TRUNCATE call_answer"]
)
def test_the_database_refuses_to_change_an_answer(sql):
    report, me = sent(), screener()
    actions.claim(report=report, by=me, at=NOW)
    actions.settle(report=report, answers=[("", "danger now", "yes")], by=me, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never edited"):
            cursor.execute(sql)


def test_what_is_no_longer_in_the_queue_is_held_by_nobody():
    report = sent()
    actions.finish(report=report)
    with pytest.raises(Refused, match=r"no longer in the queue\.$"):
        actions.claim(report=report, by=screener(), at=NOW)


def test_of_the_same_calls_one_report_is_made():
    me, token = screener(), uuid4()
    told = {"answers": answers(), "channel": Channel.REVIEW, "mandated": True, "by": me}
    first = actions.receive_review(token=token, **told, at=NOW)
    assert actions.receive_review(token=token, **told, at=NOW + MINUTE) == first
    assert Waiting.objects.get().held_by == me
    assert Entry.objects.filter(act="report.made_of_calls").count() == 1
