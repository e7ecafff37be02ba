"""Which calls a second screener reads: a share of each outcome, drawn by the call's number and a salt.

Used by `oscr.flow.quality`. No law asks for second readings; that calls of one kind are screened alike is the point of a structured
protocol (RSMo 210.145.2; 13 CSR 35-31.020). Data in law/data/sampling.toml.
"""

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data" / "sampling.toml"
WHOLE = 2**64


def share_of(outcome: str) -> float:
    """The share (0 to 1) of the calls with this outcome that is read twice; an outcome that the data do not name has the usual one."""
    shares, usual = _shares()
    return shares.get(outcome, usual)


def is_drawn(number: str, outcome: str, salt: str) -> bool:
    """Whether the call with this number is read twice. The same three always give the same answer; who does not know the salt
    cannot tell beforehand."""
    place = int.from_bytes(sha256(f"{salt}:{number}".encode()).digest()[:8])
    return place < share_of(outcome) * WHOLE


@cache
def _shares() -> tuple[MappingProxyType[str, float], float]:
    data = tomllib.loads(DATA.read_text("utf-8"))
    return MappingProxyType({row["outcome"]: row["of"] for row in data["share"]}), data["usual"]
