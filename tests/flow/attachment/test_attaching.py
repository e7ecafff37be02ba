"""Files stay with their report: sealed, counted, recorded, seen by whom the report is, and gone with a draft that ends."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, transaction

from oscr.agency.permissions import Role
from oscr.flow.attachment import actions, looking
from oscr.flow.attachment.inspector import inspect
from oscr.flow.attachment.models import Attachment, Content
from oscr.flow.call.actions import receive_online
from oscr.flow.report import actions as reports
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.flow.attachment import files
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(hours=73)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The inspector in this process: what it does is tested beside."""

    def inspected(sent):
        seen, new = inspect(sent)
        return asdict(seen), new

    monkeypatch.setattr(looking, "_inspected", inspected)


@pytest.fixture
def teacher():
    return making.reporter()


def attach(to, by, sent=None, at=NOW, **how):
    said = {"shows": "A bruise on an arm", "names_reporter": True} | how
    return actions.attach(to=to, sent=sent or files.picture(), by=by, at=at, **said)


def test_a_file_of_a_draft_is_the_reports_once_it_is_sent(teacher):
    draft = making.draft(teacher)
    made = attach(draft, teacher)
    assert list(Attachment.objects.of(draft.pk)) == [made]
    report = receive_online(draft=draft, by=teacher, at=NOW)
    assert list(Attachment.objects.of(report.token)) == [made]
    assert (made.place, made.kind, made.pages, made.mime) == (1, "jpeg", 1, "image/jpeg")


def test_it_is_sealed_where_it_lies_and_comes_out_whole(teacher):
    made = attach(making.sent(teacher), teacher)
    stored = bytes(Content.objects.get().sealed)
    assert not stored.startswith(b"\xff\xd8\xff")
    content = actions.content_of(made)
    assert content.startswith(b"\xff\xd8\xff")
    assert len(content) == made.size
    other = attach(making.sent(teacher), teacher)
    mixed = Attachment(stored_as=other.stored_as)
    Content.objects.filter(pk=other.stored_as).delete()
    Content.objects.create(name=other.stored_as, sealed=stored)
    with pytest.raises(InvalidTag):  # a sealed file cannot be put in another's place
        actions.content_of(mixed)


def test_the_same_file_twice_is_one(teacher):
    report = making.sent(teacher)
    assert attach(report, teacher) == attach(report, teacher, at=NOW + MINUTE)
    assert Content.objects.count() == 1


def test_ten_are_enough(teacher, settings):
    settings.ATTACHMENT_MOST = 2
    report = making.sent(teacher)
    attach(report, teacher)
    assert attach(report, teacher, files.picture("PNG")).place == 2
    with pytest.raises(Refused, match="2 files already"):
        attach(report, teacher, files.picture("TIFF"))


def test_what_was_done_is_on_record_and_what_it_shows_is_not(teacher):
    report = making.sent(teacher)
    made = attach(report, teacher)
    entry = Entry.objects.get(act="attachment.added")
    assert (entry.subject, entry.by) == (f"report.report:{report.number}", teacher)
    assert entry.details == {"place": 1, "kind": "jpeg", "sha256": made.sha256}


def test_a_screener_adds_what_a_caller_sends_after(teacher):
    made = attach(making.sent(teacher), making.user(Role.SCREENER), names_reporter=False)
    assert made.by.is_hotline
    assert str(made) == f"attachment {made.pk}"  # never what it shows: this text ends in logs
    assert str(Content.objects.get()) == made.stored_as


def test_a_worker_attaches_nothing(teacher):
    with pytest.raises(Refused, match="role"):
        attach(making.sent(teacher), making.user(Role.WORKER))


def test_who_sees_the_report_sees_its_files(teacher):
    made, draft = attach(making.sent(teacher), teacher), making.draft(teacher)
    saved = attach(draft, teacher)
    hotline, county = making.user(Role.SCREENER), making.user(Role.COUNTY_SUPERVISOR)
    assert set(Attachment.objects.visible_to(teacher)) == {made, saved}
    assert set(Attachment.objects.visible_to(hotline)) == {made}
    for stranger in (making.reporter(), county):
        assert not Attachment.objects.visible_to(stranger).exists()


def test_a_restricted_report_hides_its_files(teacher):
    report = making.sent(teacher)
    made, boss = attach(report, teacher), making.user(Role.HOTLINE_SUPERVISOR)
    reports.restrict(report=report, why="conflict", by=boss, at=NOW)
    assert not Attachment.objects.visible_to(making.user(Role.SCREENER)).exists()
    assert Attachment.objects.visible_to(boss).get() == made


def test_a_file_can_be_taken_off_a_draft_and_never_off_a_report(teacher, django_capture_on_commit_callbacks):
    draft = making.draft(teacher)
    first, second = attach(draft, teacher), attach(draft, teacher, files.picture("PNG"))
    told = {"draft": draft, "by": teacher, "at": NOW}
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_away(attachment=first, **told)
    assert list(Attachment.objects.all()) == [second]
    assert Content.objects.count() == 1
    assert attach(draft, teacher).place == 3  # a place is given once
    receive_online(draft=draft, by=teacher, at=NOW)
    with pytest.raises(Refused, match="stays with it"):
        actions.take_away(attachment=second, **told)


def test_nobody_takes_a_file_off_anothers_draft(teacher):
    draft, other = making.draft(teacher), making.reporter()
    made = attach(draft, teacher)
    for told in ({"draft": draft, "by": other}, {"draft": making.draft(other), "by": other}):
        with pytest.raises(Refused, match="stays with it"):
            actions.take_away(attachment=made, at=NOW, **told)


def test_the_database_holds_that_a_file_stays_as_it_is_and_where_it_is(teacher):
    made = attach(making.sent(teacher), teacher)
    for change in (
        lambda: Attachment.objects.filter(pk=made.pk).update(names_reporter=False),
        lambda: Attachment.objects.filter(pk=made.pk).delete(),
        lambda: Content.objects.update(sealed=b""),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_files_of_a_draft_that_ended_are_let_go(teacher, django_capture_on_commit_callbacks):
    sent, draft = making.sent(teacher), making.draft(teacher)
    kept, lost = attach(sent, teacher), attach(draft, teacher)
    assert actions.let_go(at=AFTER) == 0
    reports.end_drafts(at=AFTER)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.let_go(at=AFTER) == 1
    assert list(Attachment.objects.all()) == [kept]
    assert list(Content.objects.values_list("name", flat=True)) == [kept.stored_as]
    assert Entry.objects.get(act="attachment.let_go").subject == f"attachment.attachment:{lost.pk}"


def test_a_file_shows_who_reported_until_somebody_says_it_does_not(teacher):
    report, screener = making.sent(teacher), making.user(Role.SCREENER)
    named, plain = attach(report, teacher), attach(report, teacher, files.picture("PNG"), names_reporter=False)
    assert [one.is_cleared for one in (named, plain)] == [False, True]
    told = {"attachment": named, "report": report, "by": screener, "at": NOW}
    assert str(actions.clear(**told)) == str(actions.clear(**told)) == f"attachment {named.pk} cleared"
    assert Attachment.objects.get(pk=named.pk).is_cleared
    assert Entry.objects.filter(act="attachment.cleared").count() == 1
    with pytest.raises(Refused, match="role"):
        actions.clear(**told | {"by": teacher})


def test_the_store_knows_its_files():
    store = actions._store()
    assert not store.exists("1")
    store.delete("1")
    attach(making.sent(), making.reporter())
    assert store.exists(Content.objects.get().name)
