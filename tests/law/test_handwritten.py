"""The engine decides as a hand-written if/else does, on calls that reach every outcome."""

from datetime import date

from bench import engine
from oscr.law import protocol


def test_the_engine_agrees_with_hand_written_code() -> None:
    law = protocol.in_force(date(2026, 3, 2))
    calls = engine.calls(law, 3_000)
    engine.agree(law, calls)
    assert {law.classify(call) for call in calls} == {outcome.id for outcome in law.outcomes}
