"""The check of the entries themselves: every one cited and dated, versions without gap or overlap.

Used by `Protocol.check` beside `checking`, which proves the rules.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from oscr.law.protocol.model import Finding
from oscr.law.protocol.text.reading import Entry, Source


def check(source: Source) -> list[Finding]:
    """All findings about the entries of a source, on whatever day they are in force."""
    return [*_cited(source), *_dated(source)]


def _cited(source: Source) -> Iterator[Finding]:
    for entry in source.entries:
        if not entry.data.get("cite"):
            yield Finding("error", entry.id, f"{entry.kind} without a source: add cite", entry.file, entry.line)
        if entry.data["provenance"] == "authored" and entry.data.get("approved"):
            text = "our own draft, approved by whom? say so in note"
            yield Finding("warning", entry.id, text, entry.file, entry.line)


def _dated(source: Source) -> Iterator[Finding]:
    versions: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in source.entries:
        versions[entry.kind, entry.id].append(entry)
        if entry.data.get("until") and entry.data["until"] <= entry.data["from"]:
            text = "until is not after from: correct one of the dates"
            yield Finding("error", entry.id, text, entry.file, entry.line)
    for (_, name), entries in versions.items():
        entries.sort(key=lambda entry: entry.data["from"])
        for older, newer in pairwise(entries):
            until = older.data.get("until")
            if until != newer.data["from"]:
                what = "gap" if until and until < newer.data["from"] else "overlap"
                text = f"{what} between the version until {until or 'ever'} and that from {newer.data['from']}: make them meet"
                yield Finding("error", name, text, newer.file, newer.line)
