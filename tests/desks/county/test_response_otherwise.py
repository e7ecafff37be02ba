"""What happened otherwise, as pages: a guard that was broken, a contact that never was, an office that helps, an invitation on paper."""

import pypdfium2
import pytest
import time_machine
from django.urls import reverse

from oscr.agency.models import Office
from oscr.flow.response.models import Contact, ContactWithdrawn, Invitation, SafetyAssessment
from oscr.law import meetings
from tests import making
from tests.desks.county.test_response import SEEN, act, text, url
from tests.flow.response.responding import HOUR, LATER, child, contact, responded
from tests.house.world import logged_in
from tests.making import NOW

pytestmark = pytest.mark.django_db
SERIOUS = [("A", "child died", "yes")]
MET = SEEN | {"suspect_there": "yes"}


@pytest.fixture
def case():
    with time_machine.travel(LATER, tick=False):
        yield responded(settled=SERIOUS)


@pytest.fixture
def mine(case):
    return logged_in(case.worker, "password", "mfa")


@pytest.fixture
def helper(case):
    """Somebody of an office that was asked to help."""
    there = making.user("worker", Office.objects.get(fips=making.COLE))
    how = {"asking": case.alert.office, "office": there.office, "kind": "courtesy", "what": "See B.", "by": case.lead}
    case.report.assistance.create(**how, at=NOW)
    return there


def test_a_breach_is_told_and_shown_as_one(mine, case):
    refused = mine.post(url(case), MET)
    assert "Say whether the written rights were given" in text(refused) and not Contact.objects.exists()
    assert "<details open>" in refused.content.decode()
    said = MET | {"broken": ["rights"], "broken_why": "He ran out at once."}
    assert "Say which supervisor" in text(mine.post(url(case), said))
    assert mine.post(url(case), said | {"broken_told": case.lead.pk}).status_code == 302
    page = text(mine.get(url(case)))
    assert "Broken, and explained:" in page and "He ran out at once." in page and f"Told to {case.lead}." in page
    conclusion = text(mine.get(reverse("county:conclusion", args=[case.alert.number])))
    assert "The guards of every visit and interview held</strong>: <strong>broken, and explained" in conclusion


def test_whoever_writes_is_not_offered_as_the_one_who_is_told(case):
    page = logged_in(case.lead, "password", "mfa").get(url(case))
    assert case.lead not in page.context["form"].fields["broken_told"].queryset


def test_a_breach_stands_in_the_form_that_corrects_it(mine, case):
    said = MET | {"broken": ["rights"], "broken_why": "He ran out.", "broken_told": case.lead.pk}
    mine.post(url(case), said)
    wrong = Contact.objects.get()
    begun = mine.get(url(case, "response_correct") + f"?contact={wrong.pk}").context["form"]
    assert begun.initial["broken"] == ["rights"] and begun.initial["suspect_there"] == "yes" and begun.tells_breach


def test_a_contact_that_never_was_is_taken_back_and_its_clock_says_so(mine, case):
    wrong = contact(case, child(case.a), child(case.b))
    page = f"{url(case, 'response_correct')}?contact={wrong.pk}"
    said = {"contact": wrong.pk, "act": "withdraw"}
    assert "It never was" in text(mine.get(page))
    assert "Say why it is corrected." in text(mine.post(url(case, "response_correct"), said | {"reason": " "}))
    assert mine.post(url(case, "response_correct"), said | {"reason": "Another family."}).status_code == 302
    assert ContactWithdrawn.objects.get().contact == wrong
    told = text(mine.get(url(case)))
    assert "A contact was taken back: it never was." in told and "Another family." in told
    assert mine.get(page).status_code == 404
    clocks = text(mine.get(reverse("county:alert", args=[case.alert.number])))
    assert "had been done Mar 3, 11:00 a.m.: taken back" in clocks and "Another family." in clocks


def test_an_office_that_helps_is_told_what_it_may_write_and_may_not_assess(case, helper):
    client = logged_in(helper, "password", "mfa")
    page = text(client.get(url(case)))
    assert "Your office helps. Write down what you did" in page and "Add a contact" in page
    assert "Safety assessment</a>" not in page and "Absent child</a>" in page
    assert client.post(url(case), SEEN).status_code == 302
    assert client.get(url(case, "response_locate")).status_code == 200
    for name in ("safety", "told", "meetings", "services"):
        assert client.get(url(case, f"response_{name}")).status_code == 404
        assert client.post(url(case, f"response_{name}")).status_code == 404
    assert not SafetyAssessment.objects.exists()


def test_an_office_that_helps_corrects_its_own_contacts_only(case, helper):
    ours, theirs = contact(case, child(case.a)), contact(case, child(case.b), by=helper)
    page = logged_in(helper, "password", "mfa").get(url(case)).content.decode()
    assert f"correct/?contact={theirs.pk}" in page and f"correct/?contact={ours.pk}" not in page
    assert f"files/?contact={ours.pk}" in page


def test_somebody_without_email_gets_a_letter_that_says_where(mine, case):
    act(mine, case, "meetings", "invite", role="parent", named="Sam Cloverfield", involved=case.other.code)
    others = [one.id for one in meetings.roles() if one.right and one.id != "parent"]
    said = {"takes_place_at": "2026-03-10T15:00", "where": "Our office, room 2", "about": "The plan"}
    act(mine, case, "meetings", "set", **said, none=others)
    row = Invitation.objects.get()
    assert f"?letter={row.pk}" in mine.get(url(case, "response_meetings")).content.decode()
    paper = mine.get(url(case, "response_meetings") + f"?letter={row.pk}")
    assert paper["Content-Type"] == "application/pdf"
    words = " ".join(pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_range().split())
    assert "Tuesday, March 10, 2026, 3:00 p.m." in words and "Our office, room 2" in words
    assert "Sam Cloverfield" in words and "Robin" not in words and "866-457-2302" in words
    act(mine, case, "meetings", "tell", invitation=row.pk, told="letter")
    page = text(mine.get(url(case, "response_meetings")))
    assert "Sam Cloverfield</span>: ✓ By letter" in page and "to be told by letter" not in page
    assert mine.get(url(case, "response_meetings") + f"?letter={row.pk + 1}").status_code == 404


def test_an_emergency_is_taken_down_in_its_own_time_only(case):
    where, lead = reverse("county:track", args=[case.alert.number]), logged_in(case.lead, "password", "mfa")
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "Take the emergency down" in text(lead.get(where))
    assert "Take the emergency down" not in text(lead.get(where))
    late = text(lead.post(reverse("county:track_down", args=[case.alert.number]), {"down-approved_by": case.lead.pk}))
    assert "Take the emergency down" not in late
