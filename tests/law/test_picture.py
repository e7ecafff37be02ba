"""Pictures of the law say what the law decides: every way through a pathway's questions ends where the engine ends."""

from datetime import date
from itertools import islice, product
from math import prod
from pathlib import Path

import pytest

from oscr.law import protocol
from oscr.law.protocol import picture
from oscr.law.protocol.engine.kleene import truth
from oscr.law.protocol.model import Group, Leaf, Named
from tests.law import books

DAY = date(2026, 3, 3)
LAW = protocol.in_force(DAY)
MANY = 20_000


@pytest.fixture
def small(tmp_path: Path) -> protocol.Protocol:
    return protocol.opened(books.write(tmp_path), DAY)


def test_the_ladder_is_the_rules_in_order_with_their_parts():
    rungs = picture.ladder(LAW.engine.book)
    assert [rung.id for rung in rungs] == [rule.id for rule in LAW.engine.rules]
    sexual = next(rung for rung in rungs if rung.id == "INV-SEXUAL")
    assert (sexual.outcome, sexual.every, sexual.beside) == ("investigation", True, False)
    assert [part.text for part in sexual.parts] == ["minor", "sexual abuse", "in charge", "not suspect under fourteen"]
    assert sexual.words == "minor and sexual abuse and in charge and not suspect under fourteen"
    assert next(rung for rung in rungs if rung.id == "JA-SEXUAL").beside
    assert rungs[-1].parts == ()


def test_a_reason_is_known_to_speak_of_its_part():
    (rung,) = [rung for rung in picture.ladder(LAW.engine.book) if rung.id == "INV-FATALITY"]
    minor, fatality, care = rung.parts
    assert fatality.blamed("fatality: not met")
    assert fatality.blamed("Child died: not asked")
    assert not minor.blamed("fatality: not met")
    assert "suspect had care" in care.facts


def test_every_reason_of_a_decision_speaks_of_a_part_of_its_rule():
    rungs = {rung.id: rung for rung in picture.ladder(LAW.engine.book)}
    case = protocol.Case(children={"A": {"child died": "no"}}, suspects={"1": {}}, pairs={("A", "1"): {}})
    steps = [step for step in LAW.decide(case).trace if step.verdict in ("ruled out", "undecided")]
    assert {step.verdict for step in steps} == {"ruled out", "undecided"}
    for step in steps:
        parts = rungs[step.rule_id].parts
        for phrase in step.blocked_by:
            assert any(part.blamed(phrase) for part in parts), (step.rule_id, phrase)
        assert set(step.open) <= {fact for part in parts for fact in part.facts}


def test_a_condition_is_said_in_words_with_its_names_folded():
    facts = LAW.facts
    died, hurt = Leaf("child died", "yes"), Leaf("worst injury", "serious", holds=False)
    assert picture.words(died, facts) == "Child died"
    assert picture.words(hurt, facts) == "not: Worst injury: serious"
    named = Named("minor", died)
    assert picture.words(Group(True, (named, Group(False, (died, hurt)))), facts) == (
        "minor and (Child died or not: Worst injury: serious)"
    )
    assert picture.words(Group(False, (Named("minor", died, holds=False), Group(True, (died,)))), facts) == (
        "not minor or Child died"
    )


def test_a_rule_that_is_one_name_is_one_part(tmp_path: Path):
    rule = '[[rule]]\nid = "ANY"\nthen = "N"\ntext = "Any."\nany = ["hurt", "care"]\n'
    law = protocol.opened(books.write(tmp_path, referrals=rule + books.REFERRALS), DAY)
    (rung,) = [rung for rung in picture.ladder(law.engine.book) if rung.id == "ANY"]
    assert (rung.every, rung.words) == (False, "hurt or care")


def walked(asks: tuple[picture.Ask, ...], answers: dict[str, str]) -> picture.Branch:
    """Where some answers lead when one goes from question to question."""
    number = 1
    while True:
        ask = asks[number - 1]
        (branch,) = [one for one in ask.branches if answers[ask.fact] in one.answers]
        if branch.next is None:
            return branch
        assert branch.next > number
        number = branch.next


@pytest.mark.parametrize("slug", LAW.pathways)
def test_every_way_through_a_pathway_ends_where_the_engine_ends(slug):
    engine, pathway = LAW.engine, LAW.pathways[slug]
    asks = picture.questions(engine, pathway, MANY)
    assert asks is not None
    assert [ask.number for ask in asks] == list(range(1, len(asks) + 1))
    facts = list(dict.fromkeys(ask.fact for ask in asks))
    assert set(facts) <= set(picture.asked(engine, pathway))
    usual = picture.harmless(engine.book)
    ways = list(product(*(picture.drawn(engine.facts[name]) for name in facts)))
    for way in ways[:: max(1, len(ways) // 400)]:
        answers = dict(zip(facts, way, strict=True))
        branch = walked(asks, answers)
        for end, gate in zip(branch.ends, picture.CARE.values(), strict=True):
            assert LAW.classify({**usual, **gate, **answers}) == end, answers


@pytest.mark.thorough
@pytest.mark.parametrize("slug", LAW.pathways)
def test_a_branch_names_exactly_the_conditions_that_every_way_to_it_meets(slug):
    engine, pathway = LAW.engine, LAW.pathways[slug]
    asks = picture.questions(engine, pathway, MANY)
    usual = {**picture.harmless(engine.book), **picture.CARE["in charge"]}
    facts = list(dict.fromkeys(ask.fact for ask in asks))
    always: dict[picture.Branch, set[str]] = {}
    values = [picture.drawn(engine.facts[name]) for name in facts]
    for way in islice(product(*values), MANY):
        answers = dict(zip(facts, way, strict=True))
        branch = walked(asks, answers)
        met = {one.id for one in pathway.conditions if truth(one.tree, {**usual, **answers})}
        always[branch] = always.get(branch, met) & met
    assert all(set(branch.met) <= met for branch, met in always.items())
    if prod(map(len, values)) <= MANY:  # every way was walked
        assert {branch: set(branch.met) for branch in always} == always
    assert all(branch.met == () for ask in asks for branch in ask.branches if branch.next is not None)


def test_a_branch_names_what_is_met():
    threat = picture.questions(LAW.engine, LAW.pathways["threat"])
    first = threat[0].branches[0]
    assert first.answers == ("yes",)
    assert first.met == ("THR-1",)
    assert first.ends == ("investigation", "N")


def test_a_pathway_that_would_be_too_large_is_not_drawn_as_questions():
    assert picture.questions(LAW.engine, LAW.pathways["beaten"], 3) is None
    assert picture.questions(LAW.engine, LAW.pathways["beaten"], picture.MOST) is not None


@pytest.mark.parametrize("slug", LAW.pathways)
def test_each_condition_has_a_row_that_leads_somewhere(slug):
    rows = picture.conditions(LAW.engine, LAW.pathways[slug])
    assert [row.id for row in rows] == [one.id for one in LAW.pathways[slug].conditions]
    for row in rows:
        assert row.words
        assert LAW.rank(row.ends[0]) < LAW.rank("documented call"), row.id


def test_a_row_takes_everything_else_for_harmless():
    rows = {row.id: row for row in picture.conditions(LAW.engine, LAW.pathways["unsupervised"])}
    assert rows["UNS-1"].ends[0] == "investigation"
    assert rows["UNS-2"].ends[0] == "family assessment"  # not alone now, although that counts as yes while nobody knows


def test_a_small_protocol_is_drawn_with_the_gates_that_it_has(small):
    (ask,) = picture.questions(small.engine, small.pathways["hurt"])
    assert ask.fact == "hurt"
    assert [branch.answers for branch in ask.branches] == [("yes",), ("no",)]
    (row,) = picture.conditions(small.engine, small.pathways["hurt"])
    assert row.words == "hurt"
