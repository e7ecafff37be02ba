"""The engine decides as a hand-written if/else does, on calls that reach every outcome."""

import random
from datetime import date

from bench import engine
from bench.handwritten import classify
from oscr.law import protocol

LAW = protocol.in_force(date(2026, 3, 2))


def test_the_engine_agrees_with_hand_written_code_on_calls_as_they_come() -> None:
    calls = engine.calls(LAW, 6_000)
    engine.agree(LAW, calls)
    assert {LAW.classify(call) for call in calls} == {outcome.id for outcome in LAW.outcomes}


def test_it_agrees_where_only_a_few_answers_depart_from_what_is_assumed() -> None:
    """Sparse answers, so that no loud allegation hides what the others lead to."""
    draw = random.Random(engine.SEED)
    facts = list(LAW.facts.values())
    for _ in range(20_000):
        told = {one.id: draw.choice(one.values) for one in draw.sample(facts, draw.choice((1, 2, 3, 5, 8)))}
        told |= {
            "suspect had care": draw.choice(("yes", "no")),
            "child age": draw.choice(LAW.facts["child age"].values),
        }
        told |= {"suspect in household": draw.choice(("no", "unknown"))}
        assert LAW.classify(told) == classify(told), told


def test_it_agrees_on_every_condition_met_alone_with_care_and_without() -> None:
    """Every fact of a condition as the condition wants it, and then each of them otherwise: each boundary from both sides."""
    diagram = LAW.engine.diagram
    usual = LAW.engine.fixed(LAW.engine.assumed)
    for pathway in LAW.pathways.values():
        for condition in pathway.conditions:
            way = diagram.witness(LAW.engine.build(condition.tree), usual)
            names = {LAW.engine.order[var]: LAW.engine.values[var][value] for var, value in way.items()}
            for care in ("yes", "no"):
                for told in variants(names | {"suspect had care": care}):
                    assert LAW.classify(told) == classify(told), (condition.id, told)


def variants(told: dict[str, str]) -> list[dict[str, str]]:
    """These answers, and each with one of them changed to any other value."""
    changed = [told | {name: value} for name in told for value in (*LAW.facts[name].values, "unknown")]
    return [told, *changed]
