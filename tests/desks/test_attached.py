"""Adding a file, opening it, and what no file may do: at the reporter's, the hotline's and the county's desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.desks import stash
from oscr.desks.attached import FileForm
from oscr.flow.assignment import actions as assignment
from oscr.flow.attachment.actions import attach
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Draft, Report
from oscr.record.models import Entry
from tests import making
from tests.desks.hotline.conftest import logged_in
from tests.desks.hotline.reading import text, tree
from tests.flow.attachment import files
from tests.making import NOW

pytestmark = pytest.mark.django_db


def upload(content: bytes | None = None, name: str = "Sealedname.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.picture() if content is None else content)


@pytest.fixture
def teacher():
    return making.reporter()


@pytest.fixture
def portal(teacher):
    client = Client()
    client.force_login(teacher)
    return client


@pytest.fixture
def draft(teacher):
    return making.draft(teacher, at=timezone.now())


@pytest.fixture
def report(teacher):
    """A report with a picture that names nobody and a letter that may."""
    made = making.sent(teacher)
    attach(to=made, sent=files.picture(), shows="A drawing", names_reporter=False, by=teacher, at=NOW)
    attach(to=made, sent=files.pdf(), shows="A letter", names_reporter=True, by=teacher, at=NOW)
    return made


@pytest.fixture
def screener():
    return logged_in(making.user(Role.SCREENER))


def test_a_reporter_shows_something_before_sending(portal, draft):
    here = reverse("reporter:files", args=[draft.pk])
    assert here in portal.get(reverse("reporter:check", args=[draft.pk])).content.decode()
    assert portal.post(here, {"shows": "A drawing", "names": "no", "file": upload()}).status_code == 302
    made = Attachment.objects.get()
    assert (made.token, made.shows, made.names_reporter) == (draft.pk, "A drawing", False)
    assert "A drawing Photograph (JPEG)" in text(portal.get(here))
    assert "A drawing (Photograph (JPEG)" in text(portal.get(reverse("reporter:check", args=[draft.pk])))
    opened = portal.get(reverse("reporter:draft_file", args=[draft.pk, 1]))
    assert opened.content.startswith(b"\xff\xd8\xff")
    portal.post(here, {"remove": "1"})
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("said", ["", "unknown", "yes"])
def test_who_does_not_say_has_it_sealed(portal, draft, said):
    portal.post(reverse("reporter:files", args=[draft.pk]), {"names": said, "file": upload()})
    assert Attachment.objects.get().names_reporter


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ harm", "whatever its name says"),
        (b"", "This file is empty"),
        (files.picture()[:200], "damaged"),
        (None, "Choose a file"),
        (bytes((10 << 20) + 1), "10 MB is the most"),
    ],
)
def test_a_file_that_is_not_taken_leaves_the_words_on_the_page(portal, draft, content, words):
    chosen = {} if content is None else {"file": upload(content, "letter.pdf")}
    page = portal.post(reverse("reporter:files", args=[draft.pk]), {"shows": "The letter of the school", **chosen})
    assert words in text(page)
    assert tree(page).xpath("//input[@name='shows']/@value") == ["The letter of the school"]
    assert not Attachment.objects.exists()


def test_two_files_at_once_count_together(portal, draft):
    half = bytes(6 << 20)
    page = portal.post(reverse("reporter:files", args=[draft.pk]), {"other": upload(half), "file": upload(half)})
    assert "10 MB is the most" in text(page)


def test_what_was_typed_before_a_log_in_is_there_and_the_file_is_chosen_again(portal, draft):
    here = reverse("reporter:files", args=[draft.pk])
    session = portal.session
    session[stash.KEY] = {"path": here, "data": "shows=A+drawing&names=no"}
    session.save()
    assert tree(portal.get(here)).xpath("//input[@name='shows']/@value") == ["A drawing"]


def test_the_form_without_a_page_asks_nothing():
    assert not FileForm().is_bound


def test_a_draft_that_ended_has_no_files(portal, draft):
    Draft.objects.all().delete()
    assert portal.get(reverse("reporter:files", args=[draft.pk])).status_code == 410
    assert portal.get(reverse("reporter:draft_file", args=[draft.pk, 1])).status_code == 410


@pytest.mark.parametrize("place", ["x", "9", "9999999"])
def test_what_is_not_there_cannot_be_taken_off(portal, screener, draft, place):
    assert portal.post(reverse("reporter:files", args=[draft.pk]), {"remove": place}).status_code in (200, 404)


def test_a_file_runs_nothing_and_says_nothing_of_its_owner(portal, report):
    picture = portal.get(reverse("reporter:sent_file", args=[report.number, 1]))
    assert picture.headers["Content-Disposition"] == f'inline; filename="{report.number}-1.jpg"'
    assert picture.headers["Content-Type"] == "image/jpeg"
    letter = portal.get(reverse("reporter:sent_file", args=[report.number, 2]))
    assert letter.headers["Content-Disposition"] == f'attachment; filename="{report.number}-2.pdf"'
    for answer in (picture, letter):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Sealedname" not in str(answer.headers)


def test_the_record_says_which_file_was_looked_at(screener, report):
    screener.get(reverse("hotline:file", args=[report.number, 2]))
    looked = Entry.objects.filter(act="looked").last()
    assert looked.details == {"route": "hotline:file", "place": 2}
    assert screener.get(reverse("hotline:file", args=[report.number, 3])).status_code == 404


def test_nobody_else_opens_it(report):
    stranger = Client()
    stranger.force_login(making.reporter())
    assert stranger.get(reverse("reporter:sent_file", args=[report.number, 1])).status_code == 404
    assert "/log-in/" in Client().get(reverse("reporter:sent_file", args=[report.number, 1])).headers["Location"]


def test_a_screener_attaches_the_scan_of_a_letter(screener):
    sheet = screener.post("/hotline/phone/", {"channel": "letter"}).headers["Location"]
    here = f"{sheet}files/"
    assert (
        screener.post(
            sheet, {"caller-caller": "mandated", "version": "1", "story-what": "He sleeps in a car.", "files": "add"}
        ).headers["Location"]
        == here
    )
    assert Draft.objects.get().answers["story"]["what"] == "He sleeps in a car."
    screener.post(here, {"shows": "The letter", "names": "yes", "file": upload(files.fax(2), "scan.exe")})
    assert "The letter: PDF, 2 pages" in text(screener.get(here))
    assert screener.get(f"{here}1/").content.startswith(b"%PDF-")
    assert screener.post(here, {"remove": "7"}).status_code == 404
    screener.post(here, {"remove": "1"})
    assert "None yet" in text(screener.get(here))


def test_a_letter_without_its_scan_says_so():
    me = making.user(Role.SCREENER)
    made = making.on_paper(me, NOW)
    page = f"/hotline/reports/{made.number}/"
    assert "The scan is not attached yet" in text(logged_in(me).get(page))
    attach(to=made, sent=files.fax(1), shows="The letter", names_reporter=True, by=me, at=NOW)
    assert "The letter: PDF, 1 page" in text(logged_in(me).get(page))


def test_a_screener_adds_a_file_to_a_report_and_refuses_a_wrong_one(screener, report):
    here = reverse("hotline:files", args=[report.number])
    screener.post(here, {"shows": "Sent by e-mail", "names": "no", "file": upload(files.picture("PNG"))})
    assert Attachment.objects.count() == 3
    assert "whatever its name says" in text(screener.post(here, {"file": upload(b"MZ")}))


def alert_of(report):
    screener, boss = making.user(Role.SCREENER), making.user(Role.COUNTY_SUPERVISOR)
    alert = making.alerted(screener, Office.objects.get(fips=making.BOONE), of=report)
    return alert, boss


def test_the_county_sees_what_does_not_show_who_reported(report, screener):
    alert, boss = alert_of(report)
    county = logged_in(boss)
    page = text(county.get(f"/county/alerts/{alert.number}/"))
    assert "A drawing: Photograph (JPEG)" in page
    assert "File 2 may show who reported: it is sealed" in page
    assert "A letter" not in page
    assert county.get(reverse("county:file", args=[alert.number, 1])).status_code == 200
    sealed = county.get(reverse("county:file", args=[alert.number, 2]))
    assert sealed.status_code == 409
    assert "RSMo 210.150" in text(sealed)
    screener.post(reverse("hotline:files", args=[report.number]), {"clear": "2"})
    assert county.get(reverse("county:file", args=[alert.number, 2])).content.startswith(b"%PDF-")


def test_whom_the_reporter_was_disclosed_to_sees_all_of_it(report):
    alert, boss = alert_of(report)
    worker = making.user(Role.WORKER)
    assignment.disclose_reporter(alert=alert, to=worker, purpose="contact", by=boss, at=NOW)
    assert logged_in(worker).get(reverse("county:file", args=[alert.number, 2])).status_code == 200
    assert "A letter: PDF" in text(logged_in(worker).get(f"/county/alerts/{alert.number}/"))
    assert logged_in(boss).get(reverse("county:file", args=[alert.number, 2])).status_code == 409
    assert Report.objects.count() == 1
