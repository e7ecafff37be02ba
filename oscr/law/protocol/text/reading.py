"""From TOML files to raw entries: what is written, with file and dates, before names are resolved.

Used by `loading`. Each file is a set of arrays of tables, one array for each kind of entry; a `[defaults]` table
gives the values that its entries share. Every mistake is a `ProtocolFault` that names the file, the line, the entry,
and what to do. A protocol stands in a folder (what is shipped) or in a mapping from file name to text (a draft).
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oscr.law.calendar import in_force
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
        "never_decides",
    },
    "outcome": COMMON | {"label", "kind", "rank", "prefix"},
    "ground": COMMON | {"text"},
    "define": COMMON | TREE,
    "rule": COMMON | TREE | {"text", "then", "beside"},
    "pathway": COMMON | {"plain", "group", "words", "ask", "place"},
    "condition": COMMON | TREE | {"text", "ground"},
    "action": COMMON | TREE | {"text", "each", "known", "unanswered"},
    "priority": COMMON | TREE | {"text", "level", "hours", "sole_ground"},
    "never": COMMON | TREE | {"why"},
    "contradiction": COMMON | TREE | {"text"},
    "hole": COMMON | {"title", "between", "resolution", "reason", "items", "elsewhere"},
    "offence": COMMON | TREE | {"title", "then", "conditions"},
}
PROVENANCES = ("published", "regulation", "authored")
KINDS = {"outcome": ("report", "referral", "out of state", "documented")}
GROUPS = (
    "Hurt, or has died",
    "Afraid, threatened, or violence at home",
    "Sexual",
    "Left alone, put out, or not wanted",
    "Food, clothes, home, health or school",
    "Drugs or alcohol",
    "How a parent or the child acts",
)
"""The headings under which a reporter finds the pathways, in this order."""
PATHWAYS = "pathways"
PATHWAY_FILE = re.compile(rf"{PATHWAYS}/[a-z][a-z0-9_-]*\.toml")
FILES = (
    *("facts.toml", "tracks.toml", "referrals.toml", "actions.toml", "priority.toml", "invariants.toml"),
    *("holes.toml", "offences.toml"),
)


NEEDED = {
    "outcome": ("rank", "prefix"),
    "pathway": ("plain", "ask"),
    "priority": ("level", "hours"),
    "hole": ("title", "between", "resolution", "reason"),
    "offence": ("title", "then", "conditions"),
}
TEXTS = frozenset(
    {
        *(
            "cite",
            "note",
            "scope",
            "ask",
            "screener",
            "help",
            "unknown",
            "why",
            "label",
            "kind",
            "prefix",
            "text",
            "then",
        ),
        *("plain", "group", "ground", "level", "sole_ground", "title", "between", "resolution", "reason", "elsewhere"),
    }
)
LISTS = frozenset({"values", "words", "known", "unanswered", "unless", "items", "conditions"})
NUMBERS = frozenset({"rank", "hours"})
MARKS = frozenset(
    {"approved", "critical", "emergency", "derived", "allegation", "graded", "never_decides", "beside", "each"}
)
HEADER = re.compile(r"^\s*\[\[\s*[\"']?([\w-]+)[\"']?\s*\]\]")
LONG_TEXT = re.compile(r"(\"\"\"|''').*?\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its kind, its keys as written, the pathway whose file it stands in, its first line."""

    kind: str
    file: str
    data: dict[str, Any]
    slug: str | None
    line: int = 0

    @property
    def id(self) -> str:
        """The entry's id."""
        return str(self.data["id"])

    def in_force(self, on: date) -> bool:
        """Whether it is law on a day."""
        return in_force(self.data["from"], self.data.get("until"), on)

    def fault(self, problem: str, remedy: str) -> ProtocolFault:
        """An error that says where and what to do."""
        item = f"{self.kind} '{self.data.get('id', '?')}'"
        return ProtocolFault(problem, remedy, file=self.file, line=self.line, item=item)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The text of a protocol by file name, all its entries, the fingerprint of the text, and the days on which something begins
    or ends, the oldest first."""

    files: Mapping[str, str]
    entries: tuple[Entry, ...]
    hash: str
    changes: tuple[date, ...]

    def entry_of(self, item: str, on: date) -> Entry | None:
        """Where an item is written: its entry in force on a day, or any other; a rule before an outcome of its name."""
        found = [entry for entry in self.entries if entry.id == item]
        return min(found, key=lambda entry: (not entry.in_force(on), entry.kind == "outcome"), default=None)


def files_of(folder: Path) -> dict[str, str]:
    """The text of every file of a protocol folder, by its name below it. Errors: ProtocolFault for what is no text."""
    paths = [*(folder / name for name in FILES), *sorted((folder / PATHWAYS).glob("*.toml"))]
    return {path.relative_to(folder).as_posix(): _text(path) for path in paths if path.exists()}


def read(files: Mapping[str, str]) -> Source:
    """Read a protocol from its files: the names of FILES, and pathways/*.toml. Errors: ProtocolFault."""
    for name in files:
        if name not in FILES and not PATHWAY_FILE.fullmatch(name):
            raise ProtocolFault(
                "no such file belongs to a protocol", f"use {', '.join(FILES)} or {PATHWAYS}/", file=name
            )
    pathways = sorted(name for name in files if name not in FILES)
    digest = hashlib.sha256()
    entries: list[Entry] = []
    for name in [FILES[0], *pathways, *FILES[1:]]:
        if name not in files:
            raise ProtocolFault("missing", f"a protocol needs the files {', '.join(FILES)}", file=name)
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
        entries += _entries(name, files[name])
    days = {entry.data[key] for entry in entries for key in ("from", "until") if entry.data.get(key)}
    return Source(dict(files), tuple(entries), digest.hexdigest(), tuple(sorted(days)))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ProtocolFault("not readable as UTF-8 text", "write the line anew", file=path.name, line=line) from error


def _entries(name: str, text: str) -> Iterator[Entry]:
    tables = _tables(name, text)
    defaults = tables.pop("defaults", {})
    slug = Path(name).stem if name.startswith(PATHWAYS) else None
    for kind, rows in tables.items():
        lines = _lines(text, kind)
        if kind not in KEYS:
            problem, remedy = f"'{kind}' is no kind of entry", f"use one of {', '.join(KEYS)}"
            raise ProtocolFault(problem, remedy, file=name, line=lines[0])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ProtocolFault(f"'{kind}' is not a table", f"write [[{kind}]] above it", file=name, line=lines[0])
        shared = {key: value for key, value in defaults.items() if key in KEYS[kind]}
        for number, row in enumerate(rows):
            entry = Entry(kind, name, shared | row, slug, lines[number] if len(lines) == len(rows) else lines[0])
            _check_keys(entry)
            _check_types(entry)
            yield entry


def _tables(name: str, text: str) -> dict[str, Any]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem, _, where = str(error).partition(" (at ")
        told = re.match(r"line (\d+)", where)
        line = int(told[1]) if told else text.rstrip().count("\n") + 1
        raise ProtocolFault(
            f"not readable as TOML: {problem}", "correct this line or the one above it", file=name, line=line
        ) from error
    if not isinstance(tables.get("defaults", {}), dict):
        raise ProtocolFault("'defaults' is not a table", "write [defaults] above it", file=name)
    return tables


def _lines(text: str, kind: str) -> list[int]:
    """The lines on which the tables of a kind begin; where none is written as [[kind]], the first that names it."""
    plain = LONG_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    found = [number for number, line in enumerate(plain, 1) if (head := HEADER.match(line)) and head[1] == kind]
    return found or [next((number for number, line in enumerate(plain, 1) if kind in line), 1)]


def _check_keys(entry: Entry) -> None:
    unknown = set(entry.data) - KEYS[entry.kind]
    if not isinstance(entry.data.get("id"), str):
        raise entry.fault("no id", 'add id = "..."')
    if unknown:
        raise entry.fault(f"unknown key '{sorted(unknown)[0]}'", f"use one of {', '.join(sorted(KEYS[entry.kind]))}")
    if type(entry.data.get("from")) is not date:
        raise entry.fault("no date from which it is in force", "add from = YYYY-MM-DD")
    if entry.data.get("provenance") not in PROVENANCES:
        raise entry.fault("provenance is not stated", f"use one of {', '.join(PROVENANCES)}")
    for key in NEEDED.get(entry.kind, ()):
        if key not in entry.data:
            raise entry.fault(f"no {key}", f"add {key} = ... as its neighbours have it")


def _check_types(entry: Entry) -> None:
    for key, value in entry.data.items():
        wanted = _wanted(entry.kind, key)
        if wanted and not _is(value, wanted):
            raise entry.fault(f"'{key}' is not {wanted}", f"write {key} as {wanted}")


def _wanted(kind: str, key: str) -> str:
    """What the value of a key must be; "" where the loader says more about it."""
    if key in LISTS or (kind, key) == ("pathway", "ask"):
        return "a list of texts"
    if key in NUMBERS:
        return "a whole number"
    if key in MARKS:
        return "true or false"
    if key == "until":
        return "a date"
    return "texts by name" if key == "labels" else "a list" if key in TREE else "a text" if key in TEXTS else ""


def _is(value: object, wanted: str) -> bool:
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    labels = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return {
        "a list of texts": texts,
        "a list": isinstance(value, list),
        "a whole number": type(value) is int,
        "true or false": isinstance(value, bool),
        "a date": type(value) is date,
        "texts by name": labels,
        "a text": isinstance(value, str),
    }[wanted]
