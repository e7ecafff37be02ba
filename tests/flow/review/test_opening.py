"""A review is opened once for each child and window, whoever's act completed it and in whatever order things happened."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.permissions import Role
from oscr.flow.clock.models import Clock
from oscr.flow.history import actions as linking
from oscr.flow.review.models import Call, Considered, Result, Review
from oscr.flow.review.opening import open_due
from oscr.notices.models import Notice
from oscr.people import actions as people
from oscr.record.models import Entry
from tests.flow.history.calling import OTHER, ROBIN, child, told
from tests.making import NOW, user
from tests.racing import race

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AT = NOW + 80 * HOUR


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def numbers(review: Review) -> list[str]:
    return [one.report.number for one in review.calls.select_related("report")]


def three(*more: dict) -> list:
    return [told(ROBIN, *more, at=NOW + hours * HOUR) for hours in (0, 30, 60)]


def said(by) -> dict:
    return {"reason": "Same child.", "by": by, "at": AT}


def test_three_calls_open_one_review_and_looking_again_opens_none(screener):
    boss = user(Role.HOTLINE_SUPERVISOR)
    calls = three()
    assert open_due(at=AT) == 3 and open_due(at=AT) == 0
    review = Review.objects.get()
    assert numbers(review) == [one.number for one in calls]
    assert review.completed_by.report == calls[2]
    clock = Clock.objects.get(kind="three-call review")
    assert (clock.report, clock.due_at - clock.started_at) == (calls[2], 24 * HOUR)
    notice = Notice.objects.get(kind="review_opened", to=boss.email)
    assert notice.context == {"number": calls[2].number}
    assert Entry.objects.filter(act="review.opened", subject=f"review.review:{review.pk}").count() == 1
    Considered.objects.all().delete()
    open_due(at=AT)
    assert Review.objects.count() == 1 and Call.objects.count() == 3


@pytest.mark.parametrize(("hours", "reviews"), [(72, 1), (72 + 1 / 3600, 0)])
def test_to_the_second(hours, reviews):
    for after in (0, 1, hours):
        told(ROBIN, at=NOW + after * HOUR)
    open_due(at=AT)
    assert Review.objects.count() == reviews


def test_a_fourth_call_goes_to_the_review_that_is_open():
    three()
    open_due(at=AT)
    told(ROBIN, at=NOW + 90 * HOUR)
    open_due(at=AT)
    assert len(numbers(Review.objects.get())) == 4


def test_brothers_with_two_calls_each_are_not_three_about_one():
    told(ROBIN), told(ROBIN, {**ROBIN, "first": "Oliver"}, at=NOW + HOUR)
    told({**ROBIN, "first": "Oliver"}, at=NOW + 2 * HOUR)
    open_due(at=AT)
    assert not Review.objects.exists()


def test_two_children_of_the_same_calls_are_two_reviews():
    three(OTHER)
    open_due(at=AT)
    first, second = Review.objects.all()
    assert numbers(first) == numbers(second)
    assert first.completed_by.report == second.completed_by.report and first.completed_by != second.completed_by


def test_a_late_link_completes_a_window(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    open_due(at=AT)
    assert not Review.objects.exists()
    linking.link(one=child(calls[1]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    assert numbers(Review.objects.get()) == [one.number for one in calls]


@pytest.mark.parametrize(("guarded", "reviews"), [(True, 1), (False, 0)])
def test_what_the_guarded_rule_vouches_for_counts_and_a_mere_suggestion_does_not(guarded, reviews):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    open_due(at=AT)
    likely = {"score": 30.0, "reason": "same birth date", "at": AT, "guarded": guarded}
    people.propose(one=child(calls[1]), other=child(calls[2]), **likely)
    open_due(at=AT)
    assert Review.objects.count() == reviews


def test_what_is_taken_back_is_shown_and_closes_nothing(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    person = linking.link(one=child(calls[1]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    review = Review.objects.get()
    assert not review.standings.exists()
    linking.withdraw(participant=child(calls[1]), person=person, **said(screener))
    open_due(at=AT)
    standing = review.standings.get()
    assert not standing.holds and calls[1].pk in standing.out
    assert Review.objects.open().get() == review
    linking.link(one=child(calls[1]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    last = review.standings.last()
    assert last.holds and last.out == [] and Review.objects.count() == 1


def test_of_four_calls_one_falls_out_and_the_review_holds(screener):
    calls = [told(ROBIN, at=NOW + hours * HOUR) for hours in range(3)] + [told(OTHER, at=NOW + 3 * HOUR)]
    person = linking.link(one=child(calls[3]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    assert len(numbers(Review.objects.get())) == 4
    linking.withdraw(participant=child(calls[3]), person=person, **said(screener))
    open_due(at=AT)
    standing = Review.objects.get().standings.get()
    assert standing.holds and standing.out == [calls[3].pk]


def closed(review: Review, ending: str, by) -> None:
    Result.objects.create(review=review, ending=ending, reason="For the test.", by=by, at=AT)


def test_after_a_finding_a_later_call_asks_again_and_the_same_calls_do_not(screener):
    three()
    open_due(at=AT)
    first = Review.objects.get()
    closed(first, "documented", screener)
    Considered.objects.all().delete()
    open_due(at=AT)
    assert Review.objects.get() == first
    last = told(ROBIN, at=NOW + 73 * HOUR)
    open_due(at=AT)
    _first, again = Review.objects.all()
    assert again.completed_by.report == last and len(numbers(again)) == 3


def test_what_was_closed_as_taken_apart_is_opened_again_when_it_is_said_again(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    person = linking.link(one=child(calls[1]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    linking.withdraw(participant=child(calls[1]), person=person, **said(screener))
    open_due(at=AT)
    closed(Review.objects.get(), "lapsed", screener)
    linking.link(one=child(calls[1]), other=child(calls[2]), **said(screener))
    open_due(at=AT)
    assert list(Review.objects.values_list("turn", flat=True)) == [0, 1]


def test_the_database_refuses_the_same_window_twice():
    three()
    open_due(at=AT)
    one = Review.objects.get()
    with pytest.raises(IntegrityError, match="review_once"), transaction.atomic():
        Review.objects.create(completed_by=one.completed_by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_and_two_beats_at_once_open_one():
    told(ROBIN)
    made = race(lambda: told(ROBIN, at=NOW + HOUR), lambda: told(ROBIN, at=NOW + 2 * HOUR), lambda: open_due(at=AT))
    assert not [one for one in made if isinstance(one, Exception)]
    looked = race(*[lambda: open_due(at=AT)] * 4)
    assert sum(looked) + made[2] == 3
    assert len(numbers(Review.objects.get())) == 3


@pytest.mark.django_db(transaction=True)
def test_a_link_at_once_with_a_call_opens_one():
    screener = user(Role.SCREENER)
    first, second = told(ROBIN), told(OTHER, at=NOW + HOUR)
    open_due(at=AT)
    made = race(
        lambda: linking.link(one=child(second), other=child(first), **said(screener)),
        lambda: told(ROBIN, at=NOW + 2 * HOUR),
        lambda: open_due(at=AT),
        lambda: open_due(at=AT),
    )
    assert not [one for one in made if isinstance(one, Exception)]
    open_due(at=AT)
    assert len(numbers(Review.objects.get())) == 3
