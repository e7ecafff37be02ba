"""The search at size: how long it takes and whom it finds among so many invented people, beside what it is compared with.

`python -m bench.people --size 1000000 --seed 91` measures it; `make bench` does so with 100,000 people. Questions of every kind are asked
one after the other, as a screener's page asks them: from the words typed to ten hits. Those before the first that counts warm up
the process and the database, which run all day where they work.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time

from django.db import connection

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


class Clock:
    """Times what is done within it: by the wall, and what this process and its database server's worked for it.

    On a machine where others work too, the second says what the first would be without them.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            worked = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.worked = worked if worked.exists() else None  # a server on another machine
        self.walls: list[float] = []
        self.works: list[float] = []

    def __enter__(self) -> None:
        self.began = perf_counter(), self._work()

    def __exit__(self, *_) -> None:
        wall, work = self.began
        self.walls.append(1000 * (perf_counter() - wall))
        self.works.append(1000 * (self._work() - work))

    def figures(self, name: str) -> Iterator[Figure]:
        for share in SHARES:
            yield Figure(f"{name}, p{100 * share:.0f}", percentile(self.walls, share), "ms")
        yield Figure(f"{name}, longest", max(self.walls), "ms")
        if self.worked:
            for share in SHARES:
                yield Figure(f"{name}, p{100 * share:.0f} of processor time", percentile(self.works, share), "ms")

    def _work(self) -> float:
        server = int(self.worked.read_text().split()[0]) / 1e9 if self.worked else 0.0
        return process_time() + server


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
    clock, ranks = Clock(), []
    for question in asked:
        with clock:
            hits = search(question)
        if question.person is not None:
            ranks.append(hits.index(question.person) if question.person in hits else len(hits) + max(TOPS))
    name = f"{group}: {beside or 'search'}"
    yield from clock.figures(f"{name} ({len(asked):,} questions)")
    for top in TOPS:
        yield Figure(f"{name}, recall@{top}", sum(rank < top for rank in ranks) / len(ranks), "of 1")


def _building(group: str, found: Filled) -> Iterator[Figure]:
    yield Figure(f"{group}: on file", found.people, "people")
    for name, seconds in found.seconds.items():
        yield Figure(f"{group}: {name}", seconds, "s")
    for name, size in found.bytes.items():
        yield Figure(f"{group}: {name}", size / (1 << 20), "MB")


def _commonest(group: str, found: Filled) -> Iterator[Figure]:
    """The commonest names and nothing else: nobody can be found so, and it may not take long."""
    clock = Clock()
    for (first, last), _ in found.names.most_common(COMMONEST):
        with clock:
            index.search(describe(Told(first=first, last=last), TODAY), weights.load())
    yield from clock.figures(f"{group}: one of the {COMMONEST} commonest names alone")
