"""Which call may be a duplicate of which earlier report, cell by cell."""

import pytest

from oscr.law import duplicates
from oscr.law.outcomes import OUTCOMES
from oscr.law.protocol import in_force
from tests.making import NOW

ROWS = (
    "investigation",
    "juvenile assessment",
    "family assessment",
    "NCA",
    "N",
    "P",
    "F",
    "documented call",
    "out of state",
)
MATRIX = {  # this call -> against each earlier one in the same order: y allowed, c allowed with care, . refused
    "investigation": "y........",
    "juvenile assessment": ".y.......",
    "family assessment": "y.y......",
    "NCA": "...c.....",
    "N": "...cc....",
    "P": "...ccc...",
    "F": "...cccc..",
    "documented call": ".........",
    "out of state": ".........",
}
CELLS = [(said, earlier, mark) for said, marks in MATRIX.items() for earlier, mark in zip(ROWS, marks, strict=True)]


@pytest.mark.parametrize(("said", "earlier", "mark"), CELLS)
def test_the_matrix(said: str, earlier: str, mark: str) -> None:
    cell = duplicates.cell(said, earlier)
    assert (cell.allowed, cell.with_care) == (mark != ".", mark == "c")
    assert cell.text.endswith(".")
    assert cell.cite == "CWM 3.3"


def test_the_matrix_knows_every_outcome_of_the_protocol() -> None:
    assert {one.id for one in in_force(NOW.date()).outcomes} == set(OUTCOMES) == set(ROWS)


def test_no_duplicate_is_put_to_what_asks_for_less() -> None:
    rank = in_force(NOW.date()).rank
    assert all(rank(earlier) <= rank(said) for said, earlier, _mark in CELLS if duplicates.cell(said, earlier).allowed)


def test_the_manuals_own_pairs_are_published_and_ours_are_said_to_be_drafts() -> None:
    """Cases 33 of the list: a Family Assessment to an Investigation is allowed, the other way round is not."""
    assert duplicates.cell("family assessment", "investigation").provenance == "published"
    refused = duplicates.cell("investigation", "family assessment")
    assert (refused.allowed, refused.provenance) == (False, "authored")
    assert "asks for less" in refused.text


def test_an_outcome_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        duplicates.cell("investigation", "something")
