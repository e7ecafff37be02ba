"""To whom outside the Division a reporter's identity may be released, and what is said to whoever may not learn it.

Data in law/data/releases.toml. Used by `oscr.flow.inquiry.releasing` and its page. RSMo 210.150; CWM 5.3.1.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oscr.law.refusal import Refused

DATA = Path(__file__).parent / "data" / "releases.toml"
TO_WHOM = "Say to whom."
NOT_SAID = {
    "agency": "Say which agency or court it is.",
    "person": "Say who receives it there.",
    "verified": "Say how you made sure that it is them: call them back at the agency's own number.",
    "need": "Say what they need it for: which investigation or proceeding.",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may ask who reported: whether they may learn it, and the sentence for whoever may not."""

    id: str
    label: str
    released: bool
    say: str
    cite: str
    provenance: str


@cache
def recipients() -> dict[str, Recipient]:
    """Who may ask, by id, in the order of the data."""
    data = tomllib.loads(DATA.read_text("utf-8"))
    rows = (data["defaults"] | row for row in data["recipient"])
    names = ("id", "label", "released", "say", "cite", "provenance")
    return {row["id"]: Recipient(**{name: row[name] for name in names}) for row in rows}


def check(recipient: str, said: dict[str, str]) -> Recipient:
    """Refuse, beside its field, whom the law does not name, and a release that does not say all of it (`NOT_SAID`)."""
    found = recipients().get(recipient)
    if found is None:
        raise Refused(TO_WHOM, "RSMo 210.150", "recipient")
    if not found.released:
        raise Refused(found.say, found.cite, "recipient")
    for name, told in NOT_SAID.items():
        if not said[name]:
            raise Refused(told, found.cite, name)
    return found
