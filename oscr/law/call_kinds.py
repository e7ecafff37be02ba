"""How a call may end otherwise than as a report of its own, and what must be true first. Data in law/data/call_kinds.toml.

Used by `oscr.flow.ending` and the hotline's pages. CWM 2.1.4, 2.4.3, 3.3, 3.3.1; RSMo 210.145.5. Nothing here is a way around the
protocol: an outcome below the protocol's is a supervisor's to approve (13 CSR 35-31.020), whatever the kind.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "call_kinds.toml"
OWN = "own"


class Way(StrEnum):
    """How an ending comes about."""

    ALONE = "alone"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its words and source; the outcome the call gets ("" where it goes on); what is asked; what will happen."""

    id: str
    label: str
    outcome: str
    ends: bool
    needs: tuple[str, ...]
    then: tuple[str, ...]
    script: tuple[str, ...]
    cite: str
    provenance: str

    @property
    def to_earlier(self) -> bool:
        """Whether the call is put to an earlier report."""
        return "earlier" in self.needs

    def outcome_on(self, said: str) -> str:
        """The outcome that a call gets which the protocol calls `said`."""
        return said if self.outcome == OWN else self.outcome

    def way(self, said: str, rank: Callable[[str], int]) -> Way:
        """Whether a screener ends such a call alone or a supervisor must approve. `rank`: how protective, 0 the most."""
        return Way.SUPERVISOR if rank(self.outcome_on(said)) > rank(said) else Way.ALONE


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a call is put to an earlier report: only `must` lets it; `otherwise` says what to do else."""

    id: str
    text: str
    must: str
    otherwise: str
    cite: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a three-way call-out with law enforcement; `otherwise` says what to do where the call may not end with it."""

    id: str
    label: str
    done: bool
    otherwise: str


@cache
def every() -> tuple[Kind, ...]:
    """All kinds in the order of the data."""
    data = _data()
    return tuple(_kind(data["defaults"] | row) for row in data["kind"])


def kind(name: str) -> Kind:
    """One kind by its id. Errors: KeyError for one that is none."""
    return {one.id: one for one in every()}[name]


@cache
def questions(name: str) -> tuple[Question, ...]:
    """What is asked for a kind."""
    rows = (row for row in _data()["question"] if name in row["kinds"])
    return tuple(Question(*(row[key] for key in ("id", "text", "must", "otherwise", "cite"))) for row in rows)


def first_against(name: str, answers: Mapping[str, str]) -> Question | None:
    """The first question of a kind whose answer (yes, no, unknown; missing = not asked) does not let the call end so."""
    return next((one for one in questions(name) if answers.get(one.id) != one.must), None)


@cache
def results() -> tuple[Result, ...]:
    """What may come of a three-way call-out."""
    return tuple(Result(row["id"], row["label"], row["done"], row.get("otherwise", "")) for row in _data()["result"])


def result(name: str) -> Result:
    """One result by its id. Errors: KeyError for one that is none."""
    return {one.id: one for one in results()}[name]


def _kind(row: dict[str, Any]) -> Kind:
    return Kind(
        id=row["id"],
        label=row["label"],
        outcome=row["outcome"],
        ends=row["ends"],
        needs=tuple(row["needs"]),
        then=tuple(row["then"]),
        script=tuple(row.get("script", ())),
        cite=row["cite"],
        provenance=row["provenance"],
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
