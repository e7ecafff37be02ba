"""The demonstration has a call of each kind that ends otherwise."""

import pytest

from oscr.agency.permissions import Role
from oscr.demo import endings
from oscr.flow.call import actions as call
from oscr.flow.ending.models import Check, Ending, Transmission
from oscr.flow.report.models import Named
from oscr.law import call_kinds
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db


def test_one_of_each_kind():
    making.user(Role.SCREENER)
    making.user(Role.HOTLINE_SUPERVISOR)
    making.user(Role.COUNTY_SUPERVISOR)
    making.user(Role.WORKER)

    def tell(pages, at):
        by = making.reporter()
        return call.receive_online(draft=making.draft(by, at, **pages), by=by, at=at)

    endings.seed(tell=tell, pages=lambda office: making.answers(places={"home_county": office.fips}), at=NOW)
    ended = Ending.objects.values_list("kind", flat=True)
    assert set(ended) == {one.id for one in call_kinds.every() if one.ends}
    assert Check.objects.count() == Transmission.objects.count() == Named.objects.count() == 1
    assert list(ended).count("out-of-state") == 2
