"""A response is concluded on the county's pages: what is missing, proposal, answer, letters, appeals, harassment."""

import re
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from django.urls import reverse

from oscr.desks.county import letters
from oscr.flow.conclusion import actions, harassing, lettering
from oscr.flow.conclusion.models import (
    Appeal,
    AppealResult,
    Charges,
    Conclusion,
    Letter,
    Posted,
    Suspicion,
    standing_of,
)
from oscr.law import conclusions
from oscr.law.calendar import local
from tests import making
from tests.desks.county.conftest import with_second_factor
from tests.flow.conclusion.concluding import DAY, DONE, SAID, concluded, given, people, proposed, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people()


@pytest.fixture
def alert(staff):
    return ready(staff)


@pytest.fixture(autouse=True)
def at():
    with time_machine.travel(DONE + DAY, tick=False):
        yield DONE + DAY


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(name, alert, *more) -> str:
    return reverse(f"county:{name}", args=[alert.number, *more])


def filled(kind="unsubstantiated", **changed):
    said = {name: SAID[name] for name in conclusions.one(kind).needs}
    return {"kind": kind, **said, "found-A-education-1": conclusions.one(kind).chief} | changed


def fields_of(page: str) -> list[str]:
    return re.findall(r'name="(found-[^"]*)"', page)


def test_the_page_says_what_is_missing_and_by_which_law(staff):
    alert = given(staff)
    page = text(with_second_factor(staff.worker).get(url("conclusion", alert)))
    assert "Not concluded yet." in page and "not done, and overdue" in page
    assert "Law enforcement was notified" in page and "RSMo 210.145.7" in page
    assert "Preponderance of evidence" in page and "Services needed" not in page


def test_from_the_proposal_to_the_letters(alert, staff):
    mine, lead = with_second_factor(staff.worker), with_second_factor(staff.lead)
    form = text(mine.get(url("propose", alert) + "?kind=unsubstantiated"))
    names = fields_of(form)
    assert names and "RSMo 210.145.10" in form
    empty = mine.post(url("propose", alert), {"kind": "unsubstantiated"})
    assert empty.status_code == 200 and "Needed for this conclusion" in text(empty)
    said = filled() | {name: "unsubstantiated" for name in names if name.endswith("-1")}
    assert mine.post(url("propose", alert), said).status_code == 302
    assert "waits for a supervisor" in text(mine.get(url("conclusion", alert)))
    assert alert.number in text(lead.get(reverse("county:conclusions")))
    page = text(lead.get(url("conclusion", alert)))
    assert "Your answer" in page and "For the test: evidence." in page
    assert "Your answer" not in text(mine.get(url("conclusion", alert)))
    done = lead.post(url("conclusion_answer", alert), {"answer": "approved"}, follow=True)
    assert "Concluded: Unsubstantiated." in text(done) and "Letter 1 as PDF" in text(done)
    assert "Letter 1" in text(mine.get(reverse("county:conclusions")))
    assert mine.post(url("letter_sent", alert, 1), {"how": "handed", "language": "en"}).status_code == 302
    assert Posted.objects.get().how == "handed"
    mine.post(url("letter_sent", alert, 2), {"how": "pigeon"})
    assert Posted.objects.filter(how="post").exists()


def test_sending_back_needs_a_reason_and_an_answer_comes_once(alert, staff):
    proposed(alert, staff.worker)
    lead = with_second_factor(staff.lead)
    assert "Say what is missing" in text(lead.post(url("conclusion_answer", alert), {"answer": "returned"}))
    lead.post(url("conclusion_answer", alert), {"answer": "returned", "reason": "Ask the school."})
    assert "Ask the school." in text(lead.get(url("conclusion", alert)))
    late = lead.post(url("conclusion_answer", alert), {"answer": "approved"}, follow=True)
    assert "No conclusion of this report waits any more." in text(late)
    assert lead.post(url("conclusion_answer", alert), {}).status_code == 302


def test_an_answer_without_a_choice_says_so(alert, staff):
    proposed(alert, staff.worker)
    assert with_second_factor(staff.lead).post(url("conclusion_answer", alert), {}).status_code == 200


def test_what_is_not_on_the_list_leads_back_to_the_list(alert, staff):
    mine = with_second_factor(staff.worker)
    assert "Propose a conclusion" in text(mine.get(url("propose", alert) + "?kind=services-needed"))


def test_undone_duties_are_explained_in_the_form(staff):
    alert = given(staff)
    page = text(with_second_factor(staff.worker).get(url("propose", alert) + "?kind=unsubstantiated"))
    assert 'name="explain-safety"' in page and 'name="explain-law-enforcement"' not in page
    spared = text(with_second_factor(staff.worker).get(url("propose", alert) + "?kind=unable-to-locate"))
    assert 'name="explain-safety"' not in spared and "not needed here" in spared


def test_a_preponderance_asks_for_custody_and_flags(alert, staff):
    mine = with_second_factor(staff.worker)
    names = fields_of(text(mine.get(url("propose", alert) + "?kind=preponderance")))
    said = filled("preponderance") | {name: "preponderance" for name in names if name.endswith("-1")}
    said |= {"custodians": ["1"], "jurisdiction": "Boone County, 26BA-DR00001"}
    assert mine.post(url("propose", alert), said).status_code == 302
    row = Conclusion.objects.get()
    assert row.jurisdiction and row.findings.first().custodian
    actions.approve(conclusion=row, by=staff.lead, at=DONE + DAY)
    assert "Not entered: the law bars it" in text(mine.get(url("conclusion", alert)))


def test_a_later_finding_says_from_what_it_follows(alert, staff):
    concluded(alert, staff, "preponderance")
    mine = with_second_factor(staff.worker)
    page = text(mine.get(url("propose", alert) + "?kind=unsubstantiated"))
    assert "What does the later finding follow from?" in page
    said = filled() | {name: "unsubstantiated" for name in fields_of(page) if name.endswith("-1")}
    assert "say what the later finding" in text(mine.post(url("propose", alert), said))
    assert mine.post(url("propose", alert), said | {"because": "judicial"}).status_code == 302
    assert "A later finding: A court." in text(mine.get(url("conclusion", alert)))


def test_appeals_are_entered_on_their_page(alert, staff):
    row = concluded(alert, staff, "preponderance")
    mine = with_second_factor(staff.worker)
    assert "has not been sent" in text(mine.get(url("appeals", alert)))
    letter = row.letters.get(kind="preponderance")
    lettering.post(letter=letter, how="post", sent_at=DONE + DAY, by=staff.worker, at=DONE + DAY)
    assert "open until" in text(mine.get(url("appeals", alert)))
    today = local(DONE + DAY)
    on = {"0": "month", "1": "day", "2": "year"}

    def typed(prefix, name):
        parts = {part: getattr(today, part) for part in on.values()}
        return {f"{prefix}-{name}_{part}": value for part, value in parts.items()}

    charged = {"act": "charges", "charges-person": "1"}
    assert mine.post(url("appeals", alert), charged).status_code == 302
    assert Charges.objects.get().ended_on is None and "pending" in text(mine.get(url("appeals", alert)))
    assert mine.post(url("appeals", alert), charged | typed("charges", "ended_on")).status_code == 302
    filed = {"act": "filed", "filed-person": "1", "filed-way": "de-novo", **typed("filed", "filed_on")}
    assert "after the board has decided" in text(mine.post(url("appeals", alert), filed))
    assert mine.post(url("appeals", alert), filed | {"filed-way": "board"}).status_code == 302
    appeal = Appeal.objects.get()
    page = text(mine.get(url("appeals", alert)))
    assert f"decided-{appeal.pk}-result" in page
    prefix = f"decided-{appeal.pk}"
    decided = {"act": "decided", "appeal": appeal.pk, f"{prefix}-result": "reversed", f"{prefix}-note": "They agreed."}
    assert mine.post(url("appeals", alert), decided).status_code == 200
    assert mine.post(url("appeals", alert), decided | typed(prefix, "decided_on")).status_code == 302
    assert AppealResult.objects.get().note == "They agreed." and "They agreed." in text(mine.get(url("appeals", alert)))
    assert mine.post(url("appeals", alert), decided | {"appeal": "x"}).status_code == 404
    assert mine.post(url("appeals", alert), {"act": "nothing"}).status_code == 409


def test_without_a_finding_there_is_nothing_to_appeal(alert, staff):
    mine = with_second_factor(staff.worker)
    assert "No finding names anybody" in text(mine.get(url("appeals", alert)))
    assert mine.post(url("appeals", alert), {"act": "filed"}).status_code == 409


def test_harassment_is_asked_after_an_unsubstantiated_conclusion_only(alert, staff):
    lead = with_second_factor(staff.lead)
    proposed(alert, staff.worker)
    assert "to harass" not in text(lead.get(url("conclusion", alert)))
    assert lead.post(url("harassment", alert), {"indicators": ["motive"], "evidence": "Said so."}).status_code == 409
    actions.approve(conclusion=actions.waiting_of(alert.classification.report), by=staff.lead, at=DONE + DAY)
    assert "to harass" in text(lead.get(url("conclusion", alert)))
    assert "to harass?" not in text(with_second_factor(staff.worker).get(url("conclusion", alert)))
    assert "Choose at least one sign" in text(lead.post(url("harassment", alert), {"evidence": "Said so."}))
    lead.post(
        url("harassment", alert), {"indicators": ["motive"], "evidence": "Said so.", "prosecutor": "Boone County"}
    )
    assert Suspicion.objects.exists() and "Referred to the prosecutor" in text(lead.get(url("conclusion", alert)))


# --- what the letters say


def words_of(pdf: bytes) -> str:
    read = pypdfium2.PdfDocument(BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in read).split())


def every_letter(staff):
    """One of each kind."""
    rows = [
        concluded(ready(staff), staff, "unsubstantiated"),
        concluded(ready(staff), staff, "preponderance"),
        concluded(ready(staff), staff, "court-adjudicated"),
        concluded(ready(staff), staff, "inappropriate-report"),
        concluded(ready(staff, "juvenile assessment"), staff, "juvenile-services"),
        concluded(ready(staff, "family assessment"), staff, "not-cooperating"),
    ]
    told = {"indicators": ["motive"], "evidence": "Two hearings.", "prosecutor": "Boone County"}
    harassing.refer(conclusion=rows[0], **told, by=staff.lead, at=DONE + DAY)
    found = {letter.kind: letter for row in rows for letter in row.letters.all()}
    assert set(found) == set(conclusions.letters())
    return found


@pytest.mark.thorough
def test_every_letter_is_accessible_plain_and_names_no_reporter(staff):
    mine, each = with_second_factor(staff.worker), every_letter(staff)
    said = {kind: str(letters.data_of(letter, DONE)) for kind, letter in each.items()}
    for kind, letter in each.items():
        answer = mine.get(reverse("county:letter", args=[letter.report.number, letter.place]))
        assert answer.content.startswith(b"%PDF") and b"pdfuaid" in answer.content
        printed = words_of(answer.content)
        assert letter.report.number in printed, kind
        assert "Office of Child Advocate" in printed and "866-457-2302" in printed, kind
        for secret in ("Sealedname", "Teresa", "555-0177", "teacher", "bruises", "afraid"):
            assert secret not in printed, (kind, secret)
        if kind != "prosecutor":
            assert grade_of(letter) <= 8.0, (kind, grade_of(letter))
    assert mine.get(reverse("county:letter", args=[letter.report.number, 99])).status_code == 404
    assert "did not find enough evidence that you" in said["insufficient"]
    assert "Robin Cloverfield" in said["insufficient"]
    ways = ("Review Board. You have 60 days", "circuit court. You have 30 days", "cannot use both")
    for words in (*ways, "60 days start when that case is over"):
        assert words in said["preponderance"], words
    assert "does not look at what a court found" in said["court"] and "60 days" not in said["court"]
    assert "Two hearings." in said["prosecutor"] and "Boone County" in said["prosecutor"]
    assert "A court found" in said["parents-found"]
    _a_copy_bears_the_day_on_which_it_was_sent(each["insufficient"], staff)


def _a_copy_bears_the_day_on_which_it_was_sent(letter, staff) -> None:
    lettering.post(letter=letter, how="post", sent_at=DONE + DAY, by=staff.worker, at=DONE + DAY)
    again = Letter.objects.select_related("posted").get(pk=letter.pk)
    with time_machine.travel(DONE + 9 * DAY, tick=False):
        assert "March 24, 2026" in words_of(letters.paper(again, "en", DONE + 9 * DAY).content)


def grade_of(letter) -> float:
    data = letters.data_of(letter, DONE)
    parts = [words for part in data["parts"] for words in (*part["paragraphs"], *part["items"])]
    return grade(" ".join([*parts, data["closing"], data["advocate"]]))


def test_somebody_whom_the_law_bars_is_told_that_they_are_not_entered(alert, staff):
    found = [actions.Found("A", "education", "1", "preponderance", custodian=True)]
    row = concluded(alert, staff, "preponderance", found=found, jurisdiction="26BA")
    said = str(letters.parts_of(row.letters.get(kind="preponderance")))
    assert "your name is not put into the registry" in said and "can be put" not in said


def test_services_are_offered_where_they_are_indicated(alert, staff):
    row = concluded(alert, staff, "unsubstantiated-services")
    assert "services" in str(letters.parts_of(row.letters.get(kind="parents-insufficient")))


def syllables(word: str) -> int:
    groups = re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))
    return max(1, len(groups))


def grade(said: str) -> float:
    """Flesch-Kincaid: the school year that can read it."""
    sentences = [one for one in re.split(r"[.!?:]+\s", said + " ") if one.strip()]
    words = re.findall(r"[A-Za-z']+", said)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_nobody_of_another_office_sees_any_of_it(alert, staff):
    concluded(alert, staff)
    there = with_second_factor(making.user("county_supervisor", making.Office.objects.get(fips=making.COLE)))
    for name in ("conclusion", "propose", "appeals"):
        assert there.get(url(name, alert)).status_code == 404
    assert there.get(url("letter", alert, 1)).status_code == 404
    assert alert.number not in text(there.get(reverse("county:conclusions")))
    assert standing_of(alert.classification.report)


SPEAKS = {
    "adults": [
        {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Father", "language": "Spanish"},
        {"id": "p2", "first": "Kim", "last": "Cloverfield", "relation": "Mother"},
    ]
}


def test_a_letter_is_made_in_the_language_its_reader_speaks_or_in_the_one_that_is_chosen(staff):
    row = concluded(ready(staff, **SPEAKS), staff, "preponderance")
    mine, alert = with_second_factor(staff.worker), row.alert
    theirs = row.letters.get(kind="preponderance")
    others = row.letters.exclude(pk=theirs.pk)
    assert theirs.language == "es" and {one.language for one in others} == {"en"}
    page = text(mine.get(url("conclusion", alert)))
    assert f"Letter {theirs.place} in English" in page and f"Letter {others[0].place} in Spanish" in page
    assert '<option value="es" selected>' in page and "a draft: the English one goes with it" in page
    spanish, english = (
        pypdfium2.PdfDocument(BytesIO(mine.get(url("letter", alert, theirs.place), asked).content))
        for asked in ({}, {"language": "en"})
    )
    words = " ".join(spanish[0].get_textpage().get_text_range().split())
    assert "Esta traducción es un borrador" in words and "draft" not in english[0].get_textpage().get_text_range()
    assert b"/Lang(es)" in mine.get(url("letter", alert, theirs.place)).content.replace(b" ", b"")
    assert mine.post(url("letter_sent", alert, theirs.place), {"how": "post", "language": "en"}).status_code == 302
    sent = Letter.objects.get(pk=theirs.pk)
    assert (sent.posted.language, sent.language) == ("en", "en")
