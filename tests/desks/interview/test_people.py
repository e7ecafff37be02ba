"""Children, adults and those who may have done it: wrong dates are named, nothing is required, nobody is asked twice."""

import pytest
from django.core.exceptions import ValidationError

from oscr.desks.interview.people import age_in_words, name_of, people_named, warning_of
from oscr.flow.report.telling import case_of, people_of
from oscr.law import protocol
from tests.desks.interview.asking import NOW, answered, born, filled, opened

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_a_child_nobody_can_name_is_a_child():
    child = answered(filled("children", entry_id="c1"))
    assert child["id"] == "c1"
    assert child["worried"] is True
    assert child["age"] is None
    assert child["birth_date"] == ""
    assert name_of(child) == "Child 1, name not known"
    assert age_in_words(child, TODAY) == "age not known"


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (born("2026-03-04"), "in the future"),
        (born("1890-01-01"), "more than 120 years"),
        (born("2016-02-30"), "does not exist"),
        (born("2016-13-01"), "does not exist"),
        (born("16-04-28"), "four digits"),
        ({"birth_date_month": "4", "birth_date_year": "2016"}, "Add the day"),
        ({"birth_date_month": "x", "birth_date_day": "1", "birth_date_year": "2016"}, "does not exist"),
        ({"birth_date_month": "²", "birth_date_day": "1", "birth_date_year": "2016"}, "does not exist"),
    ],
)
def test_a_wrong_date_is_named_and_kept_as_typed(dates, words):
    form = filled("children", entry_id="c1", **dates)
    assert not form.is_valid()
    assert words in form.errors["birth_date"][0]
    shown = str(form["birth_date"])
    assert all(f'value="{value}"' in shown for value in dates.values())


def test_a_birthday_of_today_is_a_date_of_birth():
    assert answered(filled("children", entry_id="c1", **born("2026-03-03")))["birth_date"] == "2026-03-03"


@pytest.mark.parametrize(
    ("day", "age", "unit", "right"),
    [
        ("2018-03-03", "8", "years", True),
        ("2018-03-03", "9", "years", True),
        ("2018-03-03", "10", "years", False),
        ("2018-03-03", "6", "years", False),
        ("2025-09-03", "6", "months", True),
        ("2016-09-03", "6", "months", False),
    ],
)
def test_an_age_that_contradicts_the_date_of_birth_by_more_than_a_year(day, age, unit, right):
    form = filled("children", entry_id="c1", age=age, age_unit=unit, **born(day))
    assert form.is_valid() is right
    assert right or "By the date of birth" in form.errors["age"][0]


@pytest.mark.parametrize(
    ("year", "valid", "warned"), [(2009, True, False), (2007, True, True), (2001, True, True), (1986, False, False)]
)
def test_a_child_of_eighteen_or_more(year, valid, warned):
    form = filled("children", entry_id="c1", **born(f"{year}-01-15"))
    assert form.is_valid() is valid
    if not valid:
        assert "This child would be 40" in form.errors["birth_date"][0]
        assert "1-800-392-3738" in form.errors["birth_date"][0]
    else:
        assert bool(warning_of(form.answered(), TODAY)) is warned


@pytest.mark.parametrize(
    ("age", "words"),
    [("-1", "whole number"), ("seven", "whole number"), ("130", "over 120"), ("9" * 30, "cannot be right")],
)
def test_an_impossible_age(age, words):
    form = filled("adults", entry_id="p1", age=age)
    assert not form.is_valid()
    assert words in form.errors["age"][0]


def test_words_of_any_script_are_kept_and_shown_in_their_own_direction():
    form = filled("adults", entry_id="p1", first="שרה", last="مريم \ud800 \x07")
    assert answered(form)["first"] == "שרה"
    assert form.answered()["last"] == "مريم \ufffd \ufffd"
    assert 'dir="auto"' in str(form["first"])
    str(form).encode()


def test_a_nul_is_refused_beside_the_field():
    form = filled("adults", entry_id="p1", first="a\x00b")
    assert not form.is_valid()
    assert "cannot be saved" in form.errors["first"][0]


def test_a_choice_that_does_not_exist_is_refused():
    assert "sex" in filled("children", entry_id="c1", sex="robot").errors
    assert "county" in filled("children", entry_id="c1", county="99999").errors


def test_a_suspect_is_picked_from_the_people_named():
    answers = {"children": [{"id": "c1", "first": "Robin"}], "adults": [{"id": "p1", "relation": "mother"}]}
    assert people_named(answers) == [("p1", "mother"), ("c1", "Robin")]
    suspect = answered(filled("suspects", answers=answers, entry_id="s1", person="p1", fact_suspect_had_care="yes"))
    assert suspect["person"] == "p1"
    assert suspect["facts"] == {"suspect had care": "yes"}
    assert name_of(suspect, answers) == "mother"
    whole = answers | {"suspects": [suspect]}
    assert [told.code for told in people_of(whole) if told.suspect] == ["1"]
    assert case_of(whole, NOW).pairs[("A", "1")]["suspect had care"] == "yes"


def test_nobody_is_suspected_twice():
    answers = {"adults": [{"id": "p1"}], "suspects": [{"id": "s1", "person": "p1", "facts": {}}]}
    assert "already" in filled("suspects", answers=answers, entry_id="s2", person="p1").errors["person"][0]
    assert filled("suspects", answers=answers, entry_id="s1", person="p1").is_valid()
    strangers = {"suspects": [{"id": "s1", "person": "", "facts": {}}]}
    assert filled("suspects", answers=strangers, entry_id="s2", person="").is_valid()


def test_a_suspect_who_was_taken_off_the_list_is_said_to_be_gone():
    assert name_of({"id": "s1", "person": "p9"}, {}) == "Somebody no longer listed"
    assert "person" in filled("suspects", entry_id="s1", person="p9").errors


def test_saved_answers_come_back_into_the_form():
    child = answered(filled("children", entry_id="c3", worried="no", first="Ana", **born("2019-12-01")))
    form = opened("children", saved=child)
    assert 'value="Ana"' in str(form["first"])
    assert [f'value="{part}"' in str(form["birth_date"]) for part in ("12", "1", "2019")] == [True, True, True]
    assert "checked" in str(form["worried"]).split('value="no"')[1].split(">")[0]
    assert form.entry_id == "c3"


def test_the_facts_asked_with_a_child_exist_in_the_protocol():
    form = opened("children")
    assert form.facts_of["fact_needs_a_doctor_now"] == "needs a doctor now"
    assert set(form.facts_of.values()) <= set(protocol.in_force(TODAY).facts)


def test_validation_errors_are_django_errors():
    with pytest.raises(ValidationError):
        opened("adults").fields["birth_date"].clean(["", "1", "2016"])
