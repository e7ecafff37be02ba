"""Our comparison of two tellings in Splink's words: the same fields, the same levels, as columns and SQL conditions.

Used by `oscr people train`, which lets Splink count the levels, and by the test that holds our score against Splink's. What is
made in Python (names taken apart, forms, sounds, words of an address) goes into columns; what is compared goes into SQL, in the
dialect of DuckDB or of Spark. Whoever asks is Splink's left side, whoever is on file the right one.

Two things of `people.matching.score` are not said here: first and last name in each other's place (a second weighing of the same
pair), and likeness of spelling in scripts other than Latin and Cyrillic, of which DuckDB compares the bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import splink.comparison_level_library as levels_of
import splink.comparison_library as comparisons_of
from splink import SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from oscr.people.matching.describing import Known
from oscr.people.matching.keys import phone_key, place_key
from oscr.people.matching.places import KINDS, Place
from oscr.people.matching.score import A_YEAR, ALIKE, LIKE_WORDS
from oscr.people.matching.weights import LEVELS, Weights

Columns = dict[str, Any]
Say = Callable[..., str]  # a condition in one dialect, of columns
Said = tuple[str, dict[str, str]]

TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("unique_id", "household", "first", "middle", "last", "in_order", "suffix",
                                           "birth", "sex", "number", "zip", "town", "spot")]
    + [(name, pa.int32()) for name in ("year", "month", "day", "oldest", "youngest")]
    + [(name, pa.bool_()) for name in ("aged", "somewhere", "several")]
    + [(name, TEXTS) for name in ("forms", "sounds", "also", "parts", "last_sounds", "phones", "near_phones", "words", "said",
                                  "near_spots", "school")]
)  # fmt: skip

DIALECTS = {
    "duckdb": {
        "overlap": "list_has_any({0}, {1})",
        "shared": "len(list_intersect({0}_l, {0}_r))",
        "size": "len({0})",
        "has": "list_contains({0}, {1})",
        "alike": f"jaro_winkler_similarity({{0}}_l, {{0}}_r) >= {ALIKE}",
        "slip": "damerau_levenshtein({0}_l, {0}_r) <= 1",
        "begins": "starts_with({0}_l, {0}_r) OR starts_with({0}_r, {0}_l)",
    },
    "spark": {
        "overlap": "arrays_overlap({0}, {1})",
        "shared": "size(array_intersect({0}_l, {0}_r))",
        "size": "size({0})",
        "has": "array_contains({0}, {1})",
        "alike": f"jaro_winkler({{0}}_l, {{0}}_r) >= {ALIKE}",
        "slip": "damerau_levenshtein({0}_l, {0}_r) <= 1",
        "begins": "startswith({0}_l, {0}_r) OR startswith({0}_r, {0}_l)",
    },
}
APART = "l.household <> r.household"  # two tellings of one report are two people
RULES = {
    "names": f"l.first = r.first AND l.last = r.last AND l.first <> '' AND l.last <> '' AND {APART}",
    "birth date": f"l.birth = r.birth AND l.birth <> '' AND {APART}",
    "first name and house": f"l.first = r.first AND l.spot = r.spot AND l.first <> '' AND l.spot <> '' AND {APART}",
}
"""Pairs among which m is looked for: most are of one person, and no rule takes all its people by the same slip."""


def columns(identity: str, household: str, known: Known) -> Columns:
    """A telling as a row. `household`: never empty, and another one for everybody who lives with nobody known."""
    place = _only(known.places)
    born = known.birth
    oldest, youngest = (born, born) if born else known.span or (None, None)
    return {
        "unique_id": identity,
        "household": household,
        "first": known.given.first,
        "middle": known.given.middle,
        "forms": sorted(known.given.forms),
        "sounds": sorted(known.given.sounds),
        "also": sorted(known.also),
        "last": known.family.joined,
        "in_order": " ".join(sorted(known.family.parts)),
        "several": len(known.family.parts) > 1,
        "parts": list(known.family.parts),
        "last_sounds": sorted(known.family.sounds),
        "suffix": known.family.suffix,
        "birth": born.isoformat() if born else "",
        "year": born.year if born else 0,
        "month": born.month if born else 0,
        "day": born.day if born else 0,
        "aged": known.span is not None,
        "oldest": oldest.toordinal() if oldest else None,
        "youngest": youngest.toordinal() if youngest else None,
        "sex": known.sex,
        "phones": sorted(known.phones),
        "near_phones": sorted(known.near_phones),
        "somewhere": place is not None,
        "number": place.number if place else "",
        "zip": place.zip if place else "",
        "town": place.town if place else "",
        "spot": _spot(place),
        "words": sorted(place.words) if place else [],
        "said": sorted(place.words - KINDS) if place else [],
        "near_spots": sorted(filter(None, map(_spot, known.near_places))),
        "school": sorted(known.school),
    }


def commonness(known: Known, shares: Mapping[str, float]) -> Columns:
    """How common the name, phone and place of whoever asks are: Splink's columns of term frequencies."""
    return {
        "tf_first": shares.get(f"F:{known.given.first}", 0.0),
        "tf_last": shares.get(f"L:{known.family.joined}", 0.0),
        "tf_number": max((shares.get(phone_key(one), 0.0) for one in known.phones), default=0.0),
        "tf_spot": max((shares.get(place_key(one), 0.0) for one in known.places), default=0.0),
    }


def settings(dialect: str, *, weights: Weights | None = None, start: float = 0.5) -> SettingsCreator:
    """A model without weights, to be trained, or with ours and how common a name, phone and place is.

    `start`: the share of pairs that are of one person, where training begins.
    """
    return SettingsCreator(
        link_type="dedupe_only" if weights is None else "link_only",
        probability_two_random_records_match=start,
        comparisons=list(comparisons(dialect, weights)),
        blocking_rules_to_generate_predictions=[blocking("birth date")],
        additional_columns_to_retain=["household"] if weights is None else [],
        retain_intermediate_calculation_columns=weights is not None,
    )


def blocking(rule: str) -> str | BlockingRuleCreator:
    """A rule of RULES as Splink takes it."""
    return RULES[rule] if rule in RULES else block_on(rule)


def comparisons(dialect: str, weights: Weights | None = None) -> Iterator[ComparisonCreator]:
    """Every field with its levels, best first."""
    for field, (unknown, conditions) in _said(dialect).items():
        levels: list[ComparisonLevelCreator] = [levels_of.CustomLevel(unknown, "unknown").configure(is_null_level=True)]
        for level in LEVELS[field]:
            condition = conditions.get(level, "ELSE")
            one = levels_of.CustomLevel(condition, level)
            levels.append(one.configure(**_weighed(field, level, weights)) if weights else one)
        yield comparisons_of.CustomComparison(levels, output_column_name=f"by_{field}")


def level_of(field: str, gamma: int) -> str:
    """The level that Splink numbers so: 0 is the last one, -1 says that a side does not know."""
    return "" if gamma < 0 else LEVELS[field][len(LEVELS[field]) - 1 - gamma]


def table(rows: Iterable[Columns]) -> pa.Table:
    """Rows as a table whose empty lists have a type."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


def _weighed(field: str, level: str, weights: Weights) -> Columns:
    u = weights.u[field][level]
    found = {"m_probability": u * 2 ** weights.bits[field][level], "u_probability": u}
    counted = {
        ("first", "exact"): ("first", weights.rarest),
        ("last", "exact"): ("last", weights.rarest),
        ("phone", "own"): ("number", u),
        ("phone", "household"): ("number", u),
        ("place", "own"): ("spot", u),
        ("place", "household"): ("spot", u),
    }
    if (field, level) in counted:
        column, least = counted[field, level]
        found |= {"tf_adjustment_column": column, "tf_minimum_u_value": least, "disable_tf_exact_match_detection": True}
    return found


def _said(dialect: str) -> dict[str, Said]:
    """By field: when a side does not know, and the condition of every level but the last."""
    words = DIALECTS[dialect]

    def say(what: str, *columns: str) -> str:
        return words[what].format(*columns)

    middle = "middle_l = middle_r AND length(middle_l) > 1"
    initial = "substring(middle_l, 1, 1) = substring(middle_r, 1, 1)"
    return {
        "first": _first(say),
        "last": _last(say),
        "middle": (_unknown("middle"), {"exact": middle, "initial": initial}),
        "suffix": (_unknown("suffix"), {"same": "suffix_l = suffix_r"}),
        "birth": _birth(say),
        "age": _age(),
        "sex": (_unknown("sex"), {"same": "sex_l = sex_r"}),
        "phone": _phone(say),
        "place": _place(say),
        "school": _school(say),
    }


def _first(say: Say) -> Said:
    alike = _alike(say, "first", "sounds")
    middle = "first_l = middle_r OR first_r = middle_l"
    form = _or_also(say, say("overlap", "forms_l", "forms_r"), [middle, *alike.values()], "first")
    return _unknown("first"), {"exact": "first_l = first_r", "form": form, "middle": middle, **alike}


def _last(say: Say) -> Said:
    alike = _alike(say, "last", "last_sounds")
    two = f"(several_l OR several_r) AND {say('overlap', 'parts_l', 'parts_r')}"
    order, part = f"{two} AND in_order_l = in_order_r", _or_also(say, two, alike.values(), "last")
    return _unknown("last"), {"exact": "last_l = last_r", "order": order, "part": part, **alike}


def _birth(say: Say) -> Said:
    return _unknown("birth"), {
        "exact": "birth_l = birth_r",
        "swapped": "year_l = year_r AND month_l = day_r AND day_l = month_r",
        "digit": say("slip", "birth"),
        "near": _two_of_three("year", "month", "day"),
    }


def _age() -> Said:
    return "NOT (aged_l OR aged_r) OR oldest_l IS NULL OR oldest_r IS NULL", {
        "fits": "oldest_l <= youngest_r AND oldest_r <= youngest_l",
        "close": f"oldest_l <= youngest_r + {A_YEAR.days} AND oldest_r <= youngest_l + {A_YEAR.days}",
    }


def _phone(say: Say) -> Said:
    none = [f"{say('size', column)} = 0" for column in ("phones_l", "phones_r", "near_phones_r")]
    return f"{none[0]} OR ({none[1]} AND {none[2]})", {
        "own": say("overlap", "phones_l", "phones_r"),
        "household": say("overlap", "phones_l", "near_phones_r"),
    }


def _school(say: Say) -> Said:
    return f"{say('size', 'school_l')} = 0 OR {say('size', 'school_r')} = 0", {
        "same": f"{say('shared', 'school')} >= {LIKE_WORDS} * greatest({_sizes(say, 'school')})"
    }


def _unknown(column: str) -> str:
    return f"{column}_l = '' OR {column}_r = ''"


def _alike(say: Say, column: str, sounds: str) -> dict[str, str]:
    return {
        "spelling": say("alike", column),
        "begins": say("begins", column),
        "sound": f"{say('overlap', f'{sounds}_l', f'{sounds}_r')} OR {say('slip', column)}",
    }


def _or_also(say: Say, best: str, others: Iterable[str], column: str) -> str:
    """A level that another name reaches too, where no other level fits."""
    also = f"({say('has', 'also_r', f'{column}_l')} OR {say('has', 'also_l', f'{column}_r')})"
    return f"({best}) OR ({also} AND NOT ({' OR '.join(f'({one})' for one in others)}))"


def _place(say: Say) -> Said:
    near = f"spot_l <> '' AND {say('has', 'near_spots_r', 'spot_l')}"
    shared = say("shared", "words")
    one_word = f"({shared} = 1 AND greatest({_sizes(say, 'words')}) = 1)"
    return (
        f"NOT somewhere_l OR (NOT somewhere_r AND NOT ({near}))",
        {
            "own": "spot_l <> '' AND spot_l = spot_r",
            "household": near,
            "street": f"number_l <> '' AND number_l = number_r AND {say('overlap', 'said_l', 'said_r')}",
            "words": f"(number_l = '' OR number_r = '') AND ({shared} > 1 OR {one_word}) "
            f"AND {shared} >= {LIKE_WORDS} * least({_sizes(say, 'words')})",
            "area": "(zip_l <> '' AND zip_l = zip_r) OR (town_l <> '' AND town_l = town_r)",
        },
    )


def _sizes(say: Say, column: str) -> str:
    return f"{say('size', f'{column}_l')}, {say('size', f'{column}_r')}"


def _two_of_three(*parts: str) -> str:
    same = [f"{part}_l = {part}_r" for part in parts]
    return " OR ".join(f"({one} AND {other})" for one, other in zip(same, same[1:] + same[:1], strict=True))


def _only(places: frozenset[Place]) -> Place | None:
    """The place of a telling, which has one at most."""
    if len(places) > 1:
        raise ValueError("a telling names one place; several cannot be told to Splink")
    return next(iter(places), None)


def _spot(place: Place | None) -> str:
    return place_key(place) if place and place.number and place.zip else ""
