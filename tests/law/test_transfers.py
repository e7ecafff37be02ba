"""Why an office may hand a report over: a closed list, with a reason for each pair of kinds of office."""

import pytest

from oscr.law import transfers

KINDS = ("county", "ohi")


def test_the_matrix_whole() -> None:
    pairs = [(here, there) for here in KINDS for there in KINDS]
    held = {
        (here, there): [one.id for one in transfers.reasons() if transfers.allowed(one.id, here=here, there=there)]
        for here, there in pairs
    }
    assert held == {
        ("county", "county"): ["non-residence", "moved", "incorrect", "conflict"],
        ("county", "ohi"): ["ohi"],
        ("ohi", "county"): ["not-ohi"],
        ("ohi", "ohi"): ["region"],
    }


def test_only_a_conflict_of_interest_asks_for_another_circuit() -> None:
    assert [one.id for one in transfers.reasons() if one.other_circuit] == ["conflict"]


def test_each_says_its_source_and_that_it_is_a_draft() -> None:
    for one in transfers.reasons():
        assert one.label and one.text and one.cite.startswith("CWM") and one.provenance == "authored"
    with pytest.raises(KeyError):
        transfers.reason("because")
