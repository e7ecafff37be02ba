"""The alert page: what was told, what the law says, the acts of the office; the reporter sealed; every look recorded."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.assignment.models import Acknowledgement, Assignment, Disclosure
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.desks.county.conftest import LATER, SAID
from tests.making import NOW

pytestmark = pytest.mark.django_db
REPORTER = ("Teresa", "Sealedname", "555-0177", "teacher")


def address(alert, tail: str = "") -> str:
    return f"/county/alerts/{alert.number}/{tail}"


def words(response) -> str:
    """The text of a page with single spaces."""
    return " ".join(html.fromstring(response.content).text_content().split())


def test_the_page_tells_the_report_the_rule_and_the_clocks(alert, staff, browser_of):
    text = words(browser_of(staff.worker).get(address(alert)))
    for said in ("Robin", "Cloverfield", "8 years", "Example School", "1 Example Lane", "Behind the mill", "Parent"):
        assert said in text
    assert "He has been absent from school for a month" in text
    assert "Alleged perpetrator" in text
    assert "Does the family know of this report? No" in text
    assert alert.classification.decision["rule"]["cite"] in text
    assert "RSMo 210.145.7" in text
    for clock in alert.office.clocks.all():
        assert clock.label in text
        assert clock.cite in text


def test_the_actions_stand_before_anything_that_was_told(alert, staff, browser_of):
    page = browser_of(staff.worker).get(address(alert)).content.decode()
    for action in alert.classification.decision["actions"]:
        assert html.fromstring(page).xpath(f'//section[@id="now"]//li[contains(., "{action["cite"]}")]')
    assert alert.classification.decision["actions"]
    assert page.index('id="now"') < page.index('id="people"') < page.index('id="told"')


@pytest.mark.parametrize("who", ["worker", "supervisor", "circuit", "region"])
def test_nobody_sees_the_reporter_who_was_not_told(alert, staff, browser_of, who):
    client = browser_of(getattr(staff, who))
    pages = [client.get("/county/"), client.get(address(alert)), client.get(address(alert, "looked/"))]
    for page in pages:
        for said in (*REPORTER, alert.classification.report.owner.email, alert.classification.report.owner.name):
            assert said not in page.content.decode()
    assert client.get(address(alert, "reporter/")).status_code == 404


def test_a_disclosed_reporter_is_seen_by_that_person_alone_and_each_look_is_recorded(alert, staff, browser_of):
    client = browser_of(staff.supervisor)
    said = {"to": staff.worker.pk, "purpose": "contact"}
    response = client.post(address(alert, "disclose/"), said, follow=True)
    assert "can see the reporter now" in words(response)
    assert Disclosure.objects.get().by == staff.supervisor
    text = words(browser_of(staff.worker).get(address(alert, "reporter/")))
    assert "Teresa Sealedname" in text
    assert "555-0177" in text
    assert client.get(address(alert, "reporter/")).status_code == 404
    looks = Entry.objects.filter(act="looked", details__route="county:reporter")
    assert [look.by for look in looks] == [staff.worker]
    assert Entry.objects.filter(act="reporter.disclosed", by=staff.supervisor).count() == 1


@pytest.mark.parametrize("said", [{}, {"purpose": "contact"}, {"to": "1", "purpose": "contact"}, {"purpose": "gossip"}])
def test_a_disclosure_needs_a_person_of_the_office_and_a_purpose(alert, staff, browser_of, said):
    response = browser_of(staff.supervisor).post(address(alert, "disclose/"), said, follow=True)
    assert response.status_code == 200
    assert html.fromstring(response.content).xpath('//*[contains(@class, "usa-alert--error")]')
    assert not Disclosure.objects.exists()


def test_a_worker_cannot_disclose_or_assign_or_see_who_looked(alert, staff, browser_of):
    client = browser_of(staff.worker)
    assert client.post(address(alert, "disclose/"), {"to": staff.worker.pk, "purpose": "contact"}).status_code == 403
    assert client.post(address(alert, "assign/"), {"worker": staff.worker.pk}).status_code == 403
    assert client.get(address(alert, "looked/")).status_code == 403
    text = client.get(address(alert)).content.decode()
    for way in ("disclose/", "assign/", "looked/"):
        assert address(alert, way) not in text


def test_acknowledging_meets_its_clock_and_twice_changes_nothing(alert, staff, browser_of):
    client = browser_of(staff.worker)
    assert "Nobody here has acknowledged" in words(client.get(address(alert)))
    for _twice in range(2):
        assert client.post(address(alert, "acknowledge/")).status_code == 302
    assert Acknowledgement.objects.get().by == staff.worker
    assert alert.office.clocks.get(kind="acknowledge").met_at == LATER
    text = words(client.get(address(alert)))
    assert "Nobody here has acknowledged" not in text


def test_assigning_tells_the_worker_and_again_supersedes(alert, staff, office, browser_of):
    assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    client, second = browser_of(staff.supervisor), making.user(Role.WORKER, office)
    for worker in (staff.worker, second):
        response = client.post(address(alert, "assign/"), {"worker": worker.pk}, follow=True)
        assert f"{worker} responds and was told by e-mail." in words(response)
    assert Assignment.objects.get(superseded_by=None).worker == second
    assert list(Notice.objects.filter(kind="assigned").order_by("pk").values_list("to", flat=True)) == [
        staff.worker.email,
        second.email,
    ]


def test_who_works_elsewhere_cannot_be_assigned(alert, staff, browser_of):
    assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    stranger = making.user(Role.WORKER, Office.objects.get(fips=making.COLE))
    response = browser_of(staff.supervisor).post(address(alert, "assign/"), {"worker": stranger.pk}, follow=True)
    assert html.fromstring(response.content).xpath('//*[contains(@class, "usa-alert--error")]')
    assert not Assignment.objects.exists()


def test_a_refused_form_stays_with_what_was_chosen_and_its_error_beside_the_field(alert, staff, browser_of):
    response = browser_of(staff.supervisor).post(address(alert, "disclose/"), {"to": staff.worker.pk, "purpose": ""})
    page = html.fromstring(response.content)
    assert response.status_code == 200
    (form,) = page.xpath('//details[@open]//form[contains(@action, "disclose")]')
    assert form.fields["to"] == str(staff.worker.pk)
    assert "required" in page.xpath('//*[@id="id_purpose_error"]')[0].text_content()
    assert "What for" in page.xpath('//*[@id="error-summary"]')[0].text_content()
    look = Entry.objects.filter(act="looked", by=staff.supervisor).get()
    assert look.details["route"] == "county:disclose"


def test_before_the_acknowledgement_nobody_is_assigned(alert, staff, browser_of):
    response = browser_of(staff.supervisor).post(address(alert, "assign/"), {"worker": staff.worker.pk}, follow=True)
    assert "Acknowledge the alert first." in words(response)
    assert not Assignment.objects.exists()


def test_a_duty_is_marked_as_done_once(alert, staff, browser_of):
    client = browser_of(staff.worker)
    alert.office.clocks.filter(kind="initiate").update(kind="new duty")  # what the law's data adds, and no act meets
    clock = alert.office.clocks.get(kind="new duty")
    assert client.post(address(alert, f"clocks/{clock.pk}/met/")).status_code == 302
    clock.refresh_from_db()
    assert (clock.met_at, clock.met_by) == (LATER, staff.worker)
    again = client.post(address(alert, f"clocks/{clock.pk}/met/"))
    assert again.status_code == 409
    assert "Somebody has marked this as done already." in again.content.decode()
    assert f"clocks/{clock.pk}/met/" not in client.get(address(alert)).content.decode()


def test_a_clock_of_another_report_or_desk_cannot_be_met_here(alert, staff, office, browser_of):
    client, other = browser_of(staff.worker), making.alerted(staff.screener, office)
    strange = other.office.clocks.get(report=other.classification.report, kind="initiate")
    processing = alert.classification.report.clocks.get(kind="processing")
    by_act = alert.office.clocks.get(report=alert.classification.report, kind="acknowledge")
    for clock in (strange, processing, by_act):
        assert client.post(address(alert, f"clocks/{clock.pk}/met/")).status_code == 404


def test_another_office_does_not_find_the_alert(alert, browser_of):
    client = browser_of(making.user(Role.WORKER, Office.objects.exclude(region=alert.office.region).first()))
    assert client.get(address(alert)).status_code == 404
    assert client.post(address(alert, "acknowledge/")).status_code == 404
    assert client.get("/county/alerts/00000-00000/").status_code == 404


def test_each_look_is_in_the_record_and_supervisors_see_it(alert, staff, browser_of):
    browser_of(staff.worker).get(address(alert))
    look = Entry.objects.get(act="looked", details__route="county:alert")
    assert (look.by, look.at, look.subject) == (staff.worker, LATER, f"assignment.alert:{alert.number}")
    text = words(browser_of(staff.supervisor).get(address(alert, "looked/")))
    assert str(staff.worker) in text
    assert "county:alert" in text
    assert "The reporter" in text
    assert "Sent the report online" in text
    assert "Looked at it" in text


def test_what_was_told_is_never_markup(staff, office, at, browser_of):
    told = SAID | {"story": {"what": "<script>alert(1)</script> and ع"}}
    made = making.alerted(staff.screener, office, of=making.sent(**told))
    page = browser_of(staff.worker).get(address(made)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_overdue_clock_says_by_how_much(alert, staff, browser_of):
    with time_machine.travel(NOW + timedelta(hours=30), tick=False):
        text = words(browser_of(staff.worker).get(address(alert)))
    assert "overdue by 6 hours" in text
    assert "end of Apr 17" in text


def test_why_the_hotline_decided_otherwise_is_said_beside_what_the_protocol_said(alert, staff, browser_of):
    text = words(browser_of(staff.worker).get(address(alert)))
    assert "The hotline decided so: For the test." in text
    assert "The protocol said: Documented call." in text


def test_why_this_office_is_said_with_the_rule_or_the_reason(staff, office, at, browser_of):
    for rule, reason, said in (("HOSPITAL", "", "CWM 2.3"), ("", "They know the family.", "They know the family.")):
        made = making.classified(staff.screener)
        sent = {"classification": made, "office": office, "rule": rule, "reason": reason}
        alert = assignment.send_alert(**sent, by=staff.screener, at=LATER)
        text = words(browser_of(staff.worker).get(address(alert)))
        assert said in text[text.index("Why this office:") :][:300]


def test_ages_are_said_as_they_were_told(staff, office, at, browser_of):
    children = [
        {"id": "c1", "age": 5, "age_unit": "months", "estimated": True},
        {"id": "c2", "first": "Wren", "birth_date": "2019-03-02"},
        {"id": "c3", "first": "Lark"},
    ]
    made = making.alerted(staff.screener, office, of=making.sent(**SAID | {"children": children, "suspects": []}))
    text = words(browser_of(staff.worker).get(address(made)))
    for said in ("Name unknown", "about 5 months", "7 years", "Mar 2, 2019", "Not known"):
        assert said in text


def test_what_was_raised_to_an_investigation_says_to_contact_law_enforcement(alert, staff, browser_of):
    page = browser_of(staff.worker).get(address(alert)).content
    now = html.fromstring(page).xpath('//section[@id="now"]')[0].text_content()
    assert alert.classification.recommended != "investigation"
    assert "contacts law enforcement immediately" in now
