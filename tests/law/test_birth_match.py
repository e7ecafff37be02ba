"""The list of manual 2.1.3.4.1: ten years to the day, two categories, and the manual's own list of crimes."""

from datetime import date

import pytest

from oscr.law import birth_match

TERMINATED = {
    "category": "termination", "event": "finding", "terminated_on": "2001-01-01", "terminated_how": "involuntary",
    "terminated_in": "MO", "registry_on": "2020-01-01", "crime": "", "victim_under_18": "",
}  # fmt: skip
CRIME = {
    "category": "crime", "event": "plea", "terminated_on": "",
    "terminated_how": "", "terminated_in": "", "registry_on": "2020-01-01", "crime": "566.032", "victim_under_18": "yes",
}  # fmt: skip


@pytest.mark.parametrize(
    ("section", "there"),
    [
        ("566.010", True), ("566.215", True), ("565.020", True), ("565.024", True), ("565.025", False), ("568.020", True),
        ("568.045", False), ("573.205", True), ("573.206", False), ("566", False), ("", False), ("murder", False),
    ],
)  # fmt: skip
def test_the_manuals_own_list_of_crimes(section: str, there: bool):
    assert bool(birth_match.offence(section)) is there


@pytest.mark.parametrize("category", ["termination", "crime"])
def test_ten_years_to_the_day(category: str):
    assert birth_match.since(category, date(2026, 3, 3)) == date(2016, 3, 3)
    assert birth_match.since(category, date(2028, 2, 29)) == date(2018, 3, 1)


@pytest.mark.parametrize(
    "said", [TERMINATED, TERMINATED | {"event": "adjudication"}, CRIME, CRIME | {"event": "guilty"}]
)
def test_who_belongs_on_the_list(said: dict):
    assert list(birth_match.faults(said)) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (TERMINATED | {"category": "other"}, "category 'other' is none"),
        (TERMINATED | {"event": "plea"}, "event 'plea' does not count for termination"),
        (TERMINATED | {"terminated_on": ""}, "terminated_on is empty"),
        (TERMINATED | {"terminated_how": ""}, "terminated_how is empty"),
        (
            TERMINATED | {"terminated_how": "voluntary"},
            "only an involuntary termination of parental rights counts (CWM 2.1.3.4.1 (1)",
        ),
        (TERMINATED | {"terminated_how": "court"}, "terminated_how 'court' is none: use involuntary or voluntary"),
        (TERMINATED | {"terminated_in": ""}, "terminated_in is empty"),
        (TERMINATED | {"terminated_in": "elsewhere"}, "in Missouri counts"),
        (TERMINATED | {"terminated_in": "KS"}, "terminated_in 'KS' is none: use MO or elsewhere"),
        (
            TERMINATED | {"registry_on": ""},
            "registry_on is empty: termination needs the day of the entry in the Central Registry",
        ),
        (CRIME | {"event": "finding"}, "event 'finding' does not count for crime"),
        (CRIME | {"registry_on": ""}, "registry_on is empty"),
        (CRIME | {"crime": "570.030"}, "crime '570.030' is not on the list"),
        (CRIME | {"crime": ""}, "crime is empty"),
        (CRIME | {"victim_under_18": "no"}, "only a crime against a victim under eighteen"),
        (CRIME | {"victim_under_18": "16"}, "victim_under_18 '16' is none: use yes or no"),
        (CRIME | {"victim_under_18": ""}, "victim_under_18 is empty"),
    ],
)
def test_who_does_not(said: dict, fault: str):
    (found,) = birth_match.faults(said)
    assert fault in found


def test_every_event_of_a_category_has_a_title():
    assert {event for one in birth_match.categories().values() for event in one.events} == set(birth_match.events())
