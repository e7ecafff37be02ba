"""Stored calls as bit planes: for each answer that occurs, one big integer with one bit for each unit of each call.

Used by `replay`, which re-decides a million calls under another version of the protocol in a blink, and by
`oscr.flow.classification.archive`, which keeps them month by month. Bit-slicing needs nothing but the integers of Python.

Rows are units (a child with a suspect). Calls stand in the order of their number of units, most first, so that the calls
with at least two units are the first so many of all calls: `slots` says how many have at least one, two, .. units, and
slot k's rows follow those of slot k-1. A fact that was not asked, or asked and not known, has its bit in none of its planes.
"""

import json
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oscr.law.protocol.case import Answers, Case
from oscr.law.protocol.model import SCOPES, UNKNOWN

FORMAT = 1
BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
"""The numbers of the bits of each byte."""


@dataclass(frozen=True, slots=True)
class Planes:
    """Some calls, of a month say. `keys` names them, one each, in the order of their bits; whatever they mean, they are numbers.

    `answers` has a plane over the rows for each (fact, value) that was answered at least once.
    """

    keys: tuple[int, ...]
    slots: tuple[int, ...]
    answers: dict[tuple[str, str], int]

    @property
    def rows(self) -> int:
        """How many units there are in all."""
        return sum(self.slots)

    def calls(self) -> dict[int, list[Answers]]:
        """Key -> what was answered about each unit: what `packed` was given, without what nobody knew."""
        found: list[list[Answers]] = [[] for _ in self.keys]
        rows: list[Answers] = []
        for calls in self.slots:
            for call in range(calls):
                rows.append({})
                found[call].append(rows[-1])
        for (fact, value), plane in self.answers.items():
            for row in positions(plane):
                rows[row][fact] = value
        return dict(zip(self.keys, found, strict=True))

    def to_bytes(self) -> bytes:
        """What `from_bytes` reads: equal calls give equal bytes."""
        names = sorted(self.answers)
        head = json.dumps({"format": FORMAT, "slots": self.slots, "answers": names}).encode()
        width = _width(self.rows)
        parts = [len(head).to_bytes(4, "little"), head, struct.pack(f"<{len(self.keys)}q", *self.keys)]
        parts += [self.answers[name].to_bytes(width, "little") for name in names]
        return zlib.compress(b"".join(parts))

    @classmethod
    def from_bytes(cls, packed: bytes) -> "Planes":
        """The planes written by `to_bytes`, by this version or an earlier one. Errors: ValueError for anything else."""
        try:
            data = zlib.decompress(packed)
            start = 4 + int.from_bytes(data[:4], "little")
            head = json.loads(data[4:start])
            slots, names = tuple(head["slots"]), [(fact, value) for fact, value in head["answers"]]
            known = head["format"] == FORMAT
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise ValueError("these are no packed planes") from error
        count, width = max(slots, default=0), _width(sum(slots))
        body = start + 8 * count
        if not known or len(data) != body + width * len(names):
            raise ValueError("these planes were packed by another version of the format, or cut short")
        keys = struct.unpack(f"<{count}q", data[start:body])
        planes = (data[body + width * n : body + width * (n + 1)] for n in range(len(names)))
        answers = {name: int.from_bytes(plane, "little") for name, plane in zip(names, planes, strict=True)}
        return cls(keys, slots, answers)


def packed(calls: Mapping[int, Sequence[Answers]]) -> Planes:
    """The planes of calls: key -> what was answered about each of its units, at least one."""
    keys = sorted(calls, key=lambda key: (-len(calls[key]), key))
    counts = [len(calls[key]) for key in keys]
    slots = tuple(sum(count > slot for count in counts) for slot in range(max(counts, default=0)))
    width = _width(sum(slots))
    columns: defaultdict[tuple[str, str], bytearray] = defaultdict(lambda: bytearray(width))
    row = 0
    for slot, calls_here in enumerate(slots):
        for key in keys[:calls_here]:
            for answer in calls[key][slot].items():
                columns[answer][row >> 3] |= 1 << (row & 7)
            row += 1
    return Planes(tuple(keys), slots, {name: int.from_bytes(column, "little") for name, column in columns.items()})


def units_of(case: Case) -> list[Answers]:
    """What was answered about each unit of a case, of every scope; what nobody knew is left out."""
    found = []
    for unit in case.units():
        told: Answers = {}
        for scope in SCOPES:
            told |= case.answers(scope, unit) or {}
        found.append({fact: value for fact, value in told.items() if value != UNKNOWN})
    return found


def positions(plane: int) -> Iterator[int]:
    """The numbers of the bits that are set, rising."""
    for place, byte in enumerate(plane.to_bytes(_width(plane.bit_length()), "little")):
        if byte:
            yield from (place * 8 + bit for bit in BITS[byte])


def _width(bits: int) -> int:
    return (bits + 7) // 8
