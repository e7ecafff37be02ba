"""Which county or unit receives a report (Child Welfare Manual 2.3). Data in law/data/routing.toml.

Used by the hotline desk to propose an office; a person decides.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oscr.law import counties

DATA = Path(__file__).parent / "data" / "routing.toml"
STATE = "29"
OUT_OF_STATE = "out of state"
STAFFED = ("school", "child care", "residential", "residential facility")
Known = Mapping[str, str | bool | None]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes: `kind` county, ohi, out of state or unknown; the rule and its source.

    `county_fips` for a county; `assist_fips`, for the Out-of-Home Investigation unit, the county whose worker sees the
    child in an emergency.
    """

    kind: str
    county_fips: str | None
    rule: str
    text: str
    cite: str
    assist_fips: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in order: it holds when all its tests do."""

    id: str
    text: str
    cite: str
    provenance: str
    when: tuple[str, ...]
    to: str


UNKNOWN = Route("unknown", None, "UNKNOWN", "No place is known: ask, or let a supervisor choose.", "CWM 2.3")


def _inside(place: object) -> bool:
    return isinstance(place, str) and place.startswith(STATE)


def _outside(place: object) -> bool:
    return bool(place) and not _inside(place)


TESTS: dict[str, Callable[[Known], object]] = {
    "foster": lambda k: k.get("victim_in_foster_care") and k.get("suspect_is_foster_family"),
    "staff": lambda k: k.get("suspect_is_staff") and k.get("setting") in STAFFED,
    "hospitalized": lambda k: k.get("hospitalized"),
    "leaving": lambda k: k.get("leaving"),
    "staying": lambda k: not k.get("leaving"),
    "staying or no residence": lambda k: not k.get("leaving") or not _inside(k.get("residence")),
    "same place": lambda k: k.get("child_now") == k.get("incident"),
    "other place": lambda k: k.get("child_now") != k.get("incident"),
    "incident known": lambda k: k.get("incident"),
    "child in Missouri": lambda k: _inside(k.get("child_now")),
    "residence in Missouri": lambda k: _inside(k.get("residence")),
    "incident in Missouri": lambda k: _inside(k.get("incident")),
    "child out of state": lambda k: _outside(k.get("child_now")),
    "residence out of state": lambda k: _outside(k.get("residence")),
    "incident out of state": lambda k: _outside(k.get("incident")),
}


@cache
def every() -> tuple[Rule, ...]:
    """All rules in order."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    rows = [data["defaults"] | row for row in data["rule"]]
    return tuple(
        Rule(row["id"], row["text"], row["cite"], row["provenance"], tuple(row["when"]), row["to"]) for row in rows
    )


def route(known: Known) -> Route:
    """The office that the manual names for what is known.

    In: `child_now`, `incident`, `residence`: five-digit FIPS codes, "out of state", or None for not known;
    `hospitalized`, `leaving` (likely within 24 hours), `suspect_is_staff`, `victim_in_foster_care`,
    `suspect_is_foster_family`: true or false; `setting`: where it happened. Missing is not known.
    Errors: ValueError for a code that begins as Missouri's and is no county.
    """
    for key in ("child_now", "incident", "residence"):
        if _inside(known.get(key)) and not counties.name_of(str(known[key])):
            raise ValueError(f"'{known[key]}' is no county of Missouri")
    rule = next((rule for rule in every() if all(TESTS[test](known) for test in rule.when)), None)
    if rule is None:
        return UNKNOWN
    if rule.to == "ohi":
        near = (known.get(key) for key in ("child_now", "incident", "residence"))
        assist = next((str(place) for place in near if _inside(place)), None)
        return Route("ohi", None, rule.id, rule.text, rule.cite, assist)
    if rule.to == OUT_OF_STATE:
        return Route(OUT_OF_STATE, None, rule.id, rule.text, rule.cite)
    return Route("county", str(known[rule.to]), rule.id, rule.text, rule.cite)
