"""The draw: the same for ever, about as large as its share, and not to be guessed without the salt."""

from datetime import date

import pytest

from oscr.law import protocol, sampling

NUMBERS = [f"26062-{number:05}" for number in range(20_000)]


@pytest.mark.parametrize(("outcome", "share"), [("documented call", 0.10), ("investigation", 0.03), ("another", 0.05)])
def test_about_its_share_is_drawn(outcome, share):
    drawn = sum(sampling.is_drawn(number, outcome, "salt") for number in NUMBERS)
    assert drawn / len(NUMBERS) == pytest.approx(share, rel=0.1)


def test_a_draw_can_be_repeated_and_another_salt_draws_others():
    one, again, other = ([n for n in NUMBERS if sampling.is_drawn(n, "N", salt)] for salt in ("a", "a", "b"))
    assert one == again
    assert len(set(one) & set(other)) < len(one) / 5


def test_every_outcome_named_is_one_of_the_protocol():
    shares, usual = sampling._shares()
    assert set(shares) <= {one.id for one in protocol.in_force(date(2026, 3, 2)).outcomes}
    assert all(0 < share <= 1 for share in (*shares.values(), usual))
