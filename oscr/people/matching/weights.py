"""What each agreement and disagreement is worth: numbers with a name, a date and a source, in `weights.toml`.

Used by `score` and `guard`. A weight is log2(m/u) bits: m is how often a level occurs between two tellings of one person,
u between tellings of two. A level without both was never seen in training and is refused: to read it as "says nothing"
would be a guess that nobody made.
"""

import json
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("weights.toml")

LEVELS: Mapping[str, tuple[str, ...]] = {
    "first": ("exact", "form", "middle", "spelling", "begins", "sound", "else"),
    "last": ("exact", "order", "part", "spelling", "begins", "sound", "else"),
    "middle": ("exact", "initial", "else"),
    "suffix": ("same", "else"),
    "birth": ("exact", "swapped", "digit", "near", "else"),
    "age": ("fits", "close", "else"),
    "sex": ("same", "else"),
    "phone": ("own", "household", "else"),
    "place": ("own", "household", "street", "words", "area", "else"),
    "school": ("same", "else"),
}
"""Every field with its levels, best first: what `score` may answer, and what training must have seen."""

Rates = Mapping[str, Mapping[str, tuple[float, float]]]
"""Field and level -> m and u."""

NUMBERS = ("swapped_names", "rarest", "suggest", "sure", "elsewhere", "rival")


class Untrained(ValueError):
    """Weights that cannot be used; the message names every level or number that is missing or impossible."""


@dataclass(frozen=True)
class Weights:
    """One trained set. `bits` and `u` are by field and level; the rest are bits, but `rarest`, a share.

    `rarest`: a name that fewer share counts as if this many did. `swapped_names`: what first and last name in each other's
    place cost. `suggest`: from here on a person is suggested. The rest is the guarded rule's: `sure`, beyond log2 of all on
    file; `elsewhere`, more of them where the address is another one and only name and birth date agree; `rival`, how near
    somebody else may come.
    """

    name: str
    trained: date
    source: str
    bits: Mapping[str, Mapping[str, float]]
    u: Mapping[str, Mapping[str, float]]
    swapped_names: float
    rarest: float
    suggest: float
    sure: float
    elsewhere: float
    rival: float


@lru_cache(4)
def load(path: Path = SHIPPED) -> Weights:
    """Read a set of weights. Errors: Untrained with every fault on its own line."""
    return understood(tomllib.loads(path.read_text("utf-8")))


def understood(told: Mapping[str, Any]) -> Weights:
    """A set of weights from what its file says. Errors: Untrained with every fault on its own line."""
    faults = list(_faults(told))
    if faults:
        raise Untrained("\n".join(faults))
    fields = {field: {level: told[field][level] for level in levels} for field, levels in LEVELS.items()}
    return Weights(
        name=told["name"],
        trained=told["trained"],
        source=told["source"],
        bits={
            field: {level: math.log2(rate["m"] / rate["u"]) for level, rate in rates.items()}
            for field, rates in fields.items()
        },
        u={field: {level: rate["u"] for level, rate in rates.items()} for field, rates in fields.items()},
        **{number: float(told[number]) for number in NUMBERS},
    )


def text(
    told: Mapping[str, Any], rates: Rates, *, comments: Iterable[str], seen: Mapping[tuple[str, str], str] | None = None
) -> str:
    """What a file of weights says. `told`: name, day, source and numbers; `seen`: a remark for a field and level.

    Errors: Untrained, when what would be written could not be read: half a file is none.
    """
    lines = [*(f"# {line}" for line in comments), *(f"{key} = {_toml(value)}" for key, value in told.items())]
    for field, levels in rates.items():
        lines += ["", f"[{field}]"]
        for level, (m, u) in levels.items():
            remark = f"  # {seen[field, level]}" if seen else ""
            lines.append(f"{level} = {{ m = {m:.9f}, u = {u:.9f} }}{remark}")
    whole = "\n".join(lines) + "\n"
    understood(tomllib.loads(whole))
    return whole


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _faults(told: Mapping[str, Any]) -> Iterator[str]:
    for word, kind in (("name", str), ("trained", date), ("source", str)):
        if not isinstance(told.get(word), kind) or not told[word]:
            yield f"{word}: weights say how they are called, when they were trained and on what"
    yield from (f"{number}: missing" for number in NUMBERS if not isinstance(told.get(number), int | float))
    for field, levels in LEVELS.items():
        for level in levels:
            rate = told.get(field, {}).get(level, {})
            if not all(isinstance(rate.get(one), float) and 0 < rate[one] <= 1 for one in ("m", "u")):
                yield f"{field}.{level}: untrained; it needs m and u, each above 0 and at most 1"
