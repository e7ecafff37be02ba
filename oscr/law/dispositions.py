"""What whoever reported is told when they ask how it ended: fixed words for each conclusion, and whom they may turn to (RSMo 210.145.18).

Data in law/data/dispositions.toml, in English and in Spanish. Used by `oscr.flow.disposition` and by the pages of reporters and offices.
The words say how it ended in general and nothing of the case: two conclusions that the reporter need not tell apart have the same.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.calendar import in_force

DATA = Path(__file__).parent / "data" / "dispositions.toml"
OPEN, NOT_FOUND, NOT_SHARED = "open", "not-found", "not-shared"
SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Words:
    """One thing that a reporter is told: a label for the staff, and the text in both languages."""

    id: str
    label: str
    text: str
    es: str
    conclusions: tuple[str, ...]
    cite: str
    provenance: str
    since: date
    until: date | None

    def said(self, language: str) -> str:
        """The text in a language ("es", "es-mx", ...); English for any that is not there."""
        return self.es if language.startswith(SPANISH) else self.text


@dataclass(frozen=True, slots=True)
class Advocate:
    """The Office of Child Advocate, as people are told of it."""

    name: str
    phone: str
    text: str
    es: str
    cite: str

    def said(self, language: str) -> str:
        """What it does, in a language; English for any that is not there."""
        return self.es if language.startswith(SPANISH) else self.text


@cache
def every() -> tuple[Words, ...]:
    """Everything a reporter may be told, in the order of the data."""
    data = _data()
    return tuple(_words(data["defaults"] | row) for row in data["words"])


def words(name: str) -> Words:
    """What is told, by its id. Errors: KeyError for one that is none."""
    return {one.id: one for one in every()}[name]


def of(conclusion: str, on: date) -> Words:
    """What is told of a conclusion (id of conclusions.toml) by the law of a day. Errors: KeyError for one without words."""
    held = (one for one in every() if in_force(one.since, one.until, on))
    found = next((one for one in held if conclusion in one.conclusions), None)
    if found is None:
        raise KeyError(conclusion)
    return found


@cache
def advocate() -> Advocate:
    """Who looks over what the Division did."""
    return Advocate(**_data()["advocate"])


def _words(row: dict[str, Any]) -> Words:
    return Words(
        id=row["id"],
        label=row["label"],
        text=row["text"],
        es=row["es"],
        conclusions=tuple(row["conclusions"]),
        cite=row["cite"],
        provenance=row["provenance"],
        since=row["from"],
        until=row.get("until"),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
