"""How fast the law decides, beside a hand-written if/else on the same facts; and how long explanations and checks take.

Both deciders are asserted to agree on every case measured, and are timed in turns in one process, by processor time.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from statistics import median
from time import process_time

from bench.figures import Figure, percentile
from bench.handwritten import classify
from oscr.law import protocol
from oscr.law.protocol import Case
from oscr.law.protocol.engine import Engine
from oscr.law.protocol.inforce import FOLDER
from oscr.law.protocol.loading import book
from oscr.law.protocol.reading import files_of, read

ON = date(2026, 3, 2)
CALLS, ROUNDS, SEED = 5_000, 9, 20_260_302
Facts = Mapping[str, str]


def measure() -> Iterator[Figure]:
    """All figures about the engine."""
    law = protocol.in_force(ON)
    facts = calls(law, CALLS)
    agree(law, facts)
    ours, theirs = in_turns(law.classify, classify, facts)
    beside = "hand-written if/else"
    yield Figure("law: decisions, engine", ours, "per second", ours / theirs, beside)
    yield Figure("law: decisions, hand-written", theirs, "per second")
    cases = [case_of(law, told) for told in facts[:300]]
    yield from explained(law, cases)
    yield Figure("law: check of the protocol", timed(law.check), "s")
    yield Figure("law: load of the protocol", timed(lambda: Engine(book(read(files_of(FOLDER)), ON))), "s")


def calls(law: protocol.Protocol, number: int) -> list[dict[str, str]]:
    """Answers of one unit, as calls have them: most allegations denied, circumstances drawn evenly, some unknown."""
    draw = random.Random(SEED)
    return [{name: value for name, fact in law.facts.items() if (value := _answer(draw, fact))} for _ in range(number)]


def _answer(draw: random.Random, fact: protocol.Fact) -> str | None:
    if draw.random() < 0.05:
        return draw.choice((None, "unknown"))
    if fact.values != ("yes", "no"):
        return draw.choice(fact.values)
    return "yes" if draw.random() < (0.04 if fact.unknown == "no" else 0.6) else "no"


def agree(law: protocol.Protocol, facts: list[dict[str, str]]) -> None:
    """Errors: AssertionError with the first call that the two decide differently."""
    for told in facts:
        assert law.classify(told) == classify(told), told


def in_turns(ours: Callable[[Facts], str], theirs: Callable[[Facts], str], facts: list[dict[str, str]]) -> list[float]:
    """Decisions per second of both, the median of rounds that take turns."""
    speeds: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for decide, speed in zip((ours, theirs), speeds, strict=True):
            start = process_time()
            for told in facts:
                decide(told)
            speed.append(len(facts) / (process_time() - start))
    return [median(speed) for speed in speeds]


def case_of(law: protocol.Protocol, told: dict[str, str]) -> Case:
    """One child and one suspect, half of whose facts have been asked."""
    parts: dict[str, dict[str, str]] = {"call": {}, "child": {}, "suspect": {}, "pair": {}}
    for number, (name, value) in enumerate(told.items()):
        if number % 2 or law.facts[name].derived:
            parts[law.facts[name].scope][name] = value
    return Case(parts["call"], {"A": parts["child"]}, {"1": parts["suspect"]}, {("A", "1"): parts["pair"]})


def explained(law: protocol.Protocol, cases: list[Case]) -> Iterator[Figure]:
    """Explanations and questions, one case at a time."""
    for name, work in (("full explanation", law.decide), ("questions left", law.settled)):
        times = [1000 * timed(lambda w=work, c=case: w(c)) for case in cases]
        yield Figure(f"law: {name}, median", median(times), "ms")
        yield Figure(f"law: {name}, p99", percentile(times, 0.99), "ms")
    many = Case(children={code: {} for code in "ABC"}, suspects={code: {} for code in "12"})
    yield Figure(
        "law: full explanation, 3 children x 2 suspects, nothing known", 1000 * timed(lambda: law.decide(many)), "ms"
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = process_time()
    work()
    return process_time() - start
