"""Alerts out, the call-out of one, its correction and its dispute, as pages."""

import pytest
from django.urls import reverse

from oscr.agency.models import Level
from oscr.flow.assignment.models import Acknowledgement, Alert
from oscr.flow.assignment.restricting import restrict
from oscr.flow.callout.actions import call_out_due
from oscr.flow.callout.models import Attempt
from oscr.flow.correction import disputing
from oscr.flow.correction.models import Correction, DisputeReply
from tests import making
from tests.desks.hotline.conftest import LATER
from tests.flow.callout.calling import ALERTED, FACTS, emergency, line, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    return people()


def at(name: str, alert: Alert) -> str:
    return reverse(f"hotline:{name}", args=[alert.number])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_shows_what_is_out_red_and_nobodys_name(mine, field):
    alert, ordinary = emergency(), making.alerted()
    call_out_due(at=ALERTED)
    page = text(mine.get(reverse("hotline:out")))
    assert page.index(alert.number) < page.index(ordinary.number)
    assert "2 alerts are out." in page and "▲ 1 emergency." in page and "✕ 1 overdue." in page
    assert "✕ 2 with nobody on the roster." in page and "Level 1: Primary worker" in page
    assert "Cloverfield" not in page and "none yet" in page


def test_what_is_acknowledged_is_not_out(mine, field):
    making.assignment.acknowledge(alert=emergency(), by=field[2], at=ALERTED)
    assert "Every alert is acknowledged." in text(mine.get(reverse("hotline:out")))


def test_htmx_asks_for_the_rows_alone(mine, field):
    emergency()
    page = text(mine.get(reverse("hotline:out"), HTTP_HX_REQUEST="true"))
    assert "<html" not in page and "1 alert is out." in page


def test_a_restricted_alert_is_not_on_a_screeners_list(mine, boss, staff, field):
    alert = emergency()
    restrict(report=alert.classification.report, why="conflict", by=staff.boss, at=ALERTED)
    assert alert.number not in text(mine.get(reverse("hotline:out")))
    assert mine.get(at("callout", alert)).status_code == 404


def test_the_call_out_says_whom_to_call_what_to_say_and_keeps_what_came_of_it(mine, field):
    line(field[Level.PRIMARY], Level.PRIMARY, other_phones=["573-555-0119"], instructions="Let it ring long.")
    alert = emergency()
    call_out_due(at=ALERTED)
    page = text(mine.get(at("callout", alert)))
    assert page.index("573-555-0111") < page.index("573-555-0119")
    assert "Let it ring long." in page and "Name no child" in page
    chosen = f"1-{field[Level.PRIMARY].pk}-1"
    mine.post(at("callout", alert), {"whom": chosen, "result": "no answer"})
    row = Attempt.objects.get()
    assert (row.number, row.result, row.at) == ("573-555-0119", "no answer", LATER)
    done = mine.post(at("callout", alert), {"whom": chosen, "result": "took"})
    assert done.url == reverse("hotline:out") and Acknowledgement.objects.get().by == field[Level.PRIMARY]
    assert "✓ acknowledged by" in text(mine.get(at("callout", alert)))


def test_a_call_without_an_answer_to_both_questions_is_shown_again(mine, field):
    alert = emergency()
    page = mine.post(at("callout", alert), {"result": "took"})
    assert page.status_code == 200 and not Attempt.objects.exists()
    late = mine.post(at("callout", alert), {"whom": f"1-{field[3].pk}-0", "result": "took"})
    assert late.status_code == 200 and not Attempt.objects.exists()


def test_somebody_acknowledged_while_the_screener_was_calling(mine, field):
    alert = emergency()
    making.assignment.acknowledge(alert=alert, by=field[2], at=ALERTED)
    page = mine.post(at("callout", alert), {"whom": f"1-{field[1].pk}-0", "result": "no answer"})
    assert "has acknowledged this alert: stop calling" in text(page)


def test_the_next_level_by_a_press(mine, field):
    alert = emergency()
    call_out_due(at=ALERTED)
    assert mine.post(at("climb", alert)).status_code == 302
    assert alert.climbs.filter(level=2, why="pressed").exists()
    making.assignment.acknowledge(alert=alert, by=field[2], at=ALERTED)
    assert mine.post(at("climb", alert)).status_code == 409


@pytest.mark.parametrize("name", ["callout", "climb", "correct"])
def test_what_no_office_has_is_neither_called_out_nor_corrected(mine, report, name):
    address = reverse(f"hotline:{name}", args=[report.number])
    answer = mine.post(address)
    assert answer.url == reverse("hotline:report", args=[report.number])


def test_a_correction_is_checked_then_sent(mine, staff, field):
    alert = making.alerted()
    page = text(mine.get(at("correct", alert)))
    assert "It can be sent again until" in page
    said = {"a-child-died": "yes", "outcome": "investigation", "office": alert.office_id, "reason": "He was wrong."}
    checked = mine.post(at("correct", alert), said | {"act": "check"})
    assert "With these answers:" in text(checked) and not Correction.objects.exists()
    sent = mine.post(at("correct", alert), said | {"act": "send", "add-A": "Is nine."})
    assert sent.url == reverse("hotline:report", args=[alert.number])
    row = Correction.objects.get()
    assert row.facts == ["A child died"] and row.additions.get().text == "Is nine." and row.by == staff.me
    assert row.alert.rule in ("", "PRESENT", "INCIDENT")


def test_a_correction_that_is_refused_keeps_what_was_typed(mine, field):
    alert = making.alerted()
    said = {"outcome": "investigation", "office": alert.office_id, "reason": "", "add-A": "Is nine.", "act": "send"}
    page = text(mine.post(at("correct", alert), said))
    assert "Say what was wrong and how you know." in page and "Is nine." in page
    assert not Correction.objects.exists()


def test_an_emergency_too_late_to_be_corrected_says_so_at_once(mine, field):
    alert = emergency()
    page = text(mine.get(at("correct", alert)))
    assert "Too late to send it again" in page and "Call the office now" in page
    assert reverse("hotline:phone") in page.partition("<main")[2] and "Send it again" not in page
    said = {"outcome": "investigation", "office": alert.office_id, "reason": "He is nine.", "act": "send"}
    page = text(mine.post(at("correct", alert), said))  # it was in time when the page was opened
    assert "He is nine." in page and not Correction.objects.exists()


def test_a_supervisor_answers_a_dispute(boss, field):
    alert = making.alerted()
    row = disputing.dispute(alert=alert, consulted=field[1], reason="He is nine.", by=field[2], at=ALERTED)
    listed = text(boss.get(reverse("hotline:out")))
    assert f"Answer {alert.number}" in listed
    page = text(boss.get(at("dispute", alert)))
    assert "He is nine." in page and "The office is right: correct it" in page
    assert boss.post(at("dispute", alert), {"result": "stands"}).status_code == 200
    done = boss.post(at("dispute", alert), {"result": "stands", "note": "The law says eight."})
    assert done.url == reverse("hotline:out") and DisputeReply.objects.get().dispute == row
    again = boss.post(at("dispute", alert), {"result": "late", "note": "No."})
    assert again.status_code == 409
    assert "The law says eight." in text(boss.get(at("dispute", alert)))


def test_a_dispute_about_an_emergency_too_late_leaves_only_words(boss, field):
    alert = emergency()
    disputing.dispute(alert=alert, consulted=field[1], reason="He is nine.", by=field[2], at=ALERTED)
    page = text(boss.get(at("dispute", alert)))
    assert "Too late" in page and "correct it" not in page


def test_a_dispute_page_without_a_dispute_and_without_an_office(boss, report):
    page = text(boss.get(reverse("hotline:dispute", args=[report.number])))
    assert "Nobody disputes this report." in page


def test_a_correction_to_no_office(boss, field):
    alert = making.alerted()
    facts = {"outcome": "documented call", "office": alert.office_id, "reason": "Nothing of it holds.", "act": "send"}
    page = text(boss.post(at("correct", alert), facts))
    assert "less protective" in page or "Open questions" in page


def test_who_sends_an_emergency_goes_on_to_its_call_out(mine, staff, field):
    report = making.sent(worries={"pathways": ["abandoned"]}, questions=FACTS)
    making.classified(staff.me, of=report)
    sent = mine.post(reverse("hotline:alert", args=[report.number]), {"office": field[1].office_id, "reason": "There."})
    assert sent.url == reverse("hotline:callout", args=[report.number])
