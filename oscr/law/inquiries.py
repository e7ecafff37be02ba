"""Who is answered that asks the Division about a family from outside: courts in custody proceedings, and agencies of other states.

Data in law/data/inquiries.toml. Used by `oscr.flow.inquiry` and by the county's pages. RSMo 210.145, subsections 20 and 21; 210.150.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "inquiries.toml"
COURT = "court"
NO_AUTHORITY = "Say under which law of its own the agency acts: otherwise nothing is shared."
NO_STANDARD = "Say why it is appropriate to share it."
NOTHING_CHOSEN = "Choose what is shared."
COURT_CITE, STATE_CITE = "RSMo 210.145.20(2)", "RSMo 210.145.21"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who may ask: whether they are answered, and the words for them where they are not."""

    id: str
    label: str
    answered: bool
    say: str
    cite: str
    provenance: str


@cache
def askers() -> dict[str, Asker]:
    """Who may ask whether a report was made, by id."""
    return _askers("asker")


@cache
def agencies() -> dict[str, Asker]:
    """Which agencies elsewhere may ask for what is on record, by id."""
    return _askers("agency")


@cache
def shareable() -> dict[str, str]:
    """What may be shared with them: id to words."""
    return {row["id"]: row["label"] for row in _data()["shareable"]}


def check_shared(agency: str, authority: str, standard: str, what: Collection[str]) -> None:
    """Refuse, beside its field, to share with whom the law does not name, without the law under which they act, without why it is
    appropriate (the standard of RSMo 210.150.4), or what is not on the list."""
    asker = agencies()[agency]
    if not asker.answered:
        raise Refused(asker.say, asker.cite, "shared")
    if not authority:
        raise Refused(NO_AUTHORITY, STATE_CITE, "shared")
    if not standard:
        raise Refused(NO_STANDARD, "RSMo 210.150.4", "standard")
    if not what or not set(what) <= set(shareable()):
        raise Refused(NOTHING_CHOSEN, STATE_CITE, "what")


def _askers(kind: str) -> dict[str, Asker]:
    data = _data()
    rows = (data["defaults"] | row for row in data[kind])
    names = ("id", "label", "answered", "say", "cite", "provenance")
    return {row["id"]: Asker(**{name: row[name] for name in names}) for row in rows}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))
