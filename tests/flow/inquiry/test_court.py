"""A court learns off the record whether a report was made; nobody else does, and no family's record shows it (RSMo 210.145.20)."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.clock.models import COMPLETE, Clock
from oscr.flow.inquiry import court
from oscr.flow.inquiry.models import CourtAnswer, CourtInquiry, StateAnswer
from oscr.flow.report.actions import restrict
from oscr.law import inquiries
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.inquiry.asking import COURT, of_court
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + 30 * MINUTE


@pytest.fixture
def worker():
    return making.user(Role.WORKER)


@pytest.fixture
def lead():
    return making.user(Role.COUNTY_SUPERVISOR)


@pytest.fixture
def alert():
    return making.alerted()


def answer(inquiry, by, at=LATER, **said):
    return court.answer(**{"inquiry": inquiry, "made": False, "searched": "By names and births."} | said, by=by, at=at)


def refused(act, **said) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**said)
    return caught.value


def test_a_worker_writes_it_down_and_a_lead_is_told(worker, lead):
    row = of_court(worker)
    assert (row.office, row.known_as, str(row)) == (worker.office, f"C-{row.pk:05}", row.known_as)
    notice = Notice.objects.get(kind="court_asked")
    assert (notice.to, notice.context) == (lead.email, {"number": row.known_as})
    assert list(CourtInquiry.objects.open()) == [row]


def test_a_lead_who_writes_it_down_is_not_told(lead):
    of_court(lead)
    assert not Notice.objects.filter(kind="court_asked").exists()


@pytest.mark.parametrize("field", ["court", "case_number", "judge", "verified", "about"])
def test_what_lacks_stands_beside_its_field(worker, field):
    told = refused(of_court, by=worker, **{field: "  "})
    assert (told.field, told.cite) == (field, "RSMo 210.145.20(2)")


def test_who_asks_must_be_on_the_list(worker):
    assert refused(of_court, by=worker, asker="neighbor").field == "asker"


@pytest.mark.parametrize("asker", [one for one in inquiries.askers() if one != inquiries.COURT])
def test_whoever_is_no_court_hears_the_words_of_the_law_and_no_answer(lead, alert, asker):
    row = of_court(lead, asker=asker, court="", case_number="", judge="", verified="")
    assert row.law.say and not Notice.objects.filter(kind="court_asked").exists()
    assert not CourtInquiry.objects.open().exists()
    told = refused(answer, inquiry=row, by=lead, made=True, number=alert.number)
    assert row.law.say in str(told)
    assert not CourtAnswer.objects.exists()


def test_yes_rests_on_a_report(lead, alert):
    row = of_court(lead)
    for number in ("", "26062-99999"):
        assert refused(answer, inquiry=row, by=lead, made=True, number=number).field == "number"
    made = answer(row, lead, made=True, number=f" {alert.number} ")
    assert (made.made, made.number, str(made)) == (True, alert.number, f"{row} answered")


def test_a_no_rests_on_a_search_and_names_no_report(lead, alert):
    row = of_court(lead)
    assert refused(answer, inquiry=row, by=lead, searched=" ").field == "searched"
    made = answer(row, lead, number=alert.number)
    assert (made.made, made.number) == (False, "")
    assert not CourtInquiry.objects.open().exists()


def test_a_restricted_report_answers_for_whoever_may_see_it(lead, alert):
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=alert.classification.report, why="sealed", by=boss, at=NOW + 3 * MINUTE)
    row = of_court(lead)
    assert refused(answer, inquiry=row, by=lead, made=True, number=alert.number).field == "number"
    assert answer(row, making.user(Role.CIRCUIT_MANAGER), made=True, number=alert.number).made


def test_nobody_answers_twice(lead):
    row = of_court(lead)
    answer(row, lead)
    assert str(lead) in str(refused(answer, inquiry=row, by=making.user(Role.COUNTY_SUPERVISOR)))


def test_only_a_lead_of_the_office_answers(worker, lead):
    row = of_court(worker)
    elsewhere = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE))
    assert "role" in str(refused(answer, inquiry=row, by=worker))
    assert "do not answer for" in str(refused(answer, inquiry=row, by=elsewhere))
    assert "role" in str(refused(of_court, by=making.user(Role.SCREENER)))
    assert list(CourtInquiry.objects.visible_to(lead)) == [row]
    for other in (worker, elsewhere, making.user(Role.HOTLINE_SUPERVISOR), making.reporter()):
        assert not CourtInquiry.objects.visible_to(other).exists()


def test_nothing_of_it_stands_in_the_record_of_a_report(lead, alert):
    row = of_court(lead)
    answer(row, lead, made=True, number=alert.number)
    court.note_stay(inquiry=row, stayed_on=NOW.date(), by=lead, at=LATER)
    entries = list(Entry.objects.filter(act__startswith="court."))
    assert [(one.act, one.subject) for one in entries] == [
        (act, f"inquiry.courtinquiry:{row.pk}") for act in ("court.asked", "court.answered", "court.stayed")
    ]
    for one in entries:
        assert alert.number not in str(one.details) and "Cloverfield" not in str(one.details)
    models: tuple[type[Model], ...] = (CourtInquiry, CourtAnswer, StateAnswer)
    for model in models:
        assert {field.related_model.__name__ for field in model._meta.concrete_fields if field.is_relation} <= {
            "User",
            "Office",
            "CourtInquiry",
            "StateRequest",
        }


class TestAStay:
    def test_after_a_yes_on_a_day_between_inquiry_and_today(self, lead, alert):
        row = of_court(lead)
        assert refused(court.note_stay, inquiry=row, stayed_on=NOW.date(), by=lead, at=LATER).field == "stayed_on"
        answer(row, lead, made=True, number=alert.number)
        for day in (NOW.date().replace(day=2), NOW.date().replace(day=4)):
            assert refused(court.note_stay, inquiry=row, stayed_on=day, by=lead, at=LATER).field == "stayed_on"
        made = court.note_stay(inquiry=row, stayed_on=NOW.date(), by=lead, at=LATER)
        assert str(made).endswith("stayed")
        assert "already" in str(refused(court.note_stay, inquiry=row, stayed_on=NOW.date(), by=lead, at=LATER))

    def test_not_after_a_no(self, lead):
        row = of_court(lead)
        answer(row, lead)
        assert "only where a report" in str(
            refused(court.note_stay, inquiry=row, stayed_on=NOW.date(), by=lead, at=LATER)
        )

    def test_it_ends_with_the_investigation(self, alert):
        assert court.completed_at(alert.number) is None
        Clock.objects.filter(report__number=alert.number, kind=COMPLETE).update(met_at=LATER, noted_at=LATER)
        assert court.completed_at(alert.number) == LATER
        assert court.completed_at("26062-99999") is None


@pytest.mark.parametrize("field", ["court", "case_number", "judge", "verified", "about"])
def test_the_database_holds_a_courts_inquiry_whole(lead, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        CourtInquiry.objects.create(**(COURT | {field: ""}), office=lead.office, by=lead, at=NOW)


@pytest.mark.parametrize("said", [{"made": True, "number": ""}, {"made": False, "number": "26062-00001"}])
def test_the_database_holds_a_yes_to_a_report(lead, said):
    row = of_court(lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        CourtAnswer.objects.create(inquiry=row, searched="So.", **said, by=lead, at=LATER)
