"""A pathway is found by the words of whoever calls."""

from datetime import date

import pytest

from oscr.law import protocol
from oscr.law.protocol.finding import matches

LAW = protocol.in_force(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("bite mark", "bruises"),
        ("no heat", "utilities"),
        ("left alone", "unsupervised"),
        ("lights cut off", "utilities"),
        ("HOME ALONE!", "unsupervised"),
        ("Dad whupped him", "beaten"),
        ("mom's boyfriend hits mom", "violence"),
        ("baby tested positive", "infant"),
        ("truancy", "education"),
        ("grandma will not come get him", "removal"),
        ("starv", "hungry"),
    ],
)
def test_what_callers_say_leads_to_the_pathway(said, first):
    found = [match.pathway.slug for match in matches(LAW, said)]
    assert found[0] == first, found


def test_every_search_word_of_a_pathway_finds_it():
    for way in LAW.pathways.values():
        for word in (*way.words, way.plain, way.name):
            assert way in [match.pathway for match in matches(LAW, word)], (way.slug, word)


@pytest.mark.parametrize("said", ["", "   ", "zzzz", "§%&", "x" * 10_000])
def test_what_fits_nothing_finds_nothing(said):
    assert matches(LAW, said) == []


def test_it_says_by_which_words():
    (match, *_rest) = matches(LAW, "he has a bite mark")
    assert set(match.by) == {"bite", "mark"}
