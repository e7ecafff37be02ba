"""What the demonstration shows of chiefs, law enforcement, a changed track and help: written by the actions, so it cannot lie."""

from datetime import timedelta

import pytest

from oscr.agency.models import ChiefInvestigator, LawEnforcementAgency, Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.demo import directing
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Assistance
from oscr.flow.enforcement.models import EnforcementAnswer, EnforcementNotice
from oscr.flow.track.models import TrackChange
from tests import making
from tests.flow.ending.calls import screener, with_office
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


def test_one_of_each():
    lead, at = making.user(Role.COUNTY_SUPERVISOR), NOW + timedelta(hours=20)
    making.user(Role.WORKER)
    directing.know_agencies()
    assert LawEnforcementAgency.objects.filter(email="").count() == 1
    for said in ("investigation",) * 4 + ("family assessment",) * 2:
        alert = with_office(screener(), said)
        assignment.acknowledge(alert=alert, by=lead, at=alert.at)
    directing.seed(at=at)
    notices = EnforcementNotice.objects.order_by("pk")
    assert {one.how for one in notices} == {"link", "phone", "paper"}
    assert {one.result for one in EnforcementAnswer.objects.all()} == {"assists", "unable"}
    assert {(one.was, one.to) for one in TrackChange.objects.all()} == {
        ("investigation", "family assessment"),
        ("family assessment", "investigation"),
    }
    assert Assistance.objects.get().office.fips == directing.NEIGHBOUR
