"""Whom the demonstration names as chief investigators, and which law enforcement it knows."""

import pytest

from oscr.agency.models import ChiefInvestigator, LawEnforcementAgency, Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.demo import directing
from oscr.law import counties
from tests.making import NOW

pytestmark = pytest.mark.django_db


def test_every_office_but_the_forgetful_one_has_a_chief():
    offices = Office.objects.exclude(kind=OfficeKind.HOTLINE)
    User.objects.bulk_create(
        User(email=f"lead{one.pk}@example.org", role=Role.COUNTY_SUPERVISOR, office=one) for one in offices
    )
    directing.name_chiefs(at=NOW)
    assert set(offices) - {one.office for one in ChiefInvestigator.objects.select_related("office")} == {
        Office.objects.get(fips=directing.FORGOT)
    }


def test_each_county_has_a_sheriff_and_one_of_them_no_email():
    directing.know_agencies()
    assert {one.fips for one in LawEnforcementAgency.objects.all()} == {one.fips for one in counties.every()}
    assert LawEnforcementAgency.objects.filter(email="").count() == 1
