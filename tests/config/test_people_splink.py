"""Our score is Splink's: the same level of every field and the same bits, pair by pair."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from splink import DuckDBAPI, Linker

from bench.people.asking import questions
from bench.people.population import TODAY, peopled
from bench.people.weighing import told
from oscr.config.people import in_splink
from oscr.people.matching import weights
from oscr.people.matching.describing import Known, describe
from oscr.people.matching.index import inherited
from oscr.people.matching.score import Score, frequency_keys, score
from tests.people.matching.telling import known

WEIGHTS = weights.load()
COMMON = tuple(pa.field(name, pa.float64()) for name in ("tf_first", "tf_last", "tf_number", "tf_spot"))
ODD = [  # what drawn people seldom show
    known("Bobby", "Smith Jr", "2018-03-05", phone="555-0123", school="Oak Elementary", address="12 Oak St 65201"),
    known("Robert", "Smith Sr", "1988-03-05", phone="555-0123", address="12 Oak Street", middle="Alan"),
    known("Red", "Jones", "2018-05-03", address="blue trailer on Route J", other_names="Bobby Quigley"),
    known("Alan", "Quigley", "2018-03-15", address="Rt J, the blue trailer", other_names="Red", sex="M"),
    known("Мария", "Garcia Lopez", "2018-11-05", address="99 Elm St 65201", town="Columbia", sex="F", middle="Ana"),
    known("Maria", "Lopez-Garcia", age=8, address="65201", town="Columbia", middle="A"),
    known("Chris", "Lopez", age=9, sex="F", school="Oak Street School"),
    known("Christabel", "Lop", age=30, sex="M", school="Elm"),
    known("O'", "A" * 400, "2018-03-05", phone="0"),
    known("Baby", "N/A", "1900-01-01", address="unknown", sex="unknown"),
    known("Quigley", "Bobby", "2018-03-05"),
    known("Bobby", "Quigley"),
    known(),
]


class Compared:
    """Everybody asked for beside everybody on file, by Splink and by us."""

    def __init__(self, asked: Mapping[str, Known], filed: Mapping[str, Known]) -> None:
        self.asked, self.filed = asked, filed
        counted = Counter(key for one in filed.values() for key in frequency_keys(one))
        self.shares = {key: count / len(filed) for key, count in counted.items()}

    def theirs(self, numbers: weights.Weights = WEIGHTS) -> Iterator[tuple[str, str, float, dict[str, str]]]:
        """The ids of a pair, and Splink's bits and levels."""
        api = DuckDBAPI()
        left, right = (api.register(self._table(side), dataset_display_name=side) for side in ("asked", "filed"))
        linker = Linker([left, right], in_splink.settings("duckdb", weights=numbers))
        found = linker.inference.score_pairs(left, right).physical_name
        gammas = ", ".join(f"gamma_by_{field}" for field in weights.LEVELS)
        query = f"SELECT unique_id_l, unique_id_r, match_weight, {gammas} FROM {found}"
        for one, other, bits, *numbered in api.duckdb_con.sql(query).fetchall():
            named = zip(weights.LEVELS, numbered, strict=True)
            yield one, other, bits, {field: in_splink.level_of(field, number) for field, number in named if number >= 0}

    def ours(self, one: str, other: str) -> Score:
        return score(self.asked[one], self.filed[other], WEIGHTS, self.shares)

    def differences(self, numbers: weights.Weights = WEIGHTS) -> tuple[Counter[tuple[str, str]], list[Any], int]:
        """How often each level was seen, the pairs that differ, and how many have first and last name exchanged."""
        seen, differ, swapped = Counter[tuple[str, str]](), [], 0
        for one, other, bits, levels in self.theirs(numbers):
            mine = self.ours(one, other)
            seen.update(levels.items())
            if mine.swapped:  # said in words that Splink is not told: what is left must be the plain comparison
                swapped += 1
                same = levels["first"] == levels["last"] == "else" and mine.bits > bits
                same = same and mine.levels | {"first": "else", "last": "else"} == levels
            else:
                same = mine.levels == levels and abs(mine.bits - bits) < 1e-9
            if not same:
                differ.append((one, other, mine, bits, levels))
        return seen, differ, swapped

    def _table(self, side: str) -> pa.Table:
        schema = in_splink.SCHEMA
        for field in COMMON:
            schema = schema.append(field)
        shares = self.shares if side == "asked" else None
        rows = (
            in_splink.columns(one, one, telling) | (in_splink.commonness(telling, shares) if shares is not None else {})
            for one, telling in getattr(self, side).items()
        )
        return pa.Table.from_pylist(list(rows), schema=schema)


def drawn(seed: int, people: int, queries: int) -> Compared:
    """Questions beside whom they mean, the rest of their households, and as many others; odd ones on both sides."""
    world = peopled(seed, people)
    asked = questions(world, queries)
    homes = dict(enumerate(world.home))
    filed = inherited({n: describe(told(row), TODAY) for n, row in enumerate(world.filed)}, homes)
    meant = {world.home[one.person] for one in asked if one.person is not None}
    kept = {f"p{n}": one for n, one in filed.items() if homes[n] in meant or n < queries}
    odd = {f"odd {n}": one for n, one in enumerate(ODD)}
    near = {
        "odd near": replace(ODD[1], near_phones=frozenset({"5550123"}), phones=frozenset(), near_places=ODD[0].places)
    }
    return Compared({f"q{n}": describe(told(one.asked), TODAY) for n, one in enumerate(asked)} | odd, kept | odd | near)


@pytest.mark.thorough
def test_levels_and_bits_are_splinks():
    """Every level is seen, and no pair of tens of thousands differs."""
    seen, differ, swapped = drawn(61, 1_500, 50).differences()
    assert not differ, differ[:3]
    assert sum(seen["first", level] for level in weights.LEVELS["first"]) > 10_000 and swapped > 0
    missing = {(field, level) for field, names in weights.LEVELS.items() for level in names} - set(seen)
    assert not missing


@pytest.mark.thorough
def test_levels_and_bits_are_splinks_on_more_of_them():
    for seed in (62, 63):
        seen, differ, _swapped = drawn(seed, 20_000, 250).differences()
        assert not differ, differ[:3]
        assert seen["first", "else"] > 100_000


@pytest.mark.parametrize(("field", "level"), [("first", "exact"), ("birth", "digit"), ("place", "household")])
def test_one_other_weight_is_noticed(field: str, level: str):
    """The comparison can fail: a tenth of a bit more for one level."""
    bits = {name: dict(levels) for name, levels in WEIGHTS.bits.items()}
    bits[field][level] += 0.1
    small = Compared(*({f"odd {n}": one for n, one in enumerate(ODD)} for _side in range(2)))
    small.filed["near"] = replace(ODD[1], near_places=ODD[0].places, places=frozenset())
    _seen, differ, _swapped = small.differences(replace(WEIGHTS, bits=bits))
    assert differ and all(levels[field] == level for _one, _other, _mine, _bits, levels in differ)


def test_every_condition_can_be_said_to_spark():
    """Splink reads the conditions as Spark's SQL; whether Spark runs them is tried where pyspark is installed."""
    settings = in_splink.settings("spark", weights=WEIGHTS).get_settings("spark")
    said = [level.sql_condition for one in settings.comparisons for level in one.comparison_levels]
    assert any("arrays_overlap" in one for one in said) and not any("list_" in one for one in said)


def test_a_telling_of_two_places_is_refused():
    two = replace(ODD[0], places=ODD[0].places | ODD[2].places)
    with pytest.raises(ValueError, match="one place"):
        in_splink.columns("a", "b", two)
