"""A line is a row of ours, or refused with everything that is wrong with it."""

from datetime import date

import pytest

from oscr.flow.birth_match import files
from oscr.people.models import Sex
from tests.flow.birth_match.births import TODAY

LISTED = dict.fromkeys(files.LISTED, "") | {
    "entry": "L1", "source": "Court", "last": "Featherly", "category": "termination", "event": "finding",
    "event_date": "2020-06-01", "terminated_on": "2019-02-02", "terminated_how": "involuntary", "terminated_in": "MO",
    "registry_on": "2020-06-15",
}  # fmt: skip
BIRTH = dict.fromkeys(files.BIRTHS, "") | {"certificate": "C1", "birth_date": "2026-02-20", "mother_last": "Featherly"}
FIRST, LAST = date(2026, 2, 15), date(2026, 2, 21)


def test_what_is_unknown_may_be_empty():
    read = files.listed(LISTED, TODAY)
    assert read.faults == ()
    assert (read.row["birth_date"], read.row["sex"], read.row["event_date"]) == (None, Sex.UNKNOWN, date(2020, 6, 1))
    assert not {"victim_under_18", "terminated_how", "terminated_in"} & set(read.row)
    birth = files.birth(BIRTH, TODAY, FIRST, LAST)
    assert birth.faults == ()
    assert (birth.row["county"], birth.row["mother_birth_date"], "state" in birth.row) == ("", None, False)


@pytest.mark.parametrize(
    ("said", "fips"),
    [
        ({"county": "Boone"}, "29019"), ({"county": "Boone County"}, "29019"), ({"county": "29019", "state": "mo"}, "29019"),
        ({"county": "St. Louis City"}, "29510"), ({"county": "St. Clair", "state": "IL"}, ""),
    ],
)  # fmt: skip
def test_a_county_is_told_by_name_or_code(said: dict, fips: str):
    read = files.birth(BIRTH | said, TODAY, FIRST, LAST)
    assert (read.faults, read.row["county"]) == ((), fips)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"birth_date": "1998-13-01"}, "birth_date '1998-13-01' is no date"),
        ({"birth_date": "2027-01-01"}, "birth_date 2027-01-01 lies in the future"),
        ({"birth_date": "1898-01-01"}, "birth_date 1898-01-01 is more than 120 years ago"),
        ({"event_date": ""}, "event_date is empty"),
        ({"source": ""}, "source is empty"),
        ({"last": ""}, "first and last are empty"),
        ({"sex": "X"}, "sex 'X' is none"),
        ({"last": "x" * 101}, "last has 101 letters, more than 100"),
        ({"last": "a\x00"}, "last holds a character that is none"),
        ({"category": "else"}, "category 'else' is none"),
        ({"terminated_how": ""}, "terminated_how is empty"),
        ({"terminated_how": "voluntary"}, "only an involuntary termination"),
    ],
)
def test_a_faulty_line_of_the_list(said: dict, fault: str):
    assert any(fault in one for one in files.listed(LISTED | said, TODAY).faults)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"birth_date": ""}, "birth_date is empty"),
        ({"birth_date": "2026-02-30"}, "birth_date '2026-02-30' is no date"),
        ({"birth_date": "2026-02-22"}, "is not from 2026-02-15 to 2026-02-21"),
        ({"mother_birth_date": "2026-02-20"}, "mother_birth_date 2026-02-20 is not before the child's"),
        ({"father_birth_date": "2026-02-28"}, "father_birth_date 2026-02-28 is not before the child's"),
        ({"county": "Nowhere"}, "county 'Nowhere' is no county of Missouri"),
    ],
)
def test_a_faulty_line_of_births(said: dict, fault: str):
    assert any(fault in one for one in files.birth(BIRTH | said, TODAY, FIRST, LAST).faults)
