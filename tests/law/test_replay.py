"""Stored calls re-decided from bit planes: the same as deciding each call by itself."""

import zlib
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscr.law import protocol
from oscr.law.protocol import Case, Protocol
from oscr.law.protocol.comparing.planes import Planes, packed, positions, units_of
from oscr.law.protocol.comparing.replay import Move, replayed
from tests.law.drawn import QUIET, calls, outcome, versions

ARCHIVES = st.lists(st.lists(calls(), min_size=0, max_size=8), min_size=1, max_size=2)


def planes_of(cases: list[Case]) -> Planes:
    return packed({100 + number: units_of(case) for number, case in enumerate(cases)})


@pytest.mark.thorough
@QUIET
@given(versions(), versions(), ARCHIVES)
def test_a_replay_is_every_call_decided_by_itself(old: Protocol, new: Protocol, archive: list[list[Case]]) -> None:
    replay = replayed(old, new, [Planes.from_bytes(planes_of(cases).to_bytes()) for cases in archive])
    decided = [
        (100 + number, outcome(old, case), outcome(new, case)) for cases in archive for number, case in enumerate(cases)
    ]
    assert replay.matrix == Counter((was, now) for _, was, now in decided)
    assert replay.total == len(decided)
    moves = list(replay.moves())
    assert sorted((move.key, move.old, move.new) for move in moves) == sorted(
        one for one in decided if one[1] != one[2]
    )
    assert replay.changed == len(moves)
    assert replay.lowered == sum(move.lowers for move in moves)
    assert moves == sorted(moves, key=lambda move: not move.lowers)


@QUIET
@given(st.lists(calls(), max_size=8))
def test_planes_give_back_what_was_packed(cases: list[Case]) -> None:
    told = {number: units_of(case) for number, case in enumerate(cases)}
    planes = packed(told)
    assert planes.calls() == told
    assert Planes.from_bytes(planes.to_bytes()) == planes
    assert planes.rows == sum(len(case.units()) for case in cases)
    assert "unknown" not in {value for _, value in planes.answers}


def test_equal_calls_give_equal_bytes_in_whatever_order_they_come() -> None:
    one, two = [{"f0": "yes"}], [{"f1": "no"}, {"f0": "no"}]
    assert packed({1: one, 2: two}).to_bytes() == packed({2: two, 1: one}).to_bytes()


@pytest.mark.thorough
def test_a_call_takes_the_strongest_outcome_of_its_units_and_names_itself_when_it_changes() -> None:
    old, new = protocol.in_force(date(2020, 9, 1)), protocol.in_force(date(2026, 3, 2))
    match = {"birth match": "yes", "child age": "under 31 days"}
    planes = packed({7: [{}, match], 8: [match, match | {"sexual contact": "yes"}], 9: [{}, {}, {}]})
    replay = replayed(old, new, [planes])
    assert replay.matrix == {
        ("documented call", "NCA"): 1,
        ("investigation", "investigation"): 1,
        ("documented call", "documented call"): 1,
    }
    assert list(replay.moves()) == [Move(7, "documented call", "NCA", lowers=False)]
    assert replay.lowered == 0
    assert list(replayed(new, old, [planes]).moves()) == [Move(7, "NCA", "documented call", lowers=True)]


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"no planes",
        zlib.compress(b"short"),
        zlib.compress((2).to_bytes(4, "little") + b"{}"),
        zlib.compress((2).to_bytes(4, "little") + b"[]"),
        zlib.compress(zlib.decompress(packed({1: [{"f0": "yes"}]}).to_bytes())[:-1]),
        zlib.compress(zlib.decompress(packed({1: [{}]}).to_bytes()).replace(b'"format": 1', b'"format": 2')),
    ],
)
def test_what_is_no_planes_is_refused(spoilt: bytes) -> None:
    with pytest.raises(ValueError, match="planes"):
        Planes.from_bytes(spoilt)


def test_the_bits_of_a_plane_are_named_in_order() -> None:
    assert list(positions(0)) == []
    assert list(positions(1 << 20 | 0b1010)) == [1, 3, 20]
