"""An alert at Boone County, the people of its office, and browsers in which they are logged in."""

from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from tests import making
from tests.desks.county.walking import Walk
from tests.house.world import logged_in
from tests.making import MINUTE, NOW

LATER = NOW + 10 * MINUTE
SAID = {
    "you": {"name": "Teresa Sealedname", "occupation": "teacher", "phone": "555-0177", "aware": "no"},
    "children": [
        {
            "id": "c1",
            "first": "Robin",
            "last": "Cloverfield",
            "age": 8,
            "age_unit": "years",
            "sex": "unknown",
            "school": "Example School",
        },
        {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 2, "age_unit": "years", "worried": False},
    ],
    "adults": [{"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent", "phone": "555-0101"}],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
    "places": {"home_address": "1 Example Lane", "directions": "Behind the mill", "home_county": making.BOONE},
    "story": {"what": "He has been absent from school for a month and nobody answers."},
}


@pytest.fixture
def at():
    """Ten minutes after the report; the doors see this time."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def office(db) -> Office:
    return Office.objects.get(fips=making.BOONE)


@pytest.fixture
def staff(office) -> SimpleNamespace:
    """One of each role, in Boone County."""
    return SimpleNamespace(
        worker=making.user(Role.WORKER, office),
        supervisor=making.user(Role.COUNTY_SUPERVISOR, office),
        circuit=making.user(Role.CIRCUIT_MANAGER, office),
        region=making.user(Role.REGIONAL_DIRECTOR, office),
        screener=making.user(Role.SCREENER),
    )


@pytest.fixture
def alert(staff, office, at):
    """An investigation at Boone County that nobody acknowledged yet."""
    return making.alerted(staff.screener, office, of=making.sent(**SAID))


@pytest.fixture
def browser_of(at):
    """A browser in which somebody is logged in."""
    return with_second_factor


def with_second_factor(person) -> Client:
    """A browser in which a member of staff is logged in."""
    return logged_in(person, "password", "mfa")


@pytest.fixture
def walk(open_as, new_page, axe, request):
    """A journey; whatever was wrong with the pages that it looked at is told at its end."""
    begun = Walk(request.module.__name__.rpartition("_")[2], open_as, new_page, axe)
    yield begun
    begun.stop()
    assert begun.wrong == []
