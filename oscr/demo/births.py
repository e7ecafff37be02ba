"""The demonstration's list, a week of births, and the pairs that wait at the hotline: invented people with invented names."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from oscr.flow.birth_match.taking_in import take_births, take_list
from oscr.law.calendar import local
from oscr.people.models import Sex

LISTED = (  # first, middle, last, other names, born so many days ago, sex, address, category
    ("Ottilie", "June", "Featherly", "Gingerroot", 10_100, Sex.FEMALE, "12 Sample Street 65201", "termination"),
    ("Alder", "", "Larkspur", "", 10_900, Sex.MALE, "", "crime"),
    ("Sasha", "Wren", "Dandelion", "", 9_400, Sex.UNKNOWN, "40 Example Avenue 63101", "termination"),
    ("Marlow", "", "Brookstone", "", None, Sex.FEMALE, "8 Pretend Lane 64030", "termination"),
    ("Rowan", "Emery", "Hollyhock", "", 11_700, Sex.MALE, "5 Invented Road 65802", "crime"),
)
BIRTHS = (  # mother: first, middle, last, maiden, born; father: first, last, born; address, county
    (
        ("Ottilie", "June", "Larkspur", "Featherly", 10_100),
        ("Alder", "Larkspur", 10_900),
        "7 Pretend Lane",
        "65203",
        "29019",
    ),
    (
        ("Sasha", "W", "Meadowlark", "Dandelion", 9_400),
        ("Quinn", "Meadowlark", 9_000),
        "41 Example Avenue",
        "63101",
        "29510",
    ),
    (("Marlow", "Robin", "Brookstone", "", 8_800), ("", "", None), "99 Sample Street", "64030", "29095"),
    (
        ("Tatum", "", "Applewood", "Cloverfield", 9_900),
        ("Rowan", "Hollyhock", 11_707),
        "6 Invented Road",
        "65802",
        "29077",
    ),
)
CHILDREN = ("Juniper", "Basil", "Clover", "Aster")


def seed(*, at: datetime) -> None:
    """A list and a batch of last week's births; some pairs are found in them."""
    today = local(at).date()
    ago = {days: None if days is None else today - timedelta(days=days) for days in _days()}
    people = [_entry(number, row, ago, at) for number, row in enumerate(LISTED, 1)]
    take_list(name="demonstration list", digest=_digest("list"), rows=people, by=None, at=at - timedelta(days=6))
    born = [_birth(number, row, ago, at) for number, row in enumerate(BIRTHS, 1)]
    take_births(name="demonstration week", digest=_digest("births"), replaces="", rows=born, by=None, at=at)


def _days() -> set[int | None]:
    return {row[4] for row in LISTED} | {row[0][4] for row in BIRTHS} | {row[1][2] for row in BIRTHS}


def _entry(number: int, row: tuple[Any, ...], ago: dict[Any, Any], at: datetime) -> dict[str, Any]:
    first, middle, last, others, born, sex, address, category = row
    today, crime = local(at).date(), category == "crime"
    return {
        "entry": f"DEMO-{number}", "source": "Example Circuit Court", "first": first, "middle": middle, "last": last,
        "other_names": others, "birth_date": ago[born], "sex": sex, "address": address, "category": category,
        "event": "plea" if crime else "finding", "event_date": today - timedelta(days=900),
        "terminated_on": None if crime else today - timedelta(days=1500),
        "registry_on": today - timedelta(days=950) if crime else None, "crime": "568.020" if crime else "",
    }  # fmt: skip


def _birth(number: int, row: tuple[Any, ...], ago: dict[Any, Any], at: datetime) -> dict[str, Any]:
    (first, middle, last, maiden, born), (fathers_first, fathers_last, fathers_born), street, code, county = row
    return {
        "certificate": f"DEMO-{number:05}", "child_first": CHILDREN[number - 1], "child_middle": "", "child_last": last,
        "birth_date": local(at).date() - timedelta(days=3 + number), "sex": Sex.UNKNOWN, "hospital": "Example Hospital",
        "mother_first": first, "mother_middle": middle, "mother_last": last, "mother_maiden": maiden,
        "mother_birth_date": ago[born], "father_first": fathers_first, "father_middle": "", "father_last": fathers_last,
        "father_birth_date": ago[fathers_born], "street": street, "city": "Demonstration", "zip": code, "county": county,
    }  # fmt: skip


def _digest(name: str) -> str:
    return hashlib.sha256(f"demonstration {name}".encode()).hexdigest()
