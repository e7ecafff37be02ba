"""An agency elsewhere gets what is appropriate, by a lead's decision, and each report says so (RSMo 210.145.21)."""

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.inquiry import sharing
from oscr.flow.inquiry.models import StateAnswer, StateRequest
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.inquiry.asking import STATE, of_state
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


def share(request, by, numbers, **said):
    whole = {"what": ["told", "made"], "standard": "The child lives with them now."} | said
    return sharing.share(request=request, numbers=numbers, **whole, by=by, at=LATER)


def refused(act, *args, **said) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(*args, **said)
    return caught.value


def test_a_worker_of_kansas_calls_and_a_lead_is_told(worker, lead):
    row = of_state(worker)
    assert (row.where_name, row.law.answered, str(row)) == ("Kansas", True, f"S-{row.pk:05}")
    assert Notice.objects.get(kind="state_asked").to == lead.email
    assert of_state(lead, place="tribe", where="Example Nation").where_name == "Example Nation"
    assert Notice.objects.filter(kind="state_asked").count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"agency": "club"}, "agency"),
        ({"place": "planet"}, "place"),
        ({"where": "MO"}, "where"),
        ({"where": "Kansas"}, "where"),
        *(({name: " "}, name) for name in ("name", "where", "person", "contact", "purpose", "about")),
    ],
)
def test_what_lacks_stands_beside_its_field(worker, said, field):
    told = refused(of_state, worker, **said)
    assert (told.field, told.cite) == (field, "RSMo 210.145.21")


def test_what_was_shared_stands_in_the_record_of_each_report(lead, alert):
    second = making.alerted()
    row = of_state(lead)
    made = share(row, lead, [alert.number, " ", second.number, alert.number])
    assert (made.numbers, made.what) == ([alert.number, second.number], ["made", "told"])
    assert made.things == ["That a report was made, and when", "What was told, without who told it"]
    entries = Entry.objects.filter(act="report.shared")
    assert [one.subject for one in entries] == [f"report.report:{one.number}" for one in (alert, second)]
    assert entries[0].details == {"request": row.pk, "agency": "welfare", "what": ["made", "told"]}
    assert "Cloverfield" not in str([one.details for one in Entry.objects.all()])
    assert not StateRequest.objects.open().exists() and str(made).endswith("decided")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"standard": " "}, "standard"), ({"what": []}, "what"), ({"what": ["reporter"]}, "what")],
)
def test_nothing_is_shared_without_what_the_law_asks(lead, alert, said, field):
    assert refused(share, of_state(lead), lead, [alert.number], **said).field == field
    assert not Entry.objects.filter(act="report.shared").exists()


@pytest.mark.parametrize("said", [{"agency": "other"}, {"authority": " "}])
def test_nor_with_whom_the_law_does_not_name(lead, alert, said):
    assert refused(share, of_state(lead, **said), lead, [alert.number]).field == "shared"


def test_nor_of_reports_that_nobody_may_see(lead):
    row = of_state(lead)
    assert "26062-99999" in str(refused(share, row, lead, ["26062-99999"]))
    assert refused(share, row, lead, [" "]).field == "numbers"


def test_a_refusal_has_its_reason(lead):
    row = of_state(lead)
    assert refused(sharing.refuse, request=row, reason=" ", by=lead, at=LATER).field == "reason"
    made = sharing.refuse(request=row, reason="They showed no authority.", by=lead, at=LATER)
    assert not made.shared
    second = refused(sharing.refuse, request=row, reason="Again.", by=lead, at=LATER)
    assert str(lead) in str(second)


def test_only_a_lead_of_the_office_decides(worker, lead, alert):
    row = of_state(worker)
    elsewhere = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE))
    assert "role" in str(refused(share, row, worker, [alert.number]))
    assert "do not answer for" in str(refused(share, row, elsewhere, [alert.number]))
    assert "role" in str(refused(of_state, making.user(Role.SCREENER)))
    assert list(StateRequest.objects.visible_to(lead)) == [row]
    for other in (worker, elsewhere, making.reporter()):
        assert not StateRequest.objects.visible_to(other).exists()


@pytest.mark.parametrize("field", ["name", "where", "person", "contact", "purpose", "about"])
def test_the_database_holds_a_request_whole(lead, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        StateRequest.objects.create(**(STATE | {field: ""}), office=lead.office, by=lead, at=NOW)


@pytest.mark.parametrize(
    "said",
    [
        {"shared": True, "numbers": [], "what": ["made"], "standard": "So."},
        {"shared": True, "numbers": ["1"], "what": [], "standard": "So."},
        {"shared": True, "numbers": ["1"], "what": ["made"]},
        {"shared": False},
        {"shared": False, "reason": "So.", "numbers": ["1"]},
    ],
)
def test_the_database_holds_an_answer_whole(lead, said):
    row = of_state(lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        StateAnswer.objects.create(request=row, **said, by=lead, at=LATER)
