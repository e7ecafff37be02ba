"""persons.csv, queries.csv and truth.csv: read whole, or refused by line and reason before anything is done with them.

Used by `oscr people evaluate` and `oscr people train`; `oscr births` reads the lines of its files here, too. UTF-8, comma, a
first line with the names of the columns in any order; any field but an id may be empty.
"""

import argparse
import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oscr.config.protocol.inputs import NotUnderstood
from oscr.people.matching.describing import OLDEST, Told

DESCRIPTION = (
    "role", "first", "middle", "last", "suffix", "dob", "age", "age_asof", "sex", "phone", "num", "street", "unit", "city", "zip",
    "school",
)  # fmt: skip
PERSONS = ("person_id", "household_id", *DESCRIPTION)
QUERIES = ("query_id", *DESCRIPTION)
TRUTH = ("query_id", "person_id", "must_not_ids")
GB = 1 << 30  # bytes
LARGEST = 1.0  # GB: some eight million people, who take twenty times as much of the memory of one machine
LONGEST_LINE = 100_000  # bytes
MOST_FAULTS = 20  # said at once

Line = Mapping[str, str]


@dataclass(frozen=True)
class Person:
    """A line of persons.csv."""

    household: str | None
    told: Told


@dataclass(frozen=True)
class Truth:
    """A line of truth.csv: whom a query means (None: nobody on the list), and whom it must not be joined to."""

    person: str | None
    must_not: frozenset[str]


def add_largest(parser: argparse.ArgumentParser) -> None:
    """The option that says how large a file may be that is read whole."""
    told = f"refuse files over so many GB ({LARGEST:g}); in memory they take about twenty times that"
    parser.add_argument("--largest", type=_size, default=LARGEST, metavar="GB", help=told)


def persons(path: Path, largest: float = LARGEST) -> dict[str, Person]:
    """Everybody on the list, by id. Errors: NotUnderstood with the faulty lines."""
    return {
        line["person_id"]: Person(line["household_id"] or None, told)
        for line, told in _described(path, PERSONS, "person_id", largest)
    }


def queries(path: Path, largest: float = LARGEST) -> dict[str, Told]:
    """Everybody who is searched for, by id. Errors: NotUnderstood with the faulty lines."""
    return {line["query_id"]: told for line, told in _described(path, QUERIES, "query_id", largest)}


def truth(path: Path, asked: Collection[str], people: Collection[str], largest: float = LARGEST) -> dict[str, Truth]:
    """Whom each query means. Errors: NotUnderstood with the faulty lines, or for ids that the other files do not have."""
    faults, found = [], {}
    for number, line in lines(path, TRUTH, "query_id", largest):
        person, must_not = line["person_id"] or None, frozenset(filter(None, line["must_not_ids"].split(";")))
        unknown = sorted({*must_not, *([person] if person else [])} - _within(must_not | {person or ""}, people))
        faults += [f"line {number}: no person '{one}' in the list of persons" for one in unknown]
        if line["query_id"] not in asked:
            faults.append(f"line {number}: no query '{line['query_id']}' in the list of queries")
        stop_at_many(path, faults)
        found[line["query_id"]] = Truth(person, must_not)
    faults += [f"query '{one}' has no line" for one in asked if one not in found][:MOST_FAULTS]
    refuse(path, faults)
    return found


def _size(text: str) -> float:
    try:
        size = float(text)
    except ValueError:
        size = 0
    if not 0 < size < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is no size: write a number of GB above 0")
    return size


def _within(ids: Collection[str], people: Collection[str]) -> set[str]:
    return {one for one in ids if one in people}


def _described(path: Path, columns: tuple[str, ...], key: str, largest: float) -> Iterator[tuple[Line, Told]]:
    faults: list[str] = []
    for number, line in lines(path, columns, key, largest):
        found = list(_faults(line))
        faults += [f"line {number}: {fault}" for fault in found]
        stop_at_many(path, faults)
        if not found:
            yield line, _told(line)
    refuse(path, faults)


def lines(path: Path, columns: tuple[str, ...], key: str, largest: float = LARGEST) -> Iterator[tuple[int, Line]]:
    """Every line with its number. Faults of the file itself end the reading: what follows them cannot be trusted."""
    try:
        if path.stat().st_size > largest * GB:
            refuse(path, [f"larger than {largest:g} GB: split it, or allow more"])
        with path.open("rb") as file:
            yield from _rows(path, csv.reader(_text(path, file), strict=True), columns, key)
    except OSError as error:
        refuse(path, [f"cannot be read: {error.strerror}"])


def _rows(path: Path, reader: "csv._reader", columns: tuple[str, ...], key: str) -> Iterator[tuple[int, Line]]:
    seen: set[str] = set()
    try:
        names = [name.strip() for name in next(reader, [])]
        missing = [name for name in columns if name not in names]
        if missing or len(set(names)) < len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            refuse(
                path,
                [f"line 1: no column '{name}'" for name in missing]
                + [f"line 1: column '{name}' stands twice" for name in twice],
            )
        for row in reader:
            number = reader.line_num
            if len(row) != len(names):
                refuse(path, [f"line {number}: {len(row)} fields, the first line has {len(names)}"])
            line = dict(zip(names, map(str.strip, row), strict=True))
            if not line[key] or line[key] in seen:
                what = f"'{line[key]}' stands twice" if line[key] else "is empty"
                refuse(path, [f"line {number}: {key} {what}"])
            seen.add(line[key])
            yield number, line
    except csv.Error as error:
        refuse(path, [f"line {reader.line_num}: {error}"])


def _text(path: Path, file: Iterator[bytes]) -> Iterator[str]:
    for number, raw in enumerate(file, 1):
        if len(raw) > LONGEST_LINE:
            refuse(path, [f"line {number}: longer than {LONGEST_LINE} bytes"])
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            refuse(path, [f"line {number}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"])


def _faults(line: Line) -> Iterator[str]:
    for name in ("dob", "age_asof"):
        if line[name] and _day(line[name]) is None:
            yield f"{name} '{line[name]}' is no date: write YYYY-MM-DD"
    if line["age"] and not (line["age"].isdecimal() and int(line["age"]) <= OLDEST):
        yield f"age '{line['age']}' is no whole number of years from 0 to {OLDEST}"
    if line["age"] and not line["age_asof"]:
        yield "age without age_asof: on which day was that the age?"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _told(line: Line) -> Told:
    return Told(
        first=line["first"],
        middle=line["middle"],
        last=line["last"],
        suffix=line["suffix"],
        birth_date=_day(line["dob"]),
        age_months=12 * int(line["age"]) if line["age"] else None,
        as_of=_day(line["age_asof"]),
        sex=line["sex"],
        phone=line["phone"],
        address=" ".join(filter(None, (line[name] for name in ("num", "street", "unit", "zip")))),
        town=line["city"],
        school=line["school"],
    )


def stop_at_many(path: Path, faults: list[str]) -> None:
    """Raise NotUnderstood where there are so many faults that nobody would read on."""
    if len(faults) >= MOST_FAULTS:
        refuse(path, [*faults, "and perhaps more: reading stopped here"])


def refuse(path: Path, faults: list[str]) -> None:
    """Raise NotUnderstood with every fault on a line of its own; nothing where there is none."""
    if faults:
        raise NotUnderstood("\n".join(f"{path}: {fault}" for fault in faults))
