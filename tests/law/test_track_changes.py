"""From which track to which a report may be changed, cell by cell; until when an emergency may be taken down."""

from datetime import timedelta

import pytest

from oscr.law import track_changes
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
MATRIX = {  # was -> to, in the same order: y allowed, e allowed and ends an investigation, n allowed and begins one, . refused
    "investigation": ".ee.ee...",
    "juvenile assessment": "n........",
    "family assessment": "ny..yy...",
    "NCA": ".........",
    "N": ".....y...",
    "P": "....y....",
    "F": ".........",
    "documented call": ".........",
    "out of state": ".........",
}
CELLS = [(was, to, mark) for was, marks in MATRIX.items() for to, mark in zip(ROWS, marks, strict=True)]


@pytest.mark.parametrize(("was", "to", "mark"), CELLS)
def test_the_matrix(was: str, to: str, mark: str) -> None:
    cell = track_changes.cell(was, to)
    assert (cell.allowed, cell.ends_investigation, cell.immediate) == (mark != ".", mark == "e", mark == "n")
    assert cell.text.endswith(".")
    assert "CWM 3.6" in cell.cite


def test_the_matrix_knows_every_outcome_of_the_protocol() -> None:
    assert {one.id for one in in_force(NOW.date()).outcomes} == set(OUTCOMES) == set(ROWS)


def test_no_investigation_is_left_without_the_notice_and_none_begins_late() -> None:
    """Case 34 of the list, and RSMo 210.145.15 and .16(3)."""
    for was, to, _mark in CELLS:
        cell = track_changes.cell(was, to)
        assert cell.ends_investigation == (cell.allowed and was == "investigation")
        assert cell.immediate == (cell.allowed and to == "investigation")
    refused = track_changes.cell("juvenile assessment", "family assessment")
    assert (refused.allowed, refused.provenance) == (False, "published")


def test_a_form_offers_what_is_open_and_nothing_else() -> None:
    assert track_changes.open_to("juvenile assessment") == ("investigation",)
    assert track_changes.open_to("NCA") == ()


def test_an_outcome_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        track_changes.cell("investigation", "something")


def test_an_emergency_is_taken_down_within_its_own_hours() -> None:
    assert track_changes.override_ends(NOW, track_changes.LEVEL_ONE) == NOW + timedelta(hours=3)
