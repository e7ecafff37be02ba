"""What a version would change, as its page shows it: shifts with an example in words, entries written otherwise, calls anew.

A changed call is shown by its number alone: what stands in it is a child's record, and each look at one leaves a trace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.versions import Timeline, source_of
from oscr.flow.classification import archive
from oscr.flow.publishing.trial import Trial
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.law.protocol.comparing.diff import Edit, Shift
from oscr.law.protocol.inforce import of_day

MOST = 200  # changed calls listed by number
CELL, LEFT, TOP, RIGHT = 44, 190, 130, 130  # the picture of the matrix, in units of its view box
WHAT = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("taken out"),
    "changed": gettext_lazy("changed"),
    "follows": gettext_lazy("follows"),
}


@dataclass(frozen=True)
class Cell:
    """So many stored calls went from one outcome to another: `x`, `y` and `size` of its square, "same", "weaker", "stronger"."""

    old: str
    new: str
    count: int
    sort: str
    x: float
    y: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where the number stands."""
        return self.x + self.size / 2, self.y + self.size / 2 + 4


def shown(tried: Trial, digest: str, laws: Timeline, request) -> dict[str, Any]:
    """The parts of a trial in words; nothing where the version cannot decide."""
    if tried.difference is None or tried.replay is None:
        return {}
    today = local(request.at).date()
    old, new = of_day(source_of(laws.newest), today), of_day(source_of(digest), today)
    labels = {one.id: one.label for law in (old, new) for one in law.outcomes}
    return {
        "shifts": [_shift(shift, labels, old, new) for shift in tried.difference.shifts],
        "edits": [_edit(edit, new) for edit in tried.difference.edits],
        "moves": _moves(tried, labels, request),
        "matrix": _matrix(tried, labels, new),
    }


def _shift(shift: Shift, labels: dict[str, str], old: protocol.Protocol, new: protocol.Protocol) -> dict[str, Any]:
    facts = {**old.facts, **new.facts}
    example = [facts[name].phrase(value) for name, value in shift.example.items()]
    was, now = labels.get(shift.old, shift.old), labels.get(shift.new, shift.new)
    return {"old": was, "new": now, "lowers": shift.lowers, "example": example or [_("nothing is known")]}


def _edit(edit: Edit, new: protocol.Protocol) -> dict[str, Any]:
    keys = [(key, _told(before), _told(after)) for key, (before, after) in edit.keys.items()]
    through = ", ".join(edit.through)
    entry = new.source.entry_of(edit.id, new.as_of)
    where = f"{entry.file}:{entry.line}" if entry else ""
    return {"kind": edit.kind, "id": edit.id, "what": WHAT[edit.what], "keys": keys, "through": through, "where": where}


def _told(value: Any) -> str:
    """A value as it is written, "" for none."""
    if isinstance(value, list):
        return "; ".join(_told(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_told(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def _moves(tried: Trial, labels: dict[str, str], request) -> list[dict[str, Any]]:
    """The changed calls, weaker ones first, linked only for those who may open them; a deleted call has no number any more."""
    moves = list(islice(tried.replay.moves(), MOST)) if tried.replay else []
    known = archive.numbers(move.key for move in moves)
    rows = []
    for move in moves:
        number = known.get(move.key, "")
        link = reverse("hotline:report", args=[number]) if number and request.user.is_hotline else ""
        told = {"old": labels.get(move.old, move.old), "new": labels.get(move.new, move.new)}
        rows.append({"number": number, "link": link, "lowers": move.lowers, **told})
    return rows


def _matrix(tried: Trial, labels: dict[str, str], new: protocol.Protocol) -> dict[str, Any]:
    """The outcomes of the stored calls then (down) and now (across): rows for the table, squares for the picture."""
    counts = tried.replay.matrix if tried.replay else {}
    there = [name for name in labels if any(name in pair for pair in counts)]
    rank = {one.id: one.rank for one in new.outcomes}
    names = sorted(there, key=lambda name: rank.get(name, len(rank)))
    rows = [(labels[old], [(counts.get((old, now), 0), old == now) for now in names]) for old in names]
    heads = [
        {"label": labels[name], "at": LEFT + place * CELL + CELL / 2, "down": TOP + place * CELL + CELL / 2 + 4}
        for place, name in enumerate(names)
    ]
    width, height = LEFT + len(names) * CELL + RIGHT, TOP + len(names) * CELL + 8
    cells = list(_cells(tried, labels, names))
    return {
        "heads": heads,
        "rows": rows,
        "cells": cells,
        "width": width,
        "height": height,
        "left": LEFT - 8,
        "top": TOP,
    }


def _cells(tried: Trial, labels: dict[str, str], names: list[str]) -> Iterator[Cell]:
    """Squares whose area grows with the calls in them, never too small to be seen."""
    counts = tried.replay.matrix if tried.replay else {}
    most = max(counts.values(), default=1)
    for (old, now), count in counts.items():
        sort = "same" if old == now else "weaker" if tried.replay and (old, now) in tried.replay.weaker else "stronger"
        size = max(10.0, (CELL - 4) * (count / most) ** 0.5)
        x = LEFT + names.index(now) * CELL + (CELL - size) / 2
        y = TOP + names.index(old) * CELL + (CELL - size) / 2
        yield Cell(labels[old], labels[now], count, sort, round(x, 1), round(y, 1), round(size, 1))
