"""After sending: a reporter adds, corrects, asks, and has an e-mail sent again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from oscr.agency.permissions import Role
from oscr.desks import stash
from oscr.flow.addendum import actions
from oscr.flow.addendum.models import Addendum, Question
from oscr.flow.attachment.models import Attachment
from oscr.notices.models import Notice
from tests import making
from tests.desks.reporter.portal import at, text, tree
from tests.flow.attachment import files
from tests.making import NOW

pytestmark = pytest.mark.django_db
SAID = {"kind": "added", "text": "He has a brother."}


@pytest.fixture
def teacher():
    return making.reporter()


@pytest.fixture
def mine(teacher):
    client = Client()
    client.force_login(teacher)
    return client


@pytest.fixture
def report(teacher):
    return making.sent(teacher)


def test_what_is_added_is_there_at_once_and_whether_it_was_read(mine, report):
    here = at("add", report.number)
    assert "The hotline has your report" in text(mine.get(here))
    assert mine.post(here, SAID).headers["Location"] == at("status", report.number)
    made = Addendum.objects.get()
    assert (made.by, made.text, made.attachment) == (report.owner, "He has a brother.", None)
    assert "He has a brother. Sent, not read yet" in text(mine.get(at("status", report.number)))
    actions.heed(addendum=made, note="", by=making.user(Role.SCREENER), at=NOW)
    assert "Read and taken into account" in text(mine.get(at("status", report.number)))


def test_a_file_comes_with_it(mine, report):
    sent = {"shows": "A drawing", "names": "no", "file": SimpleUploadedFile("x.jpg", files.picture())}
    mine.post(at("add", report.number), SAID | sent)
    assert Addendum.objects.get().attachment == Attachment.objects.get()
    assert "A drawing" in text(mine.get(at("status", report.number)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": ""}, "Choose one"),
        ({"text": "  "}, "Say what is new or wrong"),
        ({"file": SimpleUploadedFile("x.pdf", b"MZ harm")}, "whatever its name says"),
        ({"file": SimpleUploadedFile("x.pdf", bytes((10 << 20) + 1))}, "10 MB is the most"),
    ],
)
def test_what_is_not_taken_leaves_every_word_on_the_page(mine, report, said, words):
    page = mine.post(at("add", report.number), {**SAID, "shows": "A letter"} | said)
    assert words in text(page)
    assert tree(page).xpath("//input[@name='shows']/@value") == ["A letter"]
    if "text" not in said:
        assert tree(page).xpath("//textarea[@name='text']")[0].text.strip() == SAID["text"]
    assert not Addendum.objects.exists()
    assert not Attachment.objects.exists()


def test_what_was_typed_before_a_log_in_is_there_again(mine, report):
    session = mine.session
    session[stash.KEY] = {"path": at("add", report.number), "data": "kind=added&text=He+has+a+brother."}
    session.save()
    assert tree(mine.get(at("add", report.number))).xpath("//textarea")[0].text.strip() == "He has a brother."


def test_the_office_that_has_it_is_named(mine, report):
    making.alerted(making.user(Role.SCREENER), of=report)
    assert "Boone County has your report" in text(mine.get(at("add", report.number)))


def test_a_question_and_its_answer(mine, report):
    assert at("ask", report.number) not in mine.get(at("status", report.number)).content.decode()
    making.classified(making.user(Role.SCREENER), of=report)
    assert at("ask", report.number) in mine.get(at("status", report.number)).content.decode()
    mine.post(at("ask", report.number), {"text": "Why was it so?"})
    assert "Why was it so? A supervisor has your question" in text(mine.get(at("status", report.number)))
    assert "waits for its answer" in text(mine.post(at("ask", report.number), {"text": "And?"}))
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    actions.reply(question=Question.objects.get(), text="Because of the bruises.", by=boss, at=NOW)
    assert "Because of the bruises." in text(mine.get(at("status", report.number)))


def test_a_question_before_the_decision_is_told_to_wait(mine, report):
    assert "not decided yet" in text(mine.post(at("ask", report.number), {"text": "Why?"}))


def test_an_e_mail_is_sent_again(mine, report):
    page = text(mine.get(at("status", report.number)))
    assert "Your report was received: on its way" in page
    assert "Your report was reviewed: not yet" in page
    Notice.objects.update(sent_at=timezone.now())
    assert report.owner.email in text(mine.get(at("status", report.number)))
    mine.post(at("again", report.number), {"kind": "received"})
    assert "The e-mail goes out again" in text(mine.get(at("status", report.number)))
    assert Notice.objects.filter(key__contains="again").count() == 1
    mine.post(at("again", report.number), {"kind": "received"})
    assert "This e-mail is on its way" in text(mine.get(at("status", report.number)))


def test_nobody_adds_to_anothers_report(report):
    stranger = Client()
    stranger.force_login(making.reporter())
    for name in ("add", "ask", "again"):
        assert stranger.post(at(name, report.number), SAID).status_code == 404
