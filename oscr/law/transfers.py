"""Why an office may hand a report over to another one (Child Welfare Manual 3.2.1): a closed list, by the kinds of both offices.

Data in law/data/transfers.toml. Used by `oscr.flow.correction`, and by the form that offers the reasons.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "transfers.toml"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its words, its source, between which kinds of office (from, to) it holds, and whether only to another circuit."""

    id: str
    label: str
    text: str
    cite: str
    provenance: str
    between: frozenset[tuple[str, str]]
    other_circuit: bool


@cache
def reasons() -> tuple[Reason, ...]:
    """All reasons in the order of the data."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    rows = [data["defaults"] | row for row in data["reason"]]
    return tuple(
        Reason(
            row["id"],
            row["label"],
            row["text"],
            row["cite"],
            row["provenance"],
            frozenset((here, there) for here, there in row["between"]),
            row["other_circuit"],
        )
        for row in rows
    )


def reason(name: str) -> Reason:
    """One reason by its id. Errors: KeyError for one that is none."""
    return {one.id: one for one in reasons()}[name]


def allowed(name: str, *, here: str, there: str) -> bool:
    """Whether this reason holds between offices of these kinds (county, ohi)."""
    return (here, there) in reason(name).between
