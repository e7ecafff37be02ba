"""Four readings of one protocol agree: the diagram, the compiled function, Kleene's logic where it decides, brute force.

The protocols are drawn at random and small, so that brute force can try every combination of answers of every unit.
"""

from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscr.law.protocol.case import Case
from oscr.law.protocol.engine import deciding
from oscr.law.protocol.engine.diagram import TRUE
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.engine.kleene import truth
from oscr.law.protocol.engine.view import views
from oscr.law.protocol.model import UNKNOWN
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import Entry, Source

ON = date(2026, 3, 2)
SCOPES = ("call", "suspect", "child", "child", "pair")
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def entry(kind: str, slug: str | None = None, /, **data: object) -> Entry:
    """An entry as if read from a file, of a pathway where one is named."""
    common = {"from": date(2020, 1, 1), "provenance": "published", "cite": "x"}
    return Entry(kind, "drawn.toml", common | data, slug)


LEAVES = [f"{no}{name}" for name in ("f0", "f1", "f2", "f4") for no in ("", "not ")]
LEAVES += [f"{no}f3 is {value}" for value in "abc" for no in ("", "not ")]
TREES = st.recursive(
    st.sampled_from([*LEAVES, "named", "not named"]),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from([{"all": parts}, {"any": parts}])
    ),
    max_leaves=5,
)


@st.composite
def engines(draw: st.DrawFn) -> Engine:
    """A random protocol over five facts: three rules and one that always holds."""
    entries = []
    for number, scope in enumerate(SCOPES):
        values = ["a", "b", "c"] if number == 3 else ["yes", "no"]
        unknown = draw(st.sampled_from(values))
        slug = draw(st.sampled_from([None, "path"]))
        entries.append(entry("fact", slug, id=f"f{number}", scope=scope, ask="?", values=values, unknown=unknown))
    entries.append(entry("define", id="named", any=[draw(st.sampled_from(LEAVES)), draw(st.sampled_from(LEAVES))]))
    entries += [entry("outcome", id=f"o{rank}", kind="report", rank=rank, prefix="") for rank in range(3)]
    ranks = draw(st.permutations(range(3)))
    for number in range(3):
        then = f"o{ranks[number]}"
        entries.append(entry("rule", id=f"r{number}", text="t", then=then, all=[draw(TREES)]))
    entries.append(entry("rule", id="last", text="t", then="o2", all=[]))
    return Engine(book(Source({}, tuple(entries), "", ()), ON))


@st.composite
def cases(draw: st.DrawFn, children: str = "AB", suspects: str = "12", least: int = 0) -> Case:
    """A case whose facts are answered, unknown, or (most of them) not asked; with at least so many of each."""

    def answers(scope: str) -> dict[str, str]:
        given = {}
        for number, of in enumerate(SCOPES):
            values = ["a", "b", "c"] if number == 3 else ["yes", "no"]
            value = draw(st.sampled_from([*values, UNKNOWN, *[None] * 5]))
            if of == scope and value:
                given[f"f{number}"] = value
        return given

    kids, others = (some[: draw(st.integers(min(least, len(some)), len(some)))] for some in (children, suspects))
    pairs = {(kid, other): answers("pair") for kid in kids for other in others if least or draw(st.booleans())}
    return Case(
        answers("call"), {kid: answers("child") for kid in kids}, {one: answers("suspect") for one in others}, pairs
    )


def brute(engine: Engine, case: Case) -> tuple[set[int], set[tuple[tuple[str | None, str | None], str]]]:
    """What a call can still become and which answers can change it, by trying every combination of open answers."""
    units = views(engine, case)

    def about(name: str, unit: tuple[str, str | None]) -> tuple[str | None, str | None]:
        scope = engine.facts[name].scope
        return unit[0] if scope in ("child", "pair") else None, unit[1] if scope in ("suspect", "pair") else None

    named = engine.reader.named
    open_keys = sorted({(about(name, view.unit), name) for view in units for name in named(view.open)}, key=str)
    outcomes = {}
    for values in product(*(engine.facts[name].values for _, name in open_keys)):
        told = dict(zip(open_keys, values, strict=True))
        ranks = []
        for view in units:
            full = view.answered | {name: told[about(name, view.unit), name] for name in named(view.open)}
            ranks.append(engine.rank[engine.rules[engine.first(full)].then])
        outcomes[values] = min(ranks)
    matters = set()
    for values, rank in outcomes.items():
        for place, key in enumerate(open_keys):
            for value in engine.facts[key[1]].values:
                if outcomes[(*values[:place], value, *values[place + 1 :])] != rank:
                    matters.add(key)
    return set(outcomes.values()), matters


def read_at_once(engine: Engine, told: dict[str, str]) -> dict[str, bool | None]:
    """Rule by id: whether it holds, cannot, or waits; and it waits for facts exactly when it is undecided."""
    reader = engine.reader
    opened = engine.asking.everything & ~engine.asking.set_of(told)
    state, waits = reader.read(sum(reader.told[name][value] for name, value in told.items()), opened)
    found = {}
    for rule, (yes, no), facts in zip(engine.rules, reader.rules, waits, strict=True):
        assert bool(facts) == (not state & (yes | no))
        assert not facts & ~opened
        found[rule.id] = True if state & yes else False if state & no else None
    if not opened:
        assert state == reader.hold(sum(reader.told[name][value] for name, value in told.items()))
    return found


@pytest.mark.thorough
@QUIET
@given(engines())
def test_diagram_compiled_and_kleene_agree_on_every_combination(engine: Engine) -> None:
    names = tuple(engine.facts)
    for values in product(*([*engine.facts[name].values, UNKNOWN] for name in names)):
        told = {name: value for name, value in zip(names, values, strict=True) if value != UNKNOWN}
        full = engine.assumed | told
        first = engine.first(dict(zip(names, values, strict=True)))
        assert first == next(number for number, rule in enumerate(engine.rules) if truth(rule.tree, full))
        node = engine.by_rank
        fixed = engine.fixed(full)
        while node >= 0:
            node = engine.diagram.kids[node][fixed[engine.diagram.vars[node]]]
        assert ~node == engine.rank[engine.rules[first].then]


@pytest.mark.thorough
@QUIET
@given(engines())
def test_kleene_never_contradicts_the_diagram(engine: Engine) -> None:
    names = tuple(engine.facts)
    for values in product(*([*engine.facts[name].values, None] for name in names)):
        known = dict(zip(names, values, strict=True))
        told = {name: value for name, value in known.items() if value is not None}
        fixed, read = engine.fixed(told), read_at_once(engine, told)
        for rule, holds in zip(engine.rules, engine.holds, strict=True):
            verdict = truth(rule.tree, known)
            assert read[rule.id] is verdict
            if verdict is not None:
                left = engine.diagram.restrict(holds, fixed, engine.diagram)
                assert left == (TRUE if verdict else ~0)


@pytest.mark.thorough
@QUIET
@given(engines(), cases(children="AB", suspects="1", least=1))
def test_possible_and_questions_are_exact(engine: Engine, case: Case) -> None:
    joint = deciding.joint(engine, case)
    assert (joint.possible(), joint.questions()) == brute(engine, case)


@pytest.mark.thorough
@QUIET
@given(engines(), cases(children="A", suspects="12", least=2))
def test_possible_and_questions_are_exact_for_two_suspects(engine: Engine, case: Case) -> None:
    joint = deciding.joint(engine, case)
    assert (joint.possible(), joint.questions()) == brute(engine, case)


@pytest.mark.thorough
@QUIET
@given(engines(), cases())
def test_the_decision_is_the_strongest_of_its_units(engine: Engine, case: Case) -> None:
    decision = deciding.decide(engine, case, fingerprint="", as_of="")
    ranks = {view.unit: engine.rank[engine.rules[engine.first(view.answered)].then] for view in views(engine, case)}
    assert engine.rank[decision.outcome] == min(ranks.values()) == ranks[decision.unit]
    assert decision.outcome in decision.possible
    assert (len(decision.possible) == 1) == (not decision.questions)
    fired = [step.verdict for step in decision.trace].index("fired")
    assert {step.verdict for step in decision.trace[:fired]} <= {"ruled out", "undecided"}
    assert all(step.blocked_by for step in decision.trace[:fired] if step.verdict == "undecided")
    assert {step.verdict for step in decision.trace[fired + 1 :]} <= {"not reached"}


@pytest.mark.thorough
@QUIET
@given(engines(), cases(), st.sampled_from(["f0", "f1", "f2", "f3", "f4"]))
def test_a_better_known_case_leaves_no_new_outcome(engine: Engine, case: Case, name: str) -> None:
    before = deciding.joint(engine, case)
    for unit, fact in sorted(before.questions(), key=str):
        if fact == name and unit == (None, None):
            for value in engine.facts[fact].values:
                told = Case(case.call | {fact: value}, case.children, case.suspects, case.pairs)
                after = deciding.joint(engine, told)
                assert after.possible() <= before.possible()
                assert (unit, fact) not in after.questions()
