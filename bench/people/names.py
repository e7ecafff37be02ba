"""Names to draw from: the census's with their frequencies, and Spanish ones."""

import tomllib
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

import names as census

FOLDER = Path(census.__file__).parent
WORDS = {
    name: text.split() for name, text in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("ascii")).items()
}
SPANISH_LAST = WORDS["spanish_last"]
SPANISH_FIRST = {"F": WORDS["spanish_women"], "M": WORDS["spanish_men"]}
STREETS = WORDS["streets"]
KINDS = ("ST", "AVE", "RD", "DR", "LN", "CT")


class Names:
    """Draws of first and last names by how common they are."""

    def __init__(self) -> None:
        self.last = _read("dist.all.last")
        self.first = {"F": _read("dist.female.first"), "M": _read("dist.male.first")}

    def surname(self, rng: Random, spanish: bool) -> str:
        if spanish:
            return rng.choices(SPANISH_LAST, weights=range(len(SPANISH_LAST) + 10, 10, -1))[0]
        return _drawn(rng, self.last)

    def given(self, rng: Random, sex: str, spanish: bool) -> str:
        return rng.choice(SPANISH_FIRST[sex]) if spanish else _drawn(rng, self.first[sex])


@cache
def _read(name: str) -> tuple[list[str], list[float]]:
    rows = [line.split() for line in (FOLDER / name).read_text("ascii").splitlines()]
    return [row[0] for row in rows], list(accumulate(float(row[1]) or 0.0005 for row in rows))


def _drawn(rng: Random, table: tuple[list[str], list[float]]) -> str:
    return rng.choices(table[0], cum_weights=table[1])[0]
