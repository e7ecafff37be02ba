"""The diagram's own operations against tables of all their values."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from oscr.law.protocol.engine.diagram import FALSE, Diagram

SIZES = (2, 3, 2)
ALL = list(product(*(range(size) for size in SIZES)))
TABLES = st.lists(st.integers(0, 3), min_size=len(ALL), max_size=len(ALL)).map(lambda v: dict(zip(ALL, v, strict=True)))
SOME = settings(max_examples=80, deadline=None)


def built(diagram: Diagram, table: dict[tuple[int, ...], int], prefix: tuple[int, ...] = ()) -> int:
    """The diagram of a table."""
    if len(prefix) == len(SIZES):
        return ~table[prefix]
    kids = tuple(built(diagram, table, (*prefix, value)) for value in range(SIZES[len(prefix)]))
    return diagram.node(len(prefix), kids)


@SOME
@given(TABLES, TABLES)
def test_exceeds_and_span(one: dict[tuple[int, ...], int], two: dict[tuple[int, ...], int]) -> None:
    diagram = Diagram(SIZES)
    a, b = built(diagram, one), built(diagram, two)
    assert diagram.exceeds(a, b) == any(one[point] > two[point] for point in ALL)
    assert diagram.span(a) == (min(one.values()), max(one.values()))
    assert diagram.terminals(a) == set(one.values())
    assert (a == b) == (one == two)


@SOME
@given(TABLES)
def test_support_is_what_matters(table: dict[tuple[int, ...], int]) -> None:
    diagram = Diagram(SIZES)
    matters = {
        place
        for point in ALL
        for place, size in enumerate(SIZES)
        for value in range(size)
        if table[point] != table[(*point[:place], value, *point[place + 1 :])]
    }
    assert diagram.support(built(diagram, table)) == matters


@SOME
@given(TABLES, st.tuples(*(st.integers(0, size - 1) for size in SIZES)))
def test_witness_is_true_and_departs_least(table: dict[tuple[int, ...], int], usual: tuple[int, ...]) -> None:
    truth = {point: int(value > 1) for point, value in table.items()}
    diagram = Diagram(SIZES)
    node = built(diagram, truth)
    if node == FALSE:
        return
    path = diagram.witness(node, dict(enumerate(usual)))
    point = tuple(path.get(place, value) for place, value in enumerate(usual))

    def departures(other: tuple[int, ...]) -> int:
        return sum(x != y for x, y in zip(other, usual, strict=True))

    assert truth[point]
    assert departures(point) == min(departures(other) for other in ALL if truth[other])


def test_a_witness_through_shared_nodes() -> None:
    diagram = Diagram((2, 2, 2))
    same = diagram.test(2, 1)
    node = diagram.node(0, (diagram.node(1, (same, FALSE)), diagram.node(1, (FALSE, same))))
    assert diagram.witness(node, {0: 0, 1: 0, 2: 0}) == {0: 0, 1: 0, 2: 1}
