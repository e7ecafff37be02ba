"""What a version would change: its check, what it decides otherwise than the version in force, and the stored calls anew.

Only reads. Used by the page of a version and, once more and in the same transaction, by the act of publishing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from oscr.agency.versions import Timeline, source_of
from oscr.flow.classification import archive
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.law.protocol.comparing.diff import Difference, compared
from oscr.law.protocol.comparing.replay import Replay, replayed
from oscr.law.protocol.inforce import of_day
from oscr.law.protocol.text.reading import Source

LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Trial:
    """`against` is the hash it was tried against. Without a book that can decide (see `findings`) there is nothing more."""

    against: str
    findings: tuple[protocol.Finding, ...]
    difference: Difference | None = None
    replay: Replay | None = None

    @property
    def errors(self) -> tuple[protocol.Finding, ...]:
        """What forbids publishing."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def lowers(self) -> bool:
        """Whether some call would get a weaker response than now."""
        return self.difference is not None and self.difference.lowers


def trial(digest: str, laws: Timeline, *, at: datetime) -> Trial:
    """Try a version against the one published last, with the law of the day of `at`, on the calls of the last year."""
    today = local(at).date()
    source = source_of(digest)
    found = findings(source, today)
    try:
        old, new = of_day(source_of(laws.newest), today), of_day(source, today)
    except ValueError:
        return Trial(laws.newest, found)
    replay = replayed(old, new, archive.planes(since=(at - LOOK_BACK).date()))
    return Trial(laws.newest, found, compared(old, new), replay)


def findings(source: Source, today: date) -> tuple[protocol.Finding, ...]:
    """The check of a version for today and for every later day on which something of it begins or ends, each finding once."""
    found: dict[protocol.Finding, None] = {}
    for day in (today, *(day for day in source.changes if day > today)):
        found |= dict.fromkeys(_checked(source, day))
    return tuple(sorted(found, key=lambda one: (one.severity, one.file, one.line)))


@lru_cache(maxsize=32)
def _checked(source: Source, day: date) -> tuple[protocol.Finding, ...]:
    """The check of one day, proven once: a text never changes."""
    return tuple(protocol.examine(source, day))
