"""Counting what agreements are worth on an archive, with Splink: u on random pairs, m by expectation maximisation or from links.

Used by `oscr people train`. m is how often a level occurs between two tellings of one person, u between tellings of two. No rate
is taken for less than half an occurrence among the pairs it was looked for on; a level that no pair showed has none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.module_loading import import_string
from splink import DuckDBAPI, Linker
from splink.blocking_analysis import count_comparisons_from_blocking_rules
from splink.internals.database_api import DatabaseAPI
from splink.internals.splink_dataframe import SplinkDataFrame

from oscr.config.people import in_splink
from oscr.config.protocol.inputs import NotUnderstood
from oscr.people.matching.weights import LEVELS

AT_ONCE = 20_000  # rows held in memory while an archive is written out for Splink
BLOCKED = 5e6  # pairs of one rule that are looked at
ENOUGH = 1_000  # confirmed links, from which on they are trusted more than expectation maximisation
CONFIRMED = "confirmed links"
SPARK = "--spark needs pyspark (pip install 'pyspark>=4,<5') and Java 17; DuckDB, the default, needs neither"

Rates = dict[str, dict[str, float]]  # field -> level -> how often


@dataclass(frozen=True)
class Learned:
    """What was counted. `pairs`: how many were looked at, by where they come from; `by`: where m of each field comes from."""

    m: Rates
    u: Rates
    tellings: int
    random_pairs: int
    pairs: Mapping[str, int]
    by: Mapping[str, str]

    def untrained(self) -> Iterator[str]:
        """A line for every level that no pair showed: which, and how many pairs were looked at."""
        blocked = ", ".join(f"{count:,} pairs by {rule}" for rule, count in self.pairs.items())
        for field, levels in LEVELS.items():
            for level in levels:
                if level not in self.u[field]:
                    yield f"{field}.{level}: untrained, u: not seen among {self.random_pairs:,} random pairs"
                if level not in self.m[field]:
                    yield f"{field}.{level}: untrained, m: not seen among {blocked}"


def kept(rows: Iterable[in_splink.Columns], folder: Path) -> tuple[Path, int]:
    """Write tellings to a file that Splink reads, some thousands at a time; gives the file and how many they are."""
    path, written = folder / "tellings.parquet", 0
    rows = iter(rows)
    with pq.ParquetWriter(path, in_splink.SCHEMA) as writer:
        while some := list(islice(rows, AT_ONCE)):
            writer.write_table(in_splink.table(some))
            written += len(some)
    return path, written


@contextmanager
def in_duckdb(path: Path) -> Iterator[tuple[DatabaseAPI, SplinkDataFrame]]:
    """The tellings in DuckDB, which spills to the same folder what memory does not hold."""
    api = DuckDBAPI()
    with api.duckdb_con as connection:
        connection.execute(f"SET temp_directory = '{path.parent}'")
        yield api, api.register(connection.read_parquet(str(path)), dataset_display_name="tellings")


@contextmanager
def in_spark(path: Path) -> Iterator[tuple[DatabaseAPI, SplinkDataFrame]]:
    """The tellings in Spark, as its own configuration says where and how large. Errors: NotUnderstood without pyspark."""
    try:
        build = import_string("pyspark.sql.SparkSession").builder.appName("oscr people train")
        api_of, jar = (import_string(f"splink.backends.spark.{one}") for one in ("SparkAPI", "similarity_jar_location"))
    except ImportError as error:
        raise NotUnderstood(SPARK) from error
    session = build.config("spark.jars", jar()).getOrCreate()
    try:
        session.sparkContext.setCheckpointDir(str(path.parent / "checkpoints"))
        api = api_of(spark_session=session, break_lineage_method="parquet")
        yield api, api.register(session.read.parquet(str(path)), dataset_display_name="tellings")
    finally:
        session.stop()


def learned(
    api: DatabaseAPI,
    tellings: SplinkDataFrame,
    count: int,
    confirmed: Sequence[tuple[str, str]],
    *,
    pairs: int,
    seed: int,
) -> Learned:
    """Train on so many tellings. `confirmed`: the ids of two tellings that links call one person."""
    dialect = api.sql_dialect.sql_dialect_str
    linker = Linker(tellings, in_splink.settings(dialect, start=1 / count))
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=seed, min_count_per_level=None)
    by_rule = {rule: _maximised(linker, tellings, rule) for rule in in_splink.RULES}
    m, u = _rates(linker)
    by = dict.fromkeys(LEVELS, "expectation maximisation")
    if len(confirmed) >= ENOUGH:
        by_rule[CONFIRMED] = len(confirmed)
        said = _from_links(api, tellings, dialect, confirmed)
        for field in (one for one in LEVELS if set(said[one]) == set(LEVELS[one])):
            m[field], by[field] = said[field], CONFIRMED
    least = 0.5 / max(1, *by_rule.values())
    m = {field: {level: max(rate, least) for level, rate in rates.items()} for field, rates in m.items()}
    return Learned(m, u, count, min(pairs, count * (count - 1) // 2), by_rule, by)


def _maximised(linker: Linker, tellings: SplinkDataFrame, rule: str) -> int:
    """Look for m among the pairs of one rule; gives how many they are."""
    blocking = in_splink.RULES[rule]
    found = count_comparisons_from_blocking_rules(
        tellings, blocking_rules=blocking, link_type="dedupe_only", record_sample_proportion=1.0
    )[-1]["cumulative_comparison_count"]
    if not found:  # what no other rule shows either is named as untrained; Splink would give up halfway
        return 0
    linker.training.estimate_parameters_using_expectation_maximisation(
        blocking, estimate_without_term_frequencies=True, max_pairs=BLOCKED, record_sample_proportion=1.0
    )
    return min(int(found), int(BLOCKED))


def _from_links(
    api: DatabaseAPI, tellings: SplinkDataFrame, dialect: str, confirmed: Sequence[tuple[str, str]]
) -> Rates:
    linker = Linker(tellings, in_splink.settings(dialect))
    pairs = [{"unique_id_l": one, "unique_id_r": other} for one, other in confirmed]
    labels = api.register(pa.Table.from_pylist(pairs), dataset_display_name="confirmed")
    linker.training.estimate_m_from_pairwise_labels(labels)
    return _rates(linker)[0]


def _rates(linker: Linker) -> tuple[Rates, Rates]:
    """m and u of every level that was seen; of the others Splink's own export has none."""
    m: Rates = {}
    u: Rates = {}
    for field, comparison in zip(LEVELS, linker.misc.save_model_to_json()["comparisons"], strict=True):
        levels: list[dict[str, Any]] = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for rates, name in ((m, "m_probability"), (u, "u_probability")):
            rates[field] = {one["label_for_charts"]: one[name] for one in levels if one.get(name)}
    return m, u
