"""The guard of RSMo 210.145.8, every answer to every question against the sentence of the statute."""

from datetime import timedelta
from itertools import product

import pytest

from oscr.law import visiting
from oscr.law.refusal import Refused
from tests.law.test_happened import NOW

IDS = [one.id for one in visiting.questions()]
NOTHING = dict.fromkeys(IDS, "no")


def statute(home, lives, unsafe, alerted, violence, fleeing) -> bool:
    """Subsection 8, written out: (1)(a) and (b); (2); or (3)."""
    return (home and (lives or unsafe)) or alerted or violence or fleeing


def test_every_combination_of_answers_is_what_the_statute_says():
    for answers in product(("yes", "no", "unknown"), repeat=6):
        weighed = visiting.weigh(dict(zip(IDS, answers, strict=True)))
        assert weighed.forbids is statute(*(answer != "no" for answer in answers)), answers
        assert weighed.assumed == tuple(name for name, said in zip(IDS, answers, strict=True) if said == "unknown")


def test_an_empty_home_alone_forbids_nothing_and_neither_does_a_suspect_who_lives_there():
    assert not visiting.weigh(NOTHING | {"nobody home": "yes"}).forbids
    assert not visiting.weigh(NOTHING | {"suspect lives there": "yes", "child unsafe": "yes"}).forbids


def test_a_question_left_out_is_refused_beside_itself():
    with pytest.raises(Refused) as refused:
        visiting.weigh({name: "no" for name in IDS if name != "fleeing"})
    assert refused.value.field == "fleeing"


@pytest.mark.parametrize(
    ("said", "answer"), [(("no", "yes"), "yes"), (("no",), "no"), (("no", "unknown"), None), ((), None)]
)
def test_what_the_hotline_knows_answers_beforehand(said, answer):
    assert visiting.prefilled({"suspect in household": said}).get("suspect lives there") == answer


class TestVisit:
    def test_without_answers_nobody_visits(self):
        with pytest.raises(Refused, match="questions that come before"):
            visiting.check_call(None, called=False)

    def test_a_call_is_refused_with_its_paragraph(self):
        with pytest.raises(visiting.Broken) as refused:
            visiting.check_call(NOTHING | {"violence": "yes"}, called=True)
        assert refused.value.field == "called_ahead" and refused.value.cite == "RSMo 210.145.8(3)"
        assert refused.value.guard == "call"

    @pytest.mark.parametrize("home", [True, False])
    def test_a_card_is_weighed_by_who_was_found_at_the_door(self, home):
        said = NOTHING | {"suspect lives there": "yes", "nobody home": "yes" if home else "no"}
        if home:
            visiting.check_sign(said, left_sign=True, anybody_home=True)
        else:
            with pytest.raises(visiting.Broken) as refused:
                visiting.check_sign(said, left_sign=True, anybody_home=False)
            assert refused.value.field == "left_sign" and refused.value.cite == "RSMo 210.145.8(1)"
            assert refused.value.guard == "sign"

    def test_where_nothing_speaks_against_it_both_are_free(self):
        visiting.check_call(NOTHING, called=True)
        visiting.check_sign(NOTHING, left_sign=True, anybody_home=False)


@pytest.mark.parametrize(
    ("place", "alleged", "same", "field", "guard"),
    [
        ("home", True, "yes", None, ""),
        ("school", False, "yes", None, ""),
        ("school", True, "no", None, ""),
        ("child care", True, "yes", "place", "building"),
        ("school", True, "unknown", "place", "building"),
        ("school", True, "", "same_building", ""),
    ],
)
def test_the_building_where_it_is_alleged(place, alleged, same, field, guard):
    if field is None:
        visiting.check_place(place=place, alleged_there=alleged, same_building=same)
        return
    with pytest.raises(Refused) as refused:
        visiting.check_place(place=place, alleged_there=alleged, same_building=same)
    assert refused.value.field == field and guard_of(refused.value) == guard


@pytest.mark.parametrize(
    ("applies", "told", "minutes", "why", "field"),
    [
        (False, "", None, "", None),
        (True, "Mother", 0, "", None),
        (True, "Mother", -5, "", None),
        (True, "", None, "Both are in prison abroad.", None),
        (True, "", None, "", "parent_told"),
        (True, "Mother", None, "", "parent_told"),
        (True, "", 0, "", "parent_told"),
        (True, "Mother", 1, "", "parent_told_at"),
    ],
)
def test_a_parent_is_told_first(applies, told, minutes, why, field):
    told_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    said = {"applies": applies, "told": told, "told_at": told_at, "why_not": why, "interviewed_at": NOW}
    if field is None:
        visiting.check_parent_first(**said)
        return
    with pytest.raises(Refused) as refused:
        visiting.check_parent_first(**said)
    assert refused.value.field == field
    assert guard_of(refused.value) == ("parent" if field == "parent_told_at" else "")


@pytest.mark.parametrize(
    ("there", "how", "minutes", "why", "field", "guard"),
    [
        (False, "", None, "", None, ""),
        (True, "given", 0, "", None, ""),
        (True, "given", 5, "", None, ""),
        (True, "given", 6, "", "rights_minutes", "minutes"),
        (True, "given", None, "", "rights_minutes", ""),
        (True, "danger", None, "The stove burned.", None, ""),
        (True, "threatened", None, "", "rights_why", ""),
        (True, "", 3, "", "rights", "rights"),
        (True, "busy", 3, "No time.", "rights", ""),
    ],
)
def test_the_rights_in_writing(there, how, minutes, why, field, guard):
    said = {"suspect_there": there, "how": how, "minutes": minutes, "why": why}
    if field is None:
        visiting.check_rights(**said)
        return
    with pytest.raises(Refused) as refused:
        visiting.check_rights(**said)
    assert refused.value.field == field and guard_of(refused.value) == guard


def guard_of(refused: Refused) -> str:
    """The guard that was broken; "" where something else is refused."""
    return refused.guard if isinstance(refused, visiting.Broken) else ""


class TestTold:
    def test_what_was_broken_and_is_explained_passes(self):
        visiting.check_told(("call", "rights"), found={"call", "rights", ""}, why="The neighbor telephoned.")
        visiting.check_told((), found={""}, why="")

    def test_what_was_not_broken_is_not_told_of(self):
        with pytest.raises(Refused, match="not broken: A card or another sign") as refused:
            visiting.check_told(("call", "sign"), found={"call"}, why="It was.")
        assert refused.value.field == "broken"

    def test_it_says_how_that_came_about(self):
        with pytest.raises(Refused) as refused:
            visiting.check_told(("rights",), found={"rights"}, why="")
        assert (refused.value.field, refused.value.cite) == ("broken_why", visiting.guards()["rights"].cite)

    def test_every_guard_has_its_words_and_its_law(self):
        assert list(visiting.guards()) == ["call", "sign", "building", "parent", "rights", "minutes"]
        assert all(one.label and one.cite.startswith("RSMo 210.145.8") for one in visiting.guards().values())


def test_the_protocols_actions_call_for_the_guards():
    assert visiting.alleged_in_building(["COUNTY", "NOT-IN-THAT-BUILDING"]) and not visiting.alleged_in_building([])
    assert visiting.parent_goes_first(["TELL-PARENT-FIRST"]) and not visiting.parent_goes_first(["COUNTY"])
    assert set(visiting.exceptions()) == {"danger", "threatened"}
