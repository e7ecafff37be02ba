"""Whatever is typed becomes something that can be compared, or is unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oscr.people.matching.describing import Told, describe, with_household
from oscr.people.matching.keys import keys
from oscr.people.matching.names import family, formal, sound, words
from oscr.people.matching.names import given as given_name
from oscr.people.matching.places import phones, place
from tests.people.matching.telling import TODAY, known


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("O'Brien", ("OBRIEN",)),
        ("  José-María ", ("JOSE", "MARIA")),
        ("Muñoz", ("MUNOZ",)),
        ("Мария Щукина", ("MARIYA", "SHCHUKINA")),
        ("Йосип", ("YOSIP",)),
        ("Amy 😀💥", ("AMY",)),
        ("😀", ()),
        ("", ()),
    ],
)
def test_a_name_is_its_letters(told: str, plain: tuple[str, ...]):
    assert words(told) == plain


def test_a_script_that_nobody_spells_out_is_kept():
    assert words("김") and words("김") != words("박")
    assert sound(words("Ελένη")[0])


@pytest.mark.parametrize(
    "told", ["Baby Boy", "BABY GIRL", "Baby", "unknown", "Unk.", "N/A", "n a", "none", "Newborn", "x", ""]
)
def test_a_placeholder_is_no_name(told: str):
    assert given_name(told).first == "" and given_name(told).sounds == frozenset()


def test_a_baby_with_a_name_has_it():
    assert given_name("Baby Liam").first == "LIAM"


def test_john_doe_is_nobody_and_john_smith_is_not():
    assert known("Jane", "Doe").family.joined == ""
    assert known("Jane", "Smith").family.joined == "SMITH"
    assert known("Robert", "Doe").family.joined == "DOE"


@pytest.mark.parametrize("length", [1, 400])
def test_a_name_of_any_length(length: int):
    one = known("A" * length, "B" * length)
    assert 1 <= len(one.given.first) <= 64 and keys(one)


@pytest.mark.parametrize(
    ("short", "full"),
    [("BOBBY", "ROBERT"), ("LUPE", "GUADALUPE"), ("CHUY", "JESUS"), ("JANDRO", "ALEJANDRO"), ("LIZ", "ELIZABETH")],
)
def test_a_nickname_stands_for_its_name(short: str, full: str):
    assert full in formal(short) and short not in formal(full)


def test_two_surnames_are_parts_and_one_word():
    for told in ("García López", "Garcia-Lopez", "Garcia de la Lopez"):
        assert family(told).parts == ("GARCIA", "LOPEZ")
    assert family("GarciaLopez").joined == family("Garcia Lopez").joined
    assert family("de la").joined == "DELA"


def test_jr_is_no_surname_except_where_it_is_all_there_is():
    assert family("Smith Jr.").suffix == "JR" and family("Smith Jr.").joined == "SMITH"
    assert family("Junior").joined == "JUNIOR"


@pytest.mark.parametrize("born", ["1900-01-01", "2027-01-01", "1890-05-05"])
def test_a_birth_date_that_cannot_be_is_unknown(born: str):
    assert known("A", "B", born).birth is None
    assert known("A", "B", "2026-03-03").birth == TODAY


def test_an_age_is_two_years_of_birth():
    assert known(age=8).span == (date(2017, 3, 3), date(2018, 3, 3))
    assert known(months=3).span == (date(2025, 11, 3), date(2025, 12, 3))
    assert known(age=8, estimated=True).span == (date(2016, 3, 3), date(2019, 3, 3))
    assert known(age=200).span is None and known(age=8, born="2018-01-01").span is None


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("(573) 555-0123", {"5550123"}),
        ("1-573-555-0123", {"5550123"}),
        ("555-0123 or 573.555.0199", {"5550123", "5550199"}),
        ("573-555-0123 x44", {"5550123"}),
        ("0000000000", set()),
        ("unknown", set()),
        ("911", set()),
    ],
)
def test_phones(told: str, found: set[str]):
    assert phones(told) == found


def test_an_address_is_a_number_words_and_a_zip():
    assert place("123 North Main Street Apt 4, Columbia, MO 65201-1234") == place("123 N. MAIN ST 4 columbia 65201")
    assert place("") is None
    assert place("65201").zip == "65201"
    assert place("", "St. Louis").town == "ST LOUIS"


def test_directions_are_kept_whole():
    told = place("Blue trailer behind the store on Route J")
    assert told.number == "" and told.words == {"BLUE", "TRAILER", "STORE", "RT", "J"}


def test_a_household_lends_its_phones_and_places():
    mother = known("Ann", "Smith", phone="573-555-0123", address="1 Oak St 65201")
    child = with_household(known("Liam", "Smith"), [mother])
    assert child.near_phones == {"5550123"} and child.phones == frozenset()
    assert "p:5550123" in keys(child) and "h:1|65201" in keys(child)
    assert with_household(mother, [mother]).near_phones == frozenset()


@pytest.mark.thorough
@given(st.builds(Told, *[st.text(max_size=60)] * 5, birth_date=st.none() | st.dates(), age_months=st.none() | st.integers(-5, 9999),
                 as_of=st.none() | st.just(TODAY), phone=st.text(max_size=40), address=st.text(max_size=80)))  # fmt: skip
def test_anything_typed_can_be_described_and_filed(told: Told):
    one = describe(told, TODAY)
    assert all(key[1] == ":" for key in keys(one) | keys(one, asked=True))
