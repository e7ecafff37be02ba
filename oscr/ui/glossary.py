"""The field's words, each defined once; read by the `define` tag and the glossary page (DESIGN 2)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True)
class Word:
    """One word of the field: what it means in plain language, and where that is laid down."""

    word: str
    means: str
    cite: str


@cache
def glossary(language: str = "en") -> dict[str, Word]:
    """Every word of data/glossary.toml by its English spelling, said in English ("en") or, where translated, in Spanish ("es")."""
    rows = tomllib.loads((Path(__file__).parent / "data" / "glossary.toml").read_text("utf-8"))
    said = {name: row.get("es", {}) if language == "es" else row for name, row in rows.items()}
    return {
        name: Word(said[name].get("word", name), said[name].get("means", row["means"]), row["cite"])
        for name, row in rows.items()
    }


def in_the_readers_language() -> dict[str, Word]:
    """The glossary in the language of the page."""
    return glossary((get_language() or "en")[:2])
