"""The kinds of endings: what each needs, and that none is a way around the protocol."""

import pytest

from oscr.law import call_kinds, states
from oscr.law.call_kinds import Way
from oscr.law.protocol import in_force
from tests.making import NOW

LAW = in_force(NOW.date())
DOCUMENTED = ("well-child-check", "administrative-referral", "other")
KINDS = ("duplicate", "already-investigated", "added-information", *DOCUMENTED, "out-of-state")


def test_the_kinds_are_these() -> None:
    assert {one.id for one in call_kinds.every()} == {*KINDS, "conflict-of-interest"}
    assert [one.id for one in call_kinds.every() if not one.ends] == ["conflict-of-interest"]
    assert [one.id for one in call_kinds.every() if one.to_earlier] == list(KINDS[:3])
    assert all(one.then and one.cite and one.label for one in call_kinds.every())


@pytest.mark.parametrize("said", [one.id for one in LAW.outcomes])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_on_every_outcome(kind: str, said: str) -> None:
    """What lies below the protocol's outcome is a supervisor's."""
    how = call_kinds.kind(kind)
    below = {
        **dict.fromkeys(DOCUMENTED, said not in ("documented call", "out of state")),
        "out-of-state": said != "out of state",
    }.get(kind, False)
    assert how.way(said, LAW.rank) == (Way.SUPERVISOR if below else Way.ALONE)
    assert below == (LAW.rank(how.outcome_on(said)) > LAW.rank(said))


@pytest.mark.parametrize("answer", ["", "unknown", "no"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_duplicate_needs_three_times_yes(place: int, answer: str) -> None:
    asked = call_kinds.questions("duplicate")
    said = {one.id: "yes" for one in asked}
    assert len(asked) == 3
    assert call_kinds.first_against("duplicate", said) is None
    against = call_kinds.first_against("duplicate", {**said, asked[place].id: answer})
    assert against == asked[place]
    assert call_kinds.questions("already-investigated") == asked


@pytest.mark.parametrize(
    ("answers", "against"),
    [
        ({"same-family": "yes", "nothing-new-alleged": "no"}, None),
        ({"same-family": "no", "nothing-new-alleged": "no"}, "same-family"),
        ({"same-family": "yes", "nothing-new-alleged": "yes"}, "nothing-new-alleged"),
        ({"same-family": "yes", "nothing-new-alleged": "unknown"}, "nothing-new-alleged"),
        ({"same-family": "yes"}, "nothing-new-alleged"),
    ],
)
def test_added_information_alleges_nothing_new(answers: dict[str, str], against: str | None) -> None:
    found = call_kinds.first_against("added-information", answers)
    assert (found.id if found else None) == against


def test_a_call_ends_with_two_results_of_a_check_only() -> None:
    assert [one.id for one in call_kinds.results() if one.done] == ["going", "seen"]
    assert all(one.otherwise for one in call_kinds.results() if not one.done)
    assert call_kinds.result("concern").label == "The officer saw the child and is concerned"


def test_the_other_states_are_forty_nine_the_district_and_five_territories() -> None:
    assert len(states.others()) == 49 + 1 + 5
    assert states.name_of("KS") == "Kansas"
    assert states.name_of("DC") == "District of Columbia"
    with pytest.raises(KeyError):
        states.name_of("MO")
