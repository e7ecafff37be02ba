"""What the CA/N-1 says beyond the protocol's own words (manual 2.1.2.1; CWM 5.6; RSMo 210.150). Data in law/data/can1.toml.

Used by the desks that show or print a report as the field reads it.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "can1.toml"


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its source and how far it is verified: published, regulation or authored."""

    text: str
    cite: str
    provenance: str


@dataclass(frozen=True, slots=True)
class Parent:
    """When the school or facility is listed as a parent: on this action of the protocol, in one of these settings."""

    action: str
    settings: tuple[str, ...]
    said: Said

    def holds(self, actions: Collection[str], setting: str) -> bool:
        """Whether it is to be listed, given the actions that a decision calls for (ids) and the setting of the incident."""
        return self.action in actions and setting in self.settings


@cache
def title(kind: str) -> Said:
    """The title of the document for an outcome of this kind (protocol/tracks.toml). Errors: KeyError for an unknown kind."""
    return {row["kind"]: _said(row) for row in _data()["title"]}[kind]


@cache
def parent() -> Parent:
    """The rule by which a facility is listed as a parent (CWM 5.6)."""
    row = _data()["parent"]
    return Parent(row["action"], tuple(row["settings"]), _said(row))


@cache
def sealed() -> frozenset[str]:
    """The facts of the protocol that no document shows, because they tell of the reporter (RSMo 210.150)."""
    return frozenset(_data()["sealed"]["facts"])


@cache
def cover() -> tuple[Said, ...]:
    """What the cover sheet tells whoever is given the reporter's identity, in order (RSMo 210.150)."""
    return tuple(_said(row) for row in _data()["cover"])


def _said(row: dict[str, Any]) -> Said:
    whole = _data()["defaults"] | row
    return Said(whole["text"], whole["cite"], whole["provenance"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
