"""A reporter is named outside the Division only to whom the law names, by a supervisor who has the report; each is on record."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.inquiry import releasing
from oscr.flow.inquiry.models import Release
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
SAID = {
    "recipient": "enforcement",
    "agency": "Sheriff of Sample",
    "person": "Detective Example, badge 100",
    "verified": "Called back at the agency's own number",
    "need": "Its investigation of this report",
    "how": "paper",
}
LATER = NOW + 60 * MINUTE


@pytest.fixture
def staff():
    office = Office.objects.get(fips=making.BOONE)
    return SimpleNamespace(
        alert=making.alerted(office=office),
        lead=making.user(Role.COUNTY_SUPERVISOR, office),
        worker=making.user(Role.WORKER, office),
        far=making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=making.COLE)),
    )


def release(staff, by=None, **changed) -> Release:
    return releasing.release(alert=staff.alert, **(SAID | changed), by=by or staff.lead, at=LATER)


def test_a_supervisor_names_the_reporter_to_law_enforcement_and_it_is_recorded_without_a_name(staff):
    row = release(staff, agency="  Sheriff of Sample ")
    assert (row.agency, row.how, row.by, row.at) == ("Sheriff of Sample", "paper", staff.lead, LATER)
    assert row.law.label.startswith("Law enforcement") and str(row) == f"{staff.alert.number} to enforcement"
    entry = Entry.objects.get(act="reporter.released_outside")
    assert entry.details == {"recipient": "enforcement", "how": "paper"}
    assert entry.subject == f"report.report:{staff.alert.number}"


@pytest.mark.parametrize("recipient", ["family", "custody-court", "other", "nobody"])
def test_whom_the_law_does_not_name_is_refused_with_its_source(staff, recipient):
    with pytest.raises(Refused) as refused:
        release(staff, recipient=recipient)
    assert refused.value.field == "recipient" and "210.150" in refused.value.cite and not Release.objects.exists()


@pytest.mark.parametrize("name", ["agency", "person", "verified", "need"])
def test_all_of_it_is_said(staff, name):
    with pytest.raises(Refused) as refused:
        release(staff, **{name: "  "})
    assert refused.value.field == name
    with pytest.raises(IntegrityError, match="release_is_whole"), transaction.atomic():
        Release.objects.create(alert=staff.alert, **(SAID | {name: ""}), by=staff.lead, at=LATER)


def test_nobody_else_releases_it_or_learns_that_it_was(staff):
    with pytest.raises(Refused, match="role"):
        release(staff, by=staff.worker)
    with pytest.raises(Refused, match="does not have"):
        release(staff, by=staff.far)
    row = release(staff)
    others = staff.worker, staff.far, making.user(Role.SCREENER), making.user(Role.ANALYST)
    assert [Release.objects.visible_to(one).count() for one in (staff.lead, *others)] == [1, 0, 0, 0, 0]
    with pytest.raises(Refused, match="not released"):
        releasing.copy(alert=staff.alert, release=row.pk, by=staff.far, at=LATER)
    with pytest.raises(Refused, match="role"):
        releasing.copy(alert=staff.alert, release=row.pk, by=staff.worker, at=LATER)


def test_each_copy_on_paper_is_recorded_and_is_of_this_alert(staff):
    row = release(staff)
    for _number in range(2):
        assert releasing.copy(alert=staff.alert, release=row.pk, by=staff.lead, at=LATER) == row
    assert [one.details for one in Entry.objects.filter(act="reporter.released")] == [{"recipient": "enforcement"}] * 2
    with pytest.raises(Refused, match="not released"):
        releasing.copy(alert=making.alerted(), release=row.pk, by=staff.lead, at=LATER)


def test_where_nobody_reported_there_is_nobody_to_name(staff, monkeypatch):
    monkeypatch.setattr(staff.alert.classification.report, "channel", "births")
    with pytest.raises(Refused, match="Nobody reported"):
        release(staff)
