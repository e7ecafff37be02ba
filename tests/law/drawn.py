"""Small random versions of one protocol, and random calls, for tests that compare versions."""

from collections.abc import Mapping
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from oscr.law.protocol import Case, Protocol
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.model import UNKNOWN
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import Entry, Source

ON = date(2026, 3, 2)
QUIET = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
SCOPES = {"f0": "call", "f1": "suspect", "f2": "child", "f3": "child", "f4": "pair", "f5": "pair"}
VALUES = {name: ("a", "b", "c", "d") if name == "f3" else ("yes", "no") for name in SCOPES}
SOME = {"f3": (("a", "b", "c"), ("d", "b", "a"), ("a", "b", "c", "d"))}
"""The values that a version may list for a fact of several."""
Facts = Mapping[str, tuple[str, ...]]


def entry(kind: str, /, **data: object) -> Entry:
    """An entry as if read from a file."""
    return Entry(kind, "drawn.toml", {"from": date(2020, 1, 1), "provenance": "published", "cite": "x"} | data, None)


def trees(facts: Facts, *names: str) -> st.SearchStrategy[object]:
    """Conditions over some facts and names."""
    leaves = [f"{no}{name}" for name in names for no in ("", "not ")]
    for fact, values in facts.items():
        said = [fact] if "yes" in values else [f"{fact} is {value}" for value in values]
        leaves += [f"{no}{one}" for one in said for no in ("", "not ")]
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
            lambda parts: st.sampled_from([{"all": parts}, {"any": parts}])
        ),
        max_leaves=6,
    )


@st.composite
def versions(draw: st.DrawFn) -> Protocol:
    """A protocol with some of the facts in some order, some of their values, and outcomes of some of four ranks."""
    names = draw(st.permutations(list(SCOPES)))[: draw(st.integers(3, 6))]
    facts = {name: draw(st.sampled_from(SOME.get(name, (VALUES[name],)))) for name in names}
    entries = [
        entry("fact", id=name, scope=SCOPES[name], ask="?", values=list(values), unknown=draw(st.sampled_from(values)))
        for name, values in facts.items()
    ]
    entries.append(entry("define", id="named", any=[draw(trees(facts)), draw(trees(facts))]))
    outcomes = draw(st.permutations(["o0", "o1", "o2", "o3"]))[: draw(st.integers(2, 4))]
    entries += [entry("outcome", id=one, kind="report", rank=rank, prefix="") for rank, one in enumerate(outcomes)]
    for number in range(draw(st.integers(1, 4))):
        then, tree = draw(st.sampled_from(outcomes)), draw(trees(facts, "named"))
        entries.append(entry("rule", id=f"r{number}", text="t", then=then, all=[tree]))
    entries.append(entry("rule", id="last", text="t", then=outcomes[-1], all=[]))
    source = Source({}, tuple(entries), "", ())
    return Protocol(Engine(book(source, ON)), source, ON)


@st.composite
def calls(draw: st.DrawFn) -> Case:
    """A call about up to three children and suspects; facts are answered with any value that a version may know."""

    def answers(scope: str) -> dict[str, str]:
        drawn = {
            name: draw(st.sampled_from([*VALUES[name], UNKNOWN, None])) for name, of in SCOPES.items() if of == scope
        }
        return {name: value for name, value in drawn.items() if value}

    children, suspects = "ABC"[: draw(st.integers(0, 3))], "123"[: draw(st.integers(0, 3))]
    pairs = {(child, one): answers("pair") for child in children for one in suspects if draw(st.booleans())}
    return Case(
        answers("call"),
        {child: answers("child") for child in children},
        {one: answers("suspect") for one in suspects},
        pairs,
    )


def outcome(law: Protocol, case: Case) -> str:
    """What a version decides about a call, unit by unit with its compiled function."""
    found = []
    for unit in case.units():
        told: dict[str, str] = {}
        for scope in ("call", "suspect", "pair", "child"):
            told |= case.answers(scope, unit) or {}
        found.append(law.classify(told))
    return min(found, key=law.rank)
