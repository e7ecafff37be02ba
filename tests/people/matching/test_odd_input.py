"""Whatever is typed can be described, filed, compared and explained; and the unknown is never the same as the unknown."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oscr.people.matching import weights
from oscr.people.matching.describing import Told, describe
from oscr.people.matching.guard import Hit, sure
from oscr.people.matching.index import Index
from oscr.people.matching.keys import keys
from oscr.people.matching.reasons import reasons
from oscr.people.matching.score import frequency_keys, levels, score
from oscr.people.matching.stored import restored, stored
from tests.people.matching.telling import TODAY, known

WEIGHTS = weights.load()
NOTHING = [
    "",
    " ",
    "unknown",
    "Unknown",
    "UNK",
    "N/A",
    "n/a",
    "none",
    "x",
    "?",
    "-",
    "Baby",
    "Baby Boy",
    "newborn",
    "desconocido",
    "😀",
]
TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *NOTHING,
            "A",
            "Z" * 400,
            "Иван",
            "Щукина",
            "O'Brien-García 💥",
            "de la",
            "Jr",
            "김",
            "Ελένη",
            "null",
            "1",
            "|",
            ";,|",
        ]
    ),
    st.text(alphabet="ABCDEabcde' -.", max_size=8),
)
WHERE = st.one_of(
    TYPED,
    st.sampled_from(["blue trailer behind the store on Route J", "behind the store", "12 Oak St 65201", "12 Oak St Apt 3", "65201",
                     "on the road", "next to the unknown", "99999999999 X 65201-1234", "Rt J", "1 1 1 1 1 11111"]),
)  # fmt: skip
TOLD = st.builds(
    Told, first=TYPED, middle=TYPED, last=TYPED, suffix=TYPED, other_names=TYPED, school=TYPED, town=TYPED, sex=TYPED, phone=TYPED,
    birth_date=st.none() | st.dates(), age_months=st.none() | st.integers(-99, 99_999), as_of=st.none() | st.just(TODAY) | st.dates(),
    estimated=st.booleans(), address=WHERE,
)  # fmt: skip


@given(TOLD, TOLD)
@settings(max_examples=150, deadline=None)
def test_any_two_tellings_can_be_compared_and_explained(one: Told, other: Told):
    asked, filed = describe(one, TODAY), describe(other, TODAY)
    assert restored(stored(asked)) == asked
    found = score(asked, filed, WEIGHTS, dict.fromkeys(frequency_keys(asked), 0.01))
    assert all(level in weights.LEVELS[field] for field, level in found.levels.items())
    assert all(isinstance(reason, str) and reason for reason in reasons(found, asked, filed))
    assert sure([Hit(1, None, found)], WEIGHTS, 1) in (None, Hit(1, None, found))
    assert all(keys(each, asked=True) >= keys(each) for each in (asked, filed))


@pytest.mark.parametrize(
    "told",
    [
        Told(first="Q 0", middle="Z" * 400),
        Told(first="Q N A", last="Ann"),
        Told(first="Ann", last="de N A"),
        Told(first="Ann", last="unknown Jr"),
        Told(first="Ann", last="\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM} " * 60),
    ],
)
def test_what_is_filed_is_what_was_described(told: Told):
    filed = describe(told, TODAY)
    assert restored(stored(filed)) == filed


@given(TOLD)
@settings(max_examples=100, deadline=None)
def test_the_same_words_never_disagree(one: Told):
    """Whoever is told twice in the same words agrees in everything that is known."""
    same = describe(one, TODAY)
    assert not {"else", "near", "close"} & set(levels(same, same).values())


@pytest.mark.parametrize("nothing", NOTHING)
def test_the_unknown_is_not_the_same_as_the_unknown(nothing: str):
    words = {one.name: nothing for one in fields(Told) if one.default == ""}
    blank = describe(Told(**words), TODAY)
    assert levels(blank, blank) == {} and not keys(blank) and not list(frequency_keys(blank))
    index = Index()
    index.add("blank", blank)
    index.add("somebody", known("Ann", "Smith", "2018-03-05"))
    assert index.search(blank, WEIGHTS) == []


@pytest.mark.parametrize("where", ["behind the", "on the", "unknown", "N/A", "near by", "of", "Missouri", "Apt"])
def test_directions_that_say_nothing_match_nothing(where: str):
    found = known(address=where)
    assert not found.places and not keys(found)


def test_directions_are_matched_by_their_words():
    told, again = known(address="Blue trailer behind the store on Route J"), known(address="the blue trailer, Rt. J")
    assert levels(told, again) == {"place": "words"}
    assert levels(told, known(address="red barn at the bridge")) == {"place": "else"}
    assert keys(told) & keys(again)


@pytest.mark.parametrize(
    ("one", "other"), [("A", "A"), ("Z" * 400, "Z" * 400), ("Щукина", "Shchukina"), ("Amy 😀", "amy"), ("김", "김")]
)
def test_odd_names_find_themselves(one: str, other: str):
    assert levels(known(one, one), known(other, other)) == {"first": "exact", "last": "exact"}
    assert keys(known(one, one)) & keys(known(other, other))
