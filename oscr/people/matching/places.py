"""Phones and addresses as they can be compared; directions ("blue trailer behind the store on Route J") are kept whole.

Used by `describing`, `keys` and `score`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from oscr.people.matching.names import meant, words

REMEMBERED = 1 << 17
PHONE = 7  # digits; fewer are an extension or a slip
EMPTY_WORDS = frozenset({
    "THE", "ON", "OF", "AT", "BY", "TO", "IN", "AND", "A", "NEAR", "NEXT", "OFF", "BEHIND", "FROM", "UNKNOWN", "NA",
    "NONE", "APT", "UNIT", "LOT", "MO", "MISSOURI",
})  # fmt: skip
SHORT = {
    "STREET": "ST", "AVENUE": "AVE", "ROAD": "RD", "DRIVE": "DR", "LANE": "LN", "COURT": "CT", "BOULEVARD": "BLVD",
    "HIGHWAY": "HWY", "ROUTE": "RT", "RTE": "RT", "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "CIRCLE": "CIR",
    "PLACE": "PL", "TERRACE": "TER", "TRAIL": "TRL",
}  # fmt: skip
KINDS = frozenset(SHORT.values()) - {"RT", "HWY"}  # says little: most streets are a St, an Ave or a Rd
ZIP = re.compile(r"(?<=\s)(\d{5})(?:-\d{4})?\s*$")
NUMBER = re.compile(r"\s*(\d{1,6})[A-Za-z]?\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives: house number and five-digit ZIP where told, the words that say most, the town if told apart."""

    number: str
    zip: str
    words: frozenset[str]
    town: str = ""


@lru_cache(REMEMBERED)
def place(text: str, town: str = "") -> Place | None:
    """An address as told, or None where nothing was: a number first, a ZIP last, everything between them as words."""
    found = ZIP.search(f" {text}")
    code = found[1] if found else ""
    rest = f" {text}"[: found.start()] if found else text
    number = NUMBER.match(rest)
    rest = rest[number.end() :] if number else rest
    told = frozenset(SHORT.get(word, word) for word in (words(rest) if meant(rest) else ())) - EMPTY_WORDS
    where = " ".join(meant(town))
    if not (told or code or where):
        return None
    return Place(number[1] if number else "", code, told, where)


@lru_cache(REMEMBERED)
def phones(text: str) -> frozenset[str]:
    """The phone numbers in a text, as their last seven digits: area codes are left out as often as told."""
    found = set()
    for one in re.split(r"[,;/]|\bor\b|\by\b|\bext\.?|\bx(?=\d)", text.lower()):
        digits = re.sub(r"\D", "", one)
        if len(digits) >= PHONE and len(set(digits)) > 1:
            found.add(digits[-PHONE:])
    return frozenset(found)
