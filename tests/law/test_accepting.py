"""What is told from outside is taken whole, or refused with every fault by its name."""

from datetime import date

import pytest

from oscr.law import protocol
from oscr.law.protocol import Case
from oscr.law.protocol.accepting import NotAcceptable, accepted, contradictions

LAW = protocol.in_force(date(2026, 3, 2))


def faults(told: object) -> list[str]:
    with pytest.raises(NotAcceptable) as refused:
        accepted(LAW, told)
    assert str(refused.value) == "; ".join(refused.value.faults)
    return refused.value.faults


def test_a_case_is_taken_as_it_is_told() -> None:
    told = {
        "call": {"danger now": "unknown"},
        "children": {"A": {"child died": "no"}, "B": {}},
        "suspects": {"1": {"suspect age": "21 or older"}},
        "pairs": {"A/1": {"suspect had care": "yes"}},
        "pathways": ["hungry"],
    }
    case = accepted(LAW, told)
    assert case.pairs == {("A", "1"): {"suspect had care": "yes"}}
    assert case == Case(told["call"], told["children"], told["suspects"], case.pairs, ["hungry"])
    assert accepted(LAW, {}) == Case()


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ([], "a case is an object"),
        ({"child": {}}, "'child' is no part of a case"),
        ({"call": []}, "call: must be an object"),
        ({"children": {"A": 1}}, "children 'A': must be an object"),
        ({"pathways": "hungry"}, "pathways: must be a list"),
        ({"pathways": [1]}, "pathways: must be a list"),
        ({"pathways": ["thirsty"]}, "'thirsty' is no pathway: use "),
        ({"call": {"no such fact": "yes"}}, "call: 'no such fact' is no fact that the protocol of 2026-03-02 knows"),
        (
            {"children": {"A": {"danger now": "yes"}}},
            "children A: 'danger now' is a fact about a call, not about a child",
        ),
        ({"call": {"danger now": "perhaps"}}, "call: 'danger now' cannot be 'perhaps': use unknown, yes, no"),
        ({"call": {"danger now": ["yes"]}}, "call: 'danger now' cannot be ['yes']"),
        ({"children": {"a": {}}}, "children 'a': a child's code is A, B"),
        ({"suspects": {"01": {}}}, "suspects '01': a suspect's code is 1, 2"),
        ({"children": {"A": {}}, "suspects": {"1": {}}, "pairs": {"A-1": {}}}, "pairs 'A-1': a pair is written A/1"),
        ({"children": {"A": {}}, "pairs": {"A/1": {}}}, "pairs 'A/1': there is no suspect '1'"),
        ({"suspects": {"1": {}}, "pairs": {"A/1": {}}}, "pairs 'A/1': there is no child 'A'"),
    ],
)
def test_what_is_wrong_is_named(told: object, fault: str) -> None:
    assert any(fault in one for one in faults(told))


def test_every_fault_is_named_at_once() -> None:
    told = {"call": {"x": "yes"}, "children": {"A": {"child died": "maybe"}}, "pairs": {"B/2": {}}, "pathways": ["p"]}
    assert len(faults(told)) == 5


@pytest.mark.parametrize("name", [one.id for one in LAW.engine.book.contradictions])
def test_each_contradiction_is_found_and_its_parts_alone_are_none(name: str) -> None:
    law = next(one for one in LAW.engine.book.contradictions if one.id == name)
    told = TOGETHER[name]
    (fault,) = contradictions(LAW, case_of(told))
    assert fault.startswith(f"A/1: {law.text} ({name}: ")
    for fact in told:
        assert f"'{fact}' is {told[fact]}" in fault
        assert contradictions(LAW, case_of({other: value for other, value in told.items() if other != fact})) == []
        assert contradictions(LAW, case_of(told | {fact: "unknown"})) == []


TOGETHER = {
    "DEAD-AND-ILL": {"child died": "yes", "needs a doctor now": "yes"},
    "NO-DEATH-TO-EXPLAIN": {"abuse ruled out": "yes", "child died": "no"},
    "ALONE-AND-NOT-ALONE": {"alone now": "yes", "left alone": "no"},
    "CUSTODY-THAT-WAS-NOT-TAKEN": {"custody taken for danger": "yes", "custody taken": "no"},
    "TWO-ONLY-REASONS": {"care out of reach": "yes", "faith is the only reason": "yes"},
    "NO-NEWBORN": {"safe place hand-over": "yes", "child age": "4 to 6"},
}


def case_of(told: dict[str, str]) -> Case:
    call = {name: value for name, value in told.items() if LAW.facts[name].scope == "call"}
    child = {name: value for name, value in told.items() if LAW.facts[name].scope == "child"}
    return Case(call, {"A": child}, {"1": {}})


def test_a_contradiction_of_one_child_is_not_that_of_another_and_is_refused() -> None:
    apart = {"children": {"A": {"child died": "yes"}, "B": {"needs a doctor now": "yes"}}}
    assert accepted(LAW, apart).children == apart["children"]
    together = {
        "children": {"A": {}, "B": {"child died": "yes", "needs a doctor now": "yes"}},
        "suspects": {"1": {}, "2": {}},
    }
    assert [fault.split(":")[0] for fault in faults(together)] == ["B/1", "B/2"]


def test_only_the_answers_that_contradict_each_other_are_named() -> None:
    told = TOGETHER["DEAD-AND-ILL"] | {"alone now": "no"}
    (fault,) = contradictions(LAW, case_of(told))
    assert fault.endswith("(DEAD-AND-ILL: 'child died' is yes, 'needs a doctor now' is yes)")
