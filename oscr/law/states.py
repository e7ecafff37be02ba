"""The other states, the District of Columbia and the territories: a closed list. Data in law/data/states.toml.

Used where a call is told to another state (RSMo 210.145.5).
"""

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "states.toml"
HOME = "MO"


@cache
def others() -> dict[str, str]:
    """Postal code -> name of every state and territory but Missouri, in the order of the data."""
    states: dict[str, str] = tomllib.loads(DATA.read_text("utf-8"))["states"]
    return {code: name for code, name in states.items() if code != HOME}


def name_of(code: str) -> str:
    """The name of another state. Errors: KeyError for a code that is none, or Missouri's."""
    return others()[code]
