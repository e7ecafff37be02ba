"""Finding pathways by any words a caller uses: "bite mark", "no heat", "left alone" (manual 2.1.1.2).

Used by the hotline's screen of a call. Pure: a pathway brings its own words (its name, its plain name, its search words, its
questions); what means the same stands in oscr/law/data/search.toml. It ranks and never decides.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.inforce import Protocol
from oscr.law.protocol.model import Pathway

DATA = Path(__file__).parent.parent / "data" / "search.toml"
ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ies|ing|es|ed|s|y|e)$")
DOUBLED = re.compile(r"([a-z])\1$")
PREFIX = 3  # so many letters of a word are enough to find it while it is typed
# What a find weighs: all that was typed, a word, what means the same, the beginning of a word, a word of a phrase, one of a question.
WHOLE, OWN, ALIKE, BEGUN, PART, ASKED = 6.0, 4.0, 3.0, 2.5, 2.0, 1.0
LONGEST = 200  # letters that are read


@dataclass(frozen=True, slots=True)
class Match:
    """A pathway that fits, how well, and which of the typed words it was found by."""

    pathway: Pathway
    weight: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    pathway: Pathway
    phrases: tuple[str, ...]
    words: frozenset[str]
    parts: frozenset[str]
    asked: frozenset[str]


def matches(law: Protocol, said: str) -> list[Match]:
    """The pathways that fit what was typed, the best first; none where nothing fits, or nothing was typed."""
    typed = _stems(said[:LONGEST])
    telling = {stem: word for stem, word in typed.items() if stem not in _little()} or typed
    found = [match for entry in _entries(law.engine) if (match := _match(entry, " ".join(typed), telling))]
    return sorted(found, key=lambda match: (-match.weight, match.pathway.place))


def _match(entry: _Entry, phrase: str, words: Mapping[str, str]) -> Match | None:
    weights = {word: weight for stem, word in words.items() if (weight := _weight(entry, stem))}
    if not weights:
        return None
    return Match(entry.pathway, sum(weights.values()) + _phrased(entry, phrase), tuple(weights))


def _phrased(entry: _Entry, phrase: str) -> float:
    """More for whatever stands in a pathway's words just so, and for several words of the pathway's that were typed together."""
    just_so = any(_within(phrase, said) for one in entry.phrases for said in (one, *_alike(one)))
    told = sum(any(" " in said and _within(said, phrase) for said in (one, *_alike(one))) for one in entry.phrases)
    return WHOLE * just_so + OWN * told


def _within(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _weight(entry: _Entry, word: str) -> float:
    if word in entry.words:
        return OWN
    if any(one in entry.words or one in entry.phrases for one in _alike(word)):
        return ALIKE
    if len(word) >= PREFIX and any(one.startswith(word) for one in entry.words):
        return BEGUN
    if word in entry.parts:
        return PART
    return ASKED if word in entry.asked else 0.0


@lru_cache(maxsize=8)
def _entries(engine: Engine) -> tuple[_Entry, ...]:
    book = engine.book
    return tuple(_entry(way, (book.facts[name].ask for name in way.ask)) for way in book.pathways.values())


def _entry(way: Pathway, questions: Iterable[str]) -> _Entry:
    phrases = tuple(" ".join(_stems(text)) for text in (way.name, way.plain, *way.words))
    words = frozenset(phrase for phrase in phrases if " " not in phrase) - _little()
    parts = frozenset(word for phrase in phrases for word in phrase.split()) - _little()
    return _Entry(
        way, phrases, words, parts, frozenset(word for text in questions for word in _stems(text)) - _little()
    )


@cache
def _data() -> dict[str, list[str] | list[list[str]]]:
    return tomllib.loads(DATA.read_text("utf-8"))


@cache
def _little() -> frozenset[str]:
    return frozenset(word for text in _data()["little"] for word in _stems(str(text)))


def _alike(one: str) -> frozenset[str]:
    return _synonyms().get(one, frozenset())


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Word or phrase -> words and phrases for the same thing."""
    found: dict[str, set[str]] = {}
    for line in _data()["same"]:
        group = {" ".join(_stems(text)) for text in line}
        for one in group:
            found.setdefault(one, set()).update(group - {one})
    return {word: frozenset(others) for word, others in found.items()}


def _stems(text: str) -> dict[str, str]:
    """The words of a text without their endings -> as they were typed: "Bruises" and "bruised" are one word."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("'s", "").replace("\u2019s", ""))
    return {DOUBLED.sub(r"\1", ENDINGS.sub("", word)): word for word in words}
