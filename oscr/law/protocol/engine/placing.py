"""The search for places of the pathways that keep the diagram small (see `ordering`).

Used by `oscr protocol places`, when a change of the protocol made the diagram grow. It moves some neighbouring pathways at
a time and keeps what is no worse; the same seed gives the same search.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from oscr.law.protocol.engine.diagram import TooLarge
from oscr.law.protocol.engine.logic import Logic
from oscr.law.protocol.model import Book


def better(book: Book, *, tries: int, seed: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The nodes with the pathways as they stand, then each time that another order needs fewer: (nodes, slugs in order)."""
    draw = random.Random(seed)  # noqa: S311 - a search, no secret
    slugs = tuple(sorted(book.pathways, key=lambda slug: book.pathways[slug].place))
    best = Logic(book).size
    yield best, slugs
    for _ in range(tries):
        moved = _moved(slugs, draw)
        made = _made(book, moved, 10 * best)
        if made < best:
            yield made, moved
        if made <= best:
            best, slugs = made, moved


def _made(book: Book, slugs: Sequence[str], cap: int) -> int:
    """The nodes of the outcome with the pathways in this order; more than the cap where it takes that many to make it."""
    paths = {slug: replace(book.pathways[slug], place=place) for place, slug in enumerate(slugs)}
    try:
        return Logic(replace(book, pathways={slug: paths[slug] for slug in book.pathways}), cap).size
    except TooLarge:
        return cap + 1


def _moved(slugs: tuple[str, ...], draw: random.Random) -> tuple[str, ...]:
    """One to three neighbours at another place."""
    many = min(draw.choice((1, 1, 1, 2, 3)), len(slugs))
    start = draw.randrange(len(slugs) - many + 1)
    rest = slugs[:start] + slugs[start + many :]
    to = draw.randrange(len(rest) + 1)
    return rest[:to] + slugs[start : start + many] + rest[to:]
