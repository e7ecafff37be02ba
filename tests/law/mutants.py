"""The shipped protocol with one thing changed, in memory: shared by the tests that see proofs fail."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.inforce import FOLDER
from oscr.law.protocol.model import Book
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import Entry, Source, files_of, read

ON = date(2026, 3, 2)
Mutation = Callable[[list[Entry]], list[Entry]]


@lru_cache(maxsize=1)
def shipped() -> Source:
    """The entries as written."""
    return read(files_of(FOLDER))


def mutant(*mutations: Mutation) -> Book:
    """The book after some mutations."""
    entries = list(shipped().entries)
    for mutation in mutations:
        entries = mutation(entries)
    return book(replace(shipped(), entries=tuple(entries)), ON)


def engine(*mutations: Mutation) -> Engine:
    """The mutant, ready to be proven."""
    return Engine(mutant(*mutations), 10_000_000)


def changed(kind: str, name: str, **data: Any) -> Mutation:
    """Some keys of one entry replaced; None takes a key away."""

    def mutation(entries: list[Entry]) -> list[Entry]:
        assert any((entry.kind, entry.id) == (kind, name) for entry in entries), name
        return [_with(entry, data) if (entry.kind, entry.id) == (kind, name) else entry for entry in entries]

    return mutation


def removed(kind: str, name: str) -> Mutation:
    """One entry taken out."""

    def mutation(entries: list[Entry]) -> list[Entry]:
        left = [entry for entry in entries if (entry.kind, entry.id) != (kind, name)]
        assert len(left) == len(entries) - 1, name
        return left

    return mutation


def added(before: str, then: str, parts: Iterable[Any], name: str = "MUTANT") -> Mutation:
    """One rule more, before another."""

    def mutation(entries: list[Entry]) -> list[Entry]:
        place = next(i for i, entry in enumerate(entries) if (entry.kind, entry.id) == ("rule", before))
        data = {"id": name, "text": "m", "then": then, "all": list(parts), "cite": "m"}
        common = {"from": date(2020, 8, 28), "provenance": "authored"}
        return [*entries[:place], Entry("rule", "mutant.toml", data | common, None), *entries[place:]]

    return mutation


def _with(entry: Entry, data: dict[str, Any]) -> Entry:
    kept = {key: value for key, value in (entry.data | data).items() if value is not None}
    return replace(entry, data=kept)
