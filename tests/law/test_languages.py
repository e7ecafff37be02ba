"""In which languages letters are made, and which somebody reads by what was told."""

import pytest

from oscr.law import languages


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("Spanish", "es"),
        ("  ESPAÑOL ", "es"),
        ("speaks Spanish and some English", "es"),
        ("English, some Spanish", "en"),
        ("Marshallese", "en"),
        ("", "en"),
    ],
)
def test_the_first_language_that_letters_are_made_in_counts(told, language):
    assert languages.read_by(told) == language


def test_only_english_is_approved_and_every_language_says_how_people_call_it():
    every = languages.languages()
    assert [one.id for one in every.values() if one.approved] == [languages.ENGLISH]
    assert all(one.said and one.said == tuple(word.casefold() for word in one.said) for one in every.values())
    assert len({word for one in every.values() for word in one.said}) == sum(len(one.said) for one in every.values())
