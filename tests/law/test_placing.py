"""The search for places of the pathways."""

from dataclasses import replace
from datetime import date

import pytest

from oscr.law import protocol
from oscr.law.protocol.engine import placing
from oscr.law.protocol.engine.diagram import TooLarge
from oscr.law.protocol.engine.logic import Logic
from oscr.law.protocol.engine.placing import better
from oscr.law.protocol.model import Book

pytestmark = pytest.mark.thorough
SEED = 269  # its first move brings them nearer
BOOK = protocol.in_force(date(2026, 3, 2)).engine.book


def with_places(slugs: tuple[str, ...]) -> Book:
    """The shipped book with its pathways in this order."""
    return replace(
        BOOK, pathways={slug: replace(path, place=slugs.index(slug)) for slug, path in BOOK.pathways.items()}
    )


def test_each_order_found_needs_fewer_nodes_and_is_what_it_says() -> None:
    shipped = sorted(BOOK.pathways, key=lambda slug: BOOK.pathways[slug].place)
    apart = (
        *(slug for slug in shipped if slug != "provocative"),
        "provocative",
    )  # far from what it shares its facts with
    found = list(better(with_places(apart), tries=2, seed=SEED))
    sizes = [nodes for nodes, _ in found]
    assert sizes == sorted(set(sizes), reverse=True)
    assert len(sizes) > 1
    assert [Logic(with_places(slugs)).size for _, slugs in found] == sizes
    assert found[0][1] == apart


def test_an_order_that_takes_too_many_nodes_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def capped(book: Book, cap: int | None = None) -> Logic:
        if cap is not None:
            raise TooLarge
        return Logic(book)

    monkeypatch.setattr(placing, "Logic", capped)
    assert len(list(better(BOOK, tries=3, seed=SEED))) == 1
