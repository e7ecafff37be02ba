"""`oscr people train`: what agreements are worth, counted by Splink on the archive, as a named and dated file of weights.

Either the tellings of the database, with the links that workers confirmed, or lists as `oscr people evaluate` reads them: there
whoever is asked for is a further telling, and the truth says of whom. Nothing is changed but the file that is written.
"""

import argparse
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import django
from django.utils.module_loading import import_string

from oscr.config import database
from oscr.config.people import files
from oscr.config.people.sources import Archive, of_lists, read_weights
from oscr.config.protocol.inputs import NotUnderstood, day
from oscr.law.calendar import CENTRAL
from oscr.people.matching import weights

RANDOM_PAIRS = 10_000_000
COMMENTS = (
    "What each agreement and disagreement is worth: read by weights.py, counted by oscr people train with Splink.",
    "m: how often two tellings of one person show this level; u: two tellings of two.",
)


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `train`."""
    told = "count what agreements are worth on an archive, with Splink, and write a file of weights"
    parser = verbs.add_parser("train", help=told, description=told)
    parser.add_argument("--into", type=Path, required=True, metavar="TOML", help="the file to write; it must not exist")
    parser.add_argument("--name", required=True, help="how these weights are called")
    parser.add_argument("--persons", type=Path, metavar="CSV", help="a list instead of the database's tellings")
    parser.add_argument("--queries", type=Path, metavar="CSV", help="further tellings of people on the list")
    parser.add_argument("--truth", type=Path, metavar="CSV", help="of whom they are; counts as confirmed links")
    parser.add_argument(
        "--weights", type=Path, default=weights.SHIPPED, metavar="TOML", help="where the numbers come from that are set by hand"
    )  # fmt: skip
    parser.add_argument("--on", type=day, metavar="DAY", help="the day the lists are read (today in Missouri)")
    parser.add_argument("--seed", type=int, default=1, help="of the random pairs (1)")
    parser.add_argument("--pairs", type=int, default=RANDOM_PAIRS, help=f"random pairs ({RANDOM_PAIRS})")
    parser.add_argument("--spark", action="store_true", help="in Spark, where one machine is too small for DuckDB")
    files.add_largest(parser)
    parser.set_defaults(verb=_train)


def _train(options: argparse.Namespace) -> int:
    _check(options)
    before = read_weights(options.weights)
    today = datetime.now(CENTRAL).date()
    with _archive(options, options.on or today) as archive, tempfile.TemporaryDirectory() as folder, _quiet():
        found = _learned(archive, Path(folder), options)
    if faults := list(found.untrained()):
        raise NotUnderstood(
            "\n".join([*faults, f"nothing was written: a larger archive, or more than --pairs {options.pairs}"])
        )
    _write(options.into, _text(found, options, archive.source, before, today))
    print(
        f"{options.into}: '{options.name}', trained on {found.tellings:,} tellings and {found.random_pairs:,} random pairs"
    )
    for rule, count in found.pairs.items():
        print(f"  {count:>12,} pairs by {rule}")
    for field, by in found.by.items():
        print(f"  {field}: m by {by}")
    print(f"  carried over from '{before.name}': {', '.join(weights.NUMBERS)}")
    return 0


def _check(options: argparse.Namespace) -> None:
    faults = []
    if options.into.exists():
        faults.append(f"{options.into}: exists already; weights are never written over")
    if (options.truth and not options.queries) or (options.queries and not options.persons):
        faults.append("--truth needs --queries, and --queries needs --persons")
    if options.pairs < 1:
        faults.append("--pairs: at least 1")
    if faults:
        raise NotUnderstood("\n".join(faults))


@contextmanager
def _archive(options: argparse.Namespace, on: date) -> Iterator[Archive]:
    if options.persons:
        yield of_lists(options.persons, options.queries, options.truth, on=on, largest=options.largest)
        return
    with database.running():
        django.setup()
        yield Archive("the tellings of the database", *import_string("oscr.config.people.archive.tellings")())


def _learned(archive: Archive, folder: Path, options: argparse.Namespace) -> Any:
    kept, engine, learned = (
        import_string(f"oscr.config.people.learning.{name}")  # not before it is wanted: it takes a second to load
        for name in ("kept", "in_spark" if options.spark else "in_duckdb", "learned")
    )
    path, count = kept(archive.rows(), folder)
    if count < 2:
        raise NotUnderstood(f"{archive.source}: {count} tellings; nothing can be compared")
    with engine(path) as (api, tellings):
        return learned(api, tellings, count, archive.confirmed, pairs=options.pairs, seed=options.seed)


def _text(found: Any, options: argparse.Namespace, source: str, before: weights.Weights, today: date) -> str:
    pairs = ", ".join(f"{count} by {rule}" for rule, count in found.pairs.items())
    told = {
        "name": options.name,
        "trained": today,
        "source": f"{source}: {found.tellings} tellings; u on {found.random_pairs} random pairs (seed {options.seed}); m on {pairs}",
    } | {number: getattr(before, number) for number in weights.NUMBERS}
    rates = {
        field: {level: (found.m[field][level], found.u[field][level]) for level in levels}
        for field, levels in weights.LEVELS.items()
    }
    by = (f"m of {field} by {by}." for field, by in found.by.items())
    carried = f"Carried over from '{before.name}', not trained: {', '.join(weights.NUMBERS)}."
    return weights.text(told, rates, comments=[*COMMENTS, *by, carried])


def _write(path: Path, text: str) -> None:
    """All of it or nothing."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        raise NotUnderstood(f"{path}: cannot be written: {error.strerror}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Splink tells of every step; what matters is said at the end."""
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
