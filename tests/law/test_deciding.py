"""What a decision says besides its outcome: reasons, assumptions, questions, conditions, priority; and bad input."""

import json
from dataclasses import fields
from datetime import date

import pytest

from oscr.law import protocol
from oscr.law.protocol import Case

LAW = protocol.in_force(date(2026, 3, 2))
TIES = {"child tie": "yes", "suspect tie": "yes", "incident in Missouri": "yes"}
FATHER = {"suspect had care": "yes", "suspect in household": "yes", "suspect relation": "parent"}
HUNGRY = {"child age": "7 to 13", "too little food": "yes", "other food": "no"}


def family(child: dict[str, str], pair: dict[str, str] = FATHER, **more: object) -> Case:
    """One child, one grown suspect."""
    given = {"call": TIES, "children": {"A": child}, "suspects": {"1": {"suspect age": "21 or older"}}}
    return Case(**given | {"pairs": {("A", "1"): pair}} | more)  # type: ignore[arg-type]  # a test's shorthand


def test_the_trace_says_what_blocked_each_rule() -> None:
    trace = {step.rule_id: step for step in LAW.decide(family(HUNGRY)).trace}
    assert trace["FA-LESSER"].verdict == "fired"
    assert trace["INV-OUTSIDER"].verdict == "ruled out"
    assert trace["INV-OUTSIDER"].blocked_by == ("in family or household: met",)
    assert trace["INV-FATALITY"].verdict == "undecided"
    assert trace["INV-FATALITY"].blocked_by == (
        "Child died: not asked",
        "Abuse and neglect ruled out as a cause of death: not asked",
    )
    assert trace["OUT-OF-STATE"].blocked_by == (
        "A child lives or may be found in Missouri: yes",
        "Suspect lives or may be found in Missouri: yes",
        "Incident in Missouri: yes",
    )
    assert trace["DOCUMENTED"].verdict == "not reached"


def test_assumptions_are_what_the_outcome_rests_on() -> None:
    case = family({"child age": "7 to 13", "sexual contact": "yes"}, {"suspect had care": "unknown"})
    decision = LAW.decide(case)
    assert decision.outcome == "investigation"
    assert ("suspect had care", "yes") in decision.assumptions
    assert "child age" not in dict(decision.assumptions)


def test_the_explanation_is_the_decision_without_what_is_open() -> None:
    case = family(HUNGRY)
    told, whole = LAW.explain(case), LAW.decide(case)
    assert all(getattr(told, one.name) == getattr(whole, one.name) for one in fields(told))
    assert LAW.explain(case, "investigation").actions == LAW.decide(case, "investigation").actions


def test_what_holds_only_on_an_assumption_is_said_to() -> None:
    told = {"child age": "7 to 13", "hurt by somebody": "yes", "worst injury": "mild", "afraid to go home": "yes"}
    pair = {"suspect had care": "yes", "suspect relation": "parent", "suspect has access now": "yes"}
    sure = LAW.decide(family(told | {"in a safe place": "no"}, pair))
    assert "BEA-5" in sure.conditions["beaten"][0]
    assert not {"BEA-5", "NOW-AFRAID"} & set(sure.presumed)
    vague = LAW.decide(family(told | {"worst injury": "unknown"}, pair | {"suspect has access now": "unknown"}))
    assert "BEA-5" in vague.conditions["beaten"][0]
    assert "NOW-AFRAID" in {reason.id for reason in vague.priority.reasons}
    assert {"BEA-5", "NOW-AFRAID"} <= set(vague.presumed)


def test_a_closed_pathway_is_neither_asked_nor_assumed() -> None:
    decision = LAW.decide(family(HUNGRY, pathways=["hungry"]))
    asked = {question.fact for question in (*decision.questions, *decision.also_ask)}
    assert "left alone" not in asked
    assert "left alone" not in dict(decision.assumptions)
    assert {"child died", "sexual contact"} <= asked
    assert set(decision.conditions) == {"hungry"}
    assert decision.conditions["hungry"] == (("HUN-2",), ("HUN-1", "HUN-3", "HUN-4", "HUN-5", "HUN-6"))


def test_without_a_choice_the_pathways_answered_are_shown() -> None:
    decision = LAW.decide(family(HUNGRY | {"left alone": "no"}))
    assert {slug: met for slug, (met, _) in decision.conditions.items()} == {"hungry": ("HUN-2",), "unsupervised": ()}


def test_settled_when_nothing_can_change_it() -> None:
    case = family({"child age": "7 to 13", "sexual contact": "yes"})
    assert LAW.settled(case)
    assert LAW.decide(case).possible == ("investigation",)
    assert not LAW.settled(family(HUNGRY))


def test_critical_questions_are_asked_even_of_the_settled() -> None:
    decision = LAW.decide(family({"child age": "7 to 13", "sexual contact": "yes"}))
    assert decision.questions == ()
    assert {("A", None), (None, None)} <= {question.unit for question in decision.also_ask}
    assert "child died" in {question.fact for question in decision.also_ask}


def test_questions_name_whom_they_are_about() -> None:
    case = Case(TIES, {"A": HUNGRY, "B": {"child age": "1 to 3"}}, {"1": {}}, pathways=["hungry"])
    units = {question.fact: question.unit for question in LAW.decide(case).questions}
    assert units["suspect had care"][1] == "1"
    assert units["suspect is staff"] == (None, "1")
    assert units["danger now"] == (None, None)
    assert units["too little food"] == ("B", None)


def test_no_suspect_nothing_about_one_is_asked() -> None:
    decision = LAW.decide(Case(TIES, {"A": HUNGRY}))
    facts = {question.fact for question in (*decision.questions, *decision.also_ask)}
    assert not {name for name in facts if LAW.facts[name].scope in ("pair", "suspect")}
    assert decision.unit == ("A", None)


def test_derived_facts_are_never_asked() -> None:
    decision = LAW.decide(Case())
    assert not {q.fact for q in (*decision.questions, *decision.also_ask)} & {
        name for name, fact in LAW.facts.items() if fact.derived
    }


def test_priority_gives_its_reasons() -> None:
    priority = LAW.decide(family(HUNGRY | {"needs a doctor now": "yes"})).priority
    assert (priority.level, priority.hours) == ("level 1", 3)
    assert [reason.id for reason in priority.reasons] == ["NOW-CARE"]


def test_the_decision_is_stored_as_json() -> None:
    decision = LAW.decide(family(HUNGRY))
    stored = json.loads(decision.to_json())
    assert stored["outcome"] == "family assessment"
    assert stored["hash"] == LAW.hash
    assert stored["as_of"] == "2026-03-02"
    assert stored["unit"] == ["A", "1"]
    assert stored["trace"][0]["rule_id"] == "OUT-OF-STATE"


def test_a_case_survives_json() -> None:
    for pathways in (None, ["hungry"]):
        case = family(HUNGRY, pathways=pathways)
        assert Case.from_json(case.to_json()) == case


def test_the_case_decides_which_pairs_are_judged() -> None:
    assert Case().units() == [("A", None)]
    case = Case({}, {"B": {}, "A": {}}, {"2": {}, "1": {}}, {("A", "2"): {}})
    assert case.units() == [("A", "2"), ("B", "1"), ("B", "2")]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (Case({"hat": "yes"}), "'hat' is no fact about a call"),
        (Case({"too little food": "yes"}), "'too little food' is no fact about a call"),
        (Case({}, {"A": {"child age": "3"}}), "'child age' cannot be '3'"),
        (Case({}, {}, {"1": {"suspect age": "yes"}}), "'suspect age' cannot be 'yes'"),
        (Case({}, {}, {}, {("A", "1"): {"suspect had care": "maybe"}}), "cannot be 'maybe'"),
        (Case(pathways=["rain"]), "'rain' is no pathway"),
    ],
)
def test_what_the_protocol_does_not_know_is_refused(case: Case, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        LAW.decide(case)
    with pytest.raises(ValueError, match=words):
        LAW.settled(case)


def test_the_bare_decision_agrees() -> None:
    facts = TIES | HUNGRY | FATHER
    assert LAW.classify(facts) == LAW.decide(family(HUNGRY)).outcome


def test_an_outcome_is_called_by_its_label() -> None:
    assert LAW.label("investigation") == "Investigation"
    with pytest.raises(KeyError):
        LAW.label("no outcome")


def test_lowering_to_out_of_state_is_lowering() -> None:
    ranks = [LAW.rank(outcome.id) for outcome in LAW.outcomes]
    assert [outcome.id for outcome in LAW.outcomes][:2] == ["out of state", "investigation"]
    assert ranks == [8, 0, 1, 2, 3, 4, 5, 6, 7]


def test_the_thirty_pathways_with_the_manuals_names() -> None:
    names = {pathway.name for pathway in LAW.pathways.values()}
    assert names == {
        "Abandoned",
        "Accident",
        "Afraid to go home",
        "Beaten/injured",
        "Behaving strangely",
        "Bruises/visible marks",
        "Dirty/inappropriate clothing",
        "Domestic violence",
        "Drug exposed infant",
        "Drugs/poisoning",
        "Educational needs",
        "Emotional abuse/rejection",
        "Exhibits provocative behavior",
        "Exposed to sexual acts/materials",
        "Fatality",
        "Hungry",
        "Kicked out of home/locked in/out",
        "Overheard sounds",
        "Parents requesting immediate removal/refusing to pick up child",
        "Parent's inappropriate behavior",
        "Parent's mental illness",
        "Restraint",
        "Sexual acts/exploitation",
        "Shaken baby",
        "Suspicious injury",
        "Threat to seriously harm or kill",
        "Unsafe/unsanitary home",
        "Unsupervised",
        "Untreated illness/injury",
        "Utilities",
    }
    for slug, pathway in LAW.pathways.items():
        assert pathway.slug == slug
        assert 3 <= len(pathway.ask) <= 12
        assert set(pathway.ask) <= set(LAW.facts)
        assert pathway.conditions
        assert pathway.words
        assert all(LAW.facts[name].ask.endswith("?") for name in pathway.ask)


def test_what_a_person_decided_carries_its_own_actions_and_priority() -> None:
    case = family(HUNGRY)
    ours, raised = LAW.decide(case), LAW.decide(case, decided="investigation")
    assert (ours.outcome, ours.rule, ours.trace) == (raised.outcome, raised.rule, raised.trace)
    assert "TELL-LAW-ENFORCEMENT" not in {action.id for action in ours.actions}
    assert "TELL-LAW-ENFORCEMENT" in {action.id for action in raised.actions}
    assert LAW.decide(family({"child age": "7 to 13"}), decided="investigation").priority.hours is not None


def test_no_parent_is_told_while_a_parent_may_have_done_it() -> None:
    for relation, told in (("not family", True), ("parent", False), ("unknown", False), (None, False)):
        pair = {**FATHER, "suspect relation": relation} if relation else {"suspect had care": "yes"}
        actions = {action.id for action in LAW.decide(family(HUNGRY, pair)).actions}
        assert ("TELL-PARENT-FIRST" in actions) is told, relation
