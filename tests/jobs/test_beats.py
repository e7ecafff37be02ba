"""The jobs: each chooses the present and calls one action; a worker that dies leaves nothing in the way."""

import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oscr.agency.permissions import Role
from oscr.flow.attachment.actions import attach
from oscr.flow.attachment.models import Attachment
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import ArchivedMonth, Unfollowed
from oscr.flow.clock.models import Clock
from oscr.flow.report.actions import begin_draft, save_page
from oscr.flow.report.models import Draft
from oscr.flow.retention.models import Removal, Term
from oscr.jobs import every_minute, every_second, nightly, worker
from oscr.law import sampling
from oscr.notices.actions import leave
from oscr.notices.models import Notice
from oscr.people.index import on_file
from oscr.people.models import Link, LinkKind
from tests import making
from tests.flow.attachment import files
from tests.flow.ending.calls import settled
from tests.flow.inquiry import asking
from tests.making import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOURS_72 = timedelta(hours=72)


@pytest.fixture(autouse=True)
def _imported():
    """As the worker does when it starts."""
    app.perform_import_paths()


def beats() -> list:
    """Every task that runs by the clock."""
    return list(app.periodic_registry.periodic_tasks.values())


def test_every_beat_is_known_with_its_rhythm():
    assert {beat.task.name: beat.cron for beat in beats()} == {
        "send_notices": "* * * * * */2",
        "end_drafts": "* * * * * *",
        "ring_clocks": "* * * * *",
        "call_out": "* * * * * */2",
        "let_files_go": "* * * * *",
        "draw_readings": "*/10 * * * *",
        "take_up_stalled": "* * * * * */2",
        "forget_old_jobs": "17 * * * *",
        "pack_calls": "40 9 * * *",
        "file_concluded": "55 9 * * *",
        "follow_findings": "25 9 * * *",
        "follow_outcomes": "* * * * *",
        "remove_due": "20 10 * * *",
        "compare_tellings": "* * * * * */2",
        "follow_decisions": "* * * * * */2",
        "open_reviews": "* * * * * */2",
        "count_keys": "10 9 * * *",
    }


def test_no_beat_takes_a_lock_that_a_dead_worker_would_keep():
    for beat in beats():
        assert beat.task.lock is None
        assert beat.task.queueing_lock == beat.task.name


def test_the_arguments_of_a_job_are_a_timestamp_and_nothing_else():
    for name, task in app.tasks.items():
        if task.func.__module__.startswith("oscr."):
            assert set(inspect.signature(task.func).parameters) <= {"context", "timestamp"}, name


def test_no_module_of_jobs_is_forgotten_by_the_worker():
    found = {task.func.__module__ for task in app.tasks.values() if task.func.__module__.startswith("oscr.")}
    assert found == set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_notices_are_sent():
    leave(kind="received", key="received-1", to="to@example.org", at=NOW, number="26062-00001")
    with time_machine.travel(NOW, tick=False):
        every_second.send_notices(timestamp=0)
    assert [message.to for message in mail.outbox] == [["to@example.org"]]
    assert Notice.objects.get().sent_at == NOW


@pytest.mark.parametrize(
    ("after", "kept"), [(HOURS_72 - SECOND, True), (HOURS_72, True), (HOURS_72 + SECOND, False), (2 * HOURS_72, False)]
)
def test_a_draft_is_gone_from_the_table_a_second_after_72_hours(after, kept):
    by = making.reporter()
    draft = begin_draft(by=by, at=NOW - HOURS_72)
    save_page(draft=draft, page="story", answers={"what": "text"}, version=draft.version, by=by, at=NOW)
    with time_machine.travel(NOW + after, tick=False):
        every_second.end_drafts(timestamp=0)
    assert Draft.objects.exists() is kept


def test_overdue_clocks_ring():
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    making.sent()
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        every_minute.ring_clocks(timestamp=0)
    assert Notice.objects.get(kind="clock_overdue").to == boss.email
    assert Clock.objects.get().rung == 2


def test_calls_are_archived_at_night():
    making.classified(by=making.user(Role.SCREENER))
    with time_machine.travel(NOW + timedelta(hours=18), tick=False):
        nightly.pack_calls(timestamp=0)
    assert ArchivedMonth.objects.get().calls == 1


def test_who_is_told_of_twice_is_proposed_within_a_beat():
    robin = {"id": "c1", "first": "Robin", "last": "Cloverfield", "birth_date": "2018-03-05"}
    for _call in range(2):
        making.sent(children=[robin])
    with time_machine.travel(NOW + SECOND, tick=False):
        every_second.compare_tellings(timestamp=0)
    assert Link.objects.get(kind=LinkKind.PROBABLE).at == NOW + SECOND


def test_what_rests_on_a_decision_is_re_opened_within_a_beat():
    decided = making.classified(by=making.user(Role.SCREENER))
    assert Unfollowed.objects.get().classification == decided
    with time_machine.travel(NOW + SECOND, tick=False):
        every_second.follow_decisions(timestamp=0)
    assert not Unfollowed.objects.exists()


def test_keys_are_counted_at_night():
    making.sent()
    nightly.count_keys(timestamp=0)
    assert on_file() == 2


# --- what a killed worker leaves behind


def left_behind(task: str, queueing_lock: str | None = None, args: str = "{}") -> int:
    """A job that was being done by a worker which gives no sign of life any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('2026-01-01T00:00:00Z') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status, worker_id)"
            " VALUES ('default', %s, %s, %s, 'doing', %s) RETURNING id",
            [task, queueing_lock, args, dead],
        )
        return cursor.fetchone()[0]


def tidy() -> None:
    """What a living worker does every two seconds."""
    async_to_sync(worker.take_up_stalled.func)(SimpleNamespace(app=app), 0)


def statuses() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


def test_a_beat_of_a_dead_worker_is_dropped_also_while_the_next_one_waits():
    left_behind("send_notices", "send_notices")
    waiting = every_second.send_notices.defer(timestamp=1)
    tidy()
    assert statuses() == {waiting: "todo"}


def test_a_job_that_an_act_queued_is_taken_up_again():
    job = left_behind("something_else")
    tidy()
    assert statuses() == {job: "todo"}


def test_a_job_of_a_living_worker_is_left_alone():
    job = left_behind("something_else")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = clock_timestamp()")
    tidy()
    assert statuses() == {job: "doing"}


def test_a_second_beat_is_not_queued_while_one_waits_but_is_while_one_is_done():
    job = left_behind("send_notices", "send_notices")
    waiting = every_second.send_notices.defer(timestamp=1)
    assert statuses() == {job: "doing", waiting: "todo"}


@pytest.mark.django_db(transaction=True)
def test_jobs_that_failed_are_forgotten_after_a_week():
    job = left_behind("something_else")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '167 hours'")
        forget()
        assert statuses() == {job: "failed"}
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '2 hours'")
        forget()
    assert statuses() == {}


def forget() -> None:
    """What a living worker does every hour."""
    aside(lambda: async_to_sync(worker.forget_old_jobs.func)(SimpleNamespace(app=app), 0))


def aside(act) -> None:
    """Run in a thread of its own: a browser that another test started keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result()


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_worker_does_it_all_by_itself_and_leaves_no_rows():
    """A real worker on the real queue for a few seconds, with the remains of a dead one in its way."""
    left_behind("send_notices", "send_notices")
    left_behind("end_drafts", "end_drafts")
    leave(kind="received", key="received-1", to="to@example.org", at=NOW, number="26062-00001")
    begin_draft(by=making.reporter(), at=NOW)

    async def work() -> None:
        async with app.open_async():
            running = asyncio.create_task(app.run_worker_async(install_signal_handlers=False))
            await asyncio.sleep(4.5)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    with app.replace_connector(app.connector.get_worker_connector()):
        aside(lambda: asyncio.run(work()))
    assert Notice.objects.get().sent_at is not None
    assert not Draft.objects.exists()
    assert not ProcrastinateJob.objects.filter(status="doing").exists()
    assert ProcrastinateJob.objects.count() <= 3


@pytest.mark.parametrize("alive", [True, False])
def test_files_of_a_draft_go_with_it(alive):
    teacher = making.reporter()
    draft = making.draft(teacher)
    file = {"shows": "", "names_reporter": True, "sent": files.picture()}
    attach(to=draft, **file, by=teacher, at=NOW)
    with time_machine.travel(NOW + HOURS_72 + (-SECOND if alive else SECOND), tick=False):
        every_second.end_drafts(0)
        every_minute.let_files_go(0)
    assert Attachment.objects.exists() == alive


def test_the_night_removes_what_is_kept_no_longer():
    me, at = making.user(Role.SCREENER), NOW
    report = settled(me, "documented call", at)
    classification.classify(report=report, outcome="documented call", reason="", by=me, at=at)
    with time_machine.travel(NOW, tick=False):
        nightly.file_what_is_concluded(0)
    assert Term.objects.get().report == report
    with time_machine.travel(NOW + timedelta(days=365), tick=False):
        nightly.remove_what_is_due(0)
        assert not Removal.objects.exists()
    with time_machine.travel(NOW + timedelta(days=366), tick=False):
        nightly.remove_what_is_due(0)
    assert Removal.objects.get().number == report.number


def test_the_night_removes_what_a_party_asked_and_takes_off_whose_finding_fell(monkeypatch):
    row = asking.of_court(making.user(Role.COUNTY_SUPERVISOR), asker="party")
    asked = []
    monkeypatch.setattr(nightly.registry, "take_off", lambda *, at: asked.append(at))
    with time_machine.travel(NOW + timedelta(days=1100), tick=False):
        nightly.remove_what_is_due(0)
        nightly.take_off_whose_finding_fell(0)
    assert Removal.objects.get().number == row.known_as
    assert asked == [NOW + timedelta(days=1100)]


@pytest.mark.django_db
def test_calls_are_drawn_for_a_second_reading(monkeypatch):
    monkeypatch.setattr(sampling, "share_of", lambda outcome: 1.0)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        made = making.classified(making.user(Role.SCREENER))
        every_minute.draw_readings(0)
    made.refresh_from_db()
    assert made.drawn.at == NOW + timedelta(minutes=30)
