"""The demonstration's requests of reporters, courts and other states: one that waits and one that was answered."""

from datetime import timedelta

import pytest

from oscr.agency.models import Office
from oscr.demo import asking, staff
from oscr.flow.disposition.models import DispositionAnswer, DispositionRequest
from oscr.flow.inquiry.models import CourtInquiry, StateRequest
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db


def test_some_wait_and_some_are_answered():
    staff.hire(at=NOW - timedelta(days=1))
    home = Office.objects.get(fips=staff.HOME)
    for _n in range(2):
        making.alerted(office=home)
    asking.seed(at=NOW + timedelta(days=1))
    assert sorted(DispositionRequest.objects.values_list("kind", flat=True)) == ["findings", "general"]
    assert DispositionAnswer.objects.get().words == "open"
    assert (CourtInquiry.objects.count(), CourtInquiry.objects.open().count()) == (3, 1)
    assert StateRequest.objects.open().count() == 1
