"""What a report can be classified as, in the groups of which the law's data speak, and closed matrices of two outcomes.

`reports` are what an office answers as child abuse or neglect, `referrals` what it serves, `unsent` what goes to no office. Used by
every room of the law whose data says which outcomes it is about.
"""

from collections.abc import Iterable, Iterator
from typing import Any

REPORTS = ("investigation", "juvenile assessment", "family assessment")
REFERRALS = ("NCA", "N", "P", "F")
GROUPS = {
    "reports": REPORTS,
    "referrals": REFERRALS,
    "unsent": ("documented call", "out of state"),
}
OUTCOMES = tuple(outcome for group in GROUPS.values() for outcome in group)


def spelled_out(names: Iterable[str]) -> tuple[str, ...]:
    """Outcomes, where some of them may be said by their group."""
    return tuple(outcome for name in names for outcome in GROUPS.get(name, (name,)))


def matrix(data: dict[str, Any], one: str, other: str) -> dict[tuple[str, str], dict[str, Any]]:
    """A closed matrix: of each pair of outcomes the row that speaks of it, with whether it is "allowed".

    In: data with [[allowed]] and [[refused]] and the [defaults] of both, and what its rows call the two sides. What is allowed comes
    before what is refused, and the first row that names a pair is its row.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _rows(data):
        for pair in ((was, to) for was in spelled_out(row[one]) for to in spelled_out(row[other])):
            found.setdefault(pair, row)
    return found


def _rows(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("allowed", "refused"):
        yield from (data["defaults"] | row | {"allowed": name == "allowed"} for row in data[name])
