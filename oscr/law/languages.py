"""In which languages letters are made, and which of them somebody reads by what was told. Data in law/data/languages.toml.

Used by the letters about a conclusion. The texts of a language that is not approved are a draft, and say so.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "languages.toml"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its words for it in English, and what people call it, in small letters."""

    id: str
    label: str
    said: tuple[str, ...]
    provenance: str
    approved: bool


@cache
def languages() -> dict[str, Language]:
    """Every language in which letters are made, by its id."""
    rows = tomllib.loads(DATA.read_text("utf-8"))["language"]
    return {row["id"]: Language(**row | {"said": tuple(row["said"])}) for row in rows}


def read_by(told: str) -> str:
    """The id of the language in which somebody is written to. In: what was told of their language, as "Spanish" or "speaks Spanish
    and some English"; the first that letters are made in counts, and English where there is none."""
    words = re.findall(r"\w+", told.casefold())
    return next((one.id for word in words for one in languages().values() if word in one.said), ENGLISH)
