"""Answers that a screener got while typing: named by the form's people, laid over what was told, settled when the call is a report."""

from uuid import uuid4

import pytest

from oscr.agency import versions
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.call.models import Answer
from oscr.flow.report import asked
from oscr.flow.report.telling import case_of
from oscr.law.refusal import Refused
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db
CHILDREN = [{"id": "c1", "first": "Robin"}, {"id": "c3", "first": "Wren"}]
SUSPECT = [{"id": "s2", "relation": "an uncle"}]


def row(unit, fact, value, **more):
    return {"unit": unit, "fact": fact, "value": value, **more}


def read(*rows, **pages):
    """What the call takes of these rows, as (unit, fact, value); and those it leaves."""
    answers = {**pages, "asked": list(rows)}
    law, case = versions.in_force(NOW), case_of(answers, NOW)
    taken = [(one.unit, one.fact, one.value) for one in asked.settled(answers, case, law)]
    return taken, asked.left_out(answers, case, law)


def test_people_are_named_by_the_form_and_become_letters_and_numbers():
    taken, left = read(
        row("", "danger now", "no"),
        row("c3", "afraid to go home", "yes"),
        row("s2", "suspect is staff", "no"),
        row("c3/s2", "suspect had care", "yes"),
        children=CHILDREN,
        suspects=SUSPECT,
    )
    assert taken == [
        ("", "danger now", "no"),
        ("B", "afraid to go home", "yes"),
        ("1", "suspect is staff", "no"),
        ("B/1", "suspect had care", "yes"),
    ]
    assert left == []


def test_before_anybody_is_named_an_answer_is_about_whoever_is_named_first():
    rows = [row("c1/s1", "suspect had care", "no"), row("c1", "child died", "no")]
    assert read(*rows)[0] == [("A/1", "suspect had care", "no"), ("A", "child died", "no")]
    adults = [{"id": "p1", "first": "Alex"}]
    named = {"children": CHILDREN[:1], "adults": adults, "suspects": [{"id": "s1", "person": "p1"}]}
    assert read(*rows, **named)[0] == [("A/1", "suspect had care", "no"), ("A", "child died", "no")]
    assert read(*rows, children=CHILDREN[:1], adults=adults)[0][0] == ("A/2", "suspect had care", "no")


@pytest.mark.parametrize(
    "odd",
    [
        row("c9", "child died", "yes"),
        row("c1/s9", "suspect had care", "yes"),
        row("c1", "no such fact", "yes"),
        row("c1", "child died", "perhaps"),
        row("", "child died", "yes"),
        row("c1", "danger now", "yes"),
        row("c1", "suspect had care", "yes"),
        row("s2", "child died", "yes"),
    ],
)
def test_what_the_call_cannot_take_is_left_out_and_not_lost(odd):
    assert read(odd, children=CHILDREN, suspects=SUSPECT) == ([], [odd])


def test_a_child_who_is_no_concern_is_asked_nothing():
    children = [CHILDREN[0], CHILDREN[1] | {"worried": False}]
    assert read(row("c3", "child died", "yes"), children=children)[0] == []


def test_the_last_answer_counts_and_an_empty_one_takes_it_back():
    rows = asked.with_answer([], row("c1", "child died", "yes"))
    rows = asked.with_answer(rows, row("c1", "child died", "no"))
    rows = asked.with_answer(rows, row("c3", "child died", "no"))
    assert [(one["unit"], one["value"]) for one in rows] == [("c1", "no"), ("c3", "no")]
    assert asked.with_answer(rows, row("c1", "child died", "")) == rows[1:]
    assert asked.without(rows, ["c3"]) == rows[:1]


def test_an_answer_that_holds_opens_its_pathway_once():
    law = versions.in_force(NOW)
    case = case_of({"children": CHILDREN, "worries": {"pathways": ["hungry"]}}, NOW)
    said = [asked.Settled("A", "child died", value) for value in ("unknown", "no", "yes", "yes")]
    assert asked.laid_over(case, said[:2], law).pathways == ["hungry"]
    assert asked.laid_over(case, said, law).pathways == ["hungry", law.facts["child died"].pathway]
    assert case.children["A"].get("child died") is None
    assert asked.laid_over(case_of({"children": CHILDREN}, NOW), said, law).pathways is None


def taken(by, **pages):
    answers = making.answers(children=CHILDREN, suspects=SUSPECT, intake=making.TOLD, **pages)
    return call.receive_phone(token=uuid4(), answers=answers, by=by, at=NOW)


def test_what_was_settled_on_the_screen_is_settled_on_the_report():
    by = making.user(Role.SCREENER)
    report = taken(
        by, asked=[row("c3/s2", "suspect had care", "yes"), row("", "prior reports", "yes", why="By phone.")]
    )
    rows = Answer.objects.order_by("pk").values_list("unit", "fact", "value", "why", "by")
    assert list(rows) == [
        ("B/1", "suspect had care", "yes", "", by.pk),
        ("", "prior reports", "yes", "By phone.", by.pk),
    ]
    assert call.case_now(report).pairs["B", "1"]["suspect had care"] == "yes"
    assert "suspect had care" not in str(report.case)


def test_danger_that_was_asked_makes_it_an_emergency():
    assert not taken(making.user(Role.SCREENER)).emergency
    assert taken(making.user(Role.SCREENER), asked=[row("", "danger now", "yes")]).emergency


def test_the_report_keeps_what_was_told_and_what_it_could_not_take():
    gone = row("c9", "child died", "yes")
    report = taken(
        making.user(Role.SCREENER), asked=[row("", "danger now", "no"), gone], same=[{"of": "c1"}], place="x"
    )
    assert report.told["asked"] == [gone]
    assert not {"same", "place"} & set(report.told)
    assert "asked" not in taken(making.user(Role.SCREENER), asked=[row("", "danger now", "no")]).told


def test_answers_that_contradict_each_other_are_no_report_yet():
    both = [row("c1", "child died", "yes"), row("c1", "needs a doctor now", "yes")]
    with pytest.raises(Refused, match="cannot need a doctor"):
        taken(making.user(Role.SCREENER), asked=both)
    assert not Answer.objects.exists()
