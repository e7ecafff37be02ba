"""Half a name, a birth date alone, a child at a school: each leaves somebody to be found by."""

import pytest

from oscr.people.matching.traits import TELLING, asked_for, traits
from tests.people.matching.telling import known

CHILD = known(
    "Robert", "Cloverfield-Soto", "2018-03-05", other_names="Bo Fennel", address="12 Oak St", school="Example School"
)


@pytest.mark.parametrize(
    "asked",
    [
        known(last="Clo"),
        known(last="Sot"),
        known(last="Clover"),
        known(last="Klovrfild"),
        known(last="Fennel"),
        known(first="Rob"),
        known(first="Bobby"),
        known(born="2018-05-03"),
        known(age=8),
        known(first="Rob", age=7),
        known(first="Robby", school="example"),
        known(last="Clo", age=9),
        known(address="12 Oak Street"),
        known(address="12 Oak St 65201"),
    ],
)
def test_whoever_fits_has_one_trait_of_every_kind(asked):
    kinds = asked_for(asked)
    assert kinds and all(kind & traits(CHILD) for kind in kinds)


@pytest.mark.parametrize(
    "asked",
    [
        known(last="Clx"),
        known(last="Clovine", age=9),
        known(last="Clo", age=12),
        known(first="Zoe"),
        known(born="2018-06-03"),
        known(address="13 Oak St"),
        known(first="Rob", school="Other"),
    ],
)
def test_whoever_does_not_fit_lacks_one(asked):
    assert not all(kind & traits(CHILD) for kind in asked_for(asked))


@pytest.mark.parametrize("asked", [known(), known("R", "C"), known("unknown", "N/A"), known(address="Rolla")])
def test_too_little_asks_for_nobody(asked):
    assert asked_for(asked) == []


def test_of_much_that_is_known_the_most_telling_kinds_are_asked():
    assert len(asked_for(CHILD)) == TELLING
    assert asked_for(CHILD)[1] == {"m:0305"}
