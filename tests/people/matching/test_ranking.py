"""Leaving out whom it need not compare, the ranking answers what comparing everybody would."""

import pytest

from bench.people.asking import questions
from bench.people.population import TODAY, World, peopled
from bench.people.weighing import told
from oscr.people.matching import ranking, weights
from oscr.people.matching.describing import Known, describe, with_household
from oscr.people.matching.index import inherited, ranked
from oscr.people.matching.names import family, given
from oscr.people.matching.ranking import AtMost, best
from oscr.people.matching.score import frequency_keys, score
from oscr.people.matching.stored import restored, stored
from tests.people.matching.telling import known

WEIGHTS = weights.load()
ANN = known("Ann", "Quigley", "2018-03-05", phone="573-555-0123", address="12 Oak St 65201", school="Oak", sex="F")
FAMILIAR = [
    (known("Bobby", "Garza"), known("Robert", "Garza")),
    (known("Quigley", "Ann"), ANN),
    (known("Quigley Jr", "Ann"), known("Ann", "Quigley Jr")),
    (known("Alan", "Smith"), known("Robert", "Smith", middle="Alan")),
    (known("Robert", "Smith", middle="Alan"), known("Alan", "Smith")),
    (known("Red", "Jones"), known("Alan", "Smith", other_names="Red Jones")),
    (known("Red", "Jones", other_names="Alan Smith"), known("Alan", "Smith")),
    (known("Zed", phone="555-0123"), with_household(known("Liam"), [ANN])),
    (known("Zed", address="12 Elm St 65201"), with_household(known("Liam"), [ANN])),
    (known("Zed", address="12 Elm St 65201"), with_household(known("Liam", address="99 Elm St 65201"), [ANN])),
    (known("Zed", address="blue trailer on Route J"), known("Ann", address="trailer, blue, Rt J")),
    (known("Zed", address="12 blue trailer on Route J"), known("Ann", address="trailer, blue, Rt J")),
    (known("Zed", address="12 Oak St", town="Rolla"), known("Ann", address="99 Elm St", town="Rolla")),
    (known("Zed", school="Oak Academy"), known("Ann", school="Oak")),
    (known("Zed", age=8), ANN),
    (ANN, known("Zed", age=8)),
    (known(), known()),
]


def shares_of(asked: Known, share: float) -> dict[str, float]:
    return dict.fromkeys(frequency_keys(asked), share)


@pytest.mark.parametrize(("asked", "filed"), FAMILIAR)
@pytest.mark.parametrize("share", [1e-7, 1e-3, 0.2])
def test_nobody_is_worth_more_than_the_most_said_of_them(asked: Known, filed: Known, share: float):
    shares = shares_of(asked, share)
    assert AtMost(asked, WEIGHTS, shares)(stored(filed)) >= score(asked, filed, WEIGHTS, shares).bits - 1e-9


def drawn() -> tuple[World, list[str]]:
    world = peopled(31, 600)
    people = inherited(
        {n: describe(told(row), TODAY) for n, row in enumerate(world.filed)}, dict(enumerate(world.home))
    )
    return world, [stored(one) for one in people.values()]


@pytest.mark.thorough
def test_the_best_are_those_of_scoring_everybody(monkeypatch: pytest.MonkeyPatch):
    world, columns = drawn()
    everybody = [(n, world.home[n], column) for n, column in enumerate(columns)]
    compared = []
    monkeypatch.setattr(ranking, "restored", lambda column: compared.append(column) or restored(column))
    asked = [describe(told(question.asked), TODAY) for question in questions(world, 60)]
    for one in asked:
        shares = shares_of(one, 0.001)
        hits = (ranking.Hit(n, home, score(one, restored(column), WEIGHTS, shares)) for n, home, column in everybody)
        assert best(one, everybody, WEIGHTS, shares) == ranked(hits)
    assert len(compared) < 0.2 * len(asked) * len(everybody)


def test_equals_stay_in_the_same_order():
    same = stored(ANN)
    people = [(n, None, same) for n in range(30)]
    found = best(ANN, people, WEIGHTS, {}, shown=3)
    assert [hit.person for hit in found] == [hit.person for hit in best(ANN, people[::-1], WEIGHTS, {}, shown=3)]
    assert best(ANN, [], WEIGHTS, {}) == []


@pytest.mark.parametrize(
    "one",
    [
        ANN,
        known(),
        known("Mary Ann", "de la Cruz-Soto Jr", age=8, other_names="Molly", school="Oak School"),
        known("Ann", "de la", address="blue trailer on Route J", town="St. Louis"),
        with_household(known("Liam"), [ANN]),
    ],
)
def test_what_is_stored_comes_back(one: Known):
    assert restored(stored(one)) == one


def test_nobody_has_a_name():
    assert ranking.NOBODY.given == given("") and ranking.NOBODY.family == family("")
