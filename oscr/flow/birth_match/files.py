"""The columns of the files that come in, and a line of them as a row of ours, or what is wrong with it. Pure.

Used by `oscr births`, which reads the lines. A date in the future, a sex, a county or a category that is none are faults; a field
that may be unknown may be empty. docs/birth-match.md describes the columns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from oscr.law import birth_match, counties
from oscr.people.models import Sex

LISTED = (
    "entry", "source", "first", "middle", "last", "other_names", "birth_date", "sex", "address", "category", "event", "event_date",
    "terminated_on", "terminated_how", "terminated_in", "registry_on", "crime", "victim_under_18",
)  # fmt: skip
BIRTHS = (
    "certificate", "child_first", "child_middle", "child_last", "birth_date", "sex", "hospital", "mother_first", "mother_middle",
    "mother_last", "mother_maiden", "mother_birth_date", "father_first", "father_middle", "father_last", "father_birth_date",
    "street", "city", "state", "zip", "county",
)  # fmt: skip
OLDEST = 120  # years
SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "": Sex.UNKNOWN, "U": Sex.UNKNOWN}
LONGEST = {"entry": 60, "certificate": 40, "source": 100, "zip": 10, "crime": 10}
PLACES = ("other_names", "address", "hospital", "street")  # up to 200 letters; every other field up to 100
STATE = "MO"
Line = Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """One line: the row it makes, or why it makes none."""

    row: Mapping[str, Any]
    faults: tuple[str, ...]


def listed(line: Line, today: date) -> Read:
    """A line of the file of people for the list."""
    faults = [*_long(line), *_sex(line), *birth_match.faults(line)]
    days = {
        name: _day(line, name, today, faults) for name in ("birth_date", "event_date", "terminated_on", "registry_on")
    }
    if days["event_date"] is None and not line["event_date"]:
        faults.append("event_date is empty: from which day do the years count?")
    if not line["source"]:
        faults.append("source is empty: who says so?")
    if not (line["first"] or line["last"]):
        faults.append("first and last are empty: nobody could be found by this")
    row = {name: line[name] for name in LISTED if name not in (*birth_match.answers(), *days)}  # these say one thing
    return Read(row | days | {"sex": SEXES.get(line["sex"].upper(), Sex.UNKNOWN)}, tuple(faults))


def birth(line: Line, today: date, first: date, last: date) -> Read:
    """A line of the Registrar's birth records, for births from the first to the last day of its batch."""
    faults = [*_long(line), *_sex(line)]
    days = {name: _day(line, name, today, faults) for name in ("birth_date", "mother_birth_date", "father_birth_date")}
    born = days["birth_date"]
    if not line["birth_date"]:
        faults.append("birth_date is empty: when was the child born?")
    if born and not first <= born <= last:
        faults.append(f"birth_date {born} is not from {first} to {last}, as the manifest says")
    for parent in ("mother", "father"):
        day = days[f"{parent}_birth_date"]
        if born and day and day >= born:
            faults.append(f"{parent}_birth_date {day} is not before the child's")
    row = {name: line[name] for name in BIRTHS if name not in ("state", *days)}
    return Read(
        row | days | {"sex": SEXES.get(line["sex"].upper(), Sex.UNKNOWN), "county": _county(line, faults)},
        tuple(faults),
    )


def _long(line: Line) -> Iterator[str]:
    for name, said in line.items():
        most = LONGEST.get(name, 200 if name in PLACES else 100)
        if len(said) > most:
            yield f"{name} has {len(said)} letters, more than {most}"
        if "\x00" in said:
            yield f"{name} holds a character that is none"


def _sex(line: Line) -> Iterator[str]:
    if line["sex"].upper() not in SEXES:
        yield f"sex '{line['sex']}' is none: write F, M, or nothing where it is unknown"


def _day(line: Line, name: str, today: date, faults: list[str]) -> date | None:
    said = line[name]
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        faults.append(f"{name} '{said}' is no date: write YYYY-MM-DD")
        return None
    if day > today:
        faults.append(f"{name} {day} lies in the future")
    if day.year < today.year - OLDEST:
        faults.append(f"{name} {day} is more than {OLDEST} years ago")
    return day


def _county(line: Line, faults: list[str]) -> str:
    """The FIPS code of the county, given as a code or as a name; empty for another state, and where nobody knows."""
    said = line["county"].removesuffix(" County")
    if not said or line["state"].upper() not in ("", STATE):
        return ""
    found = next((one.fips for one in counties.every() if said in (one.fips, one.name)), "")
    if not found:
        faults.append(f"county '{said}' is no county of Missouri: write its name or its FIPS code")
    return found
