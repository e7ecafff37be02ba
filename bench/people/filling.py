"""As many invented people as wished in the tables that a search reads: drawn in shards by two processes, copied in, indexed.

The tables stand in a schema of their own, made like the real ones, before which PostgreSQL looks nowhere else: whatever the database
holds is neither read nor written, and the schema goes when the measuring is done.
"""

import csv
import gc
import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from time import perf_counter

import django
import psycopg
from django.db import connection

from bench.people.asking import Question, questions
from bench.people.population import TODAY, Rates, Row, World, peopled
from bench.people.weighing import told
from oscr.people import index
from oscr.people.matching.describing import describe
from oscr.people.matching.index import inherited

SCHEMA = "people_bench"
TABLES = ("people_tellingindex", "people_keyfrequency")
COPY = f"COPY {SCHEMA}.people_tellingindex (participant_id, household, keys, names, described) FROM STDIN"
MAKE = "CREATE UNLOGGED TABLE {schema}.{table} (LIKE public.{table} INCLUDING DEFAULTS)"
DEFINITIONS = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
MEMORY = "SET maintenance_work_mem = '1GB'"  # while the index is built
SHARD = 50_000  # people drawn at once: what one process keeps in memory
NUMBERS = 100_000  # numbers set aside for a shard, whose last household may exceed it
PROCESSES = 2
COMMON = 300  # names of a shard that may be among the commonest of all
COLUMNS = ("id", "first", "last", "dob", "sex", "phone", "num", "zip")


@dataclass(frozen=True)
class Shard:
    """What one process is asked for. `listed`: the file for those whom the search is measured beside, or None."""

    seed: int
    number: int
    people: int
    questions: int
    database: str
    listed: Path | None


Drawn = tuple[Shard, int, list[Question], Counter[tuple[str, str]]]


@dataclass
class Filled:
    """Everybody on file, what is asked of them, the commonest names, and what it took."""

    people: int
    asked: list[Question]
    names: Counter[tuple[str, str]]
    seconds: dict[str, float]
    bytes: dict[str, int]
    listed: list[Path]


@contextmanager
def filled(
    seed: int, size: int, count: int, folder: Path | None = None, processes: int = PROCESSES
) -> Iterator[Filled]:
    """So many people in tables of their own while the block runs. With `folder`, their files are left there too."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}; {MEMORY}")
        for table in TABLES:
            cursor.execute(MAKE.format(schema=SCHEMA, table=table))
        try:
            cursor.execute(f"SET search_path TO {SCHEMA}, public")
            yield _filled(list(_wanted(seed, size, count, folder)), processes)
        finally:
            cursor.execute(f"SET search_path TO public; DROP SCHEMA {SCHEMA} CASCADE")


def _filled(wanted: Sequence[Shard], processes: int) -> Filled:
    found = Filled(0, [], Counter(), {}, {}, [])
    with _timed(found, "drawn and copied in"):
        for shard, people, asked, names in _shards(wanted, processes):
            found.people += people
            found.asked += asked
            found.names.update(names)
            found.listed += [shard.listed] if shard.listed else []
    Random(wanted[0].seed).shuffle(found.asked)
    with connection.cursor() as cursor:
        with _timed(found, "indexed"):
            cursor.execute(DEFINITIONS, [list(TABLES)])
            for (definition,) in cursor.fetchall():
                cursor.execute(definition.replace(" public.", f" {SCHEMA}."))
        with _timed(found, "keys counted"):
            index.count_keys()
        cursor.execute(f"VACUUM ANALYZE {', '.join(f'{SCHEMA}.{table}' for table in TABLES)}")
        cursor.execute("SELECT pg_relation_size('people_tellingindex'), pg_relation_size('telling_index_keys')")
        found.bytes["table"], found.bytes["index"] = cursor.fetchone()
    return found


@contextmanager
def _timed(found: Filled, name: str) -> Iterator[None]:
    began = perf_counter()
    yield
    found.seconds[name] = perf_counter() - began


def _wanted(seed: int, size: int, count: int, folder: Path | None) -> Iterator[Shard]:
    parameters = {**connection.get_connection_params(), "context": None}
    names = ("host", "port", "dbname", "user", "password", "sslmode")
    database = psycopg.conninfo.make_conninfo(**{name: parameters[name] for name in names if parameters.get(name)})
    shards = -(-size // SHARD)
    for number in range(shards):
        people = size // shards + (number < size % shards)
        asked = count // shards + (number < count % shards)
        yield Shard(seed, number, people, asked, database, folder / f"people-{number:03}.csv" if folder else None)


def _shards(wanted: Sequence[Shard], processes: int) -> Iterator[Drawn]:
    """Every shard with how many people are in it, what is asked of them and their commonest names."""
    with multiprocessing.get_context("spawn").Pool(processes, django.setup) as pool:
        yield from pool.imap(_shard, wanted)


def _shard(shard: Shard) -> Drawn:
    gc.disable()  # nothing here refers to itself: looking for it would take as long as the work
    world = peopled(f"{shard.seed}/{shard.number}", shard.people, Rates.drawn(Random(shard.seed)))
    start = shard.number * NUMBERS
    with psycopg.connect(shard.database) as target, target.cursor().copy(COPY) as copy:
        for line in _lines(world, start):
            copy.write(line)
    if shard.listed:
        _listed(world, start, shard.listed)
    names = Counter((row.first, row.last) for row in world.filed)
    asked = [_moved(one, start) for one in questions(world, shard.questions)]
    return shard, len(world.filed), asked, Counter(dict(names.most_common(COMMON)))


def _lines(world: World, start: int) -> Iterator[str]:
    """The people of a world as COPY reads them, a household at a time."""
    for number, members in enumerate(world.households):
        known = inherited(
            {one: describe(told(world.filed[one]), TODAY) for one in members}, dict.fromkeys(members, number)
        )
        for one, description in known.items():
            row = index.row(start + one, description, start + number)
            told_of = (row.participant_id, row.household, _array(row.keys), _array(row.names), row.described)
            yield "\t".join(map(str, told_of)) + "\n"


def _array(words: Sequence[str]) -> str:
    """An array of words without quotes or backslashes, which keys never have."""
    return '{"' + '","'.join(words) + '"}' if words else "{}"


def _moved(one: Question, start: int) -> Question:
    """A question about the same people under their own numbers."""
    person = None if one.person is None else one.person + start
    return replace(one, person=person, must_not=tuple(other + start for other in one.must_not))


def _listed(world: World, start: int, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((start + number, *columns(row)) for number, row in enumerate(world.filed))


def columns(row: Row) -> tuple[str, ...]:
    """What those beside know of somebody: COLUMNS without the number."""
    born = row.dob.isoformat() if row.dob else ""
    return row.first, row.last, born, row.sex, row.phone, row.num, row.zip
