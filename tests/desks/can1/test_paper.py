"""The CA/N-1 and the sealed page on paper: PDF/UA, whole, the same for the same, and the reporter for nobody without approval."""

import io

import pikepdf
import pytest

from oscr.desks.can1 import document, served
from oscr.flow.assignment import actions as assignment
from oscr.law import can1
from oscr.record.models import Entry
from tests.desks.can1 import families, papers
from tests.desks.can1.conftest import LATER
from tests.making import MINUTE

pytestmark = pytest.mark.django_db
SEALED = "/county/alerts/{}/reporter/paper/"


@pytest.fixture
def copy(alerted, staff):
    """The PDF of an alert about a family."""

    def make(**changed) -> bytes:
        report = alerted(**changed).classification.report
        return served.paper(document.of_report(report, staff.worker), LATER).content

    return make


def test_it_is_tagged_titled_and_in_a_language(copy):
    made = copy()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert str(opened.Root.Lang) == "en"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        meta = opened.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"].startswith("CA/N-1: Child Abuse and Neglect Report, call ")
        assert all("/StructParents" in page for page in opened.pages)
    tags = papers.tags(made)
    assert tags.count("Document/H1") == 1
    assert {"Document/H2", "Document/H3", "Document/H4"} <= set(tags)
    heads = {"Document/Table/THead/TR/TH", "Document/Table/TBody/TR/TD"}
    assert heads <= set(tags)
    assert {"Document/L/LI/Lbl", "Document/L/LI/LBody"} <= set(tags)


def test_every_page_carries_the_call_number_and_says_which_it_is_of_how_many(copy):
    pages = papers.pages(copy())
    number = pages[0].split()[0]
    for n, page in enumerate(pages, 1):
        assert page.startswith(f"{number} Confidential: RSMo 210.150")
        assert f"Page {n} of {len(pages)}" in page


def test_screen_and_paper_say_the_same(alerted, staff):
    """Whatever block there is on the screen is on the paper, too."""
    report = alerted().classification.report
    made = document.of_report(report, staff.worker)
    text = " ".join(papers.pages(served.paper(made, LATER).content)).replace(" ", "")
    for section in made.sections:
        for block in (*section.blocks, *(one for part in section.parts for one in part.blocks)):
            for said in _texts(block):
                assert said.replace(" ", "").replace("\n", "")[:60] in text, section.slug


def _texts(block):
    if block.kind == "rows":
        return [text for row in block.rows for text in row]
    if block.kind == "table":
        return block.heads
    return [item.text for item in block.items] if block.kind == "items" else block.paragraphs


def test_the_same_at_the_same_time_is_the_same_to_the_byte(alerted, staff):
    made = document.of_report(alerted().classification.report, staff.worker)
    assert served.paper(made, LATER).content == served.paper(made, LATER).content
    assert served.paper(made, LATER).content != served.paper(made, LATER + MINUTE).content


@pytest.mark.thorough
def test_a_story_of_forty_pages_and_names_in_any_script_lose_nothing(copy):
    made = copy(**families.long())
    pages = papers.pages(made)
    text = " ".join(pages)
    assert len(pages) >= 40
    for n in range(1, 200):
        assert f" {n}. And then on that day" in text
    assert text.count("x") >= 3000
    assert text.replace(" ", "").count("y" * 300) == 1
    for letter in "ABCDEFGHIJKL":
        assert f" {letter}. " in text
    for name in ("Анна", "Мария", "Žofie", "Ñandú", "O'Neil-Smith"):
        assert name in text
    assert "A box stands for a letter that cannot be printed here." in text
    assert families.SEALED[0] not in text
    _nothing_leaves_the_page(made)


def _nothing_leaves_the_page(made: bytes) -> None:
    """No letter is drawn outside the margins."""
    for page in papers.opened(made):
        width, height = page.get_size()
        words = page.get_textpage()
        for n in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(n)
            assert left > 40 and right < width - 40 and bottom > 20 and top < height - 20


@pytest.mark.thorough
def test_no_heading_and_no_first_or_last_row_stands_alone(copy):
    """A heading is never the last of a page; of a list that runs on, two rows stay together at either end."""
    pages = papers.pages(copy(**families.long()))
    titles = ("Children", "Caretaker status", "The incident", "Immediate danger", "Pathways", "Prior history", "Clocks")
    for page in pages:
        body = page.rpartition(" Page ")[0]
        assert not body.endswith(titles)
    people = [page for page in pages if "Victim child" in page]
    for page in people:
        assert page.count("Part Victim child") == page.count("School or child care")  # a person is never torn apart


def test_of_nothing_there_is_a_paper_too(copy):
    pages = papers.pages(copy(**families.empty(), adults=[], suspects=[], worries={}, questions={}, places={}, done={}))
    assert "Name unknown" in pages[0] + pages[1]


def test_the_file_names_nobody_and_is_kept_nowhere(alerted, staff, browser_of):
    alert = alerted()
    got = browser_of(staff.worker).get(f"/county/alerts/{alert.number}/can1/paper/")
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == f'attachment; filename="can1-{alert.number}.pdf"'
    assert got["Cache-Control"] == "no-store"
    own = browser_of(staff.screener).get(f"/hotline/reports/{alert.number}/can1/paper/")
    assert papers.pages(own.content)[0].startswith(alert.number)


def test_the_reporter_is_released_under_a_cover_sheet_for_one_person_and_purpose(alerted, staff, browser_of):
    alert = alerted()
    said = {"alert": alert, "to": staff.worker, "by": staff.supervisor, "at": LATER}
    assignment.disclose_reporter(**said, purpose="contact")
    got = browser_of(staff.worker).post(SEALED.format(alert.number), {"purpose": "contact"})
    assert got["Content-Disposition"] == f'attachment; filename="sealed-{alert.number}.pdf"'
    cover, sealed = papers.pages(got.content)
    for text in (
        "CA/N Records Cover Sheet",
        str(staff.worker),
        str(staff.supervisor),
        "within 48 hours",
        "Mar 3, 2026",
    ):
        assert text in cover
    for rule in can1.cover():
        assert rule.text in cover
    for text in families.SEALED:
        assert text not in cover
        assert text in sealed
    assert "Document/H1" in papers.tags(got.content)
    (release,) = Entry.objects.filter(act="reporter.released")
    assert (release.by, release.details) == (staff.worker, {"purpose": "contact"})


@pytest.mark.parametrize("purpose", ["disposition", "", "gossip"])
def test_for_another_purpose_it_is_refused(alerted, staff, browser_of, purpose):
    alert = alerted()
    assignment.disclose_reporter(alert=alert, to=staff.worker, purpose="contact", by=staff.supervisor, at=LATER)
    got = browser_of(staff.worker).post(SEALED.format(alert.number), {"purpose": purpose})
    assert got.status_code == 409
    assert families.SEALED[0] not in got.content.decode()
    assert not Entry.objects.filter(act="reporter.released").exists()


def test_for_whom_it_was_not_disclosed_there_is_no_such_page(alerted, staff, browser_of):
    alert = alerted()
    assignment.disclose_reporter(alert=alert, to=staff.worker, purpose="contact", by=staff.supervisor, at=LATER)
    for person in (staff.supervisor, staff.circuit):
        assert browser_of(person).post(SEALED.format(alert.number), {"purpose": "contact"}).status_code == 404


def test_who_did_not_say_who_they_are_is_said_so(alerted, staff, browser_of):
    alert = alerted(you={"name": "Teresa Sealedname", "phone": "555-0177"})
    assignment.disclose_reporter(alert=alert, to=staff.worker, purpose="safety", by=staff.supervisor, at=LATER)
    got = browser_of(staff.worker).post(SEALED.format(alert.number), {"purpose": "safety"})
    assert "Mandated" in papers.pages(got.content)[1]
