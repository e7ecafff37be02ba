"""Which parent on a birth certificate may be which person on the list: pairs with bits and reasons, by Splink.

Used by `taking_in` and by the bench. Pure: rows go in, pairs come out; no database of ours, no clock. A pair is a proposal for a
person to verify, never a match (CWM 2.1.3.4.1: "the Division will then verify the match").

A mother's surname and her maiden name are both compared with every surname of the list, and both find; a sex or a birth date
that nobody knows keeps nobody out. Bits are log2 of the odds, after what one would expect before looking. How common a name is,
is counted in the batch; what an agreement on a name so common is worth was counted where the truth was known, and is shipped:
learnt anew on each batch, without the truth, it found fewer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from oscr.flow.birth_match.weights import LEVELS, RARITIES, Rate, Weights, load
from oscr.people.matching.names import family, given
from oscr.people.matching.places import place

COUNTED = 5_000  # people, from which on it is counted how common each name is
MOST_NAMES = 4  # surnames of one person that are compared
RARE = {  # shares of all, at which a name is no longer so rare: weights.RARITIES
    "first": (1 / 10_000, 1 / 3_000, 1 / 1_000, 1 / 300, 1 / 100),
    "surname": (1 / 20_000, 1 / 7_000, 1 / 2_500, 1 / 1_000, 1 / 350),
}
Row = dict[str, Any]
Commonness = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A parent on a certificate or a person on the list, as told. `sex` is "F", "M" or empty; anything may be empty."""

    id: str
    first: str
    middle: str
    surnames: tuple[str, ...]
    birth: date | None
    sex: str
    address: str


@dataclass(frozen=True, slots=True)
class Match:
    """Two who may be one: bits for it, and which level each field reached (`weights.LEVELS`; absent where unknown)."""

    parent: str
    listed: str
    bits: float
    levels: Mapping[str, str]


def matches(parents: Sequence[Somebody], listed: Sequence[Somebody], chosen: Weights | None = None) -> list[Match]:
    """Every pair that is worth a person's look, the likeliest first. Errors: Untrained."""
    if not parents or not listed:
        return []
    weights = chosen or load()
    found = linker(*rows(parents, listed), weights).inference.predict(threshold_match_weight=weights.threshold)
    pairs = [_match(row) for row in found.as_record_list()]
    return sorted(pairs, key=lambda match: (-match.bits, match.parent, match.listed))


# --- what is compared -------------------------------------------------------------------------------------------------


def rows(parents: Sequence[Somebody], listed: Sequence[Somebody]) -> tuple[list[Row], list[Row]]:
    """Both sides as Splink compares them; how common a name is, is counted among all of them."""
    common = _commonness([*parents, *listed])
    return [_row(one, common) for one in parents], [_row(one, common) for one in listed]


def _row(one: Somebody, common: Commonness) -> Row:
    """Somebody as Splink compares them: names without case and accents, what they stand for, how they sound, and the keys."""
    name = given(one.first, one.middle)
    families = [family(surname) for surname in one.surnames if surname.strip()][:MOST_NAMES]
    surnames = sorted({told.joined for told in families if told.joined})
    sounds = {sounded for told in families for sounded in told.sounds}
    where = place(one.address)
    born = one.birth.isoformat() if one.birth else None
    return {
        "unique_id": one.id,
        "first": name.first or None,
        "first_rarity": _rarity("first", name.first, common),
        "forms": sorted(name.forms),
        "first_sounds": sorted(name.sounds),
        "middle": name.middle or None,
        "surnames": surnames,
        **{f"surname_{place}": surnames[place] if place < len(surnames) else None for place in range(MOST_NAMES)},
        **{
            f"surnames_{rarity}": [told for told in surnames if _rarity("surname", told, common) == rarity]
            for rarity in RARITIES
        },
        "parts": sorted({part for told in families for part in told.parts}),
        "surname_sounds": sorted(sounds),
        "birth": born,
        "turned": _turned(one.birth),
        "sex": one.sex or None,
        "house": f"{where.number}|{where.zip}" if where and where.number and where.zip else None,
        "zip": where.zip or None if where else None,
        "keys": sorted({*_keys(name.sounds, sounds, one.birth), *_slips(name.first, surnames)}),
    }


def _turned(birth: date | None) -> str | None:
    """A birth date with day and month in each other's place, where that is a date."""
    if birth is None:
        return None
    return date(birth.year, birth.day, birth.month).isoformat() if birth.day <= 12 else birth.isoformat()


def _keys(firsts: Iterable[str], surnames: Iterable[str], birth: date | None) -> Iterator[str]:
    """What two must share one of to be compared at all. Sex is none of them: where it is unknown it would keep people out."""
    for surname in surnames:
        yield from (f"n:{'|'.join(sorted((first, surname)))}" for first in firsts)
    if birth is None:
        return
    yield f"b:{min(birth.isoformat(), _turned(birth) or '')}"
    parts = {"y": str(birth.year), "m": f"{birth.month:02}", "d": f"{birth.day:02}"}
    for two in combinations(parts, 2):  # one part of a birth date may be wrong
        said = "".join(f"{part}{parts[part]}" for part in two)
        yield from (f"e:{surname}|{said}" for surname in surnames)
        yield from (f"d:{first}|{said}" for first in firsts)


def _slips(first: str, surnames: Iterable[str]) -> Iterator[str]:
    """What two share who have one name in common and a letter of the other one wrong, too many, missing or in its neighbour's
    place: found also where the slip changes the sound and nobody knows a birth date."""
    for surname in surnames if first else ():
        yield from (f"s:{first}|{less}" for less in _less_a_letter(surname))
        yield from (f"s:{less}|{surname}" for less in _less_a_letter(first))


def _less_a_letter(name: str) -> set[str]:
    """A name, and what it is without any one of its letters."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _commonness(everybody: Sequence[Somebody]) -> Commonness:
    """How common each name is, by field; empty where there are too few people to tell."""
    if len(everybody) < COUNTED:
        return {}
    firsts = Counter(given(one.first, one.middle).first for one in everybody)
    surnames = Counter(name for one in everybody for name in {family(told).joined for told in one.surnames})
    return {"first": _rarities(firsts, RARE["first"]), "surname": _rarities(surnames, RARE["surname"])}


def _rarities(borne: Counter[str], ends: Sequence[float]) -> Mapping[str, str]:
    total = borne.total()
    return {name: RARITIES[sum(n >= end * total for end in ends)] for name, n in borne.items()}


def _rarity(field: str, name: str, common: Commonness) -> str:
    return common[field][name] if common else "usual"


# --- what it is worth -------------------------------------------------------------------------------------------------

ANY = "list_has_any({0}_l, {0}_r)"
SWAPPED = "list_contains(surnames_r, first_l) AND list_contains(surnames_l, first_r)"
TWO = [(f"surname_{one}_l", f"surname_{other}_r") for one in range(MOST_NAMES) for other in range(MOST_NAMES)]
LIKE = (
    "({0} IS NOT NULL AND {1} IS NOT NULL AND (jaro_winkler_similarity({0}, {1}) >= 0.9"
    " OR (length({0}) > 3 AND damerau_levenshtein({0}, {1}) <= 1)))"
)
CONDITIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "first": (
        "first_l IS NULL OR first_r IS NULL",
        {rarity: f"first_l = first_r AND first_rarity_l = '{rarity}'" for rarity in RARITIES}
        | {
            "swapped": SWAPPED,
            "form": ANY.format("forms"),
            "middle": "first_l = middle_r OR first_r = middle_l",
            "close": "jaro_winkler_similarity(first_l, first_r) >= 0.88 OR (length(first_l) > 3 AND "
            "damerau_levenshtein(first_l, first_r) <= 1)",
            "sound": ANY.format("first_sounds"),
            "begins": "starts_with(first_l, first_r) OR starts_with(first_r, first_l)",
        },
    ),
    "surname": (
        "len(surnames_l) = 0 OR len(surnames_r) = 0",
        {rarity: ANY.format(f"surnames_{rarity}") for rarity in RARITIES}
        | {
            "swapped": SWAPPED,
            "part": ANY.format("parts"),
            "close": " OR ".join(LIKE.format(*both) for both in TWO),
            "sound": ANY.format("surname_sounds"),
            "changed": "sex_l = 'F'",  # a mother who married or divorced in between; a father's seldom changes
        },
    ),
    "birth": (
        "birth_l IS NULL OR birth_r IS NULL",
        {
            "exact": "birth_l = birth_r",
            "swapped": "birth_l = turned_r",
            "digit": "damerau_levenshtein(birth_l, birth_r) = 1",
            "parts": " + ".join(
                f"(substr(birth_l, {start}, {length}) = substr(birth_r, {start}, {length}))::INT"
                for start, length in ((1, 4), (6, 2), (9, 2))
            )
            + " = 2",
        },
    ),
    "middle": (
        "middle_l IS NULL OR middle_r IS NULL",
        {
            "exact": "middle_l = middle_r AND length(middle_l) > 1",
            "initial": "substr(middle_l, 1, 1) = substr(middle_r, 1, 1) AND (length(middle_l) = 1 OR length(middle_r) = 1)",
        },
    ),
    "sex": ("sex_l IS NULL OR sex_r IS NULL", {"same": "sex_l = sex_r"}),
    "place": (
        "zip_l IS NULL OR zip_r IS NULL",
        {"house": "house_l = house_r", "zip": "zip_l = zip_r"},
    ),
}


def _comparison(field: str, rates: Mapping[str, Rate]) -> Row:
    unknown, conditions = CONDITIONS[field]
    levels: list[Row] = [{"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}]
    for level in LEVELS[field]:
        rate = {"m_probability": rates[level].m, "u_probability": rates[level].u}
        levels.append({"sql_condition": conditions.get(level, "ELSE"), "label_for_charts": level, **rate})
    return {"output_column_name": field, "comparison_levels": levels}


def linker(parents: list[Row], listed: list[Row], weights: Weights) -> Linker:
    """Splink, ready to compare these rows with these."""
    engine = DuckDBAPI()
    tables = [
        engine.register(pa.Table.from_pylist(rows, schema=SCHEMA), dataset_display_name=name)
        for name, rows in (("a_parents", parents), ("b_listed", listed))  # Splink puts the first by name on the left
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(field, weights.rates[field]) for field in LEVELS],
        blocking_rules_to_generate_predictions=[SHARED_KEY],
        probability_two_random_records_match=weights.expected / len(listed),
        retain_matching_columns=True,  # with them come the levels
    )
    return Linker(tables, settings, log_level="ERROR")


SHARED_KEY = block_on("keys", arrays_to_explode=["keys"])
LISTS = (
    "forms",
    "first_sounds",
    "surnames",
    *(f"surnames_{rarity}" for rarity in RARITIES),
    "parts",
    "surname_sounds",
    "keys",
)
SURNAMES = tuple(f"surname_{place}" for place in range(MOST_NAMES))
TEXTS = ("unique_id", "first", "first_rarity", "middle", *SURNAMES, "birth", "turned", "sex", "house", "zip")
SCHEMA = pa.schema([(name, pa.string()) for name in TEXTS] + [(name, pa.list_(pa.string())) for name in LISTS])


def _match(row: Row) -> Match:
    levels = {
        field: LEVELS[field][len(LEVELS[field]) - 1 - row[f"gamma_{field}"]]
        for field in LEVELS
        if row[f"gamma_{field}"] >= 0
    }
    return Match(row["unique_id_l"], row["unique_id_r"], round(row["match_weight"], 2), levels)
