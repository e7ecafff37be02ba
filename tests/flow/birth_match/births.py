"""Invented lists and birth records for tests, as rows that `taking_in` takes."""

from datetime import UTC, date, datetime
from typing import Any

from oscr.people.models import Sex

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # a Tuesday morning in Missouri
TODAY = date(2026, 3, 3)
BOONE = "29019"


def entry(key: str = "L1", **changed: Any) -> dict[str, Any]:
    """Somebody on the list."""
    return {
        "entry": key, "source": "Central Registry", "first": "Ottilie", "middle": "June", "last": "Featherly",
        "other_names": "Gingerroot", "birth_date": date(1998, 5, 4), "sex": Sex.FEMALE, "address": "12 Sample Street 65201",
        "category": "termination", "event": "finding", "event_date": date(2020, 6, 1), "terminated_on": date(2019, 2, 2),
        "registry_on": None, "crime": "",
    } | changed  # fmt: skip


def born(certificate: str = "C1", **changed: Any) -> dict[str, Any]:
    """A birth record whose mother is that person, married since."""
    return {
        "certificate": certificate, "child_first": "Juniper", "child_middle": "", "child_last": "Larkspur",
        "birth_date": date(2026, 2, 20), "sex": Sex.FEMALE, "hospital": "Example Hospital", "mother_first": "Ottilie",
        "mother_middle": "June", "mother_last": "Larkspur", "mother_maiden": "Featherly", "mother_birth_date": date(1998, 5, 4),
        "father_first": "Alder", "father_middle": "", "father_last": "Larkspur", "father_birth_date": date(1996, 1, 9),
        "street": "7 Pretend Lane", "city": "Columbia", "zip": "65203", "county": BOONE,
    } | changed  # fmt: skip
