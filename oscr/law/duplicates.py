"""Which call may be a duplicate of which earlier report: a closed matrix (Child Welfare Manual 3.3). Data in law/data/duplicates.toml.

Used by `oscr.flow.ending`. Same track to same track; a Family Assessment to an Investigation; a referral to a referral with care.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "duplicates.toml"
GROUPS = {
    "reports": ("investigation", "juvenile assessment", "family assessment"),
    "referrals": ("NCA", "N", "P", "F"),
    "unsent": ("documented call", "out of state"),
}
OUTCOMES = tuple(outcome for group in GROUPS.values() for outcome in group)


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
    data = tomllib.loads(DATA.read_text("utf-8"))
    found: dict[tuple[str, str], Cell] = {}
    for name, allowed in (("allowed", True), ("refused", False)):
        for row in data[name]:
            whole = data["defaults"] | row
            made = Cell(allowed, whole["with_care"], whole["text"], whole["cite"], whole["provenance"])
            for pair in _pairs(row):
                found.setdefault(pair, made)
    return found


def _pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    said, earlier = ([one for name in row[side] for one in GROUPS.get(name, (name,))] for side in ("said", "earlier"))
    return [(one, other) for one in said for other in earlier]
