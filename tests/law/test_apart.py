"""The quick answer about many pairs: it misses nothing that the exact one finds, and is taken only where that one is too dear."""

from datetime import date

import pytest
from hypothesis import given

from oscr.law import protocol
from oscr.law.protocol.case import Case
from oscr.law.protocol.engine import deciding
from oscr.law.protocol.engine.apart import Apart
from oscr.law.protocol.engine.diagram import Diagram, TooLarge
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.engine.joint import Joint
from oscr.law.protocol.engine.view import settled, views
from tests.law.test_engine import QUIET, cases, engines


def fixed(engine: Engine, case: Case) -> dict:
    return {view.unit: engine.fixed(settled(engine, view)) for view in views(engine, case)}


@pytest.mark.thorough
@QUIET
@given(engines(), cases(children="AB", suspects="12", least=1))
def test_it_misses_no_outcome_and_no_question(engine: Engine, case: Case) -> None:
    units = fixed(engine, case)
    exact, apart = Joint(engine, units), Apart(engine, units)
    assert apart.possible() >= exact.possible()
    assert apart.questions() >= exact.questions()
    assert max(apart.possible()) == max(exact.possible())


@pytest.mark.thorough
@QUIET
@given(engines(), cases(children="A", suspects="1", least=1))
def test_of_one_pair_it_says_the_same(engine: Engine, case: Case) -> None:
    units = fixed(engine, case)
    exact, apart = Joint(engine, units), Apart(engine, units)
    assert (apart.possible(), apart.questions()) == (exact.possible(), exact.questions())


def crowd(children: int, suspects: int, **more: object) -> Case:
    """A call of which nothing is known but how many there are."""
    codes = [chr(ord("A") + number) for number in range(children)]
    people = [str(number + 1) for number in range(suspects)]
    return Case(
        children={code: {"child age": "1 to 3" if code < "C" else "7 to 13"} for code in codes},
        suspects={code: {} for code in people},
        pairs={(child, suspect): {} for child in codes for suspect in people},
        **more,
    )


@pytest.mark.thorough
def test_a_bus_of_children_of_whom_nothing_is_known_is_answered_apart_and_a_family_exactly() -> None:
    law = protocol.in_force(date(2026, 3, 2))
    assert law.decide(crowd(3, 2, pathways=["hungry"])).exact
    many = law.decide(crowd(12, 8))
    assert not many.exact
    assert len(many.possible) > 1


def test_where_the_exact_answer_takes_too_many_steps_the_quick_one_is_taken(monkeypatch) -> None:
    engine = protocol.in_force(date(2026, 3, 2)).engine
    few = crowd(2, 2, pathways=["hungry"])
    assert deciding.joint(engine, few).exact
    monkeypatch.setattr(deciding, "Joint", lambda engine, units: Joint(engine, units, steps=50))
    assert not deciding.joint(engine, few).exact


def test_comparing_two_functions_stops_at_the_cap() -> None:
    small = Diagram([2, 2], cap=4)
    one, other = small.node(0, (~0, ~2)), small.node(1, (~1, ~3))
    assert small.terminals(small.least(one, other)) == {0, 1, 2}
    full = Diagram([2, 2], cap=3)
    one, other = full.node(0, (~0, ~2)), full.node(1, (~1, ~3))
    full.cap = 0
    with pytest.raises(TooLarge):
        full.least(one, other)
