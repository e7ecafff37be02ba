"""Who is chief investigator of an office at a moment, and who is in charge where there is none."""

from datetime import timedelta

import pytest

from oscr.agency import chiefs
from oscr.agency.models import ChiefInvestigator, Office
from oscr.agency.permissions import Role
from tests import making
from tests.making import BOONE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office():
    return Office.objects.get(fips=BOONE)


def entry(user, office, since=NOW, entered=NOW):
    return ChiefInvestigator.objects.create(office=office, user=user, since=since, entered_at=entered)


def named(office, at=NOW):
    row = chiefs.named([office], at).get(office.pk)
    return row and row.user


def test_the_newest_entry_wins_from_when_it_holds(office):
    first, second = making.user(Role.WORKER), making.user(Role.COUNTY_SUPERVISOR)
    entry(first, office, since=NOW - HOUR)
    entry(second, office, since=NOW + HOUR, entered=NOW - HOUR / 2)
    assert (named(office), named(office, NOW + HOUR)) == (first, first)
    row = entry(second, office, since=NOW + HOUR, entered=NOW + HOUR)
    assert (named(office), named(office, NOW + HOUR)) == (first, second)
    assert str(row) == f"Boone County: {second}"


def test_whoever_left_or_works_elsewhere_is_chief_no_more_and_nobody_before_them_either(office):
    manager = making.user(Role.CIRCUIT_MANAGER)
    first, second = making.user(Role.WORKER), making.user(Role.WORKER)
    entry(first, office)
    entry(second, office)
    second.is_active = False
    second.save()
    assert named(office) is None
    assert chiefs.in_charge(office=office, at=NOW) == [manager]
    second.is_active, second.office = True, Office.objects.get(fips="29015")
    second.save()
    assert named(office) is None


def test_the_board_of_a_chief_and_of_who_stands_in(office):
    chief, manager = making.user(Role.COUNTY_SUPERVISOR), making.user(Role.CIRCUIT_MANAGER)
    circuit = set(Office.objects.filter(circuit=office.circuit).values_list("pk", flat=True))
    assert chiefs.directed_by(chief, NOW) == []
    assert set(chiefs.directed_by(manager, NOW)) == circuit
    entry(chief, office)
    assert chiefs.directed_by(chief, NOW) == [office.pk]
    assert set(chiefs.directed_by(manager, NOW)) == circuit - {office.pk}
    assert chiefs.in_charge(office=office, at=NOW) == [chief]


@pytest.mark.parametrize("role", Role)
def test_who_may_be_one_sees_what_the_office_has(role):
    """The same answer as `overseen_by`, asked of the database."""
    person = making.user(role)
    seen = set(Office.objects.overseen_by(person))
    assert {one for one in Office.objects.all() if chiefs.may_be(person, one)} == seen
    person.is_active = False
    assert not any(chiefs.may_be(person, one) for one in seen)
