"""Three calls about one child within seventy-two hours: found by likeness, said by staff, or both like somebody on file."""

from datetime import timedelta

import pytest

from oscr.agency.permissions import Role
from oscr.flow.history import actions, repeats
from oscr.flow.report import actions as report
from oscr.people import actions as people
from tests.flow.history.calling import OTHER, ROBIN, child, decided, told
from tests.making import NOW, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def one(report, by) -> repeats.Child:
    """The first child of a report, with the calls around it."""
    return repeats.of_report(report, by)[0]


def numbers(others) -> list[str]:
    return [other.mention.report.number for other in others]


def test_three_calls_are_flagged_whatever_became_of_them(screener):
    first, second = told(ROBIN), told({**ROBIN, "first": "Robyn"}, at=NOW + HOUR)
    decided(first, screener, "documented call")
    assert not one(second, screener).flagged and one(second, screener).total == 0
    assert numbers(one(second, screener).calls) == [first.number]
    third = told({**ROBIN, "age": 9}, at=NOW + 72 * HOUR)
    found = one(third, screener)
    assert found.flagged and found.total == 3
    assert numbers(found.calls) == [second.number, first.number]
    (like, exact) = found.calls
    assert like.how == exact.how == "likeness" and "same first name, Robin" in exact.why
    assert exact.mention.label == "Documented call"


def test_the_flag_is_seen_from_each_of_the_calls_also_from_the_first(screener):
    calls = [told(ROBIN, at=NOW + hours * HOUR) for hours in (0, 30, 60)]
    assert [one(call, screener).total for call in calls] == [3, 3, 3]


def test_a_moment_more_than_seventy_two_hours_is_too_late(screener):
    first, _second = told(ROBIN), told(ROBIN, at=NOW + HOUR)
    last = told(ROBIN, at=NOW + 72 * HOUR + timedelta(seconds=1))
    assert not one(last, screener).flagged
    assert not one(first, screener).flagged
    told(ROBIN, at=NOW + 73 * HOUR)
    assert one(last, screener).flagged and not one(first, screener).flagged


def test_brothers_are_the_household_and_not_the_child(screener):
    home = {"address": "12 Oak St 65201"}
    told({**ROBIN, **home})
    told({**ROBIN, **home, "first": "Oliver", "age": 3}, at=NOW + HOUR)
    last = told({**ROBIN, **home, "first": "Oliver", "age": 3}, at=NOW + 2 * HOUR)
    found = one(last, screener)
    assert not found.flagged and len(found.calls) == len(found.household) == 1
    assert "same house number and ZIP" in found.household[0].why


def test_what_staff_said_counts_whatever_the_names(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    assert not one(calls[2], screener).flagged
    how = {"reason": "Same child.", "by": screener, "at": NOW + 3 * HOUR}
    actions.link(one=child(calls[1]), other=child(calls[2]), **how)
    found = one(calls[2], screener)
    assert found.flagged and [other.how for other in found.calls] == ["confirmed", "likeness"]
    assert found.calls[0].why == ("said by staff to be the same child",)
    assert [other.why for other in one(calls[1], screener).calls][1] == (
        "like Robin Cloverfield of another of these calls",
    )


def test_who_were_said_to_be_two_never_count_together(screener):
    calls = [told(ROBIN, at=NOW + hours * HOUR) for hours in range(3)]
    how = {"reason": "Namesakes.", "by": screener, "at": NOW + 3 * HOUR}
    actions.deny(one=child(calls[0]), other=child(calls[2]), **how)
    actions.deny(one=child(calls[1]), other=child(calls[2]), **how)
    assert one(calls[2], screener).calls == () and not one(calls[2], screener).flagged


def test_a_probable_link_counts_and_says_so(screener):
    first, last = told(OTHER), told(ROBIN, at=NOW + HOUR)
    how = {"score": 30.0, "reason": "same birth date", "at": NOW + HOUR}
    people.propose(one=child(last), other=child(first), guarded=True, **how)
    (other,) = one(last, screener).calls
    assert other.how == "probable" and other.why == ("probably the same child",)


def test_calls_that_are_both_like_the_same_child_on_file(screener):
    whole = {**ROBIN, "birth_date": "2017-06-05", "address": "12 Oak St 65201", "age": None}
    told(whole, at=NOW - 100 * HOUR)
    told({"first": "Robin", "last": "Cloverfield"}, at=NOW)
    last = told({"first": "Robin", "birth_date": "2017-06-05", "address": "12 Oak St 65201"}, at=NOW + HOUR)
    (other,) = one(last, screener).calls
    assert other.why == ("both like the same child on file",)


def test_during_a_call_that_is_not_written_down_yet(screener):
    told(ROBIN), told(ROBIN, at=NOW + HOUR), told(ROBIN, at=NOW - 80 * HOUR)
    answers = {"children": [{"id": "c1", **ROBIN}, {"id": "c2"}], "adults": [{"id": "p1", "first": "Ada"}]}
    (found,) = repeats.of_call(answers, NOW + 2 * HOUR, screener)  # of whom nobody called before, nothing is said
    assert found.flagged and found.total == 3 and found.telling is None and found.name == "Robin Cloverfield"
    assert repeats.shown([found]) == (set(numbers(found.calls)), 0)


def test_what_the_viewer_may_not_see_is_counted(screener):
    supervisor = user(Role.HOTLINE_SUPERVISOR)
    first, _second, last = (told(ROBIN, at=NOW + hours * HOUR) for hours in range(3))
    report.restrict(report=first, why="conflict", by=supervisor, at=NOW + HOUR)
    assert (one(last, screener).flagged, len(one(last, screener).calls), one(last, screener).restricted) == (True, 1, 1)
    assert (len(one(last, supervisor).calls), one(last, supervisor).restricted) == (2, 0)


def test_a_child_whom_nobody_can_name(screener):
    told({"first": "", "last": ""}), told({"first": "", "last": ""}, at=NOW + HOUR)
    last = told({"first": "", "last": ""}, at=NOW + 2 * HOUR)
    assert not one(last, screener).flagged


def test_whoever_is_between_is_named_only_where_that_call_may_be_seen(screener):
    supervisor = user(Role.HOTLINE_SUPERVISOR)
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    actions.link(one=child(calls[1]), other=child(calls[2]), reason="Same child.", by=screener, at=NOW + 3 * HOUR)
    report.restrict(report=calls[2], why="conflict", by=supervisor, at=NOW + 3 * HOUR)
    (other,) = one(calls[1], screener).calls
    assert other.why == ("like a child of another of these calls",)
    assert "like Robin Cloverfield of another of these calls" in [
        why for other in one(calls[1], supervisor).calls for why in other.why
    ]
