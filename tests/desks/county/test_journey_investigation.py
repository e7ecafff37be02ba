"""An investigation from alert to letters, through the pages alone: everybody who has a part in it sits at their own.

RSMo 210.145, subsections 2, 7 to 14, 17 and 18; 210.152; 210.183.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from tests import making
from tests.desks.county.walking import NARROW, SAID, WIDE, field, go, press, save, says, silent, taken_on, tick, unfold
from tests.desks.hotline.test_browser import access
from tests.flow.ending import calls
from tests.flow.enforcement.telling import agency
from tests.making import NOW

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
HELPS = "If you ask what was found"
SEALED = (
    "Alex",
    "Sam Cloverfield",
    "bruises. Alex",
    "Preponderance",
    "Review Board",
    "X-rays",
    "Deputy Sample",
    "worker ",
)


def test_an_investigation_from_alert_to_letters(walk):
    office = Office.objects.get(fips=making.BOONE)
    lead, worker = making.user(Role.COUNTY_SUPERVISOR, office), making.user(Role.WORKER, office)
    circuit, director = making.user(Role.CIRCUIT_MANAGER, office), making.user(Role.REGIONAL_DIRECTOR, office)
    alert = calls.with_office(making.user(Role.SCREENER), "investigation", NOW, office, **SAID)
    teacher, sheriff = alert.classification.report.owner, agency()
    walk.wait(minutes=10)
    name_chief(walk, circuit, lead)
    taken_on(walk, lead, worker, alert.number)
    told_and_answering(walk, worker, sheriff, alert.number)
    before_a_visit(walk, worker, alert.number)
    walk.wait(hours=2)
    seen(walk, worker, alert.number)
    walk.wait(hours=20)
    reporter_contacted(walk, lead, worker, teacher, alert.number)
    walk.wait(hours=20)
    household(walk, worker, alert.number)
    walk.wait(days=5)
    meeting(walk, worker, lead, alert.number)
    walk.until(NOW + timedelta(days=45, hours=-1))
    longer(walk, lead, alert.number)
    proposed(walk, worker, alert.number)
    approved(walk, lead, worker, alert.number)
    told_to_the_reporter(walk, teacher, worker, director, alert.number)


def name_chief(walk, circuit, lead):
    """The circuit manager names the chief investigator of the office."""
    page = walk.sit(circuit, "/county/chiefs/")
    walk.look(page, "chiefs")
    go(page, f"Name one for {lead.office}")
    field(page, "Chief investigator").select_option(label=str(lead))
    save(page)
    says(page, f"{lead} is chief investigator of")


def told_and_answering(walk, worker, sheriff, number):
    """Law enforcement is told by a link that opens once, and answers."""
    page = walk.sit(worker)
    says(page, "Law enforcement contacted")
    go(page, number)
    go(page, "Law enforcement")
    says(page, "No agency was notified yet")
    field(page, "Agency").select_option(index=1)
    tick(page, "How", "By a link that opens once")
    walk.look(page, "enforcement")
    save(page)
    says(page, "It has 24 hours", "No answer that counts yet")
    walk.look(page, "enforcement-told")
    there = "/county/agency/" + walk.mail("enforcement_told", sheriff.email).split("/county/agency/")[1].split()[0]
    deputy = walk.new_page(viewport=WIDE)
    deputy.goto(there)
    silent(deputy, "Cloverfield", number)
    walk.look(deputy, "agency-shut")
    press(deputy, "Open")
    says(deputy, "Cloverfield", number)
    silent(deputy, "Sealedname", "555-0177")
    walk.look(deputy, "agency")
    tick(deputy, "Answer", "Assists")
    deputy.get_by_label("Which officer assists?").fill("Deputy Sample")
    deputy.get_by_label("The officer's telephone").fill("555-0151")
    press(deputy, "Answer")
    says(deputy, "Received: Assists")
    walk.look(deputy, "agency-answered")


def before_a_visit(walk, worker, number):
    """No visit before the six questions; then the page says what may not be done."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Response")
    says(page, "Six questions come before the first visit to the home", "Not seen: A.")
    walk.look(page, "response-new")
    tick(page, "Children seen", "A Robin")
    tick(page, "Where and how", "At home")
    field(page, "What was seen, said and done").fill("For the test.")
    save(page)
    says(page, "before the first visit")
    walk.look(page, "response-refused")
    go(page, "Answer the questions")
    walk.look(page, "visit")
    for question in page.get_by_role("group").all():
        question.get_by_label("No", exact=True).press(" ")
    tick(page, "Would a call or a card alert", "Yes")
    save(page)
    says(page, "No call before a visit, no card or other sign of it", "An alleged perpetrator will be alerted")


def seen(walk, worker, number):
    """Robin is seen within 24 hours, and Alex, who is suspected, is given his rights in writing: without them nothing is written down."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Response")
    tick(page, "With whom", "1 Alex")
    tick(page, "Children seen", "A Robin")
    tick(page, "Where and how", "At home")
    field(page, "What was seen, said and done").fill("Robin shows the bruises. Alex says it was a fall.")
    save(page)
    says(page, "If so: the rights in writing")
    walk.look(page, "response-rights")
    tick(page, "If so: the rights in writing", "Given")
    field(page, "Minutes to read them: five at most").fill("4")
    save(page)
    says(
        page,
        "Written down.",
        "Robin shows the bruises",
        "Rights in writing given, 4 minutes to read",
        "Neither seen nor located: B.",
    )
    silent(page, "Not seen: A.")


def reporter_contacted(walk, lead, worker, teacher, number):
    """The teacher is contacted within 48 hours by the worker, to whom the supervisor told who it is."""
    page = walk.sit(lead)
    go(page, number)
    part = unfold(page, "Disclose to somebody")
    field(part, "To whom").select_option(label=str(worker))
    tick(part, "What for", "Contact the mandated reporter")
    press(part, "Disclose")
    page = walk.sit(worker)
    go(page, number)
    go(page, "See who told")
    says(page, "Teresa Sealedname", "Keep this to yourself")
    walk.look(page, "reporter")
    go(page, "Back to the alert")
    go(page, "Response")
    tick(page, "With whom", "The reporter")
    tick(page, "Where and how", "By phone")
    field(page, "What was seen, said and done").fill("Robin told her about a belt.")
    save(page)
    says(page, "The reporter was contacted.", "Robin told her about a belt.")
    page = walk.sit(lead)
    go(page, number)
    go(page, "Response")
    silent(page, "Robin told her about a belt.")
    says(page, "what was learnt is sealed")


def household(walk, worker, number):
    """Wren is seen, and the safety of both children is assessed, within 72 hours; Sam gets the written notice."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Response")
    tick(page, "With whom", "2 Sam")
    tick(page, "Children seen", "B Wren")
    tick(page, "Where and how", "Face to face elsewhere")
    field(page, "What was seen, said and done").fill("Wren plays. Sam is worried.")
    save(page)
    says(page, "Every child of the household was seen")
    go(page, "Safety assessment")
    save(page)
    says(page, "answers need a look")
    walk.look(page, "safety")
    questions = page.locator("fieldset", has=page.get_by_label("I don't know"))
    for question in questions.all():
        question.get_by_label("No", exact=True).press(" ")
    tick(page, "Somebody of the home caused a child serious physical harm", "Yes")
    tick(page, "Decision about A Robin", "plan")
    tick(page, "Decision about B Wren", "plan")
    tick(page, "How the children are kept safe now", "Whoever is suspected leaves")
    field(page, "1: who").fill("Alex")
    field(page, "1: does what").fill("stays with his brother")
    field(page, "1: until").fill("2026-03-20")
    field(page, "Why; what is not known and what makes up for it").fill("Sam keeps to it.")
    save(page)
    says(
        page,
        "The safety assessment is written down",
        "The safety of every child was assessed",
        "Alex: stays with his brother",
    )
    go(page, "Team, school, parents")
    walk.look(page, "told")
    part = unfold(page, "A school or a parent was informed")
    tick(part, "Who", "A parent, by the written notice")
    field(part, "Name, and of which school").fill("Sam Cloverfield")
    field(part, "What they were given or told").fill("The notice")
    press(part, "Write it down")
    says(page, "Written down.")
    go(page, "Back to the response")
    walk.look(page, "response-seen")


def meeting(walk, worker, lead, number):
    """A family support team meets: nobody of those with a right is left out."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Response")
    go(page, "Meetings")
    for role, name, email in (
        ("Parent", "Sam Cloverfield", "sam@example.org"),
        ("Guardian ad litem", "Gale Sample", ""),
    ):
        part = unfold(page, "Name somebody who is told of every meeting")
        tick(part, "As what", role)
        field(part, "Name").fill(name)
        field(part, "E-mail; who has none is told by letter or phone").fill(email)
        press(part, "Write it down")
        says(page, name)
    part = unfold(page, "Set a meeting")
    field(part, "When it takes place").fill("2026-03-12T10:00")
    field(part, "Where").fill("The office")
    field(part, "What about").fill("Who looks after the children")
    press(part, "Write it down")
    says(page, "These have a right to be told")
    walk.look(page, "meetings-refused")
    part = unfold(page, "Set a meeting")
    others = ("Legal counsel for a parent", "Foster parent", "Legal guardian", "Volunteer advocate")
    tick(part, "Of these there is nobody", *others)
    press(part, "Write it down")
    says(page, "Mar 12, 10:00 a.m.", "to be told by letter, by phone or in person")
    assert number in walk.mail("meeting", "sam@example.org")
    go(page, "Back to the response")
    says(page, "Not told of a family support team meeting yet: 1.")
    go(page, "Meetings")
    part = unfold(page, "Somebody was told by letter")
    field(part, "Who").select_option(index=1)
    tick(part, "How", "phone")
    press(part, "Write it down")
    silent(page, "to be told by letter, by phone or in person")
    walk.look(page, "meetings")


def longer(walk, lead, number):
    """On day 45 the supervisor documents good cause; without a reason it is none."""
    page = walk.sit(lead)
    go(page, number)
    says(page, "Completed and entered")
    go(page, "Time")
    tick(page, "Which good cause?", "(a)")
    press(page, "Document it and give more time")
    says(page, "good cause counts only when it is documented")
    walk.look(page, "longer-refused")
    field(page, "Why could it not be completed in time?").fill(
        "X-rays of March 5 were asked for on March 9 and have not come."
    )
    press(page, "Document it and give more time")
    says(page, "Documented. The clock has its new time.", "end of Jun 1")
    walk.look(page, "longer")


def proposed(walk, worker, number):
    """The worker proposes; refused while a duty is unmet, and the page says which and why; then it waits for a supervisor."""
    page = walk.sit(worker)
    go(page, number)
    go(page, "Conclusion")
    says(page, "Not concluded yet", "It is said whether a multidisciplinary team is used: not done")
    walk.look(page, "conclusion-open")
    go(page, "It is said whether a multidisciplinary team is used")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Team, school, parents")
    go(page, "Conclusion")
    go(page, "Preponderance of evidence")
    walk.look(page, "propose")
    for words in page.get_by_role("textbox").all():
        words.fill("For the test.")
    field(page, "Only where a court took jurisdiction").fill("")
    tick(page, "Who of them is the child's parent", "1 Alex")
    save(page)
    says(page, "Not done: It is said whether a multidisciplinary team is used. Nobody said whether", "RSMo 210.145.13")
    walk.look(page, "propose-refused")
    go(page, "Back to the conclusion")
    go(page, "It is said whether a multidisciplinary team is used")
    part = unfold(page, "Is a multidisciplinary team used?")
    tick(part, "Used", "No")
    field(part, "If not: why").fill("We and the sheriff decided so.")
    press(part, "Write it down")
    says(page, "Written down.")
    go(page, "Conclusion")
    go(page, "Preponderance of evidence")
    for words in page.get_by_role("textbox").all():
        words.fill("For the test.")
    field(page, "Only where a court took jurisdiction").fill("")
    tick(page, "Who of them is the child's parent", "1 Alex")
    save(page)
    says(page, "Proposed. A supervisor was told by e-mail.", "A conclusion waits for a supervisor.")
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)  # whoever proposed it does not approve it
    walk.look(page, "proposed")


def approved(walk, lead, worker, number):
    """The supervisor approves; the worker prints and posts the letters; from then on Alex may appeal."""
    page = walk.sit(lead)
    access(page, "e")
    page.wait_for_url("**/conclusions/")
    walk.look(page, "conclusions")
    go(page, number)
    tick(page, "Answer", "Approve")
    save(page)
    says(page, "Concluded. Its letters wait to be printed.", "Concluded: Preponderance of evidence.")
    page = walk.sit(worker, "/county/conclusions/")
    says(page, "To the alleged perpetrator: preponderance of evidence, with the ways to appeal", "To the parents")
    go(page, number)
    go(page, "Appeals: until when, what was filed, what became of it")
    silent(page, "open until")
    page.go_back()
    letters = page.get_by_role("link", name="as PDF").all()
    assert len(letters) >= 2
    for letter in letters:
        paper = page.request.get(letter.get_attribute("href"))
        assert paper.body().startswith(b"%PDF")
    for place in range(1, len(letters) + 1):
        press(page, f"Letter {place} is printed and sent")
        says(page, "Sent")
    walk.look(page, "concluded")
    go(page, "Appeals: until when, what was filed, what became of it")
    says(page, "Child Abuse and Neglect Review Board: open until", "Judicial review by the circuit court: open until")
    walk.look(page, "appeals")


def told_to_the_reporter(walk, teacher, worker, director, number):
    """The teacher sees that the office has finished and nothing of what it found; asks; and reads what the director shares."""
    page = walk.sit(teacher, f"/report/sent/{number}/", NARROW)
    says(page, "The local office has finished its work.")
    silent(page, *SEALED, "was abused or neglected")
    walk.look(page, "status")
    go(page, "Ask how it ended")
    walk.look(page, "ended")
    tick(page, "What do you want to know?", "How it ended, and what was found")
    field(page, HELPS).fill("Robin sits in my class.")
    press(page, "Ask")
    says(page, "The office answers by")
    desk = walk.sit(worker)
    access(desk, "q")
    desk.wait_for_url("**/requests/")
    walk.look(desk, "requests")
    go(desk, number)
    says(desk, "Robin sits in my class.", "The regional director decides; they were told.")
    silent(desk, "Sealedname")
    save(desk)
    says(desk, "Answered.")
    desk = walk.sit(director, "/county/requests/")
    go(desk, number)
    walk.look(desk, "request-director")
    field(desk, "How far can the reporter help to protect the child?").fill("She sees Robin daily.")
    field(desk, "What harm to the child, or to other children of the family, may come of it?").fill("None is seen.")
    tick(desk, "Does the reporter learn what was found?", "Yes")
    field(desk, "If yes: what the reporter reads").fill("Watch for new bruises, and call the hotline.")
    press(desk, "Decide")
    says(desk, "Decided.")
    page = walk.sit(teacher, f"/report/sent/{number}/", NARROW)
    says(page, "It found that a child was abused or neglected.", "Watch for new bruises, and call the hotline.")
    silent(page, *SEALED, "She sees Robin daily.", "Ask how it ended")
    walk.look(page, "status-told")
