"""The search at size: how long it takes and whom it finds among so many invented people, beside what it is compared with.

`python -m bench.people --size 1000000 --seed 91` measures it; `make bench` does so with 100,000 people. Questions of every kind are asked
one after the other, as a screener's page asks them: from the words typed to ten hits. Those before the first that counts warm up
the process and the database, which run all day where they work.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, percentile
from bench.people.asking import Question
from bench.people.filling import Filled, filled
from bench.people.population import TODAY
from bench.people.weighing import told
from oscr.people import index
from oscr.people.matching import weights
from oscr.people.matching.describing import Told, describe

WARMING = 200  # questions asked before those that count
COMMONEST = 60  # names that most people have, asked alone
TOPS = (1, 5, 10)
SHARES = (0.5, 0.95, 0.99)
Search = Callable[[Question], list[int]]


def measure(size: int, seed: int, count: int, folder: Path | None = None) -> Iterator[Figure]:
    """Figures of a search among `size` people drawn from a seed; with `folder`, beside trigrams and Splink."""
    group = f"people, {size:,}"
    with filled(seed, size, WARMING + count, folder) as found:
        yield from _building(group, found)
        warming, asked = found.asked[:WARMING], found.asked[WARMING:]
        for question in warming:
            ours(question)
        yield Figure(f"{group}: load of the machine before searching", os.getloadavg()[0], "processes")
        yield from asked_all(group, ours, asked)
        yield from _commonest(group, found)
        yield Figure(f"{group}: load of the machine after searching", os.getloadavg()[0], "processes")


def ours(question: Question) -> list[int]:
    """Whom the search finds, best first."""
    return [hit.person for hit in index.search(describe(told(question.asked), TODAY), weights.load())]


def asked_all(group: str, search: Search, asked: Sequence[Question], beside: str = "") -> Iterator[Figure]:
    """Times of these questions and how many of those who are on file are among the first."""
    times, ranks = [], []
    for question in asked:
        began = perf_counter()
        hits = search(question)
        times.append(1000 * (perf_counter() - began))
        if question.person is not None:
            ranks.append(hits.index(question.person) if question.person in hits else len(hits) + max(TOPS))
    name = f"{group}: {beside or 'search'}"
    yield from _times(f"{name} ({len(asked):,} questions)", times)
    for top in TOPS:
        yield Figure(f"{name}, recall@{top}", sum(rank < top for rank in ranks) / len(ranks), "of 1")


def _times(name: str, times: Sequence[float]) -> Iterator[Figure]:
    for share in SHARES:
        yield Figure(f"{name}, p{100 * share:.0f}", percentile(times, share), "ms")
    yield Figure(f"{name}, longest", max(times), "ms")


def _building(group: str, found: Filled) -> Iterator[Figure]:
    yield Figure(f"{group}: on file", found.people, "people")
    for name, seconds in found.seconds.items():
        yield Figure(f"{group}: {name}", seconds, "s")
    for name, size in found.bytes.items():
        yield Figure(f"{group}: {name}", size / (1 << 20), "MB")


def _commonest(group: str, found: Filled) -> Iterator[Figure]:
    """The commonest names and nothing else: nobody can be found so, and it may not take long."""
    times = []
    for (first, last), _ in found.names.most_common(COMMONEST):
        began = perf_counter()
        index.search(describe(Told(first=first, last=last), TODAY), weights.load())
        times.append(1000 * (perf_counter() - began))
    yield from _times(f"{group}: one of the {COMMONEST} commonest names alone", times)
