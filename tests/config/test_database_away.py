"""The database away: 503 in plain words wherever it is missed, and all that was typed is on the page to be sent again."""

from html.parser import HTMLParser

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from oscr.agency.permissions import Role
from oscr.desks import errors
from tests.config.conftest import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("probes")]

HOTLINE = "1-800-392-3738"


class Form(HTMLParser):
    """The form of a page: where it goes and what it carries, as a browser would send it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.fields = None, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.action = attrs["action"]
        if tag == "input":
            self.fields.append((attrs["name"], attrs["value"]))


@pytest.fixture
def reporter(client):
    user = person(Role.REPORTER)
    client.force_login(user)
    return user


@pytest.fixture
def dead():
    """A database that answers nothing any more."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly: SECRET")

    return lambda: connection.execute_wrapper(refuse)


def quiet(client) -> Client:
    """The client as a browser: errors come back as pages."""
    client.raise_request_exception = False
    return client


def assert_away(answer):
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert HOTLINE in page
    assert "911" in page
    assert "Your answers are kept" in page
    assert "SECRET" not in page
    return page


def test_view_without_database(client):
    assert_away(client.get("/broken/"))


def test_session_without_database(client, reporter, dead):
    with dead():
        assert_away(quiet(client).get("/report/form/"))
        assert_away(client.get("/open/"))
        assert_away(client.post("/log-out/"))
    assert client.get("/report/form/").status_code == 200  # and the session has survived it


def test_everything_posted_is_carried_and_posts_again(client, reporter, dead):
    typed = {
        "story": 'a "quoted" <b>&amp;\r\n second line \u202e rtl',
        "worry": ["bruises", "hungry", "bruises"],
        "empty": "",
    }
    with dead():
        page = assert_away(quiet(client).post("/report/form/?part=2", {**typed, "csrfmiddlewaretoken": "t" * 64}))
    form = Form(page)
    assert form.action == "/report/form/?part=2"
    assert form.fields == [
        ("story", typed["story"]), ("worry", "bruises"), ("worry", "hungry"), ("worry", "bruises"), ("empty", ""),
        ("csrfmiddlewaretoken", "t" * 64),
    ]  # fmt: skip
    again = {}
    for name, value in form.fields:
        again.setdefault(name, []).append(value)
    assert client.post(form.action, again).content.decode() == "saved " + typed["story"]


def test_what_is_carried_is_stored_nowhere(client, reporter, dead):
    with dead():
        answer = quiet(client).post("/page/", {"story": "kept"})
    assert_away(answer)
    assert answer["Cache-Control"] == "no-store"


def test_the_view_is_where_it_breaks(client):
    form = Form(assert_away(client.post("/broken/", {"story": "a" * 200_000})))
    assert form.fields == [("story", "a" * 200_000)]


def test_passwords_and_codes_are_not_carried(client, dead):
    client.cookies["sessionid"] = "x" * 32
    with dead():
        page = assert_away(quiet(client).post("/staff/log-in/", {"login": "a@example.org", "password": "hunter2"}))
        assert "hunter2" not in page
        assert "<form" not in page
        assert "123456" not in assert_away(client.post("/staff/code/", {"code": "123456"}))


def test_no_server_at_all(client, monkeypatch):
    """A real refusal of the real driver."""
    client.cookies["sessionid"] = "x" * 32
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", "/nowhere")
        form = Form(assert_away(quiet(client).post("/report/form/", {"story": "kept"})))
    assert form.fields == [("story", "kept")]


def test_killed_in_the_middle(client, reporter):
    """The server ends our connection between two requests; the next answer is a page, and the one after that is right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [ours])
    other.close()
    answer = quiet(client).post("/report/form/", {"story": "kept"})
    assert Form(assert_away(answer)).fields == [("story", "kept")]
    connection.close()
    assert client.post("/report/form/", {"story": "kept"}).content == b"saved kept"


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (OperationalError("gone"), True),
        (InterfaceError("closed"), True),
        (psycopg.OperationalError("gone"), True),
        (psycopg.errors.DiskFull("full"), True),
        (psycopg.errors.ReadOnlySqlTransaction("standby"), True),
        (ValueError("bug"), False),
        (psycopg.errors.UniqueViolation("twice"), False),
        (None, False),
    ],
)
def test_what_counts_as_away(error, away):
    assert errors.is_away(error) is away


def test_read_only_database_as_django_wraps_it():
    wrapped = Exception("wrapped")
    wrapped.__cause__ = psycopg.errors.ReadOnlySqlTransaction("standby")
    assert errors.is_away(wrapped)


def test_a_mistake_of_ours_is_a_500(client, dead):
    answer = quiet(client).get("/bug/")
    assert answer.status_code == 500
    assert HOTLINE in answer.content.decode()
    with dead():
        assert client.get("/bug/").status_code in (500, 503)  # without a cookie no session is asked for
