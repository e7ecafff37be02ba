"""The law's questions in Spanish."""

import pytest
from django.utils.translation import override

from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.wording import said, spanish
from oscr.law import protocol, reporters
from tests.desks.interview.asking import NOW, opened

pytestmark = pytest.mark.django_db
BOOK = protocol.in_force(NOW.date())


def sentences(book) -> set[str]:
    facts = [fact for fact in book.facts.values() if not fact.derived]
    labels = {label for fact in facts for label in fact.labels.values()}
    return (
        {fact.ask for fact in facts}
        | {fact.help for fact in facts}
        | labels
        | {text for way in book.pathways.values() for text in (way.plain, way.group)}
    )


def test_a_sentence_is_said_in_the_language_of_the_page():
    with override("es"):
        assert said("Nurse") == "Enfermero o enfermera"
        assert said("Not translated by anybody") == "Not translated by anybody"
    assert said("Nurse") == "Nurse"


def test_what_every_reporter_is_asked_is_translated():
    answers = {"children": [{"id": "c1"}], "worries": {"pathways": [], "other": ""}}
    for page in FORMS:
        form = opened(page, answers=answers)
        for fact in form.facts_of.values():
            assert BOOK.facts[fact].ask in spanish(), fact
    assert {row.label for row in reporters.every()} | {row.group for row in reporters.every()} <= set(spanish())


def test_nothing_is_translated_that_the_law_does_not_say():
    occupations = {text for row in reporters.every() for text in (row.label, row.group)}
    assert set(spanish()) - sentences(BOOK) - occupations == set()


def test_every_translation_says_something_else():
    assert [text for text, translated in spanish().items() if text == translated] == []
