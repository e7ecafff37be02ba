"""How much two tellings speak for one person, field by field, in bits (Fellegi and Sunter 1969).

Used by whoever searches, and by training, which counts the levels. A field that either side does not know says nothing.
Fields are weighed as if they were independent; brothers and sisters are not, which is why a score alone joins nobody (`guard`).
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.distance import OSA, JaroWinkler

from oscr.people.matching.describing import Known
from oscr.people.matching.keys import phone_key, place_key
from oscr.people.matching.names import Family, Given, family, given
from oscr.people.matching.places import KINDS, Place
from oscr.people.matching.weights import Weights

ALIKE = 0.9201  # Jaro-Winkler of two spellings of one name; not 0.92, which some pairs reach but for rounding
LIKE_WORDS = 0.5  # share of the words of two directions
WHERE = ("own", "street", "words", "area", "else")
A_YEAR = timedelta(days=366)
Levels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Bits for "the same person", and the level of every field that both sides know. `swapped`: first name for last."""

    bits: float
    levels: Levels
    swapped: bool = False


def score(asked: Known, known: Known, weights: Weights, shares: Mapping[str, float]) -> Score:
    """Weigh somebody on file against whom was asked for. `shares`: how common the asked names, phones and places are."""
    found = levels(asked, known)
    bits = _bits(found, asked, weights, shares)
    if found.get("first") == "else" and found.get("last") == "else":
        turned = _turned(asked, known)
        if turned:
            other = _bits(found | turned, asked, weights, {}) + weights.swapped_names
            if other > bits:
                return Score(other, found | turned, swapped=True)
    return Score(bits, found)


def levels(asked: Known, known: Known) -> Levels:
    """The level of every field that both sides know."""
    found: Levels = {}
    for field, compare in COMPARED:
        level = compare(asked, known)
        if level:
            found[field] = level
    return found


def frequency_keys(known: Known) -> Iterator[str]:
    """The keys whose frequency changes a weight: names, phones and places. Somebody on file is counted under each."""
    if known.given.first:
        yield f"F:{known.given.first}"
    if known.family.joined:
        yield f"L:{known.family.joined}"
    yield from (phone_key(number) for number in (*known.phones, *known.near_phones))
    yield from (place_key(one) for one in (*known.places, *known.near_places) if one.number and one.zip)


def first_level(one: Given, other: Given) -> str:
    """How two first names agree: exact, a form of one another, one is the other's middle name, spelt or sounding alike."""
    a, b = one.first, other.first
    if not a or not b:
        return ""
    if a == b:
        return "exact"
    if not one.forms.isdisjoint(other.forms):
        return "form"
    if a == other.middle or b == one.middle:
        return "middle"
    return _alike(a, b, one.sounds, other.sounds)


def last_level(one: Family, other: Family) -> str:
    """How two surnames agree: exact, the same two in another order, one of two in common, spelt or sounding alike."""
    a, b = one.joined, other.joined
    if not a or not b:
        return ""
    if a == b:
        return "exact"
    if (len(one.parts) > 1 or len(other.parts) > 1) and not set(one.parts).isdisjoint(other.parts):
        return "order" if sorted(one.parts) == sorted(other.parts) else "part"
    return _alike(a, b, one.sounds, other.sounds)


def birth_level(a: date, b: date) -> str:
    """How two birth dates agree: exact, day and month swapped, one digit off, two of three parts the same."""
    if a == b:
        return "exact"
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return "swapped"
    if OSA.distance(a.isoformat(), b.isoformat(), score_cutoff=1) <= 1:
        return "digit"
    return "near" if (a.year == b.year) + (a.month == b.month) + (a.day == b.day) == 2 else "else"


def _alike(a: str, b: str, sounds: frozenset[str], others: frozenset[str]) -> str:
    if JaroWinkler.similarity(a, b, score_cutoff=ALIKE):
        return "spelling"
    if a.startswith(b) or b.startswith(a):
        return "begins"
    return "sound" if not sounds.isdisjoint(others) or OSA.distance(a, b, score_cutoff=1) <= 1 else "else"


def _first(asked: Known, known: Known) -> str:
    level = first_level(asked.given, known.given)
    return "form" if level == "else" and _also(asked.given.first, known.given.first, asked, known) else level


def _last(asked: Known, known: Known) -> str:
    level = last_level(asked.family, known.family)
    return "part" if level == "else" and _also(asked.family.joined, known.family.joined, asked, known) else level


def _also(mine: str, theirs: str, asked: Known, known: Known) -> bool:
    """Whether one is another name of the other."""
    return mine in known.also or theirs in asked.also


def _middle(asked: Known, known: Known) -> str:
    a, b = asked.given.middle, known.given.middle
    if not a or not b:
        return ""
    return "exact" if a == b and len(a) > 1 else "initial" if a[0] == b[0] else "else"


def _suffix(asked: Known, known: Known) -> str:
    return _same(asked.family.suffix, known.family.suffix)


def _sex(asked: Known, known: Known) -> str:
    return _same(asked.sex, known.sex)


def _same(a: str, b: str) -> str:
    return "" if not a or not b else "same" if a == b else "else"


def _birth(asked: Known, known: Known) -> str:
    return birth_level(asked.birth, known.birth) if asked.birth and known.birth else ""


def _age(asked: Known, known: Known) -> str:
    if asked.span is None and known.span is None:
        return ""
    a, b = (((one.birth, one.birth) if one.birth else one.span) for one in (asked, known))
    if a is None or b is None:
        return ""
    apart = max(a[0] - b[1], b[0] - a[1])
    return "fits" if apart <= timedelta(0) else "close" if apart <= A_YEAR else "else"


def _phone(asked: Known, known: Known) -> str:
    if not asked.phones or not (known.phones or known.near_phones):
        return ""
    if not asked.phones.isdisjoint(known.phones):
        return "own"
    return "else" if asked.phones.isdisjoint(known.near_phones) else "household"


def _place(asked: Known, known: Known) -> str:
    if not asked.places:
        return ""
    found = {_spot(mine, theirs) for mine in asked.places for theirs in known.places}
    if "own" not in found and any(_spot(mine, near) == "own" for mine in asked.places for near in known.near_places):
        return "household"
    return next((level for level in WHERE if level in found), "")


def _spot(a: Place, b: Place) -> str:
    if a.number and a.number == b.number:
        if a.zip and a.zip == b.zip:
            return "own"
        if not (a.words & b.words) <= KINDS:
            return "street"
    if not (a.number and b.number) and _words_shared(a.words, b.words):
        return "words"
    return "area" if (a.zip and a.zip == b.zip) or (a.town and a.town == b.town) else "else"


def _words_shared(a: frozenset[str], b: frozenset[str]) -> bool:
    shared = len(a & b)
    return (shared > 1 or (shared == 1 and a == b)) and shared >= LIKE_WORDS * min(len(a), len(b))


def _school(asked: Known, known: Known) -> str:
    a, b = asked.school, known.school
    if not a or not b:
        return ""
    return "same" if len(a & b) >= LIKE_WORDS * max(len(a), len(b)) else "else"


def _turned(asked: Known, known: Known) -> Levels | None:
    """The levels of both names when what was told first is the surname; None where that fits no better."""
    first = first_level(given(asked.family.joined), known.given)
    last = last_level(family(asked.given.first), known.family)
    return None if "else" in (first, last) or not (first and last) else {"first": first, "last": last}


def _bits(found: Levels, asked: Known, weights: Weights, shares: Mapping[str, float]) -> float:
    bits = sum(weights.bits[field][level] for field, level in found.items())
    return bits + sum(_rarity(found, asked, weights, shares)) if shares else bits


def _rarity(found: Levels, asked: Known, weights: Weights, shares: Mapping[str, float]) -> Iterator[float]:
    """What is added because a name is rare, and taken away because a name, a phone or an address is common."""
    for field, key in (("first", f"F:{asked.given.first}"), ("last", f"L:{asked.family.joined}")):
        if found.get(field) == "exact":
            yield math.log2(weights.u[field]["exact"] / max(shares.get(key, 0.0), weights.rarest))
    shared = {"phone": map(phone_key, asked.phones), "place": map(place_key, asked.places)}
    for field, of in shared.items():
        level = found.get(field)
        if level in ("own", "household"):
            usual = weights.u[field][level]
            yield math.log2(usual / max(usual, *(shares.get(key, 0.0) for key in of)))


COMPARED: tuple[tuple[str, Callable[[Known, Known], str]], ...] = (
    ("first", _first),
    ("last", _last),
    ("middle", _middle),
    ("suffix", _suffix),
    ("birth", _birth),
    ("age", _age),
    ("sex", _sex),
    ("phone", _phone),
    ("place", _place),
    ("school", _school),
)
