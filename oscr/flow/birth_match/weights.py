"""What each agreement and disagreement between a parent and a person on the list is worth: `weights.toml`, with name, day, source.

Used by `matching`. m is how often a level occurs between two records of one person, u between records of two. A level without
both was never seen and is refused; training on a batch may change a number here and never leaves one out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("weights.toml")
RARITIES = ("rarest", "rarer", "rare", "usual", "common", "commonest")
"""How common a name is on which two agree; where it was not counted, it is usual."""

LEVELS: Mapping[str, tuple[str, ...]] = {
    "first": (*RARITIES, "swapped", "form", "middle", "close", "sound", "begins", "else"),
    "surname": (*RARITIES, "swapped", "part", "close", "sound", "changed", "else"),
    "birth": ("exact", "swapped", "digit", "parts", "else"),
    "middle": ("exact", "initial", "else"),
    "sex": ("same", "else"),
    "place": ("house", "zip", "else"),
}
"""Every field with its levels, best first."""


class Untrained(ValueError):
    """Weights that cannot be used; the message names every level or number that is missing or impossible."""


@dataclass(frozen=True)
class Rate:
    """How often a level occurs: between two records of one person (m), of two (u)."""

    m: float
    u: float


@dataclass(frozen=True)
class Weights:
    """One trained set. `expected`: which share of all parents is on the list; `threshold`: from how many bits on a person looks."""

    name: str
    trained: date
    source: str
    expected: float
    threshold: float
    rates: Mapping[str, Mapping[str, Rate]]


@lru_cache(4)
def load(path: Path = SHIPPED) -> Weights:
    """Read a set of weights. Errors: Untrained with every fault on its own line."""
    return understood(tomllib.loads(path.read_text("utf-8")))


def understood(told: Mapping[str, Any]) -> Weights:
    """A set of weights from what its file says. Errors: Untrained with every fault on its own line."""
    faults = list(_faults(told))
    if faults:
        raise Untrained("\n".join(faults))
    rates = {
        field: {level: Rate(told[field][level]["m"], told[field][level]["u"]) for level in levels}
        for field, levels in LEVELS.items()
    }
    return Weights(told["name"], told["trained"], told["source"], told["expected"], told["threshold"], rates)


def _faults(told: Mapping[str, Any]) -> Iterator[str]:
    for word, kind in (("name", str), ("trained", date), ("source", str), ("expected", float), ("threshold", float)):
        if not isinstance(told.get(word), kind) or not told[word]:
            yield f"{word}: missing"
    for field, levels in LEVELS.items():
        for level in levels:
            rate = told.get(field, {}).get(level, {})
            if not all(isinstance(rate.get(one), float) and 0 < rate[one] <= 1 for one in ("m", "u")):
                yield f"{field}.{level}: untrained; it needs m and u, each above 0 and at most 1"
