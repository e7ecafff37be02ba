"""The CA/N-1's own words: a title for every kind of outcome, when a facility is a parent, and the cover sheet."""

from datetime import date

import pytest

from oscr.law import can1, protocol

LAW = protocol.in_force(date(2026, 3, 2))


def test_every_kind_of_outcome_has_a_title_of_its_own() -> None:
    titles = {outcome.kind: can1.title(outcome.kind).text for outcome in LAW.outcomes}
    assert len(set(titles.values())) == len(titles)
    assert titles["report"].startswith("CA/N-1")
    with pytest.raises(KeyError):
        can1.title("rumour")


@pytest.mark.parametrize(
    ("actions", "setting", "listed"),
    [
        ({"OHI"}, "school", True),
        ({"OHI", "CALL-911"}, "child care", True),
        ({"OHI"}, "residential facility", True),
        ({"OHI"}, "foster home", False),
        ({"OHI"}, "home", False),
        ({"COUNTY"}, "school", False),
        (set(), "", False),
    ],
)
def test_a_facility_is_a_parent_only_out_of_home(actions, setting, listed) -> None:
    assert can1.parent().holds(actions, setting) is listed


def test_what_the_rule_names_is_in_the_protocol() -> None:
    assert can1.parent().action in {one.id for one in LAW.engine.book.actions}
    assert set(can1.parent().settings) <= set(LAW.facts["setting"].values)
    about_the_reporter = {name for name in LAW.facts if name.startswith("reporter ")}
    assert can1.sealed() == about_the_reporter != set()


def test_the_cover_sheet_says_purpose_and_penalty_with_their_source() -> None:
    told = " ".join(one.text for one in can1.cover())
    assert "purpose" in told and "misdemeanor" in told
    assert all("210.150" in one.cite and one.provenance for one in can1.cover())
    assert can1.parent().said.provenance == "published"
