"""From what was typed to what the law can read: codes, ages, and answers that the law of the day does not know."""

import pytest

from oscr.flow.report.telling import case_of, people_of
from tests.making import NOW, answers

pytestmark = pytest.mark.django_db


def test_a_whole_bus_of_children_has_codes_that_are_letters():
    told = people_of(answers(children=[{"id": f"c{number}"} for number in range(80)]))
    codes = [one.code for one in told if one.child]
    assert (codes[0], codes[25], codes[26], codes[27], codes[51], codes[52]) == ("A", "Z", "AA", "AB", "AZ", "BA")
    assert all(code.isalpha() for code in codes)
    assert len(set(codes)) == 80


@pytest.mark.parametrize(
    ("age", "unit", "band"),
    [
        (30, "days", "under 31 days"),
        (31, "days", "31 to 45 days"),
        (45, "days", "31 to 45 days"),
        (46, "days", "46 days to 11 months"),
        (60, "days", "46 days to 11 months"),
        (4, "weeks", "under 31 days"),
        (6, "weeks", "31 to 45 days"),
        (7, "weeks", "46 days to 11 months"),
        (1, "months", "31 to 45 days"),
        (2, "months", "46 days to 11 months"),
        (360, "days", "46 days to 11 months"),
        (400, "days", "1 to 3"),
        (0, "years", "under 31 days"),
        (17, "years", "14 to 17"),
        (18, "years", "18 to 20"),
    ],
)
def test_an_age_told_in_days_or_weeks_keeps_to_the_day(age, unit, band):
    case = case_of(answers(children=[{"id": "c1", "age": age, "age_unit": unit}]), NOW)
    assert case.children["A"]["child age"] == band


def test_what_the_law_of_the_day_does_not_know_says_nothing():
    child = {"id": "c1", "facts": {"a fact that was": "yes", "danger now": "yes", "needs a doctor now": "yes"}}
    case = case_of(answers(children=[child], worries={"pathways": ["hungry", "a pathway that was"]}), NOW)
    assert case.children["A"] == {"child age": "unknown", "needs a doctor now": "yes"}
    assert case.pathways == ["hungry"]


@pytest.mark.parametrize(
    ("you", "facts"),
    [
        ({"occupation": "nurse"}, {"reporter is medical": "yes", "reporter is medical examiner": "no"}),
        ({"occupation": "teacher"}, {"reporter is medical": "no", "reporter is medical examiner": "no"}),
        ({"occupation": ""}, {}),
        ({"aware": "yes"}, {"subjects aware": "yes"}),
        ({"aware": "unknown"}, {"subjects aware": "unknown"}),
    ],
)
def test_what_is_told_of_the_reporter_and_nothing_that_is_not(you, facts):
    call = case_of({"you": you}, NOW).call
    assert {name: call[name] for name in call if name.startswith("reporter") or name == "subjects aware"} == facts
