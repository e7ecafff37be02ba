"""An office with its people, and reports of every size alerted to it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import time_machine

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment.models import Alert
from tests import making
from tests.desks.can1 import families
from tests.house.world import logged_in
from tests.making import MINUTE, NOW

LATER = NOW + 10 * MINUTE


@pytest.fixture
def at():
    """Ten minutes after the report; the doors see this time."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def staff(db) -> SimpleNamespace:
    """One of each role: Boone County's people and the hotline's."""
    office = Office.objects.get(fips=making.BOONE)
    return SimpleNamespace(
        office=office,
        worker=making.user(Role.WORKER, office),
        supervisor=making.user(Role.COUNTY_SUPERVISOR, office),
        circuit=making.user(Role.CIRCUIT_MANAGER, office),
        screener=making.user(Role.SCREENER),
        lead=making.user(Role.HOTLINE_SUPERVISOR),
    )


@pytest.fixture
def alerted(staff, at) -> Callable[..., Alert]:
    """An alert at Boone County about the whole family, or with other answers."""

    def make(outcome: str = "investigation", **changed) -> Alert:
        made = making.sent(**(families.WHOLE | changed))
        return making.alerted(staff.screener, staff.office, of=made, outcome=outcome)

    return make


@pytest.fixture
def browser_of(at):
    """A browser in which somebody is logged in with a second factor."""
    return lambda person: logged_in(person, "password", "mfa")
