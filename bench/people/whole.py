"""The same questions through Splink's `predict_between`: made for whole files, asked here for one person at a time.

Set up as its documentation does it, in DuckDB: names, birth date, phone, house number, ZIP and sex; u by random sampling, m by
expectation maximisation between the people on file and those who are asked for.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.people.asking import Question
from bench.people.filling import COLUMNS, columns

RULES = [
    block_on("first", "last"), block_on("dob"), block_on("last", "zip"), block_on("phone"), block_on("num", "zip"),
    block_on("first", "substr(dob, 1, 4)"), block_on("last", "substr(dob, 1, 4)"), block_on("substr(first, 1, 3)", "substr(last, 1, 3)"),
]  # fmt: skip
SAMPLED = 1e6  # pairs
SETTINGS = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="id",
    comparisons=[
        cl.NameComparison("first"), cl.NameComparison("last"), cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("phone"), cl.ExactMatch("num"), cl.ExactMatch("zip"), cl.ExactMatch("sex"),
    ],
    blocking_rules_to_generate_predictions=RULES,
)  # fmt: skip
Search = Callable[[Question], list[int]]


@contextmanager
def whole(listed: Sequence[Path], asked: Sequence[Question]) -> Iterator[Search]:
    """The way to search these people, trained on them and on these questions, while the block runs."""
    engine, number = DuckDBAPI(), count()
    people = engine.register(pa.concat_tables(map(_read, listed)), dataset_display_name="people")
    linker = Linker([people, engine.register(_asked(asked), dataset_display_name="asked")], SETTINGS, logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=1)
    for rule in (block_on("dob"), block_on("first", "last")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)

    def search(question: Question) -> list[int]:
        one = engine.register(_asked([question]), dataset_display_name="asked", table_name=f"asked_{next(number)}")
        found = linker.inference.predict_between(one, people, warning_mode="never")
        best = found.query_sql("SELECT id_l, id_r FROM {this} ORDER BY match_weight DESC LIMIT 10").as_record_list()
        return [max(pair["id_l"], pair["id_r"]) for pair in best]  # whoever is asked for has a number below zero

    yield search


def _read(path: Path) -> pa.Table:
    options = pa.csv.ConvertOptions(
        column_types={name: pa.int64() if name == "id" else pa.string() for name in COLUMNS},
        strings_can_be_null=True, null_values=[""],
    )  # fmt: skip
    return pa.csv.read_csv(path, pa.csv.ReadOptions(column_names=COLUMNS), convert_options=options)


def _asked(questions: Sequence[Question]) -> pa.Table:
    rows = ((-1 - number, *columns(one.asked)) for number, one in enumerate(questions))
    return pa.table([[value or None for value in column] for column in zip(*rows, strict=True)], names=COLUMNS)
