"""Who must report: the occupations of RSMo 210.115, 352.400 and 573.215. Used by the forms, the flow and the protocol."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "reporters.toml"


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation whose members must report; `medical` and `examiner` open referrals of their own (manual 2.1.3)."""

    id: str
    label: str
    group: str
    medical: bool = False
    examiner: bool = False
    cite: str = "RSMo 210.115"


@cache
def every() -> tuple[Occupation, ...]:
    """All occupations in the order of the data."""
    return tuple(Occupation(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["occupation"])


def is_mandated(occupation: str) -> bool:
    """Whether this is the id of an occupation that must report."""
    return any(one.id == occupation for one in every())


def is_medical(occupation: str) -> bool:
    """Whether it counts as medical personnel (manual 2.1.3.4)."""
    return any(one.id == occupation and one.medical for one in every())


def is_medical_examiner(occupation: str) -> bool:
    """Whether it is a medical examiner or coroner (manual 2.1.3.3)."""
    return any(one.id == occupation and one.examiner for one in every())
