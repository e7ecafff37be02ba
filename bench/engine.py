"""How fast the law decides, beside a hand-written if/else and a decision table engine; how long explanations and checks take.

All deciders are asserted to agree on every case measured, and are timed in turns in one process, by processor time.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from statistics import median
from time import process_time

from bench.figures import Figure, percentile
from bench.handwritten import classify
from oscr.law import protocol
from oscr.law.protocol import Case
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.inforce import FOLDER
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import files_of, read

ON = date(2026, 3, 2)
CALLS, ROUNDS, SEED = 5_000, 9, 20_260_302
Decide = Callable[[dict[str, str]], str]


def measure() -> Iterator[Figure]:
    """All figures about the engine."""
    law = protocol.in_force(ON)
    facts = calls(law, CALLS)
    agree(law, facts)
    yield from beside_others(law, facts)
    yield from explained(law, [case_of(law, told) for told in facts[:300]])
    yield Figure("law: check of the protocol", timed(law.check), "s")
    yield Figure("law: load of the protocol", timed(lambda: Engine(book(read(files_of(FOLDER)), ON))), "s")


def calls(law: protocol.Protocol, number: int) -> list[dict[str, str]]:
    """Answers of one unit, as calls have them: one to three pathways chosen and asked, a third of what they ask alleged.

    They come from JSON, as they do from a report: no decider finds the very strings that it was made of.
    """
    draw = random.Random(SEED)
    slugs = list(law.pathways)
    drawn = [_call(law, draw, draw.sample(slugs, draw.choice((1, 1, 2, 3)))) for _ in range(number)]
    told: list[dict[str, str]] = json.loads(json.dumps(drawn))
    return told


def _call(law: protocol.Protocol, draw: random.Random, chosen: list[str]) -> dict[str, str]:
    asked = {name for slug in chosen for name in law.pathways[slug].ask}
    told = {}
    for name, fact in law.facts.items():
        if name in asked or fact.pathway is None or fact.critical:
            value = _answer(draw, fact, likely=0.3 if name in asked else 0.03)
            if value is not None:
                told[name] = value
    return told


def _answer(draw: random.Random, fact: protocol.Fact, likely: float) -> str | None:
    if draw.random() < 0.05:
        return draw.choice((None, "unknown"))
    if fact.values != ("yes", "no"):
        return draw.choice(fact.values)
    return "yes" if draw.random() < (likely if fact.unknown == "no" else 0.6) else "no"


def agree(law: protocol.Protocol, facts: list[dict[str, str]]) -> None:
    """Errors: AssertionError with the first call that the two decide differently."""
    for told in facts:
        assert law.classify(told) == classify(told), told


def beside_others(law: protocol.Protocol, facts: list[dict[str, str]]) -> Iterator[Figure]:
    """One decision after the other: ours, by hand, and GoRules' zen-engine with the same rules."""
    from bench.tables import Tables  # not a dependency of the tests, which use this module too

    tables = Tables(law)
    numbered = [tables.told(told) for told in facts]
    deciders: dict[str, tuple[Decide, list[dict[str, str]]]] = {
        "engine": (law.classify, facts),
        "hand-written": (classify, facts),
        "zen-engine, decision table": (tables.decider("rows"), numbered),
        "zen-engine, table after named conditions": (tables.decider("named"), numbered),
        "zen-engine, one compiled expression": (tables.expression(), numbered),
    }
    for name, (decide, told) in deciders.items():
        outcomes = [decide(one) for one in told]
        assert outcomes == [law.classify(one) for one in facts], name
    speeds = in_turns(deciders)
    ours = speeds["engine"]
    yield Figure("law: decisions, engine", ours, "per second", ours / speeds["hand-written"], "hand-written if/else")
    yield Figure("law: decisions, hand-written", speeds["hand-written"], "per second")
    for name in list(deciders)[2:]:
        yield Figure(f"law: decisions, {name}", speeds[name], "per second")
        yield Figure(f"law: engine beside {name}", ours, "per second", ours / speeds[name], name)


def in_turns(deciders: Mapping[str, tuple[Decide, list[dict[str, str]]]]) -> dict[str, float]:
    """Decisions per second of each, the median of rounds in which they take turns."""
    speeds: dict[str, list[float]] = {name: [] for name in deciders}
    for _ in range(ROUNDS):
        for name, (decide, facts) in deciders.items():
            start = process_time()
            for told in facts:
                decide(told)
            speeds[name].append(len(facts) / (process_time() - start))
    return {name: median(speed) for name, speed in speeds.items()}


def case_of(law: protocol.Protocol, told: dict[str, str]) -> Case:
    """One child and one suspect, half of whose facts have been asked."""
    parts: dict[str, dict[str, str]] = {"call": {}, "child": {}, "suspect": {}, "pair": {}}
    for number, (name, value) in enumerate(told.items()):
        if number % 2 or law.facts[name].derived:
            parts[law.facts[name].scope][name] = value
    return Case(parts["call"], {"A": parts["child"]}, {"1": parts["suspect"]}, {("A", "1"): parts["pair"]})


def explained(law: protocol.Protocol, cases: list[Case]) -> Iterator[Figure]:
    """Explanations and questions, one case at a time."""
    for name, work in (
        ("full explanation", law.explain),
        ("full explanation with what can still change it", law.decide),
        ("whether anything can still change it", law.settled),
    ):
        times = [1000 * timed(lambda w=work, c=case: w(c)) for case in cases]
        yield Figure(f"law: {name}, median", median(times), "ms")
        yield Figure(f"law: {name}, p99", percentile(times, 0.99), "ms")
    many = Case(children={code: {} for code in "ABC"}, suspects={code: {} for code in "12"})
    yield Figure("law: the same, 3 children x 2 suspects, nothing known", 1000 * timed(lambda: law.decide(many)), "ms")


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = process_time()
    work()
    return process_time() - start
