"""What a report says about places, as the routing rules read it, and the office that a route means."""

import pytest

from oscr.agency.models import Office, OfficeKind
from oscr.agency.permissions import Role
from oscr.flow.assignment.choosing import assisting, office_for, places_known, route_of
from oscr.flow.call import actions as call
from oscr.law.routing import Route
from tests import making
from tests.making import BOONE, COLE, NOW

pytestmark = pytest.mark.django_db
CHILDREN = [
    {"id": "c1", "first": "Robin", "age": 8, "age_unit": "years", "worried": False},
    {"id": "c2", "first": "Wren", "age": 2, "age_unit": "years", "worried": True},
]


def known(**places) -> dict:
    """What is known of places when a report says this."""
    return places_known(making.sent(children=CHILDREN, places=places))


def where(**place) -> dict:
    """Where the child the concern is about is now."""
    return {"c1": {"county": "29510", "kind": "hospital"}, "c2": place}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({}, {}),
        ({"home_county": BOONE}, {"child_now": BOONE, "residence": BOONE}),
        ({"home_county": BOONE, "children": where(kind="home")}, {"child_now": BOONE, "residence": BOONE}),
        ({"home_county": BOONE, "children": where(kind="school")}, {"residence": BOONE}),
        (
            {"home_county": BOONE, "children": where(kind="school", county=COLE)},
            {"residence": BOONE, "child_now": COLE},
        ),
        ({"children": where(kind="hospital")}, {"hospitalized": True}),
        ({"children": where(kind="foster home")}, {"victim_in_foster_care": True}),
        ({"incident_county": COLE}, {"incident": COLE}),
        ({"leaving": "yes"}, {"leaving": True}),
        ({"leaving": "no"}, {}),
        ({"leaving": "unknown", "setting": "unknown"}, {}),
        ({"setting": "school"}, {"setting": "school"}),
    ],
)
def test_what_was_told_is_read_and_what_nobody_said_is_left_out(places, expected):
    assert known(**places) == expected


def test_without_a_child_of_concern_the_first_child_counts():
    children = [child | {"worried": False} for child in CHILDREN]
    report = making.sent(children=children, places={"children": where(kind="home")})
    assert places_known(report) == {"hospitalized": True, "child_now": "29510"}


def test_what_a_screener_settled_counts_too():
    report, screener = making.sent(), making.user(Role.SCREENER)
    call.claim(report=report, by=screener, at=NOW)
    call.settle(report=report, answers=[("1", "suspect is staff", "yes")], by=screener, at=NOW)
    assert places_known(report)["suspect_is_staff"] is True


def test_a_report_goes_to_where_the_child_is():
    report = making.sent(places={"home_county": BOONE, "incident_county": BOONE})
    route = route_of(report)
    assert (route.kind, route.county_fips) == ("county", BOONE)
    assert office_for(route) == Office.objects.get(fips=BOONE)
    assert assisting(route) is None


def test_an_out_of_home_unit_is_that_of_the_county_that_assists():
    boone = Office.objects.get(fips=BOONE)
    route = Route("ohi", None, "OHI-STAFF", "", "", BOONE)
    unit = office_for(route)
    assert (unit.kind, unit.region) == (OfficeKind.OHI, boone.region)
    assert assisting(route) == boone


def test_an_out_of_home_unit_without_a_place_is_still_a_unit():
    assert office_for(Route("ohi", None, "OHI-STAFF", "", "")).kind == OfficeKind.OHI


@pytest.mark.parametrize("kind", ["unknown", "out of state"])
def test_where_the_rules_leave_it_open_no_office_is_proposed(kind):
    assert office_for(Route(kind, None, "", "", "")) is None
