"""Cohen's kappa and its interval against published examples, and where it is not defined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscr.law.agreement import agreement


def pairs(table):
    """The readings of a square table of counts."""
    return [(row, column) for row, line in enumerate(table) for column, many in enumerate(line) for _one in range(many)]


def test_fifty_grants_read_twice():
    """Cohen's own kind of example: both yes 20, both no 15, apart 5 and 10: agreed 0.7, by chance 0.5, kappa 0.4."""
    found = agreement(pairs([[20, 5], [10, 15]]))
    assert (found.readings, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_two_pathologists():
    """Agresti, Categorical Data Analysis, 118 slides: kappa 0.493 with a standard error of 0.057."""
    found = agreement(pairs([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]))
    assert found.kappa == pytest.approx(0.493, abs=0.0005)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(0.057, abs=0.0005)


def test_perfect_agreement_and_none_at_all():
    assert agreement(pairs([[5, 0], [0, 5]])).kappa == 1
    assert agreement(pairs([[0, 5], [5, 0]])).kappa == -1


@pytest.mark.parametrize("readings", [[], [("N", "N")] * 9])
def test_without_a_choice_there_is_no_kappa(readings):
    found = agreement(readings)
    assert (found.kappa, found.low, found.high) == (None, None, None)
    assert found.share == (1 if readings else None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=60))
def test_kappa_lies_in_its_interval_and_reading_in_turn_changes_nothing(readings):
    found, turned = agreement(readings), agreement([(other, one) for one, other in readings])
    if found.kappa is not None:
        assert -1 <= found.low <= found.kappa + 1e-9
        assert found.kappa - 1e-9 <= found.high <= 1
        assert turned.kappa == pytest.approx(found.kappa)
