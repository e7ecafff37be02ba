"""The track, law enforcement, who directs and who helps, as the county's pages; and the page of an agency behind its link."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from oscr.agency.models import ChiefInvestigator, LawEnforcementAgency, Office
from oscr.agency.permissions import Role
from oscr.desks.can1 import document
from oscr.desks.county.enforcing import described
from oscr.flow.assignment import assisting, directing
from oscr.flow.assignment.models import Assistance, ObservationVerified
from oscr.flow.enforcement.models import EnforcementAnswer, EnforcementNotice, Opening
from oscr.flow.report.models import Conflict
from oscr.flow.track.models import PriorityOverride, TrackChange
from oscr.notices.actions import message
from oscr.notices.models import Notice
from tests import making
from tests.desks.county.conftest import LATER
from tests.flow.callout.calling import emergency
from tests.flow.ending.calls import with_office
from tests.flow.enforcement.telling import agency, notify
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(name: str, alert, *more) -> str:
    return reverse(f"county:{name}", args=[alert.number, *more])


# --- law enforcement


def test_what_an_agency_is_told_is_the_ca_n_1_without_who_reported(alert, staff):
    told = described(document.of_report(alert.classification.report, staff.worker))
    assert "Robin" in told and "1 Example Lane" in told and "absent from school" in told
    assert "Sealedname" not in told and "555-0177" not in told


def test_a_worker_notifies_an_agency_and_writes_its_answer_down(alert, staff, browser_of):
    mine, sheriff = browser_of(staff.worker), agency()
    page = text(mine.get(url("enforcement", alert)))
    assert "No agency was notified yet" in page and "Sheriff of Sample (Boone), 555-0150" in page
    said = {"agency": sheriff.pk, "how": "phone", "spoke_with": "", "text": "A child is hurt."}
    assert "With whom" in text(mine.post(url("enforcement", alert), said))
    assert not EnforcementNotice.objects.exists()
    done = mine.post(url("enforcement", alert), said | {"spoke_with": "Sergeant Sample"})
    assert done.url == url("enforcement", alert)
    notice = EnforcementNotice.objects.get()
    assert notice.happened_at == LATER
    assert "No answer that counts yet" in text(mine.get(url("enforcement", alert)))
    assert "was notified" in text(mine.get(url("alert", alert)))
    there = url("enforcement_answer", alert, notice.pk)
    assert "Say why" in text(mine.post(there, {"result": "unable"}))
    mine.post(there, {"result": "unable", "because": "Nobody is free."})
    assert "Ask for it in writing" in text(mine.get(url("enforcement", alert)))
    mine.post(there, {"result": "assists", "officer": "Deputy Sample", "phone": "555-0151"})
    assert EnforcementAnswer.objects.count() == 2
    assert "No answer that counts yet" not in text(mine.get(url("enforcement", alert)))


def test_when_it_happened_is_shown_apart_from_when_it_was_entered(alert, staff, browser_of):
    notice = notify(alert, staff.worker, at=LATER)
    assert "entered" not in text(browser_of(staff.worker).get(url("enforcement", alert)))
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        said = {"agency": notice.agency_id, "how": "person", "spoke_with": "Sergeant Sample", "text": "A child."}
        mine = browser_of(staff.worker)
        mine.post(url("enforcement", alert), said | {"happened_at": "2026-03-03T09:30"})
        assert EnforcementNotice.objects.latest("pk").happened_at == NOW + timedelta(minutes=30)
        assert "entered Mar 3" in text(mine.get(url("enforcement", alert)))


def test_a_lead_keeps_the_agencies(staff, browser_of, at):
    lead = browser_of(staff.supervisor)
    lead.post(
        reverse("county:agency_line"), {"name": "Sheriff", "fips": making.BOONE, "phone": "555-0150", "active": "on"}
    )
    row = LawEnforcementAgency.objects.get()
    there = f"{reverse('county:agency_line')}?agency={row.pk}"
    assert 'value="Sheriff"' in text(lead.get(there))
    lead.post(there, {"name": "Sheriff of Sample", "fips": making.BOONE, "phone": "555-0150"})
    row.refresh_from_db()
    assert (row.name, row.is_active) == ("Sheriff of Sample", False)
    worker = browser_of(staff.worker)
    assert "Sheriff of Sample" in text(worker.get(reverse("county:agencies")))
    assert worker.get(there).status_code == 403
    assert lead.get(f"{reverse('county:agency_line')}?agency=999999").status_code == 404


# --- the agency's own page


@pytest.fixture
def there(alert, staff) -> str:
    notify(alert, staff.worker, how="link", spoke_with="", at=NOW + 5 * MINUTE, text="Robin Cloverfield is hurt.")
    body = message(Notice.objects.get(kind="enforcement_told")).body
    return "/county/agency/" + body.split("/county/agency/")[1].split()[0]


def test_the_link_opens_once_on_one_device_and_the_agency_answers(there, alert, staff, browser_of):
    deputy, thief = Client(), Client()
    closed = text(deputy.get(there))
    assert "Robin" not in closed and alert.number not in closed and not Opening.objects.exists()
    opened = deputy.post(f"{there}open/", follow=True)
    assert "Robin Cloverfield is hurt." in text(opened)
    cookie = deputy.cookies["enforcement"]
    assert cookie["httponly"] and cookie["path"] == there and cookie["samesite"] == "Lax"
    assert "sessionid" not in deputy.cookies
    stolen = text(thief.post(f"{there}open/"))
    assert "another device" in stolen and "Robin" not in stolen
    assert "Robin" not in text(thief.get(there))
    assert "Robin" in text(deputy.post(f"{there}open/", follow=True))
    wrong = deputy.post(f"{there}answer/", {"result": "assists"})
    assert "Say which officer" in text(wrong)
    deputy.post(f"{there}answer/", {"result": "unable", "because": "Two deputies, four calls."})
    row = EnforcementAnswer.objects.get()
    assert (row.by, row.written, row.because) == (None, True, "Two deputies, four calls.")
    assert "Received: Cannot assist" in text(deputy.get(there))
    page = text(browser_of(staff.worker).get(url("enforcement", alert)))
    assert "written by the agency" in page and "Refused: opened before, on another device" in page


def test_nobody_answers_who_has_not_opened(there):
    assert "Robin" not in text(Client().post(f"{there}answer/", {"result": "unable", "because": "x"}))
    assert not EnforcementAnswer.objects.exists()


def test_too_late_it_is_shut_and_a_new_link_is_sent_with_one_press(there, alert, staff, browser_of):
    deputy = Client()
    deputy.post(f"{there}open/")
    with time_machine.travel(NOW + timedelta(hours=73), tick=False):
        for response in (deputy.get(there), deputy.post(f"{there}answer/"), Client().post(f"{there}open/")):
            assert "older than 72 hours" in text(response)
        notice = EnforcementNotice.objects.get()
        browser_of(staff.worker).post(url("enforcement_link", alert, notice.pk))
    assert notice.links.count() == 2


def test_a_link_that_is_none_is_no_page(at):
    for tail in ("", "open/", "answer/"):
        response = (
            Client().get("/county/agency/nothing/") if not tail else Client().post(f"/county/agency/nothing/{tail}")
        )
        assert response.status_code == 404


# --- the track


def test_an_investigation_is_ended_after_the_written_notice_only(alert, staff, browser_of):
    mine, sheriff = browser_of(staff.supervisor), agency()
    page = text(mine.get(url("track", alert)))
    assert "the written notice to law enforcement" in page
    refused = mine.post(url("track", alert), {"to": "family assessment", "reason": "Another family."})
    assert "written notice first" in text(refused) and not TrackChange.objects.exists()
    told = {"ending-agency": sheriff.pk, "ending-how": "paper"}
    assert "Say what" in text(mine.post(url("track_notice", alert), told))
    mine.post(url("track_notice", alert), told | {"ending-reason": "Another family."})
    assert "Another family." in text(mine.get(url("track", alert)))
    done = mine.post(url("track", alert), {"to": "family assessment", "reason": "Another family."})
    assert done.url == url("track", alert)
    for name in ("alert", "track", "can1"):
        assert "Family Assessment" in text(mine.get(url(name, alert))), name
    assert "Family Assessment" in text(mine.get(reverse("county:board")))
    assert "Track changed" in text(mine.get(url("alert", alert)))


def test_a_worker_reads_the_track_and_changes_nothing(alert, staff, browser_of):
    mine = browser_of(staff.worker)
    page = text(mine.get(url("track", alert)))
    assert "What the manual allows from here" in page and "Change it now" not in page
    assert mine.post(url("track", alert), {"to": "P", "reason": "x"}).status_code == 403


def test_an_emergency_is_taken_down_with_who_approved_and_when(staff, office, browser_of, at):
    alert, mine = emergency(office), browser_of(staff.supervisor)
    said = {"down-approved_by": staff.circuit.pk, "down-consulted_at": "2026-03-03T09:05"}
    assert "Document the reason" in text(mine.post(url("track_down", alert), said))
    mine.post(url("track_down", alert), said | {"down-reason": "She is with her aunt."})
    row = PriorityOverride.objects.get()
    assert (row.approved_by, row.consulted_at) == (staff.circuit, NOW + 5 * MINUTE)
    assert "Taken down: respond within 24 h" in text(mine.get(url("alert", alert)))
    assert "taken down by the office" in text(mine.get(url("can1", alert)))
    assert "respond within 24 h" in text(mine.get(reverse("county:board")))


# --- chiefs, help, conflicts


def test_a_circuit_manager_names_the_chief_investigator(staff, office, browser_of, at):
    mine = browser_of(staff.circuit)
    page = text(mine.get(reverse("county:chiefs")))
    assert "Offices without one" in page and "Boone County" in page
    there = f"{reverse('county:name_chief')}?office={office.pk}"
    assert mine.post(there, {}).status_code == 200
    mine.post(there, {"user": staff.supervisor.pk})
    assert ChiefInvestigator.objects.get().since == LATER
    assert str(staff.supervisor) in text(mine.get(reverse("county:chiefs")))
    assert "Name one" not in text(browser_of(staff.worker).get(reverse("county:chiefs")))


def test_the_chief_sees_what_they_direct_and_verifies_the_observation(staff, office, browser_of, at):
    said = {"since": NOW, "by": staff.circuit, "at": NOW}
    directing.name_chief(office=office, user=staff.supervisor, **said)
    facts = {"general": {"facts": {"prior reports": "yes"}}}
    alert = with_office(staff.screener, "investigation", questions=facts)
    mine = browser_of(staff.supervisor)
    assert f"directed by {staff.supervisor}" in text(mine.get(url("alert", alert)))
    assert alert.number in text(mine.get(f"{reverse('county:board')}?show=directing"))
    assert "Say how" in text(mine.post(url("verify", alert), {"verify-note": ""}))
    mine.post(url("verify", alert), {"verify-note": "I spoke with the worker at the house."})
    assert ObservationVerified.objects.get().by == staff.supervisor
    assert "Direct observation verified by" in text(mine.get(url("assisting", alert)))


def test_another_office_is_asked_reads_answers_and_is_done(alert, staff, browser_of):
    cole = Office.objects.get(fips=COLE)
    mine, there = browser_of(staff.supervisor), browser_of(making.user(Role.WORKER, cole))
    assert "Say what is to be done" in text(mine.post(url("ask_help", alert), {"help-office": cole.pk}))
    mine.post(url("ask_help", alert), {"help-office": cole.pk, "help-what": "See Wren at the grandmother's."})
    row = Assistance.objects.get()
    assert alert.number in text(there.get(reverse("county:board")))
    page = text(there.get(url("alert", alert)))
    assert "Your office was asked to help" in page and "Robin" in page
    assert "Acknowledge</button>" not in page and "Mark as done" not in page and "Hand it over" not in page
    for name in ("acknowledge", "assign", "disclose", "enforcement", "track"):
        assert there.post(url(name, alert)).status_code in (403, 404), name
    reply = url("answer_help", alert, row.pk)
    there.post(reply, {"result": "accepted"})
    assert "Say why" in text(there.post(reply, {"result": "done"}))
    assert there.post(reply, {"result": "done", "note": "She is well."}).url == reverse("county:board")
    assert there.get(url("alert", alert)).status_code == 404
    assert "She is well." in text(mine.get(url("assisting", alert)))


def test_help_is_taken_back(alert, staff, browser_of):
    row = assisting.ask(
        alert=alert, office=Office.objects.get(fips=COLE), what="See Wren.", by=staff.supervisor, at=LATER
    )
    browser_of(staff.supervisor).post(url("take_back_help", alert, row.pk))
    assert not Assistance.objects.standing().exists()


def test_whoever_is_related_says_so_and_sees_it_no_more(alert, staff, browser_of):
    mine = browser_of(staff.worker)
    assert "Say how" in text(mine.post(url("conflict", alert), {"conflict-user": staff.worker.pk}))
    done = mine.post(url("conflict", alert), {"conflict-user": staff.worker.pk, "conflict-reason": "My cousin."})
    assert done.url == reverse("county:board")
    assert mine.get(url("alert", alert)).status_code == 404
    assert Conflict.objects.get().user == staff.worker
    lead = browser_of(staff.supervisor)
    said = {"conflict-user": staff.supervisor.pk, "conflict-reason": "My neighbour."}
    assert str(staff.worker) in text(lead.get(url("assisting", alert)))
    assert lead.post(url("conflict", alert), said).url == reverse("county:board")
