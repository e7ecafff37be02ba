"""What Splink is asked and what it answers: maiden names both ways, unknowns that keep nobody out, weights that are whole."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from oscr.flow.birth_match import matching, weights
from oscr.flow.birth_match.matching import Somebody, matches

MOTHER = Somebody("m", "Ottilie", "June", ("Larkspur", "Featherly"), date(1998, 5, 4), "F", "7 Pretend Lane 65203")
LISTED = Somebody("l", "Ottilie", "J", ("Featherly",), date(1998, 5, 4), "F", "12 Sample Street 65201")
STRANGER = Somebody("s", "Barnaby", "", ("Quillfeather",), date(1971, 1, 1), "M", "")


def levels(parent: Somebody, listed: Somebody) -> dict[str, str]:
    (match,) = matches([parent], [listed])
    return dict(match.levels)


def test_a_mother_is_herself_by_her_maiden_name():
    assert levels(MOTHER, LISTED) == {
        "first": "usual", "surname": "usual", "birth": "exact", "middle": "initial", "sex": "same", "place": "else",
    }  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("told", "field", "level"),
    [
        ({"first": "Otilie"}, "first", "close"),
        ({"first": "Ottilie", "surnames": ("Fetherly",)}, "surname", "close"),
        ({"surnames": ("Featherly Gingerroot",)}, "surname", "part"),
        ({"surnames": ("Gingerroot",)}, "surname", "changed"),
        ({"first": "Featherly", "surnames": ("Ottilie",)}, "first", "swapped"),
        ({"first": "June"}, "first", "middle"),
        ({"birth": date(1998, 4, 5)}, "birth", "swapped"),
        ({"birth": date(1998, 5, 14)}, "birth", "digit"),
        ({"birth": date(1998, 5, 27)}, "birth", "parts"),
        ({"birth": date(1979, 11, 30)}, "birth", "else"),
        ({"middle": "JUNE"}, "middle", "exact"),
        ({"middle": "Zoe"}, "middle", "else"),
        ({"address": "7 Pretend Ln 65203"}, "place", "house"),
        ({"address": "9 Other Street 65203"}, "place", "zip"),
    ],
)
def test_how_far_two_agree_is_told(told: dict, field: str, level: str):
    everything = replace(weights.load(), threshold=-60.0)
    (match,) = matches([MOTHER], [replace(LISTED, **told)], everything)
    assert match.levels[field] == level


@pytest.mark.parametrize(
    ("unknown", "field"),
    [
        ({"sex": ""}, "sex"),
        ({"birth": None}, "birth"),
        ({"middle": ""}, "middle"),
        ({"address": ""}, "place"),
        ({"first": "Unknown"}, "first"),
    ],
)
def test_what_nobody_knows_counts_neither_way_and_keeps_nobody_out(unknown: dict, field: str):
    assert field not in levels(MOTHER, replace(LISTED, **unknown))


def test_another_surname_says_more_against_a_father_than_against_a_mother():
    everything = replace(weights.load(), threshold=-60.0)
    changed = replace(LISTED, surnames=("Gingerroot",))
    (woman,) = matches([MOTHER], [changed], everything)
    (man,) = matches([replace(MOTHER, sex="M")], [replace(changed, sex="M")], everything)
    assert (woman.levels["surname"], man.levels["surname"]) == ("changed", "else")
    assert woman.bits > man.bits + 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    "told",
    [
        {"surnames": ("Feasherly",)},
        {"surnames": ("Featherlyn",)},
        {"surnames": ("Fetaherly",)},
        {"first": "Otkilie"},
        {"first": "Ottimie"},
    ],
)
def test_a_slip_that_changes_the_sound_is_found_without_a_birth_date(told: dict):
    everything = replace(weights.load(), threshold=-60.0)
    both = [MOTHER, replace(LISTED, birth=None, **told)]
    (match,) = matches(both[:1], both[1:], everything)
    assert "close" in match.levels.values()


def test_more_agreement_is_more_bits():
    fewer = replace(LISTED, id="x", birth=None)
    assert [match.listed for match in matches([MOTHER], [fewer, LISTED])] == ["l", "x"]


@pytest.mark.parametrize(("parents", "listed"), [([], [LISTED]), ([MOTHER], []), ([MOTHER], [STRANGER])])
def test_nobody_to_compare_is_no_pair(parents: list, listed: list):
    assert matches(parents, listed) == []


def test_how_common_a_name_is_counts_where_there_are_enough_people(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(matching, "COUNTED", 3)
    many = [replace(STRANGER, id=f"s{n}", first="Barnaby") for n in range(40)]
    (match,) = (one for one in matches([MOTHER, *many], [LISTED]) if one.parent == "m")
    assert match.levels["first"] == "commonest"  # two of forty-two


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("first", "sound"), None, "first.sound: untrained"),
        (("birth", "else", "m"), 0.0, "birth.else: untrained"),
        (("sex", "same", "u"), 1.5, "sex.same: untrained"),
        (("place",), None, "place.house: untrained"),
        (("threshold",), None, "threshold: missing"),
        (("trained",), "lately", "trained: missing"),
    ],
)
def test_weights_with_a_gap_are_refused(path: tuple, value: object, told: str):
    whole = matching_file()
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    with pytest.raises(weights.Untrained, match=told):
        weights.understood(whole)


def matching_file() -> dict:
    rate = {"m": 0.5, "u": 0.5}
    told = {"name": "some", "trained": date(2026, 1, 1), "source": "a test", "expected": 0.01, "threshold": -6.0}
    return told | {field: {level: deepcopy(rate) for level in names} for field, names in weights.LEVELS.items()}


def test_the_shipped_weights_are_whole_and_named():
    shipped = weights.load()
    assert set(shipped.rates) == set(weights.LEVELS) and shipped.name and shipped.source


def test_whoever_counts_weights_gets_what_is_compared():
    linker = matching.linker(*matching.rows([MOTHER], [LISTED]), weights.load())
    assert linker.inference.predict().as_record_list()[0]["gamma_birth"] == len(weights.LEVELS["birth"]) - 1
