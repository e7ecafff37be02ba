"""Who must be told of a family support team meeting, and who may be invited (RSMo 210.145.14). Data in law/data/meetings.toml.

Used by `oscr.flow.response` and the county's page.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "meetings.toml"
NOT_INVITED = "An alleged perpetrator may come as a parent or guardian only, not as somebody who is invited."
NOBODY_NAMED = "These have a right to be told. Name them, or say that there are none:"
CITE = "RSMo 210.145.14"


@dataclass(frozen=True, slots=True)
class Role:
    """As what somebody comes; with a `right` they must be told and may come to every meeting."""

    id: str
    label: str
    right: bool


@cache
def roles() -> tuple[Role, ...]:
    """Every role, those with a right first."""
    data = _data()
    rows = [data["defaults"] | row for row in data["role"]]
    return tuple(Role(row["id"], row["label"], row["right"]) for row in rows)


def role(name: str) -> Role:
    """One role. Errors: StopIteration for one that is none."""
    return next(one for one in roles() if one.id == name)


def check_invited(name: str, *, suspect: bool) -> None:
    """Let somebody be invited in a role. Raises Refused for an alleged perpetrator who has no right of their own to come."""
    if suspect and not role(name).right:
        raise Refused(NOT_INVITED, CITE, "role")


def check_told(there: Collection[str], none: Collection[str]) -> None:
    """Let a meeting be set. In: the roles of whoever is told, and the roles of which there is nobody. Raises Refused for a role with
    a right of which neither is said."""
    missing = [one.label for one in roles() if one.right and one.id not in there and one.id not in none]
    if missing:
        told = f"{NOBODY_NAMED} {', '.join(missing)}."
        raise Refused(told, CITE, "none")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
