"""Findings of the Division for the list of Birth Match: whom a standing conclusion names, and nobody whom it names no longer."""

import csv
import io
from datetime import date, timedelta

import pytest

from oscr.agency.permissions import Role
from oscr.flow.birth_match import files, taking_in
from oscr.flow.birth_match.models import Delisting
from oscr.flow.conclusion import registry
from oscr.flow.conclusion.models import Conclusion
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.flow.conclusion.concluding import DAY, DONE, concluded, people, ready

pytestmark = pytest.mark.django_db
FATHER = {
    "id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Father", "birth_date": "1990-05-04", "sex": "male",
}  # fmt: skip
MOTHER = {"id": "p2", "first": "Kim", "last": "Cloverfield", "relation": "Mother"}


@pytest.fixture
def lead():
    return making.user(Role.HOTLINE_SUPERVISOR)


@pytest.fixture
def staff():
    return people()


def found(staff, **changed) -> Conclusion:
    """A preponderance against the father."""
    return concluded(ready(staff, adults=[FATHER | changed, MOTHER]), staff, "preponderance")


def given(lead, at=DONE + DAY) -> list[dict[str, str]]:
    rows, content = registry.findings(by=lead, at=at)
    read = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert len(read) == rows
    return read


def test_whom_a_standing_conclusion_names_with_what_the_division_knows_and_nothing_of_courts(lead, staff):
    number = found(staff).alert.number
    (row,) = given(lead)
    assert (row["entry"], row["first"], row["birth_date"], row["sex"]) == (f"{number} 1", "Alex", "1990-05-04", "M")
    day = str(local(DONE).date())
    assert (row["category"], row["event"], row["event_date"], row["registry_on"]) == (
        "termination",
        "finding",
        day,
        day,
    )
    today = local(DONE + DAY).date()
    faults = files.listed(row, today).faults
    assert faults and all("terminated" in fault for fault in faults)
    whole = row | {"terminated_on": "2026-03-01", "terminated_how": "involuntary", "terminated_in": "MO"}
    assert files.listed(whole, today).faults == ()
    entry = Entry.objects.get(act="birth_match.findings_given")
    assert entry.details["rows"] == 1 and "Alex" not in str(entry.details)


def test_what_is_older_than_the_law_looks_back_does_not_count_nor_who_has_no_name(lead, staff):
    found(staff)
    found(staff, first="", last="")
    assert len(given(lead)) == 1
    assert given(lead, at=DONE + timedelta(days=3660)) == []


def test_a_guessed_birth_date_and_an_unknown_sex_are_left_out_and_a_court_adjudicates(lead, staff):
    concluded(ready(staff), staff, "court-adjudicated")
    (row,) = given(lead)
    assert (row["birth_date"], row["sex"], row["event"]) == ("", "", "adjudication")


def test_whose_finding_does_not_stand_any_more_is_taken_off_the_list_once(lead, staff):
    first = found(staff)
    (row,) = given(lead)
    whole = row | {"terminated_on": "2026-03-01", "terminated_how": "involuntary", "terminated_in": "MO"}
    read = files.listed(whole, date(2026, 4, 1)).row
    taking_in.take_list(name="list", digest="list", rows=[read], by=None, at=DONE + DAY)
    assert registry.take_off(at=DONE + DAY) == 0
    concluded(first.alert, staff, "unsubstantiated", at=DONE + 2 * DAY, because=Conclusion.Because.ADMINISTRATIVE)
    assert registry.take_off(at=DONE + 3 * DAY) == 1
    assert "found otherwise" in Delisting.objects.get().reason
    assert registry.take_off(at=DONE + 3 * DAY) == 0 and given(lead, at=DONE + 3 * DAY) == []


def test_only_who_exchanges_births_is_given_it(staff):
    with pytest.raises(Refused, match="role"):
        registry.findings(by=staff.worker, at=DONE)
