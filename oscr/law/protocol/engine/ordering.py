"""In which order the decision diagram asks its facts: it decides whether the diagram stays small.

Used by `logic`. Pathways in alphabetical order give more than ten times the nodes of pathways in the places that stand in
their files; `placing` searches better ones.
"""

from collections.abc import Iterator

from oscr.law.protocol.model import Book, leaves


def order(book: Book) -> tuple[str, ...]:
    """Fact ids: first what the call, a suspect and everybody of a pathway share, then pathway by pathway, then the rest.

    What the call's circumstances tell by themselves (derived) stands last: it is never open, and above the children it
    would multiply every pathway by every circumstance.
    """

    def place(name: str) -> int:
        fact = book.facts[name]
        if fact.scope == "call" and fact.derived:
            return 4
        return {"call": 0, "suspect": 1, "pair": 3 if fact.pathway else 2}.get(fact.scope, 3)

    return tuple(sorted(dict.fromkeys(_written(book)), key=place))


def _written(book: Book) -> Iterator[str]:
    """All facts, some repeatedly: those before any pathway, those that pathways use, then the rest."""
    owned = [name for name, fact in book.facts.items() if fact.pathway]
    names = list(book.facts)
    yield from names[: names.index(owned[0])] if owned else names
    for path in sorted(book.pathways.values(), key=lambda path: path.place):
        for condition in path.conditions:
            yield from (leaf.fact for leaf in leaves(condition.tree))
        yield from (name for name in owned if book.facts[name].pathway == path.slug)
    yield from names
