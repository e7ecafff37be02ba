"""Calls read as one: places, pathways, children who are suspected, and what was settled about whom."""

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.history import actions as linking
from oscr.flow.review import actions
from oscr.flow.review.collective import calls_seen, collective
from oscr.flow.review.models import Considered, Review, Sent
from oscr.flow.review.opening import open_due
from oscr.law.refusal import Refused
from tests.flow.history.calling import OTHER, ROBIN, child, told
from tests.flow.review.reviewing import (
    AT,
    BY_MOTHER,
    EDUCATION,
    HOUR,
    MOTHER,
    contacted,
    documented,
    reviewed,
    screened,
)
from tests.making import BOONE, NOW, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def together(review: Review, by):
    return collective(review, calls_seen(review, by)[0], AT)


def how(by) -> dict:
    return {"reason": "For the test.", "by": by, "at": AT}


def test_the_newest_call_says_where_the_child_is_and_every_pathway_counts(screener):
    places = [
        {"home_county": BOONE, "home_address": "1 Example Lane", "children": {"c1": {"kind": "home", "where": ""}}},
        {"home_county": "", "children": {"c1": {"kind": "school", "where": "room 4"}}},
        {"children": {}},
    ]
    for place, said in enumerate(places):
        ways = {"worries": {"pathways": ["education"] if place else ["hungry"], "other": "" if place else "cold"}}
        told(ROBIN, at=NOW + place * HOUR, places=said, **ways)
    found = together(reviewed(), screener).answers
    assert found["places"]["home_county"] == BOONE and found["places"]["home_address"] == "1 Example Lane"
    assert found["places"]["children"] == {"c1": {"kind": "school", "where": "room 4"}}
    assert set(found["worries"]["pathways"]) == {"education", "hungry"} and "cold" in found["worries"]["other"]


def test_a_call_that_chose_no_pathway_opens_those_of_what_it_answered(screener):
    asked = {"children": ["c1"], "suspects": [], "facts": {"misses school": "yes", "danger now": "no"}}
    for place in range(3):
        told(ROBIN, at=NOW + place * HOUR, questions={"education": asked} if place == 1 else {})
    assert together(reviewed(), screener).case.pathways == ["education"]


def test_a_child_who_is_suspected_keeps_what_is_said_of_them(screener):
    for place in range(3):
        suspected = {"id": "s1", "person": "c2", "facts": {"suspect is staff": "no", "suspect had care": "yes"}}
        brother = {**ROBIN, "first": "Oliver", "age": 15, "worried": False}
        told(ROBIN, brother, at=NOW + place * HOUR, suspects=[suspected])
    open_due(at=AT)
    found = together(Review.objects.get(completed_by__code="A"), screener)
    assert [(one.code, bool(one.suspect)) for one in found.people] == [("A", False), ("B", True)]
    assert found.case.suspects["B"]["suspect is staff"] == "no"
    assert found.case.pairs["A", "B"]["suspect had care"] == "yes"


def test_nobody_named_is_one_nobody_and_stands_beside_a_name(screener):
    for place in range(3):
        told(ROBIN, at=NOW + place * HOUR, **(BY_MOTHER if place == 2 else {}))
    people = together(reviewed(), screener).people
    assert [(one.code, len(one.tellings)) for one in people] == [("A", 3), ("1", 1), ("2", 2)]


def test_nobody_named_by_anybody_is_one_suspect(screener):
    for place in range(3):
        told(ROBIN, at=NOW + place * HOUR)
    found = together(reviewed(), screener)
    assert [(one.code, one.suspect) for one in found.people] == [("A", ""), ("1", "s1")]
    assert found.answers["suspects"] == [] and set(found.case.suspects) == {"1"}


def test_an_age_keeps_its_unit(screener):
    for place, age in enumerate(({"age": 8, "age_unit": "years"}, {"age": 100, "age_unit": "months"}, {"age": None})):
        told({**ROBIN, **age}, at=NOW + place * HOUR)
    (robin,) = together(reviewed(), screener).answers["children"]
    assert (robin["age"], robin["age_unit"]) == (100, "months")


def test_what_is_settled_stays_with_whom_it_is_about(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR), told(ROBIN, at=NOW + 3 * HOUR)]
    person = linking.link(one=child(calls[1]), other=child(calls[0]), **how(screener))
    review = reviewed()
    settled = [("A", "child died", "no"), ("1", "suspect is staff", "no"), ("A/1", "suspect had care", "yes")]
    case = actions.settle(review=review, answers=settled, by=screener, at=AT).case
    assert case.children["A"]["child died"] == case.suspects["1"]["suspect is staff"] == "no"
    assert case.pairs["A", "1"]["suspect had care"] == "yes"
    linking.withdraw(participant=child(calls[1]), person=person, **how(screener))
    open_due(at=AT)
    assert [one.pk for one in calls_seen(review, screener)[0]] == [calls[0].pk, calls[2].pk, calls[3].pk]
    assert together(review, screener).case.children["A"]["child died"] == "no"


def test_what_was_settled_about_somebody_of_a_call_that_fell_out_is_left_out(screener):
    aunt = BY_MOTHER | {"adults": [{**MOTHER, "first": "Gudrun", "last": "Rosethorn", "age": 60}]}
    calls = [told(OTHER, **aunt), *(told(ROBIN, at=NOW + place * HOUR, **BY_MOTHER) for place in (1, 2, 3))]
    person = linking.link(one=child(calls[0]), other=child(calls[1]), **how(screener))
    review = reviewed()
    code = next(one.code for one in together(review, screener).people if one.told.get("first") == "Gudrun")
    actions.settle(review=review, answers=[(code, "suspect is staff", "yes")], by=screener, at=AT)
    linking.withdraw(participant=child(calls[0]), person=person, **how(screener))
    open_due(at=AT)
    assert all(facts.get("suspect is staff") != "yes" for facts in together(review, screener).case.suspects.values())


def contradicting(screener) -> Review:
    """Each call is sound; the three together say that two things are both the only reason."""
    for place, fact in enumerate(("care out of reach", "faith is the only reason", None)):
        report = told(ROBIN, at=NOW + place * HOUR, **BY_MOTHER, **EDUCATION)
        call.claim(report=report, by=screener, at=report.received_at)
        if fact:
            call.settle(report=report, answers=[("A", fact, "yes")], by=screener, at=report.received_at)
        screened(report, screener)
    return reviewed()


def test_answers_that_cannot_be_true_together_are_settled_first(screener):
    review = contradicting(screener)
    assert len(together(review, screener).wrong) == 1
    contacted(review, screener)
    with pytest.raises(Refused, match="cannot both be the only reason"):
        actions.finish(review=review, ending="documented", **how(screener))
    with pytest.raises(Refused, match="cannot both be the only reason"):
        actions.combine(review=review, **how(screener))
    actions.settle(review=review, answers=[("A", "faith is the only reason", "no")], by=screener, at=AT)
    assert together(review, screener).wrong == ()


def test_what_can_still_become_more_does_not_stay_documented(screener):
    documented(screener)
    review = reviewed()
    contacted(review, screener)
    after = actions.settle(review=review, answers=[("A", "accident before", "yes")], by=screener, at=AT)
    assert after.decision.outcome == "documented call" and len(after.decision.possible) > 1
    with pytest.raises(Refused, match="Open questions"):
        actions.finish(review=review, ending="documented", **how(screener))


def test_two_children_of_the_same_calls_at_an_office_share_its_clock(screener):
    office, chief = Office.objects.get(fips=BOONE), user(Role.COUNTY_SUPERVISOR)
    calls = [told(ROBIN, OTHER, at=NOW + place * HOUR) for place in range(3)]
    for place, one in enumerate(calls):
        screened(one, screener, **({"child asks for services": "yes"} if place == 2 else {}))
    made = calls[2].classifications.get()
    assignment.send_alert(classification=made, office=office, rule="location", **how(screener))
    open_due(at=AT)
    reviews = list(Review.objects.all())
    for one in reviews:
        actions.send_to_office(review=one, by=screener, at=AT)
    running = calls[2].clocks.running().filter(kind="three-call review")
    for one, left in zip(reviews, (1, 0), strict=True):
        contacted(one, chief)
        actions.finish(review=one, ending="office none", **how(chief))
        assert running.count() == left


def test_each_row_says_what_it_is(screener):
    office, chief = Office.objects.get(fips=BOONE), user(Role.COUNTY_SUPERVISOR)
    calls = documented(screener)
    referral = told(ROBIN, at=NOW + 3 * HOUR)
    screened(referral, screener, **{"child asks for services": "yes"})
    assignment.send_alert(
        classification=referral.classifications.get(), office=office, rule="location", **how(screener)
    )
    review = reviewed()
    name = f"review {review.pk}"
    assert str(review) == name and str(review.calls.first()) == f"{calls[0]} in {name}"
    assert str(Considered.objects.get(kind="report", key=calls[0].pk)) == f"report {calls[0].pk} considered"
    actions.settle(review=review, answers=[("A", "child died", "no")], by=screener, at=AT)
    assert str(review.settled.get()) == "child died: no"
    assert str(actions.send_to_office(review=review, by=screener, at=AT)) == f"{name} to Boone County"
    assert str(actions.identify(review=review, to=chief, by=chief, at=AT)) == f"reporters of {name} to {chief}"
    contacted(review, chief)
    assert str(review.contacts.first()) == f"{calls[0]}: reached"
    made = actions.combine(review=review, **how(chief))
    assert str(made) == f"{made.report} made of {name}" and str(review.result) == f"{name}: office report"
    assert Sent.objects.get() == review.sent
    standing = review.standings.create(holds=False, out=[], at=AT)
    assert str(standing) == f"{name} no longer holds"
