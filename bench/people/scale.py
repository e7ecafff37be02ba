"""The search at size: how long it takes and whom it finds among so many invented people, beside what it is compared with.

`python -m bench.people --size 1000000 --seed 91` measures it; `make bench` does so with 100,000 people. Questions of every kind are asked
one after the other, as a screener's page asks them: from the words typed to ten hits. Those before the first that counts warm up
the process and the database, which run all day where they work.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.figures import Figure, percentile
from bench.people import autosaving, reporting
from bench.people.asking import Question
from bench.people.clock import SHARES, Clock
from bench.people.filling import PROCESSES, Filled, filled
from bench.people.population import TODAY
from bench.people.trigrams import programs, trigrams
from bench.people.weighing import told
from bench.people.whole import whole
from oscr.people import index
from oscr.people.matching import weights
from oscr.people.matching.describing import Told, describe

WARMING = 200  # questions asked before those that count
COMMONEST = 60  # names that most people have, asked alone
PATIENCE = (
    90.0  # seconds for each way that the search is measured beside: the slower one is, the fewer questions it gets
)
TOPS = (1, 5, 10)
Search = Callable[[Question], list[int]]


@dataclass
class Answers:
    """What a way to search made of questions: how long each took, and the place of whom it meant (from 0) where they are on file."""

    clock: Clock = field(default_factory=Clock)
    asked: list[Question] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)

    def recall(self, top: int) -> float:
        return sum(rank < top for rank in self.ranks) / len(self.ranks)


def measure(
    size: int, seed: int, count: int, folder: Path | None = None, processes: int = PROCESSES
) -> Iterator[Figure]:
    """Figures of a search among `size` people drawn from a seed; with `folder`, beside trigrams and Splink."""
    group = f"people, {size:,}"
    with filled(seed, size, WARMING + count, folder, processes) as found:
        yield from _building(group, found)
        yield from searching(group, found)
        if folder:
            yield from _beside(group, found)
        if os.environ.get("DATABASE_URL"):
            print("Not measured: filing and autosaves. Reports are written into an embedded database only.")
        else:
            yield from reporting.measure(group, seed)
            yield from autosaving.measure(group, seed)


def searching(group: str, found: Filled) -> Iterator[Figure]:
    """Figures of the search alone, in tables that are filled."""
    answers_to(ours, found.asked[:WARMING])
    yield Figure(f"{group}: load of the machine before searching", os.getloadavg()[0], "processes")
    answers = answers_to(ours, found.asked[WARMING:])
    yield from answers.clock.figures(f"{group}: search ({len(answers.asked):,} questions)")
    for top in TOPS:
        yield Figure(f"{group}: search, recall@{top}", answers.recall(top), "of 1")
    yield from _commonest(group, found)
    yield Figure(f"{group}: load of the machine after searching", os.getloadavg()[0], "processes")


def ours(question: Question) -> list[int]:
    """Whom the search finds, best first."""
    return [hit.person for hit in index.search(describe(told(question.asked), TODAY), weights.load())]


def answers_to(search: Search, asked: Sequence[Question], patience: float = float("inf")) -> Answers:
    """Ask one question after the other until all are asked or so many seconds are over."""
    answers, ends = Answers(), perf_counter() + patience
    for question in asked:
        with answers.clock:
            hits = search(question)
        answers.asked.append(question)
        if question.person is not None:
            answers.ranks.append(hits.index(question.person) if question.person in hits else max(TOPS))
        if perf_counter() > ends:
            break
    return answers


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


def _beside(group: str, found: Filled) -> Iterator[Figure]:
    where = programs()
    if where is None:
        print(
            "Not measured beside pg_trgm: there is no PostgreSQL with contrib in /usr/lib/postgresql (apt install postgresql)."
        )
    else:
        with trigrams(where, found.listed) as ways:
            for name, search in ways.items():
                yield from _compared(group, name, search, found.asked[WARMING:])
    with whole(found.listed, found.asked) as search:
        yield from _compared(group, "Splink, predict_between", search, found.asked[WARMING:])


def _compared(group: str, name: str, search: Search, asked: Sequence[Question]) -> Iterator[Figure]:
    """Another way and ours on the same questions, one after the other."""
    theirs = answers_to(search, asked, PATIENCE)
    mine = answers_to(ours, theirs.asked)
    for share in SHARES[:2]:
        took, ours_took = (percentile(one.clock.walls, share) for one in (theirs, mine))
        what = f"{group}: {name} ({len(theirs.asked):,} questions), p{100 * share:.0f}"
        yield Figure(what, took, "ms", took / ours_took, "our search for the same questions")
    for top in (TOPS[0], TOPS[-1]):
        found, we_found = (one.recall(top) for one in (theirs, mine))
        yield Figure(f"{group}: {name}, recall@{top}", found, "of 1", found / we_found, "our search")
