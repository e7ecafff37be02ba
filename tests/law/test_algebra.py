"""Simplified conditions are true where the conditions are, and nowhere else."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscr.law.protocol.engine.algebra import ALWAYS, NEVER, Algebra, Asked, Expression, Join, Use
from oscr.law.protocol.engine.compiled import compiled
from oscr.law.protocol.engine.kleene import truth
from oscr.law.protocol.model import Fact, Group, Leaf, Named, Tree
from tests.law.drawn import QUIET, versions

FACTS = {
    name: Fact(
        id=name, cite="", since=date(2020, 1, 1), scope="call", ask="", screener="", values=values, unknown=unknown
    )
    for name, values, unknown in (
        ("p", ("yes", "no"), "no"),
        ("q", ("yes", "no"), "yes"),
        ("r", ("yes", "no"), "no"),
        ("s", ("a", "b", "c"), "b"),
    )
}
P, Q, R = (Leaf(name, "yes") for name in "pqr")
LEAVES = [Leaf(name, value, holds) for name in FACTS for value in FACTS[name].values for holds in (True, False)]
TREES = st.recursive(
    st.sampled_from([*LEAVES, Group(True, ()), Group(False, ())]),
    lambda inner: st.one_of(
        st.builds(lambda every, parts: Group(every, tuple(parts)), st.booleans(), st.lists(inner, max_size=4)),
        st.builds(lambda tree, holds: Named(repr(tree), tree, holds), inner, st.booleans()),
    ),
    max_leaves=12,
)


def holds(one: Expression, known: dict[str, str], names: dict[str, Tree]) -> bool:
    if isinstance(one, Asked):
        return known[one.fact] in one.values
    if isinstance(one, Use):
        return bool(truth(names[one.name], known)) is one.holds
    return (all if one.every else any)(holds(part, known, names) for part in one.parts)


def names_in(tree: Tree) -> dict[str, Tree]:
    if isinstance(tree, Leaf):
        return {}
    if isinstance(tree, Named):
        return {tree.name: tree.tree} | names_in(tree.tree)
    return {name: inner for part in tree.parts for name, inner in names_in(part).items()}


@QUIET
@given(TREES, st.booleans())
def test_a_simplified_condition_has_the_same_truth(tree: Tree, shared: bool) -> None:
    names = names_in(tree)
    simple = Algebra(FACTS, {}, names if shared else ()).read(tree)
    for values in product(*(fact.values for fact in FACTS.values())):
        known = dict(zip(FACTS, values, strict=True))
        assert holds(simple, known, names) is truth(tree, known)


@pytest.mark.parametrize(
    ("tree", "simple"),
    [
        (Group(False, (Group(True, (P, Q)), Group(True, (P, R)))), "p and (r or q)"),
        (Group(False, (P, Group(True, (P, Q)))), "p"),
        (Group(False, (Leaf("s", "a"), Leaf("s", "c"))), "s in a c"),
        (Group(False, (P, Leaf("p", "no"))), "always"),
        (Group(True, (P, Leaf("p", "no"))), "never"),
        (Group(True, (Q, P)), "p and q"),
        (Group(True, (Group(True, (P,)), Group(True, (R, P)))), "p and r"),
        (Named("n", Group(True, (P, R)), holds=False), "not p or not r"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_less_is_asked(tree: Tree, simple: str) -> None:
    yes = frozenset({"yes"})
    p, q, r, no_p, no_r = (
        Asked("p", yes),
        Asked("q", yes),
        Asked("r", yes),
        Asked("p", frozenset({"no"})),
        Asked("r", frozenset({"no"})),
    )
    expected = {
        "p and (r or q)": Join(True, (p, Join(False, (q, r)))),
        "p": p,
        "s in a c": Asked("s", frozenset({"a", "c"})),
        "always": ALWAYS,
        "never": NEVER,
        "p and q": Join(True, (p, q)),
        "p and r": Join(True, (p, r)),
        "not p or not r": Join(False, (no_p, no_r)),
    }
    assert Algebra(FACTS, {}).read(tree) == expected[simple]


def test_what_is_decided_is_not_asked() -> None:
    name = Named("gate", Group(True, (P, Q)))
    closed = Named("gate", name.tree, holds=False)
    tree = Group(False, (Group(True, (name, R)), Group(True, (closed, Q))))
    assert Algebra(FACTS, {"gate": True}).read(tree) == Asked("r", frozenset({"yes"}))
    assert Algebra(FACTS, {"gate": False}).read(tree) == Asked("q", frozenset({"yes"}))
    outer = Named("outer", Group(True, (name, R)), holds=False)
    assert Use("gate", False) in Algebra(FACTS, {}, ["gate"]).read(outer).parts
    assert Use("gate", False) in Algebra(FACTS, {}, ["gate"]).read(Group(True, (closed, R))).parts


@pytest.mark.thorough
@QUIET
@given(versions())
def test_the_compiled_rules_hold_as_written_whatever_is_unknown(law) -> None:
    first = compiled(law.engine.book)
    for values in product(*([*fact.values, "unknown", None] for fact in law.facts.values())):
        told = {name: value for name, value in zip(law.facts, values, strict=True) if value is not None}
        full = law.engine.assumed | {name: value for name, value in told.items() if value != "unknown"}
        assert first(told) == next(number for number, rule in enumerate(law.engine.rules) if truth(rule.tree, full))
