"""The outbox: each notice at least once, under one Message-ID, whatever dies in between."""

import socket
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as InMemory
from django.db import transaction

from oscr.notices import actions
from oscr.notices.actions import LONGEST_WAIT, leave, send_due
from oscr.notices.models import Notice
from tests.racing import race

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def left(number: int = 1, at=NOW, **changed) -> Notice:
    """A notice in the outbox."""
    key = f"received-{number}"
    leave(
        **(
            {"kind": "received", "key": key, "to": f"to{number}@example.org", "at": at, "number": f"26062-0000{number}"}
            | changed
        )
    )
    return Notice.objects.get(key=changed.get("key", key))


class Sink:
    """A mail server of the tests: keeps what it takes, refuses or hangs up where it is told to."""

    def __init__(self):
        self.taken: list[tuple[str, str]] = []
        self.refuses: set[str] = set()
        self.hangs_up_on: set[str] = set()

    async def handle_RCPT(self, server: SMTP, session, envelope, address, options):  # noqa: N802 - the name aiosmtpd calls
        if address in self.hangs_up_on:
            server.transport.close()
            return "451 never sent"
        if address in self.refuses:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        text = envelope.content.decode()
        message_id = next(line for line in text.splitlines() if line.lower().startswith("message-id:"))
        self.taken.append((envelope.rcpt_tos[0], message_id.partition(":")[2].strip()))
        return "250 OK"


@pytest.fixture
def port(settings) -> int:
    """A free port that our mail goes to, where nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", probe.getsockname()[1], 2
        return settings.EMAIL_PORT


@pytest.fixture
def sink(port) -> Sink:
    """The mail server, up."""
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def test_a_notice_is_sent_and_marked():
    notice = left()
    assert send_due(at=NOW) == 1
    notice.refresh_from_db()
    assert (notice.sent_at, notice.tries) == (NOW, 1)
    assert [message.to for message in mail.outbox] == [["to1@example.org"]]
    assert send_due(at=NOW + SECOND) == 0
    assert len(mail.outbox) == 1
    assert str(notice) == "received-1"


def test_an_empty_outbox_does_not_trouble_the_mail_server(monkeypatch):
    monkeypatch.setattr(actions, "get_connection", None)
    assert send_due(at=NOW) == 0


def test_the_same_key_twice_leaves_one_notice():
    left(1)
    left(1)
    assert send_due(at=NOW) == 1


def test_an_act_that_is_undone_leaves_no_notice():
    with transaction.atomic():
        left()
        transaction.set_rollback(True)
    assert send_due(at=NOW) == 0


def test_a_notice_waits_for_its_time():
    left(at=NOW + SECOND)
    assert send_due(at=NOW) == 0
    assert send_due(at=NOW + SECOND) == 1


def test_a_round_is_bounded():
    for number in range(5):
        left(number)
    assert [send_due(at=NOW, most=2) for _round in range(4)] == [2, 2, 1, 0]


def test_a_server_that_is_down_costs_no_notice_anything_and_all_go_when_it_is_up(port):
    for number in range(3):
        left(number)
    assert send_due(at=NOW) == 0
    assert set(Notice.objects.values_list("tries", "sent_at", "next_try_at")) == {(0, None, NOW)}
    handler = Sink()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    try:
        assert send_due(at=NOW + SECOND) == 3
    finally:
        server.stop()
    assert sorted(to for to, _id in handler.taken) == [f"to{number}@example.org" for number in range(3)]


def test_a_refused_notice_is_tried_again_later_and_stands_in_nobodys_way(sink):
    sink.refuses = {"to1@example.org"}
    first, second = left(1), left(2)
    assert send_due(at=NOW) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at, first.tries, first.next_try_at) == (None, 1, NOW + 2 * SECOND)
    assert second.sent_at == NOW
    assert send_due(at=NOW + SECOND) == 0
    sink.refuses = set()
    assert send_due(at=NOW + 2 * SECOND) == 1
    assert [to for to, _id in sink.taken] == ["to2@example.org", "to1@example.org"]
    assert [message_id.partition("@")[0] for _to, message_id in sink.taken] == ["<received-2", "<received-1"]


def test_the_wait_grows_to_ten_minutes_and_no_notice_is_given_up(sink):
    sink.refuses = {"to1@example.org"}
    notice, at, waits = left(1), NOW, []
    for _try in range(12):
        send_due(at=at)
        notice.refresh_from_db()
        waits.append(notice.next_try_at - at)
        at = notice.next_try_at
    assert waits == sorted(waits)
    assert waits[:3] == [2 * SECOND, 4 * SECOND, 8 * SECOND]
    assert waits[-1] == LONGEST_WAIT == timedelta(minutes=10)
    sink.refuses = set()
    assert send_due(at=at) == 1


def test_a_server_that_hangs_up_ends_the_round_and_the_others_go_in_the_next(sink):
    sink.hangs_up_on = {"to1@example.org"}
    for number in (1, 2, 3):
        left(number)
    assert send_due(at=NOW) == 0
    assert dict(Notice.objects.values_list("to", "tries")) == {
        "to1@example.org": 1,
        "to2@example.org": 0,
        "to3@example.org": 0,
    }
    assert send_due(at=NOW + SECOND) == 2


def test_a_notice_nobody_can_write_stands_in_nobodys_way():
    left(1, kind="no_such_kind")
    left(2)
    assert send_due(at=NOW) == 1
    assert Notice.objects.get(key="received-1").tries == 1


class Dies(InMemory):
    """Takes the message, then the process dies before it can say so to the database."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KeyboardInterrupt


def test_a_worker_that_dies_after_the_server_took_it_sends_it_again_under_the_same_id(monkeypatch):
    left()
    monkeypatch.setattr(actions, "get_connection", Dies)
    with pytest.raises(KeyboardInterrupt):
        send_due(at=NOW)
    assert Notice.objects.get().sent_at is None
    monkeypatch.undo()
    assert send_due(at=NOW) == 1
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(ids) == 2
    assert len(set(ids)) == 1


@pytest.mark.parametrize("failure", [SMTPServerDisconnected("bye"), SMTPRecipientsRefused({})])
def test_a_notice_is_not_marked_before_the_server_took_it(monkeypatch, failure):
    class Fails(InMemory):
        def send_messages(self, messages):
            assert Notice.objects.get().sent_at is None
            raise failure

    left()
    monkeypatch.setattr(actions, "get_connection", Fails)
    assert send_due(at=NOW) == 0
    assert Notice.objects.get().sent_at is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_notice_once(sink):
    for number in range(30):
        left(number)
    sent = race(*[lambda: send_due(at=NOW)] * 4)
    assert sum(sent) == 30
    assert sorted(message_id for _to, message_id in sink.taken) == sorted(
        {message_id for _to, message_id in sink.taken}
    )
    assert len(sink.taken) == 30
