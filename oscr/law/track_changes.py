"""From which track to which an office may change a report: a closed matrix (Child Welfare Manual 3.6). Data in
law/data/track_changes.toml. And until when an emergency may be taken down to an ordinary response (CWM 3.4).

Used by `oscr.flow.track`, and by the page that offers the tracks. RSMo 210.145, subsections 15 and 16(3).
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from oscr.law.outcomes import OUTCOMES, matrix

DATA = Path(__file__).parent / "data" / "track_changes.toml"
LEVEL_ONE, ORDINARY = 3, 24  # hours within which somebody responds: an emergency, and what it is taken down to
OVERRIDE_CITE = "CWM 3.4"


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair of tracks: whether it is allowed, what it means, why, and by which source.

    `ends_investigation`: law enforcement is told in writing before. `immediate`: the investigation begins at once.
    """

    allowed: bool
    ends_investigation: bool
    immediate: bool
    text: str
    cite: str
    provenance: str


def cell(was: str, to: str) -> Cell:
    """The cell of the track a report is on and the one it is to be changed to. Errors: KeyError for an outcome that is none."""
    return _matrix()[was, to]


def open_to(was: str) -> tuple[str, ...]:
    """The tracks to which a report on this one may be changed."""
    return tuple(to for to in OUTCOMES if cell(was, to).allowed)


def override_ends(screened_in: datetime, hours: int) -> datetime:
    """The last instant at which a response of so many hours may be taken down: within the time of the level it was given, in UTC."""
    return screened_in.astimezone(UTC) + timedelta(hours=hours)


@cache
def _matrix() -> dict[tuple[str, str], Cell]:
    rows = matrix(tomllib.loads(DATA.read_text("utf-8")), "was", "to")
    return {
        pair: Cell(
            allowed=row["allowed"],
            ends_investigation=row["ends_investigation"],
            immediate=row["immediate"],
            text=row["text"],
            cite=row["cite"],
            provenance=row["provenance"],
        )
        for pair, row in rows.items()
    }
