"""A report that waits, screeners and a supervisor, and browsers in which they are logged in."""

from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from oscr.agency.models import User
from oscr.agency.permissions import Role
from tests import making
from tests.house import world
from tests.making import MINUTE, NOW

LATER = NOW + 72 * MINUTE
PATHWAY_FACTS = {"too little food": "yes", "other food": "no", "fails to grow": "no", "food as punishment": "no"}
SAID = {
    "you": {"name": "Teresa Sealedname", "occupation": "teacher", "phone": "555-0177", "relation": "Their teacher"},
    "children": [
        {
            "id": "c1",
            "first": "Robin",
            "last": "Cloverfield",
            "age": 8,
            "age_unit": "years",
            "school": "Example School",
        },
        {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 10, "age_unit": "months", "worried": False},
    ],
    "adults": [{"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent", "phone": "555-0101"}],
    "suspects": [
        {
            "id": "s1",
            "person": "p1",
            "facts": {"suspect had care": "yes", "suspect in household": "yes", "suspect relation": "parent"},
        }
    ],
    "places": {
        "home_address": "1 Example Lane",
        "home_county": making.BOONE,
        "incident_county": making.BOONE,
        "children": {"c1": {"kind": "school", "where": "Example School, room 4", "county": making.BOONE}},
    },
    "worries": {"pathways": ["hungry"], "other": ""},
    "questions": {"hungry": {"children": ["c1"], "suspects": ["s1"], "facts": PATHWAY_FACTS}},
    "story": {"what": "He takes bread home from lunch.\nHe says the cupboard is empty."},
}


def logged_in(person: User) -> Client:
    """A browser in which somebody is logged in with both factors."""
    return world.logged_in(person, "password", "mfa")


@pytest.fixture(autouse=True)
def at():
    """72 minutes after the report came in; the doors see this time."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def staff(db) -> SimpleNamespace:
    return SimpleNamespace(
        me=making.user(Role.SCREENER),
        other=making.user(Role.SCREENER),
        boss=making.user(Role.HOTLINE_SUPERVISOR),
    )


@pytest.fixture
def report(staff):
    """A report of a hungry child, not held."""
    return making.sent(**SAID)


@pytest.fixture
def mine(staff):
    """My browser."""
    return logged_in(staff.me)


@pytest.fixture
def others(staff):
    """The browser of another screener."""
    return logged_in(staff.other)


@pytest.fixture
def boss(staff):
    """The browser of a supervisor."""
    return logged_in(staff.boss)
