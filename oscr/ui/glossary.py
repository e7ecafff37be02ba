"""The field's words, each defined once; read by the `define` tag and the glossary page (DESIGN 2)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Word:
    """One word of the field: what it means in plain English, and where that is laid down."""

    word: str
    means: str
    cite: str


@cache
def glossary() -> dict[str, Word]:
    """Every word of data/glossary.toml, keyed by its lower-case spelling."""
    rows = tomllib.loads((Path(__file__).parent / "data" / "glossary.toml").read_text("utf-8"))
    return {name: Word(name, row["means"], row["cite"]) for name, row in rows.items()}
