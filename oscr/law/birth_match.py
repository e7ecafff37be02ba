"""Birth Match: who is on the list, on which day, and for which crimes. Data in law/data/birth_match.toml.

Used by `oscr.flow.birth_match`. CWM 2.1.3.4.1; RSMo 210.156.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "birth_match.toml"
SECTION = re.compile(r"(\d{3})\.\d{3}")
WORDS = {
    "terminated_on": "the day on which parental rights were terminated",
    "terminated_how": "whether they were terminated involuntarily",
    "terminated_in": "whether they were terminated in Missouri",
    "registry_on": "the day of the entry in the Central Registry",
    "crime": "the section of the crime",
    "victim_under_18": "whether the victim was under eighteen",
}


@dataclass(frozen=True, slots=True)
class Category:
    """One of the two statutory categories: which events count, for how many years, and what else must be known."""

    id: str
    title: str
    text: str
    cite: str
    years: int
    events: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A column with a few words to choose from, of which one counts; `why` the others do not."""

    id: str
    counts: str
    others: tuple[str, ...]
    why: str
    cite: str


@cache
def categories() -> Mapping[str, Category]:
    """Both categories by their id."""
    data = _data()
    rows = [data["defaults"] | row for row in data["category"]]
    return {
        row["id"]: Category(
            row["id"], row["title"], row["text"], row["cite"], row["years"], tuple(row["events"]), tuple(row["needs"])
        )
        for row in rows
    }


@cache
def events() -> Mapping[str, str]:
    """Every event that can put somebody on the list: its id and what it is called."""
    return {row["id"]: row["title"] for row in _data()["event"]}


@cache
def answers() -> Mapping[str, Answer]:
    """Every column that is answered in one of a few words, by its name."""
    rows = _data()["answer"]
    return {row["id"]: Answer(row["id"], row["counts"], tuple(row["others"]), row["why"], row["cite"]) for row in rows}


def offence(section: str) -> str:
    """What a section of the statutes is called in the manual's list; "" for one that is not on it."""
    found = SECTION.fullmatch(section)
    if found is None:
        return ""
    rows = _data()["offence"]
    return next((row["title"] for row in rows if section == row.get("section") or found[1] == row.get("chapter")), "")


def since(category: str, day: date) -> date:
    """The earliest day of an event that still counts on a day: so many years back to the day."""
    years = categories()[category].years
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February, in a year without one
        return day.replace(year=day.year - years, month=3, day=1)


def faults(said: Mapping[str, str]) -> Iterator[str]:
    """Why what was said of somebody puts them into no category. In: category, event, and what `Category.needs`, as text."""
    category = categories().get(said["category"])
    if category is None:
        yield f"category '{said['category']}' is none: use {' or '.join(categories())}"
        return
    if said["event"] not in category.events:
        yield f"event '{said['event']}' does not count for {category.id}: use {' or '.join(category.events)}"
    for need in category.needs:
        if not said[need]:
            yield f"{need} is empty: {category.id} needs {WORDS[need]}"
    if "crime" in category.needs and said["crime"] and not offence(said["crime"]):
        yield f"crime '{said['crime']}' is not on the list of CWM 2.1.3.4.1: write a section such as 568.020"
    for answer in (answers()[need] for need in category.needs if need in answers() and said[need]):
        yield from _answered(answer, said[answer.id])


def _answered(answer: Answer, said: str) -> Iterator[str]:
    if said in answer.others:
        yield f"{answer.id} is '{said}': {answer.why} ({answer.cite})"
    elif said != answer.counts:
        yield f"{answer.id} '{said}' is none: use {' or '.join((answer.counts, *answer.others))}"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
