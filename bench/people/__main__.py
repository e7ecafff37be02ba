"""`python -m bench.people --size N` measures the search; `draw --into FOLDER` and `weigh` use the same people."""

import argparse
import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bench.figures import show
from bench.people.asking import Question, questions
from bench.people.measuring import measure
from bench.people.mistakable import mistakable
from bench.people.population import World, peopled
from bench.people.weighing import weighed

ROW = [
    "role", "first", "middle", "last", "suffix", "dob", "age", "age_asof", "sex", "phone", "num", "street", "unit", "city", "zip",
    "school",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.people", description="People to measure the search with.")
    parser.add_argument("verb", nargs="?", default="search", choices=["search", "draw", "weigh"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100_000, help="people")
    parser.add_argument("--queries", type=int, default=3_000)
    parser.add_argument("--beside", action="store_true", help="search: the same through pg_trgm and through Splink")
    parser.add_argument("--processes", type=int, default=2, help="search: how many draw people and make their keys")
    parser.add_argument("--alike", type=int, default=0, help="draw: so many more about people easily taken for others")
    parser.add_argument(
        "--birth-told", type=float, metavar="SHARE", help="draw: how often a birth date is told, by default drawn"
    )
    parser.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="draw: where the three files go")
    options = parser.parse_args()
    if options.verb == "search":
        show(measure(options.size, options.seed, options.queries, beside=options.beside, processes=options.processes))
        return
    world = peopled(options.seed, options.size)
    if options.birth_told is not None:
        world.rates = replace(world.rates, birth_told=options.birth_told)
    asked = questions(world, options.queries)
    if options.verb == "weigh":
        print(weighed(world, asked, options.seed))
    else:
        options.into.mkdir(parents=True, exist_ok=True)
        draw(world, asked + mistakable(world, options.alike), options.into)


def draw(world: World, asked: list[Question], folder: Path) -> None:
    """Write the three files."""
    people = ([str(n), str(world.home[n]), *row.columns()] for n, row in enumerate(world.filed))
    _write(folder / "persons.csv", ["person_id", "household_id", *ROW], people)
    _write(folder / "queries.csv", ["query_id", *ROW], ([str(n), *one.asked.columns()] for n, one in enumerate(asked)))
    truth = (
        [str(n), "" if one.person is None else str(one.person), ";".join(map(str, one.must_not))]
        for n, one in enumerate(asked)
    )
    _write(folder / "truth.csv", ["query_id", "person_id", "must_not_ids"], truth)


def _write(path: Path, columns: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
