"""From TOML files to raw entries: what is written, with file and dates, before names are resolved.

Used by `loading`. Each file is a set of arrays of tables, one array for each kind of entry; a `[defaults]` table
gives the values that its entries share. Mistakes name the file, the entry, and what to do.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oscr.law.protocol.model import ProtocolFault

COMMON = frozenset({"id", "cite", "from", "until", "provenance", "approved", "note"})
TREE = frozenset({"all", "any"})
KEYS = {
    "fact": COMMON
    | {
        "scope",
        "ask",
        "screener",
        "values",
        "labels",
        "help",
        "unknown",
        "why",
        "unless",
        "critical",
        "emergency",
        "derived",
        "allegation",
        "graded",
    },
    "outcome": COMMON | {"label", "kind", "rank", "prefix"},
    "ground": COMMON | {"text"},
    "define": COMMON | TREE,
    "rule": COMMON | TREE | {"text", "then", "beside"},
    "pathway": COMMON | {"plain", "words", "ask"},
    "condition": COMMON | TREE | {"text", "ground"},
    "action": COMMON | TREE | {"text", "each", "known"},
    "priority": COMMON | TREE | {"text", "level", "hours", "sole_ground"},
    "never": COMMON | TREE | {"why"},
}
PROVENANCES = ("published", "regulation", "authored")
KINDS = {"outcome": ("report", "referral", "out of state", "documented")}
FILES = ("facts.toml", "tracks.toml", "referrals.toml", "actions.toml", "priority.toml", "invariants.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its kind, its keys as written, and the pathway whose file it stands in."""

    kind: str
    file: str
    data: dict[str, Any]
    slug: str | None

    @property
    def id(self) -> str:
        """The entry's id."""
        return str(self.data["id"])

    def in_force(self, on: date) -> bool:
        """From is inclusive, until is exclusive."""
        until = self.data.get("until")
        return bool(self.data["from"] <= on and (until is None or on < until))

    def fault(self, problem: str, remedy: str) -> ProtocolFault:
        """An error that says where and what to do."""
        return ProtocolFault(f"{self.file}: {self.kind} '{self.data.get('id', '?')}': {problem}; {remedy}")


@dataclass(frozen=True, slots=True)
class Source:
    """All entries of a folder, and the fingerprint of its text."""

    entries: tuple[Entry, ...]
    hash: str

    def changes(self) -> tuple[date, ...]:
        """The days on which something begins or ends, oldest first."""
        days = {e.data[key] for e in self.entries for key in ("from", "until") if e.data.get(key)}
        return tuple(sorted(days))


def read(folder: Path) -> Source:
    """Read a protocol folder. Errors: ProtocolFault naming file and entry."""
    digest = hashlib.sha256()
    entries: list[Entry] = []
    pathways = sorted((folder / "pathways").glob("*.toml"))
    for path in [folder / FILES[0], *pathways, *(folder / name for name in FILES[1:])]:
        if not path.exists():
            raise ProtocolFault(f"{path.name}: missing; a protocol needs the files {', '.join(FILES)}")
        text = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + text + b"\0")
        entries += _entries(path, text)
    return Source(tuple(entries), digest.hexdigest())


def _entries(path: Path, text: bytes) -> list[Entry]:
    try:
        tables = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProtocolFault(f"{path.name}: not readable as TOML: {error}; correct the line named") from error
    defaults = tables.pop("defaults", {})
    slug = path.stem if path.parent.name == "pathways" else None
    found = []
    for kind, rows in tables.items():
        if kind not in KEYS:
            raise ProtocolFault(f"{path.name}: '{kind}' is no kind of entry; use one of {', '.join(KEYS)}")
        for row in rows:
            shared = {key: value for key, value in defaults.items() if key in KEYS[kind]}
            entry = Entry(kind, path.name, shared | row, slug)
            _check_keys(entry)
            found.append(entry)
    return found


def _check_keys(entry: Entry) -> None:
    unknown = set(entry.data) - KEYS[entry.kind]
    if unknown:
        raise entry.fault(f"unknown key '{sorted(unknown)[0]}'", "see the keys of its neighbours")
    if not isinstance(entry.data.get("id"), str):
        raise entry.fault("no id", 'add id = "..."')
    if not isinstance(entry.data.get("from"), date):
        raise entry.fault("no date from which it is in force", "add from = YYYY-MM-DD")
    if entry.data.get("provenance") not in PROVENANCES:
        raise entry.fault("provenance is not stated", f"use one of {', '.join(PROVENANCES)}")
