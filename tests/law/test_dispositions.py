"""What reporters are told: every conclusion has its words, the words give nothing of the case away, and both languages are there."""

import re
from datetime import date

import pytest

from oscr.law import conclusions, dispositions

TODAY = date(2026, 3, 3)
ALL = [one.id for one in conclusions.every()]
DETAILS = r"\b(name|parent|mother|father|school|home|hotline|harass|malic|prosecut|registry|services|court|perpetrator|died)\w*"


@pytest.mark.parametrize("conclusion", ALL)
def test_every_conclusion_has_its_words(conclusion: str) -> None:
    assert dispositions.of(conclusion, TODAY).text


def test_no_words_are_for_what_is_no_conclusion() -> None:
    told = [name for one in dispositions.every() for name in one.conclusions]
    assert sorted(told) == sorted(ALL)
    with pytest.raises(KeyError):
        dispositions.of("forgotten", TODAY)
    with pytest.raises(KeyError):
        dispositions.of(ALL[0], date(2019, 1, 1))


def test_unsubstantiated_is_told_as_such_and_nothing_else_is() -> None:
    plain = [one.id for one in conclusions.every() if one.unsubstantiated]
    assert sorted(dispositions.words(dispositions.NOT_FOUND).conclusions) == sorted(plain)


def test_nobody_learns_from_the_words_who_was_named_or_what_was_offered() -> None:
    for one in dispositions.every():
        assert not re.search(DETAILS, one.text, re.IGNORECASE), one.id


@pytest.mark.parametrize("one", dispositions.every(), ids=lambda one: one.id)
def test_both_languages_in_short_sentences(one: dispositions.Words) -> None:
    assert one.said("en") == one.text != one.said("es") == one.said("es-mx") == one.es
    assert one.cite == "RSMo 210.145.18" and one.provenance == "authored"
    for sentence in re.split(r"(?<=[.])\s", one.text):
        assert len(sentence.split()) <= 36, sentence


def test_the_advocate_is_told_of_in_both_languages() -> None:
    who = dispositions.advocate()
    assert who.phone == "866-457-2302" and "210.145.19" in who.cite
    assert "independent" in who.said("en") and "independiente" in who.said("es")
