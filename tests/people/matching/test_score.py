"""What an agreement is worth, and how it is said."""

from datetime import date

import pytest

from oscr.people.matching import weights
from oscr.people.matching.reasons import SENTENCES, reasons
from oscr.people.matching.score import birth_level, levels, score
from oscr.people.matching.weights import LEVELS
from tests.people.matching.telling import known

WEIGHTS = weights.load()


def why(asked, filed) -> list[str]:
    return list(reasons(score(asked, filed, WEIGHTS, {}), asked, filed))


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        (known("Bobby"), known("Robert"), "Bobby is a form of Robert"),
        (known("Robert"), known("Bobby"), "Bobby is a form of Robert"),
        (known("Bobby"), known("Bert"), "Bobby is a form of Bert"),
        (known("Alex"), known("Jandro"), "Alex and Jandro are forms of one name"),
        (known("Red"), known("Alan", other_names="Red"), "another name of theirs: Red, Alan"),
        (known("Alan"), known("Robert", middle="Alan"), "Alan is a middle name of one of them"),
        (known("Ava"), known("Aav"), "first names sound alike: Ava, Aav"),
        (known("Alexandr"), known("Alexandra"), "first names spelled alike: Alexandr, Alexandra"),
        (known("Chris"), known("Christabel"), "one first name begins like the other: Chris, Christabel"),
        (known("Ann"), known("Zed"), "different first names: Ann, Zed"),
        (known(last="Garcia Lopez"), known(last="Lopez-Garcia"), "same two last names in another order: Garcia Lopez, Lopez Garcia"),
        (known(last="Garcia"), known(last="Lopez Garcia"), "a last name in common: Garcia, Lopez Garcia"),
        (known(last="Jones"), known(last="Smith", other_names="Jones"), "a last name in common: Jones, Smith"),
        (known(last="Smyth"), known(last="Smith"), "last names sound alike: Smyth, Smith"),
        (known(born="2018-03-05"), known(born="2018-05-03"), "birth day and month swapped"),
        (known(born="2018-03-05"), known(born="2018-03-06"), "birth date differs by one digit"),
        (known(born="2018-01-05"), known(age=8), "the age fits"),
        (known(age=8), known(born="2016-12-05"), "the age is a year off"),
        (known(age=8), known(born="2001-12-05"), "the age does not fit"),
        (known(address="12 Oak St 65201"), known(address="12 Oak Street 65201"), "same house number and ZIP"),
        (known(address="12 Oak St"), known(address="12 Oak St 65201"), "same house number and street"),
        (known(address="blue trailer on Route J"), known(address="Rt J, trailer, blue"), "directions that share words"),
        (known(address="12 Oak St 65201"), known(address="99 Elm St 65201"), "same ZIP or town"),
        (known(phone="573 555 0123"), known(phone="555-0123"), "same phone"),
        (known(last="Smith Jr"), known(last="Smith Sr"), "one is Jr, the other Sr"),
        (known(school="Oak Elementary School"), known(school="OAK"), "same school"),
    ],
)  # fmt: skip
def test_reasons_are_plain(a, b, sentence: str):
    assert sentence in why(a, b)


def test_first_and_last_name_in_each_others_place():
    found = score(known("Lopez", "Robert"), known("Robert", "Lopez"), WEIGHTS, {})
    assert found.swapped and found.bits > 5
    assert why(known("Lopez", "Robert"), known("Robert", "Lopez")) == ["first and last name in each other's place"]
    assert not score(known("Zed", "Robert"), known("Robert", "Lopez"), WEIGHTS, {}).swapped


def test_the_unknown_says_nothing():
    assert score(known(), known("Ann", "Smith", "2018-01-01", sex="F"), WEIGHTS, {}).bits == 0
    assert levels(known("N/A"), known("Ann")) == {}


def test_a_rare_name_says_more_and_a_shelters_phone_less():
    asked = known("Zebulon", "Smith", phone="555-0123")
    rare = score(asked, known("Zebulon"), WEIGHTS, {"F:ZEBULON": 0.00001})
    common = score(asked, known("Zebulon"), WEIGHTS, {"F:ZEBULON": 0.03})
    assert rare.bits > common.bits + 8
    shelter = score(asked, known(phone="555-0123"), WEIGHTS, {"p:5550123": 0.01})
    home = score(asked, known(phone="555-0123"), WEIGHTS, {"p:5550123": 0.000001})
    assert home.bits > shelter.bits + 8


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [("2018-03-05", "2018-03-05", "exact"), ("2018-03-13", "2018-03-31", "digit"), ("2018-03-05", "2011-03-05", "digit"),
     ("2018-03-05", "2019-10-28", "else"), ("2018-03-05", "2018-11-05", "near")],
)  # fmt: skip
def test_birth_dates(a: str, b: str, level: str):
    assert (
        birth_level(date.fromisoformat(a), date.fromisoformat(b))
        == level
        == birth_level(*map(date.fromisoformat, (b, a)))
    )


def test_every_level_has_a_weight_and_a_sentence():
    pairs = {(field, level) for field, names in LEVELS.items() for level in names}
    assert pairs == {(field, level) for field, found in WEIGHTS.bits.items() for level in found}
    assert pairs - {("first", "form")} == set(SENTENCES)


def test_agreement_speaks_for_and_disagreement_against():
    for field, names in LEVELS.items():
        assert WEIGHTS.bits[field][names[0]] > 0 > WEIGHTS.bits[field][names[-1]], field
