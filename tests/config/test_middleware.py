"""What surrounds every request: headers, log lines, hostile input, the end of a session."""

import json
import logging
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from oscr.agency.permissions import Role
from tests.config.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("probes")]

HOTLINE = "1-800-392-3738"


@pytest.fixture
def reporter(client):
    user = person(Role.REPORTER)
    client.force_login(user)
    return user


def quiet(client) -> Client:
    """The client as a browser: errors come back as pages."""
    client.raise_request_exception = False
    return client


# --- headers


@pytest.mark.parametrize(
    "path", ["/open/", "/broken/", "/bug/", "/nothing/", "/report/form/", "/staff/log-in/", "/open/?q=%00"]
)
def test_headers_everywhere(client, path):
    answer = quiet(client).get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    "path", ["/report/form/", "/report/nothing/", "/staff/log-in/", "/staff/nothing/", "/hotline/form/"]
)
def test_private_pages_are_not_stored(client, path):
    assert client.get(path)["Cache-Control"] == "no-store"


def test_no_page_of_somebody_logged_in_is_stored(client, reporter):
    assert client.get("/open/")["Cache-Control"] == "no-store"
    assert client.get("/nothing/")["Cache-Control"] == "no-store"


def test_a_public_page_may_be_stored():
    assert "Cache-Control" not in Client().get("/open/").headers


# --- log lines


def test_one_line_a_request_without_a_person(client, reporter, monkeypatch):
    """As it leaves the process: our own line and Django's."""
    written = StringIO()
    handler = next(
        one for one in logging.getLogger().handlers if type(one.formatter).__module__.startswith("structlog")
    )
    monkeypatch.setattr(handler, "stream", written)
    client.get("/open/?name=Cloverfield", HTTP_USER_AGENT="Browser", REMOTE_ADDR="203.0.113.7")
    client.get("/nothing/Cloverfield/")
    Client(enforce_csrf_checks=True).post("/nothing/Cloverfield/")
    client.get("/open/", HTTP_HOST="cloverfield.example.org")
    quiet(client).get("/bug/?name=Cloverfield")
    told = written.getvalue()
    lines = [line for line in map(json.loads, told.splitlines()) if line["logger"] == "oscr.request"]
    found = [(line["route"], line["method"], line["status"]) for line in lines]
    assert found[:2] == [("open", "GET", 200), (None, "GET", 404)]
    assert found[-1] == ("bug", "GET", 500)
    assert all(line["ms"] >= 0 for line in lines)
    for secret in ("cloverfield", "203.0.113.7", "browser", reporter.email):
        assert secret not in told.lower()


# --- hostile input


@pytest.mark.parametrize(
    "path",
    ["/open/?q=%00", "/open/?%00=q", "/open/%00", "/%00", "/open/?a=b&q=x%00y"],
)
def test_nul_in_an_address(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/open/?q=%ED%A0%80", "/open/?q=%FF%FE", "/open/?%C0%80=1", "/%ED%A0%80/", "/%FF/"])
def test_broken_utf8_in_an_address(client, path):
    assert client.get(path).status_code in (200, 404)


def test_nul_in_a_form_that_forgot_to_look(client):
    assert client.post("/raw/", {"name": "a\x00b"}).status_code == 400
    assert client.post("/raw/", {"name": "ab"}).status_code == 200


@pytest.mark.parametrize(
    "body", [b"name=%ED%A0%80", b"name=\xff\xfe", b"name=%00", b"%00=1", b"name=\x00", b"\xff" * 1000, b"=&=&;"]
)
def test_bytes_that_are_no_text(client, body):
    assert client.post("/raw/", body, content_type="application/x-www-form-urlencoded").status_code in (200, 400)


def test_broken_multipart(client):
    for body in (
        b"",
        b"--x",
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xed\xa0\x80\x00\r\n--x--\r\n',
    ):
        assert client.post("/raw/", body, content_type="multipart/form-data; boundary=x").status_code in (200, 400)
    assert client.post("/raw/", b"x", content_type="multipart/form-data").status_code == 400


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "utf-7", "utf-16", "idna", "nonsense"])
def test_other_character_sets_are_refused(client, charset):
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n'
    answer = client.generic("POST", "/raw/", body, content_type=f"multipart/form-data; boundary=x; charset={charset}")
    assert answer.status_code == 400
    assert HOTLINE in answer.content.decode()


def test_utf8_by_name_is_fine(client):
    assert (
        client.post("/raw/", b"name=x", content_type="application/x-www-form-urlencoded; charset=UTF-8").status_code
        == 200
    )


def test_a_cookie_that_no_database_can_store(client):
    client.cookies.load("sessionid=x")
    answer = client.get("/report/form/", HTTP_COOKIE='sessionid="abcdefgh\\000ijkl"')
    assert answer.status_code == 302


def test_a_page_of_200_kb_is_taken_and_2_5_mb_is_not(client):
    assert client.post("/open/", {"story": "a" * 200_000}).status_code == 200
    assert client.post("/open/", {"story": "\u00e9" * 200_000}).status_code == 200
    answer = client.post("/raw/", {"name": "a" * 2_700_000})
    assert answer.status_code == 413
    assert HOTLINE in answer.content.decode()
    assert client.post("/raw/", {f"f{n}": "1" for n in range(1500)}).status_code == 400


def test_unknown_host(client):
    answer = client.get("/open/", HTTP_HOST="evil.example.org")
    assert answer.status_code == 400


# --- the session


def test_idle_for_30_minutes_ends_it(client):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        client.force_login(person(Role.REPORTER))
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert client.get("/report/form/").status_code == 200  # sliding
        clock.shift(timedelta(minutes=30, seconds=1))
        assert client.get("/report/form/").status_code == 302


def test_a_page_that_fetches_by_itself_keeps_nobody_logged_in(client):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        client.force_login(person(Role.REPORTER))
        client.get("/report/form/")
        for _ in range(5):
            clock.shift(timedelta(minutes=5))
            assert client.get("/report/form/", headers={"OSCR-Unasked": "1"}).status_code == 200
        clock.shift(timedelta(minutes=5, seconds=1))
        answer = client.get("/report/form/", headers={"OSCR-Unasked": "1"})
        assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
        assert SESSION_KEY not in client.session
        assert client.get("/report/form/").status_code == 302


def test_12_hours_end_it_however_busy(client):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        client.force_login(person(Role.REPORTER))
        for _ in range(12 * 3):
            assert client.get("/report/form/").status_code == 200
            clock.shift(timedelta(minutes=20))
        assert client.get("/report/form/").status_code == 302
        assert SESSION_KEY not in client.session


def test_extend(client):
    assert client.post("/session/extend/").status_code == 403
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        client.force_login(person(Role.REPORTER))
        assert client.get("/session/extend/").status_code == 405
        clock.shift(timedelta(minutes=28))
        assert client.post("/session/extend/").status_code == 204
        clock.shift(timedelta(minutes=28))
        assert client.get("/report/form/").status_code == 200


def test_after_log_out_no_page_opens(client, reporter):
    client.post("/log-out/")
    assert client.get("/report/form/").status_code == 302
