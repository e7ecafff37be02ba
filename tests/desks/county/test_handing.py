"""Disputes, transfers, corrections and the roster, as the county's pages."""

import pytest
from django.urls import reverse

from oscr.agency.models import Office, OnCall
from oscr.agency.permissions import Role
from oscr.flow.assignment.models import Alert
from oscr.flow.correction import actions, disputing, transferring
from oscr.flow.correction.models import Dispute, Transfer, TransferReply
from tests import making
from tests.flow.callout.calling import line
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db
SENT = NOW + 5 * MINUTE


@pytest.fixture
def there(office):
    return making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips=COLE))


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(name: str, alert: Alert) -> str:
    return reverse(f"county:{name}", args=[alert.number])


def corrected(alert: Alert):
    said = {"facts": [("A", "child died", "yes")], "outcome": "investigation", "office": alert.office}
    added = [("A", "Is nine."), ("", "The dog bites.")]
    by = making.user(Role.SCREENER)
    return actions.correct(alert=alert, **said, additions=added, reason="He called back.", by=by, at=SENT).alert


def test_a_supervisor_disputes_and_the_alert_says_so(alert, staff, browser_of):
    mine = browser_of(staff.supervisor)
    assert "Dispute the screening" in text(mine.get(url("alert", alert)))
    assert mine.post(url("dispute", alert), {"consulted": staff.worker.pk}).status_code == 200
    done = mine.post(url("dispute", alert), {"consulted": staff.worker.pk, "reason": "He is nine."})
    assert done.url == reverse("county:alert", args=[alert.number])
    assert Dispute.objects.get().reason == "He is nine."
    assert "It waits for the hotline." in text(mine.get(url("alert", alert)))
    assert "waits for the hotline since" in text(mine.get(url("dispute", alert)))
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    disputing.answer(dispute=Dispute.objects.get(), result="stands", note="Eight.", by=boss, at=NOW + 11 * MINUTE)
    assert "The screening stands." in text(mine.get(url("alert", alert)))


def test_a_worker_neither_disputes_nor_hands_over(alert, staff, browser_of):
    theirs = browser_of(staff.worker)
    page = text(theirs.get(url("alert", alert)))
    assert "Dispute the screening" not in page and "Hand it over" not in page
    for name in ("dispute", "move"):
        assert theirs.get(url(name, alert)).status_code == 403


def test_what_was_corrected_is_said_on_top_of_the_alert(alert, staff, browser_of):
    corrected(alert)
    page = text(browser_of(staff.worker).get(url("alert", alert)))
    assert "Corrected by the hotline" in page and "He called back." in page
    assert "Added about A:" in page and "Added about the report:" in page and "A: " in page


def test_what_was_corrected_since_is_not_acknowledged_unread(alert, staff, browser_of):
    new = corrected(alert)
    mine = browser_of(staff.worker)
    answer = mine.post(url("acknowledge", alert), {"alert": alert.pk}, follow=True)
    assert "corrected this report since you opened it" in text(answer)
    assert not hasattr(Alert.objects.get(pk=new.pk), "acknowledgement")
    mine.post(url("acknowledge", alert), {"alert": new.pk})
    assert Alert.objects.get(pk=new.pk).acknowledgement.by == staff.worker


def test_a_transfer_is_asked_seen_and_accepted(alert, staff, there, browser_of):
    mine, theirs = browser_of(staff.supervisor), browser_of(there)
    assert "Incorrect county" in text(mine.get(url("move", alert)))
    said = {"reason": "moved", "to": there.office_id}
    assert mine.post(url("move", alert), said).status_code == 200
    assert mine.post(url("move", alert), said | {"note": "Their new address."}).status_code == 302
    row = Transfer.objects.get()
    assert "was asked" in text(mine.get(url("move", alert)))
    assert "Not answered yet: you respond." in text(mine.get(url("alert", alert)))
    assert alert.number in text(mine.get(reverse("county:transfers")))
    listed = text(theirs.get(reverse("county:transfers")))
    assert reverse("county:transfer", args=[row.pk]) in listed
    page = text(theirs.get(reverse("county:transfer", args=[row.pk])))
    assert "Their new address." in page and "Response initiated" in page and "Cloverfield" not in page
    assert theirs.get(url("alert", alert)).status_code == 404
    done = theirs.post(reverse("county:transfer", args=[row.pk]), {"accepted": "yes"})
    assert done.url == reverse("county:alert", args=[alert.number])
    assert theirs.get(done.url).status_code == 200 and mine.get(done.url).status_code == 404
    assert "Accepted" in text(mine.get(reverse("county:transfers")))
    assert "Accepted" in text(theirs.get(reverse("county:transfer", args=[row.pk])))


def test_a_refusal_needs_a_reason_and_a_late_answer_is_told_who_was_first(alert, staff, there, browser_of):
    said = {"to": there.office, "reason": "moved", "note": "Their new address.", "by": staff.supervisor, "at": SENT}
    row = transferring.propose(alert=alert, **said)
    theirs, address = browser_of(there), reverse("county:transfer", args=[row.pk])
    assert "Say why" in text(theirs.post(address, {"accepted": "no"}))
    assert theirs.post(address, {"accepted": "no", "note": "They never came."}).status_code == 302
    assert "was first: Refused" in text(theirs.post(address, {"accepted": "yes"}))
    assert TransferReply.objects.get().result == "refused"


def test_a_proposal_is_taken_back(alert, staff, there, browser_of):
    said = {"to": there.office, "reason": "moved", "note": "Their new address.", "by": staff.supervisor, "at": SENT}
    transferring.propose(alert=alert, **said)
    mine = browser_of(staff.supervisor)
    mine.post(url("take_back", alert))
    assert TransferReply.objects.get().result == "withdrawn"
    assert "waits for an answer any more" in text(mine.post(url("take_back", alert), follow=True))


# --- the roster

DAY = {"first": "2026-03-04", "last": "", "frame": "night", "phone": "573-555-0111"}


def test_who_is_on_call_now_for_every_office_of_mine(office, staff, at, browser_of):
    line(staff.worker, 1, phone="573-555-0111", other_phones=["573-555-0112"], instructions="Ring twice.")
    page = text(browser_of(staff.supervisor).get(reverse("county:roster")))
    assert "573-555-0111, 573-555-0112" in page and "Ring twice." in page
    circuit = text(browser_of(staff.circuit).get(reverse("county:roster")))
    assert "Callaway County" in circuit and "1 office has nobody on its roster now." in circuit
    theirs = text(browser_of(staff.worker).get(reverse("county:roster")))
    assert "Enter a line" not in theirs


def test_a_line_is_entered(office, staff, at, browser_of):
    mine = browser_of(staff.supervisor)
    address = reverse("county:roster_line")
    assert mine.get(address).status_code == 200
    who = {"office": office.pk, "level": 1, "user": staff.worker.pk}
    said = DAY | who | {"last": "2026-03-05", "second": "573-555-0112"}
    assert mine.post(address, said).url == reverse("county:roster")
    rows = OnCall.objects.order_by("starts_at")
    assert (
        len(rows) == 2 and rows[0].phones == ["573-555-0111", "573-555-0112"] and rows[0].entered_by == staff.supervisor
    )
    assert "573-555-0112" in text(mine.get(f"{address}?office={office.pk}"))
    assert mine.get(f"{address}?office=nowhere").status_code == 200


def test_exact_times_and_the_night_on_which_an_hour_is_missing(office, staff, at, browser_of):
    mine, address = browser_of(staff.supervisor), reverse("county:roster_line")
    who = DAY | {"office": office.pk, "level": 2, "user": staff.supervisor.pk, "frame": "exact", "first": "2026-03-08"}
    assert "Give both times" in text(mine.post(address, who | {"begins": "01:00"}))
    assert "does not exist" in text(mine.post(address, who | {"begins": "02:30", "ends": "06:00"}))
    assert "after the beginning" in text(mine.post(address, who | {"begins": "06:00", "ends": "05:00"}))
    assert mine.post(address, who | {"begins": "01:00", "ends": "03:00"}).status_code == 302
    row = OnCall.objects.get()
    assert (row.ends_at - row.starts_at).total_seconds() == 3600, "two o'clock is three o'clock that night"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last": "2026-03-01"}, "lies before the first"),
        ({"phone": ""}, "Give a telephone number"),
        ({"first": ""}, "This field is required"),
        ({"first": "2026-03-01"}, "over already"),
    ],
)
def test_what_nobody_could_be_called_by_is_refused(office, staff, at, browser_of, changed, said):
    who = DAY | {"office": office.pk, "level": 1, "user": staff.worker.pk}
    page = text(browser_of(staff.supervisor).post(reverse("county:roster_line"), who | changed))
    assert said in page and not OnCall.objects.exists()


def test_no_roster_of_an_office_elsewhere(staff, at, browser_of):
    elsewhere = Office.objects.get(fips=COLE)
    who = DAY | {"office": elsewhere.pk, "level": 1, "user": staff.worker.pk}
    page = browser_of(staff.supervisor).post(reverse("county:roster_line"), who)
    assert page.status_code == 200 and not OnCall.objects.exists()
