"""The counties: where an alert can go. Used for routing, forms and the offices; data in law/data/counties.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "counties.toml"
CITIES = ("City",)  # jurisdictions that are no county carry it in their name


@dataclass(frozen=True, slots=True)
class County:
    """One of the 115 jurisdictions: five-digit FIPS code, name, judicial circuit (1 to 46), Division region."""

    fips: str
    name: str
    circuit: int
    region: str

    @property
    def office(self) -> str:
        """What its office is called."""
        return self.name if self.name.endswith(CITIES) else f"{self.name} County"


@cache
def every() -> tuple[County, ...]:
    """All jurisdictions by name."""
    rows = tomllib.loads(DATA.read_text("utf-8"))["counties"]
    return tuple(sorted((County(fips, **row) for fips, row in rows.items()), key=lambda county: county.name))


def name_of(fips: str) -> str:
    """The name of a jurisdiction by its FIPS code; "" for a code that is none."""
    return next((county.name for county in every() if county.fips == fips), "")
