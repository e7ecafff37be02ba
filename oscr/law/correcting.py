"""How long a report that was sent to an office may be corrected and sent again (Child Welfare Manual 3.2.1).

72 hours from the alert, 30 minutes where it is an emergency: by then somebody is at the door. Exactly 72:00:00 is in time, the
next instant is too late. Data in law/data/correcting.toml. Used by `oscr.flow.correction`.
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "correcting.toml"


@dataclass(frozen=True, slots=True)
class Window:
    """How long, by which source, and what to do when it is over."""

    length: timedelta
    cite: str
    instead: str

    def closes(self, alerted: datetime) -> datetime:
        """The last instant that is in time, in UTC: the window is of elapsed time. In: an aware time."""
        return alerted.astimezone(UTC) + self.length

    def in_time(self, alerted: datetime, at: datetime) -> bool:
        """Whether a correction at `at` is in time."""
        return at <= self.closes(alerted)


@cache
def window(*, emergency: bool) -> Window:
    """The window of an emergency alert, or of any other."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    wanted = "emergency" if emergency else "ordinary"
    row = next(data["defaults"] | row for row in data["window"] if row["id"] == wanted)
    return Window(timedelta(minutes=row["minutes"]), row["cite"], row["instead"])
