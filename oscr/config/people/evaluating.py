"""`oscr people evaluate`: search for everybody of a list whose truth is known, and count what was found, missed and confused.

In memory, or with `--database` in PostgreSQL: in tables of this session alone, which stand in for the real ones.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import django
from django.utils.module_loading import import_string

from oscr.config import database
from oscr.config.people import files
from oscr.config.people.sources import read_weights
from oscr.config.protocol.inputs import day
from oscr.law.calendar import CENTRAL
from oscr.people.matching import weights
from oscr.people.matching.describing import Known, Told, describe
from oscr.people.matching.guard import Hit, sure
from oscr.people.matching.index import SHOWN, Index, inherited

TOPS = (1, 5, SHOWN)
PERCENTILES = (50, 95, 99)
Search = Callable[[Known], list[Hit]]
People = Mapping[str, Known]
Households = Mapping[str, str | None]


@dataclass(frozen=True)
class Answer:
    """One query: what was found (best first), the guarded rule's choice, how long it took, and the truth.

    `dated`: a birth date is told and on file, without which the guarded rule never answers.
    """

    query: str
    hits: Sequence[Hit]
    sure: Hit | None
    seconds: float
    truth: files.Truth
    dated: bool = False


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate`."""
    told = "search for people whose truth is known: recall, precision, false joins and times"
    parser = verbs.add_parser("evaluate", help=told, description=told)
    for name in ("persons", "queries", "truth"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="CSV")
    parser.add_argument("--weights", type=Path, default=weights.SHIPPED, metavar="TOML", help="other weights to try")
    parser.add_argument("--on", type=day, metavar="DAY", help="the day of the search (today in Missouri)")
    parser.add_argument(
        "--missed", action="store_true", help="list the queries whose person is not among the first ten"
    )
    parser.add_argument("--database", action="store_true", help="search in PostgreSQL; nothing is kept there")
    files.add_largest(parser)
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.set_defaults(verb=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    people = files.persons(options.persons, options.largest)
    asked = files.queries(options.queries, options.largest)
    truth = files.truth(options.truth, asked, people, options.largest)
    chosen = read_weights(options.weights)
    on = options.on or datetime.now(CENTRAL).date()
    households = {one: person.household for one, person in people.items()}
    known = inherited({one: describe(person.told, on) for one, person in people.items()}, households)
    with (_in_database if options.database else _in_memory)(known, households, chosen) as search:
        answers = [
            _answered(query, told, search, on, chosen, truth[query], len(people)) for query, told in asked.items()
        ]
    answers = [replace(answer, dated=_dated(answer, asked, people)) for answer in answers]
    where = "database" if options.database else "memory"
    _say(figures(answers, chosen) | {"persons": len(people), "weights": chosen.name, "in": where}, as_json=options.json)
    if options.missed:
        print(
            "\n".join(f"missed {answer.query}" for answer in answers if _rank(answer) is None and answer.truth.person)
        )
    return 0


@contextmanager
def _in_memory(people: People, households: Households, chosen: weights.Weights) -> Iterator[Search]:
    index = Index()
    for one, known in people.items():
        index.add(one, known, households[one])
    yield lambda asked: index.search(asked, chosen)


@contextmanager
def _in_database(people: People, households: Households, chosen: weights.Weights) -> Iterator[Search]:
    with database.running():
        django.setup()
        standing_in = import_string("oscr.people.trial.standing_in")
        search = import_string("oscr.people.index.search")
        with standing_in(people, households) as ids:
            yield lambda asked: [replace(hit, person=ids[hit.person]) for hit in search(asked, chosen)]


def figures(answers: Sequence[Answer], chosen: weights.Weights) -> dict[str, float | int | None]:
    """What is printed; docs/people-cli.md says what each figure means. None: nothing to divide by."""
    there = [answer for answer in answers if answer.truth.person is not None]
    ranks = [_rank(answer) for answer in there]
    first = [answer for answer in answers if answer.hits and answer.hits[0].score.bits >= chosen.suggest]
    right = [answer for answer in first if answer.hits[0].person == answer.truth.person]
    sure_right = [answer for answer in answers if answer.sure and answer.sure.person == answer.truth.person]
    sure_wrong = [answer for answer in answers if answer.sure and answer.sure.person != answer.truth.person]
    times = sorted(answer.seconds for answer in answers)
    return {
        "queries": len(answers),
        "in the list": len(there),
        **{
            f"recall@{top}": _share(sum(rank is not None and rank <= top for rank in ranks), len(there)) for top in TOPS
        },
        "suggested": len(first),
        "precision of suggestions": _share(len(right), len(first)),
        "must-not pairs": sum(len(answer.truth.must_not) for answer in answers),
        "must-not pairs suggested first": sum(answer.hits[0].person in answer.truth.must_not for answer in first),
        "guarded rule right": len(sure_right),
        "guarded rule wrong": len(sure_wrong),
        "guarded rule recall": _share(len(sure_right), len(there)),
        "birth date told and on file": sum(answer.dated for answer in there),
        "guarded rule recall among those": _share(len(sure_right), sum(answer.dated for answer in there)),
        "must-not pairs joined by the guarded rule": sum(
            answer.sure.person in answer.truth.must_not for answer in sure_wrong if answer.sure
        ),
        **{f"p{share} ms": _percentile(times, share) for share in PERCENTILES},
    }


def _answered(
    query: str, told: Told, search: Search, on: date, chosen: weights.Weights, truth: files.Truth, on_file: int
) -> Answer:
    began = time.perf_counter()
    hits = search(describe(told, on))
    took = time.perf_counter() - began
    return Answer(query, hits, sure(hits, chosen, on_file), took, truth)


def _dated(answer: Answer, asked: Mapping[str, Told], people: Mapping[str, files.Person]) -> bool:
    on_file = people[answer.truth.person].told if answer.truth.person else Told()
    return None not in (asked[answer.query].birth_date, on_file.birth_date)


def _rank(answer: Answer) -> int | None:
    """The place of the right person, from 1; None when not shown."""
    return next((place for place, hit in enumerate(answer.hits, 1) if hit.person == answer.truth.person), None)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _percentile(ordered: Sequence[float], share: int) -> float | None:
    return round(1000 * ordered[min(len(ordered) - 1, share * len(ordered) // 100)], 2) if ordered else None


def _say(found: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, indent=2))
        return
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{name:<{width}}  {'-' if value is None else value}")
