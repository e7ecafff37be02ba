"""The mail box keeps what was sent, on the disk before it says so; the pages show it, and the codes, and only in the demonstration."""

import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from oscr.agency.models import User
from oscr.demo import codes, mailbox

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the secret of RFC 6238, appendix B


def told(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "oscr@example.org", "teacher@example.org", subject
    message.set_content("See <http://127.0.0.1:8000/>")
    return message


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_what_is_sent_is_kept_and_nothing_else(tmp_path: Path, port: int):
    running = mailbox.server(tmp_path / "mail", port)
    running.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as box:
            box.send_message(told("first"))
            box.send_message(told("second"))
    finally:
        running.stop()
    kept = sorted((tmp_path / "mail").iterdir())
    assert [path.suffix for path in kept] == [".eml", ".eml"]
    assert b"Subject: first" in kept[0].read_bytes() and b"Subject: second" in kept[1].read_bytes()
    assert kept[0].stat().st_mode & 0o077 == 0


def test_the_pages_show_it_newest_first(client, db, settings, tmp_path: Path):
    settings.DEMO_MAIL = tmp_path
    paths = [mailbox.keep(tmp_path, bytes(told(subject))) for subject in ("first <b>", "second")]
    page = client.get("/demo/mail/").content.decode()
    assert page.index("second") < page.index("first &lt;b&gt;")
    message = client.get(f"/demo/mail/{paths[0].stem}/").content.decode()
    assert "teacher@example.org" in message and "&lt;<a href=" in message
    assert client.get("/demo/mail/nothing/").status_code == 404


def test_a_text_message_has_no_subject_and_its_words_are_its_title(client, db, settings, tmp_path: Path):
    settings.DEMO_MAIL = tmp_path
    path = mailbox.keep(tmp_path, bytes(told("")))
    for address in ("/demo/mail/", f"/demo/mail/{path.stem}/"):
        assert "Text message: " in client.get(address).content.decode()


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_a_code_is_the_one_the_standard_gives(second: int, code: str):
    assert codes.code_at(Authenticator(data={"secret": encrypt(SECRET)}), second) == code


def test_codes_are_told_of_invented_staff_only(client, db):
    for email in ("demo@staff.example.org", "real@agency.example.com"):
        user = User.objects.create_user(email, role="reporter")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    assert codes.code_of("demo@staff.example.org", 59) == "287082"
    assert codes.code_of("real@agency.example.com", 59) is None
    page = client.get("/demo/codes/").content.decode()
    assert "demo@staff.example.org" in page and "real@agency" not in page
