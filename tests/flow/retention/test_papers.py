"""What courts and other states asked goes three years after its answer, whole, with a line of the log that names nobody."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.inquiry import court, sharing
from oscr.flow.inquiry.models import CourtAnswer, CourtInquiry, StateAnswer, StateRequest, Stay
from oscr.flow.retention import actions, papers
from oscr.flow.retention.models import Removal
from oscr.law.calendar import CENTRAL, local
from oscr.notices.models import Notice
from oscr.record.actions import first_broken
from oscr.record.models import Entry
from tests import making
from tests.flow.inquiry.asking import of_court, of_state
from tests.flow.retention import ending
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
GONE = datetime(2029, 3, 4, tzinfo=CENTRAL)  # three years after the Missouri day of NOW, that day counted in
LATER = NOW + timedelta(days=4000)


@pytest.fixture
def lead():
    return making.user(Role.COUNTY_SUPERVISOR)


def answered(lead, **said) -> CourtInquiry:
    row = of_court(lead)
    court.answer(inquiry=row, made=False, searched="By both names.", by=lead, at=NOW + MINUTE, **said)
    return row


def test_a_courts_inquiry_goes_to_the_day_with_everything_of_it(lead):
    answered(lead)
    assert papers.due(at=GONE - MINUTE) == [] and papers.remove_due(at=GONE - MINUTE) == 0
    assert papers.remove_due(at=GONE) == 1
    assert not CourtInquiry.objects.exists() and not CourtAnswer.objects.exists()
    assert not Notice.objects.filter(key__startswith="court_asked").exists()
    made = Removal.objects.get()
    assert (made.number[:2], made.period, made.how, made.kind, made.cite) == (
        "C-",
        "court",
        "remove",
        "court",
        "RSMo 210.145.20",
    )
    assert (made.received_at, made.decided_at, made.conclusion) == (NOW, NOW + MINUTE, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM retention_removal r")
        assert "Cloverfield" not in cursor.fetchone()[0]
    assert Entry.objects.get(act="report.removed").details == {"period": "court", "kind": "court"}
    assert first_broken() is None and papers.remove_due(at=GONE) == 0


def test_a_request_of_another_state_goes_too(lead):
    row = of_state(lead)
    assert papers.due(at=LATER) == []
    sharing.refuse(request=row, reason="They did not say under which law.", by=lead, at=NOW)
    (one,) = papers.due(at=GONE)
    assert (one.row, one.ends, one.period.approved) == (row, GONE, False)
    assert papers.remove_due(at=GONE) == 1
    assert not StateRequest.objects.exists() and not StateAnswer.objects.exists()


def test_what_waits_for_an_answer_stays_and_who_is_owed_none_counts_from_the_asking(lead):
    waits, party = of_court(lead), of_court(lead, asker="party", about="Robin")
    assert [one.row for one in papers.due(at=LATER)] == [party]
    assert papers.due(at=GONE)[0].ends == GONE
    assert papers.remove_due(at=LATER) == 1
    assert Removal.objects.get().decided_at == party.at and CourtInquiry.objects.get() == waits


def test_a_stayed_proceeding_keeps_it_until_the_division_has_completed_its_work(lead):
    alert = making.alerted(office=lead.office)
    row, report = of_court(lead), alert.classification.report
    court.answer(inquiry=row, made=True, number=report.number, searched="By name.", by=lead, at=NOW + MINUTE)
    court.note_stay(inquiry=row, stayed_on=local(NOW).date(), by=lead, at=NOW + MINUTE)
    assert papers.due(at=LATER) == []
    ending.stop(report, type("Staff", (), {"worker": lead}))
    assert papers.remove_due(at=LATER) == 1 and not Stay.objects.exists()


def test_who_may_not_read_them_is_shown_none(lead):
    answered(lead)
    others = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=making.COLE)), making.user(Role.WORKER)
    assert [len(papers.due(at=GONE, user=one)) for one in (lead, *others)] == [1, 0, 0]


def test_one_that_fails_stands_in_the_way_of_no_other(lead, monkeypatch):
    answered(lead)
    row = of_state(lead)
    sharing.refuse(request=row, reason="For the test.", by=lead, at=NOW)
    real = papers.take_out

    def fails(*, rows, told, by, at):
        if told["period"] == "court":
            raise DatabaseError
        return real(rows=rows, told=told, by=by, at=at)

    monkeypatch.setattr(papers, "take_out", fails)
    assert papers.remove_due(at=LATER) == 1 and CourtInquiry.objects.exists()
    monkeypatch.undo()
    assert papers.remove_due(at=LATER) == 1 and actions.remove_due(at=LATER) == 0
