"""The response as pages: a contact, what comes before a visit, safety, meetings, services, files."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oscr.agency.models import Office
from oscr.flow.assignment import actions as assignment
from oscr.flow.response.models import (
    AssessmentOutcome,
    Contact,
    Informed,
    Invitation,
    Invitee,
    Meeting,
    Precaution,
    Risk,
    SafetyAssessment,
    ServiceStep,
    TeamMember,
    TeamUse,
    Whereabouts,
)
from oscr.law import meetings, safety, visiting
from tests import making
from tests.flow.attachment.files import picture
from tests.flow.response.responding import LATER, responded
from tests.house.world import logged_in
from tests.making import NOW

pytestmark = pytest.mark.django_db
WHEN = "2026-03-03T12:00"
SEEN = {
    "place": "elsewhere",
    "result": "reached",
    "happened_at": WHEN,
    "what": "Robin draws and laughs.",
    "seen": ["A"],
}


@pytest.fixture
def at():
    """The day after, in the evening: the doors see this time."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def case(at):
    return responded()


@pytest.fixture
def mine(case):
    return logged_in(case.worker, "password", "mfa")


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(case, page: str = "response") -> str:
    return reverse(f"county:{page}", args=[case.alert.number])


def act(client, case, page: str, name: str, **said):
    """Post one small form; it must be taken."""
    done = client.post(url(case, f"response_{page}"), {"act": name, **said})
    assert done.status_code == 302, text(done)


def test_a_contact_is_written_and_told(mine, case):
    assert "Missing: 8" in text(mine.get(url(case)))
    assert mine.post(url(case), SEEN).status_code == 302
    page = text(mine.get(url(case)))
    assert "Robin draws and laughs." in page and "seen Mar 3, 12:00 p.m." in page
    assert "entered Mar 4, 3:00 p.m." in page and "Missing: 6" in page


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(mine, case):
    page = mine.post(url(case), SEEN | {"place": "home"})
    assert "First answer the questions that come before a visit." in text(page) and "draws and laughs" in text(page)
    assert not Contact.objects.exists()
    empty = text(mine.post(url(case), {}))
    assert "This field is required." in empty


def test_what_was_refused_stands_there_on_coming_back_from_the_page_that_comes_first(mine, case):
    mine.post(url(case), SEEN | {"place": "home", "what": "Robin opens the door."})
    mine.get(url(case, "response_visit"))
    assert "Robin opens the door." in text(mine.get(url(case)))
    mine.post(url(case), SEEN | {"place": "home", "what": "Robin opens the door."})
    assert mine.post(url(case), SEEN).status_code == 302
    assert "Robin opens the door." not in text(mine.get(url(case)))


def test_the_questions_before_a_visit_and_what_follows(mine, case):
    answers = {one.id: "no" for one in visiting.questions()}
    assert "Domestic" not in text(mine.get(url(case, "response_visit")))
    refused = mine.post(url(case, "response_visit"), answers | {"violence": ""})
    assert "Answer this" in text(refused)
    assert mine.post(url(case, "response_visit"), answers | {"violence": "unknown"}).status_code == 302
    page = text(mine.get(url(case)))
    assert "No call before a visit, no card" in page and "What is not known counts as yes." in page
    called = mine.post(url(case), SEEN | {"place": "home", "called_ahead": "yes"})
    assert "RSMo 210.145.8(3)" in text(called) and "<details open>" in called.content.decode()
    mine.post(url(case, "response_visit"), answers)
    assert "Nothing speaks against a call" in text(mine.get(url(case))) and Precaution.objects.count() == 2


def test_what_the_hotline_knows_is_chosen_already(at):
    case = responded(settled=[("", "domestic violence history", "yes")])
    page = logged_in(case.worker, "password", "mfa").get(url(case, "response_visit"))
    assert page.context["form"].initial["violence"] == "yes"


def test_a_contact_with_everybody(mine, case):
    codes = [case.suspect.code, case.other.code, "reporter"]
    said = {"whom": codes, "named": "The neighbor", "suspect_there": "yes", "rights": "given", "rights_minutes": "4"}
    said |= {"interviewed": ["A"], "parent_told": "Sam", "parent_told_at": "2026-03-03T11:00"}
    assert mine.post(url(case), SEEN | said).status_code == 302
    parts = [one.part for one in Contact.objects.get().met.all()]
    assert parts == ["suspect", "adult", "reporter", "child", "collateral"]
    page = text(mine.get(url(case)))
    assert "4 minutes to read" in page and "Sam was told before the interview" in page


def test_what_a_reporter_said_is_sealed_until_the_reporter_is_disclosed(mine, case):
    mine.post(
        url(case), SEEN | {"seen": [], "whom": ["reporter"], "place": "phone", "what": "As the teacher of Robin."}
    )
    assert "As the teacher of Robin." not in text(mine.get(url(case)))
    how = {"purpose": "contact", "by": case.lead, "at": LATER}
    assignment.disclose_reporter(alert=case.alert, to=case.worker, **how)
    assert "As the teacher of Robin." in text(mine.get(url(case)))


def test_a_contact_is_corrected(mine, case):
    mine.post(url(case), SEEN)
    wrong = Contact.objects.get()
    begun = mine.get(url(case, "response_correct") + f"?contact={wrong.pk}")
    assert "draws and laughs" in text(begun) and begun.context["form"].initial["seen"] == ["A"]
    said = SEEN | {"contact": wrong.pk, "what": "Robin slept."}
    assert "Say why it is corrected." in text(mine.post(url(case, "response_correct"), said))
    assert mine.post(url(case, "response_correct"), said | {"reason": "Another child."}).status_code == 302
    assert "Robin slept." in text(mine.get(url(case))) and Contact.objects.count() == 2
    assert mine.get(url(case, "response_correct")).status_code == 302
    assert mine.get(url(case, "response_correct") + f"?contact={wrong.pk}").status_code == 404


def test_a_photograph_is_added_and_looked_at(mine, case):
    mine.post(url(case), SEEN)
    one = Contact.objects.get().pk
    assert mine.get(url(case, "response_files")).status_code == 302
    assert mine.get(url(case, "response_files") + f"?contact={one}").status_code == 200
    sent = SimpleUploadedFile("x.jpg", picture(), "image/jpeg")
    said = {"contact": one, "shows": "The left arm", "names": "no", "file": sent}
    assert mine.post(url(case, "response_files"), said).status_code == 302
    assert "The left arm" in text(mine.get(url(case)))
    assert mine.get(url(case, "response_files") + "?show=1")["Content-Type"] == "image/jpeg"
    assert mine.get(url(case, "response_files") + "?show=2").status_code == 404
    hotline = logged_in(making.user("hotline_supervisor"), "password", "mfa")
    assert "The left arm" not in text(hotline.get(reverse("hotline:report", args=[case.alert.number])))


def test_an_absent_child(mine, case):
    said = {"child": "B", "where": "At her aunt's", "well_being": "Well", "verified_by": "The aunt's doctor"}
    assert mine.get(url(case, "response_locate")).status_code == 200
    assert "verified" in text(mine.post(url(case, "response_locate"), said | {"where": ""}))
    assert mine.post(url(case, "response_locate"), said).status_code == 302
    assert Whereabouts.objects.get().happened_at == LATER
    assert "Absent child B located." in text(mine.get(url(case)))


def test_a_safety_assessment(mine, case):
    form = safety.current(date(2026, 3, 3))
    said = {f"item {item.id}": "no" for item in form.items} | {
        "child A": "plan",
        "child B": "safe",
        "item needs": "yes",
    }
    assert form.items[0].text in text(mine.get(url(case, "response_safety")))
    assert "Say how the child is kept safe now." in text(mine.post(url(case, "response_safety"), said))
    said |= {"interventions": ["network"], "who_0": "Aunt Example", "what_0": "Sleeps there"}
    assert "who does what until when" in text(mine.post(url(case, "response_safety"), said))
    assert mine.post(url(case, "response_safety"), said | {"until_0": "2026-03-20"}).status_code == 302
    assert SafetyAssessment.objects.get().plan.get().who == "Aunt Example"
    assert "A: Safe with a plan." in text(mine.get(url(case)))


def test_team_school_and_parents(mine, case):
    assert "20 U.S.C. 1232g" in text(mine.get(url(case, "response_told")))
    assert "Say why" in text(mine.post(url(case, "response_told"), {"act": "team", "used": "no"}))
    act(mine, case, "told", "team", used="yes")
    act(mine, case, "told", "member", named="Nurse Example", agency="Example Hospital", role="Nurse")
    act(
        mine, case, "told", "inform", kind="liaison", involved="A", named="Liaison Example", what="That we look into it"
    )
    assert TeamUse.objects.get().used and TeamMember.objects.get().agency == "Example Hospital"
    assert Informed.objects.get().happened_at == LATER
    assert mine.post(url(case, "response_told"), {"act": "nothing"}).status_code == 200


def test_meetings(mine, case):
    act(mine, case, "meetings", "invite", role="parent", named="Sam Cloverfield", involved=case.other.code)
    act(mine, case, "meetings", "invite", role="family", named="Aunt Example", asked_by="Sam", email="a@example.org")
    others = [one.id for one in meetings.roles() if one.right and one.id != "parent"]
    said = {"takes_place_at": "2026-03-10T15:00", "where": "Our office", "about": "The plan"}
    assert "Guardian ad litem" in text(mine.post(url(case, "response_meetings"), {"act": "set", **said}))
    act(mine, case, "meetings", "set", **said, none=others)
    page = text(mine.get(url(case, "response_meetings")))
    assert "to be told by letter, by phone or in person" in page and "By e-mail" in page
    row = Invitation.objects.get(told="")
    act(mine, case, "meetings", "tell", invitation=row.pk, told="letter")
    aunt = Invitee.objects.get(role="family")
    act(mine, case, "meetings", "no-longer", invitee=aunt.pk)
    assert Meeting.objects.get().invitations.count() == 3


def test_services_of_a_family_assessment(at):
    case = responded("family assessment")
    mine = logged_in(case.worker, "password", "mfa")
    act(mine, case, "services", "need", what="Food", known_from="The family")
    said = {"need": case.alert.pk, "what": "Pantry", "why": "Hunger", "until": "2026-04-01"}
    page = mine.get(url(case, "response_services"))
    offered = next(form for form in page.context["forms"] if form.name == "offer")
    act(mine, case, "services", "offer", **said | {"need": offered.fields["need"].queryset.get().pk})
    page = mine.get(url(case, "response_services"))
    service = next(form for form in page.context["forms"] if form.name == "step").fields["service"].queryset.get()
    act(mine, case, "services", "step", service=service.pk, kind="refused", attempts="Twice", note="Proud")
    act(mine, case, "services", "risk", level="high", why="Alone at night")
    assert ServiceStep.objects.get().kind == "refused" and Risk.objects.get().happened_at == LATER
    assert "an investigation may be begun" in text(mine.get(url(case)))
    act(mine, case, "services", "outcome", outcome="They eat.", services="None", risk_removed="The aunt")
    assert AssessmentOutcome.objects.exists()
    assert "They eat." in text(mine.get(url(case, "response_services")))


def test_whoever_leads_reads_and_writes_and_others_of_the_office_read(case, at):
    lead = logged_in(case.lead, "password", "mfa")
    assert lead.post(url(case), SEEN).status_code == 302
    other = logged_in(making.user("worker", case.alert.office), "password", "mfa")
    page = text(other.get(url(case)))
    assert "draws and laughs" in page and "Add a contact" not in page
    assert "The worker who responds writes this down" in text(other.post(url(case), SEEN))


def test_a_worker_of_an_office_that_helps_writes_what_was_done_there(case):
    there = making.user("worker", Office.objects.get(fips=making.COLE))
    client = logged_in(there, "password", "mfa")
    assert client.get(url(case)).status_code == 404
    how = {"asking": case.alert.office, "office": there.office, "kind": "courtesy", "what": "See B.", "by": case.lead}
    case.report.assistance.create(**how, at=NOW)
    assert client.post(url(case), SEEN).status_code == 302
    assert "Robin draws and laughs." in text(client.get(url(case)))
