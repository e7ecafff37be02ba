"""`python -m bench.people --size N` measures the search; `draw --into FOLDER` and `weigh` use the same people.

Measured in PostgreSQL: the server of DATABASE_URL, or an embedded one in a state folder of its own that goes afterwards.
"""

import argparse
import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench.figures import kept, line
from bench.people.asking import Question, questions
from bench.people.population import World, peopled
from bench.people.weighing import weighed
from oscr.config import database

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
    parser.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="draw: where the three files go")
    options = parser.parse_args()
    if options.verb == "search":
        search(options.size, options.seed, options.queries, beside=options.beside)
        return
    world = peopled(options.seed, options.size)
    asked = questions(world, options.queries)
    if options.verb == "weigh":
        print(weighed(world, asked, options.seed))
    else:
        options.into.mkdir(parents=True, exist_ok=True)
        draw(world, asked, options.into)


def search(size: int, seed: int, count: int, *, beside: bool) -> None:
    """Measure, print each figure as soon as it is there, and keep them in bench/latest.json."""
    with on_a_server() as folder:
        from bench.people import scale

        figures = []
        for figure in scale.measure(size, seed, count, folder if beside else None):
            print(line(figure), flush=True)
            figures.append(figure)
    kept(figures)


@contextmanager
def on_a_server() -> Iterator[Path]:
    """Django on a migrated database; gives a folder for files that goes afterwards, and with it an embedded server."""
    folder = Path(tempfile.mkdtemp(prefix="oscr-people-"))
    os.environ["OSCR_STATE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "oscr.config.settings"
    try:
        with database.running():
            django.setup()
            django.core.management.call_command("migrate", verbosity=0)
            yield folder
            django.db.connection.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
