"""What was answered is opened again when something else makes it, once for each; a decision about an earlier report re-opens too."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from oscr.agency.permissions import Role
from oscr.flow.classification.models import Classification, Unfollowed
from oscr.flow.history import actions, repeats
from oscr.flow.history.models import Reopened, ReopenedAnswered, Why
from oscr.law.refusal import Refused
from oscr.people import actions as people
from oscr.people.models import Person
from oscr.record.models import Entry
from tests.flow.history.calling import LOWEST, OTHER, ROBIN, child, decided, told
from tests.making import NOW, user
from tests.racing import race

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
THEN, LATER = NOW + 500 * HOUR, NOW + 1000 * HOUR


@pytest.fixture
def screener():
    return user(Role.SCREENER)


@pytest.fixture
def supervisor():
    return user(Role.HOTLINE_SUPERVISOR)


def joined(one, other, by, at=LATER) -> Person:
    return actions.link(one=child(one), other=child(other), reason="Same child.", by=by, at=at)


def answered(row: Reopened, by, at=LATER) -> ReopenedAnswered:
    ground = repeats.standing([row])[row.pk]
    return actions.answer(reopened=row, finding="Looked.", seen=ground.rests_on if ground else (), by=by, at=at)


def followed(at=LATER) -> int:
    return actions.follow_decisions(at=at, most=100)


def opened(report) -> list[Reopened]:
    return list(Reopened.objects.filter(report=report))


def incidents(report) -> list[Reopened]:
    return list(Reopened.objects.filter(report=report, why=Why.SECOND_INCIDENT))


def calls(number: int) -> list:
    """So many calls about one child, far apart, the last of them first."""
    return [told(ROBIN, at=NOW + 80 * hours * HOUR) for hours in reversed(range(number))]


# --- another call


def test_what_was_answered_is_opened_again_by_another_call(screener, supervisor):
    new, one, other = calls(3)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    (first,) = opened(new)
    assert answered(first, supervisor).because == [[one.pk, None]]
    joined(other, one, screener)
    again = opened(new)[1]
    assert (again.follows, again.why, again.involvement) == (first, first.why, first.involvement)
    assert again.decision is None and len(again.links) == 1
    assert list(Reopened.objects.open()) == [again]
    answered(again, supervisor)
    assert len(opened(new)) == 2
    assert Entry.objects.filter(act="report.reopened", subject=f"report.report:{new.number}").count() == 2


def test_while_it_waits_another_call_is_shown_in_it(screener):
    new, one, other = calls(3)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    joined(other, one, screener)
    (row,) = opened(new)
    assert set(repeats.standing([row])[row.pk].rests_on) == {one.pk, other.pk}


def test_nobody_answers_for_a_call_that_they_did_not_see(screener, supervisor):
    new, one, other = calls(3)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    joined(other, one, screener)
    (row,) = opened(new)
    how = {"reopened": row, "finding": "Looked.", "by": supervisor, "at": LATER}
    with pytest.raises(Refused, match="Another call was found while you were looking"):
        actions.answer(**how, seen=[one.pk])
    actions.answer(**how, seen=[one.pk, other.pk])


def test_what_was_answered_and_taken_back_is_opened_again_when_it_is_said_again(screener, supervisor):
    new, old = calls(2)
    decided(new, screener, LOWEST)
    person = joined(new, old, screener)
    actions.withdraw(participant=child(new), person=person, reason="A namesake.", by=supervisor, at=LATER)
    (first,) = opened(new)
    assert answered(first, supervisor).because == []
    joined(new, old, screener)
    assert len(opened(new)) == 2


def test_who_becomes_another_person_is_the_same_child_with_the_same_calls(screener, supervisor):
    last, later, new, old = calls(4)
    decided(new, screener, LOWEST)
    joined(new, old, screener)
    (first,) = opened(new)
    answered(first, supervisor)
    person = joined(last, later, screener)
    assert joined(new, later, screener) == person != first.person
    assert opened(new) == [first]


def test_a_child_named_twice_in_a_report_is_one(screener):
    old, new = told(ROBIN), told(ROBIN, ROBIN, at=NOW + HOUR)
    decided(new, screener, LOWEST)
    how = {"reason": "Same child.", "by": screener, "at": LATER}
    actions.link(one=child(new, "A"), other=child(new, "B"), **how)
    actions.link(one=child(old), other=child(new), **how)
    assert len(opened(new)) == 1


def test_a_row_follows_another_once(screener, supervisor):
    new, one, other = calls(3)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    (first,) = opened(new)
    answered(first, supervisor)
    joined(other, one, screener)
    same = {"report": new, "why": first.why, "involvement": first.involvement, "person": first.person}
    for follows in (None, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reopened.objects.create(**same, follows=follows, links=[], by=screener, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_calls_found_at_once_open_it_once_more():
    screener, supervisor = user(Role.SCREENER), user(Role.HOTLINE_SUPERVISOR)
    new, one, other, more = calls(4)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    answered(Reopened.objects.get(), supervisor)
    race(lambda: joined(other, one, screener), lambda: joined(more, one, screener))
    assert len(opened(new)) == 2


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", range(5))
def test_whoever_answers_while_a_call_is_found_loses_nothing(_turn):
    screener, supervisor = user(Role.SCREENER), user(Role.HOTLINE_SUPERVISOR)
    new, one, other = calls(3)
    decided(new, screener, LOWEST)
    joined(new, one, screener)
    (first,) = opened(new)
    how = {"reopened": first, "finding": "Looked.", "seen": [one.pk], "by": supervisor, "at": LATER}
    answer, _joined = race(lambda: actions.answer(**how), lambda: joined(other, one, screener))
    refused = isinstance(answer, Refused)
    assert len(opened(new)) == (1 if refused else 2)
    assert [row.follows for row in Reopened.objects.open()] == [None if refused else first]


# --- an earlier report that is decided late


def test_an_earlier_report_that_is_decided_late_makes_a_second_incident(screener):
    new, old = calls(2)
    joined(new, old, screener, at=THEN)
    decided(new, screener, at=LATER)
    assert followed() == 1 and not incidents(new)
    made = decided(old, screener, at=LATER + HOUR)
    assert followed(LATER + HOUR) == 1
    (row,) = Reopened.objects.all()  # that there was an earlier report was known
    assert (row.report, row.why, row.decision) == (new, Why.SECOND_INCIDENT, made)
    assert (row.links, row.by) == ([], None)
    assert row.involvement.participant == child(new) and row.at == LATER + HOUR
    assert Entry.objects.get(act="report.reopened").by is None
    actions.follow(decision=made, at=LATER + HOUR)
    assert incidents(new) == [row] and not Unfollowed.objects.exists()


def test_who_decides_later_knew_of_it(screener):
    new, old = calls(2)
    joined(new, old, screener, at=THEN)
    decided(old, screener, at=LATER)
    decided(new, screener, at=LATER + HOUR)
    assert followed() == 2 and not Reopened.objects.exists()


def test_what_a_link_re_opened_is_not_re_opened_by_the_decision_it_knew_of(screener, supervisor):
    new, old = calls(2)
    decided(new, screener, at=THEN)
    decided(old, screener, at=LATER)
    joined(new, old, screener)
    (row,) = incidents(new)
    answered(row, supervisor)
    assert followed() == 2 and incidents(new) == [row]


def test_an_answer_does_not_stand_for_what_is_decided_after_it(screener, supervisor):
    new, one, other = calls(3)
    decided(one, screener, at=THEN)
    decided(new, screener, at=THEN + HOUR)
    joined(new, one, screener), joined(other, one, screener)
    (row,) = incidents(new)
    answered(row, supervisor)
    followed()
    decided(other, screener, at=LATER + HOUR)
    followed()
    assert [again.follows for again in incidents(new)] == [None, row]


def test_a_decision_that_makes_no_incident_re_opens_nothing(screener):
    new, old = calls(2)
    joined(new, old, screener, at=THEN)
    decided(new, screener, at=THEN + HOUR)
    decided(old, screener, LOWEST, at=LATER)
    assert followed() == 2 and not Reopened.objects.exists()


def test_a_report_that_is_decided_anew_is_followed_as_it_stands(screener):
    new, old = calls(2)
    joined(new, old, screener, at=THEN)
    decided(new, screener, at=THEN + HOUR)
    before = decided(old, screener, LOWEST, at=LATER)
    copied = {
        name: getattr(before, name)
        for name in ("report", "recommended", "case", "decision", "protocol_hash", "as_of", "by")
    }
    made = Classification.objects.create(**copied, outcome="investigation", supersedes=before, at=LATER + HOUR)
    actions.follow(decision=before, at=LATER + HOUR)
    assert not Reopened.objects.exists()
    actions.follow(decision=made, at=LATER + HOUR)
    assert incidents(new)[0].decision == made
    answered(incidents(new)[0], user(Role.HOTLINE_SUPERVISOR))
    third = Classification.objects.create(**copied, outcome="investigation", supersedes=made, at=LATER + 2 * HOUR)
    actions.follow(decision=third, at=LATER + 2 * HOUR)
    assert len(incidents(new)) == 1  # it was an incident before


def test_each_of_two_children_is_followed(screener):
    old, new = told(ROBIN, OTHER), told(ROBIN, OTHER, at=NOW + HOUR)
    for code in ("A", "B"):
        how = {"reason": "Same child.", "by": screener, "at": NOW}
        actions.link(one=child(new, code), other=child(old, code), **how)
    decided(new, screener, at=THEN + HOUR)
    decided(old, screener, at=LATER)
    followed()
    assert {row.involvement.code for row in incidents(new)} == {"A", "B"}


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", range(5))
def test_two_who_follow_and_one_who_links_at_once_re_open_once(_turn):
    screener = user(Role.SCREENER)
    new, old = calls(2)
    decided(new, screener, at=THEN)
    decided(old, screener, at=LATER)
    met = race(followed, followed, lambda: joined(new, old, screener))
    assert not any(isinstance(one, Exception) for one in met), met
    followed()
    assert len(incidents(new)) == 1


@pytest.mark.django_db(transaction=True)
def test_who_follows_waits_for_whoever_links():
    """What they link is not seen before it is committed, and they do not see what is decided meanwhile."""
    made = decided(told(ROBIN), user(Role.SCREENER))

    def impatient() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            actions.follow(decision=made, at=LATER)

    with transaction.atomic():
        people.one_after_the_other()
        (met,) = race(impatient)
    assert isinstance(met, OperationalError), met
