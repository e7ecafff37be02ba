"""What `oscr people train` is trained on, and the weights that a person names.

Used by `training` and `evaluating`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.module_loading import import_string

from oscr.config.people import files
from oscr.config.protocol.inputs import NotUnderstood
from oscr.people.matching import weights
from oscr.people.matching.describing import describe
from oscr.people.matching.index import inherited

Row = dict[str, object]


@dataclass(frozen=True)
class Archive:
    """Tellings, as `in_splink.columns` gives them, and the ids of two of one person. `rows` may be read once."""

    source: str
    rows: Callable[[], Iterator[Row]]
    confirmed: Sequence[tuple[str, str]]


def of_lists(
    persons: Path, queries: Path | None, truth: Path | None, *, on: date, largest: float = files.LARGEST
) -> Archive:
    """The archive that lists are. All are read before anything is done. Errors: NotUnderstood with the faulty lines."""
    people = files.persons(persons, largest)
    asked = files.queries(queries, largest) if queries else {}
    meant = files.truth(truth, asked, people, largest) if truth else {}
    households = {one: person.household for one, person in people.items()}
    columns = import_string("oscr.config.people.in_splink.columns")

    def rows() -> Iterator[Row]:
        known = inherited({one: describe(person.told, on) for one, person in people.items()}, households)
        for one, telling in known.items():
            home = households[one]
            yield columns(_filed(one), f"together {home}" if home else _filed(one), telling)
        for one, told in asked.items():
            yield columns(_asked(one), _asked(one), describe(told, on))

    confirmed = [(_asked(one), _filed(said.person)) for one, said in meant.items() if said.person]
    return Archive(" and ".join(path.name for path in (persons, queries) if path), rows, confirmed)


def read_weights(path: Path) -> weights.Weights:
    """The weights of a file. Errors: NotUnderstood, with every level that is untrained."""
    try:
        return weights.load(path)
    except (OSError, ValueError) as error:
        raise NotUnderstood("\n".join(f"{path}: {line}" for line in str(error).split("\n"))) from error


def _asked(one: str) -> str:
    """Ids such that whoever asks stands on Splink's left side, which is the lesser of two."""
    return f"asked {one}"


def _filed(one: str) -> str:
    return f"filed {one}"
