"""Which call may be a duplicate of which earlier report: a closed matrix (Child Welfare Manual 3.3). Data in law/data/duplicates.toml.

Used by `oscr.flow.ending`. Same track to same track; a Family Assessment to an Investigation; a referral to a referral with care.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oscr.law.outcomes import matrix

DATA = Path(__file__).parent / "data" / "duplicates.toml"


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair of outcomes: whether it is allowed, whether with care, why, and by which source."""

    allowed: bool
    with_care: bool
    text: str
    cite: str
    provenance: str


def cell(said: str, earlier: str) -> Cell:
    """The cell of what this call is and what the earlier report is. Errors: KeyError for an outcome that is none."""
    return _matrix()[said, earlier]


@cache
def _matrix() -> dict[tuple[str, str], Cell]:
    rows = matrix(tomllib.loads(DATA.read_text("utf-8")), "said", "earlier")
    return {
        pair: Cell(
            allowed=row["allowed"],
            with_care=row["with_care"],
            text=row["text"],
            cite=row["cite"],
            provenance=row["provenance"],
        )
        for pair, row in rows.items()
    }
