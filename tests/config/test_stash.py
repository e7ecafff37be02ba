"""What was typed on a page that could not be saved comes back, once, to whoever may see that page, and to nobody else."""

import pytest
from django.test import Client

from oscr.agency.permissions import Role
from oscr.agency.sessions import METHODS, METHODS_OF
from oscr.desks import stash
from tests.config.conftest import person
from tests.config.test_oidc import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("probes")]

FORM = "/report/form/"
STORY = ["first \u00e9 <b>", "second\r\nline"]


@pytest.fixture
def browser():
    """A browser whose forms need a token, as real ones do."""
    return Client(enforce_csrf_checks=True)


def test_a_log_in_that_ended_loses_nothing(client, provider):
    answer = client.post(FORM, {"story": STORY, "csrfmiddlewaretoken": "t"})
    assert answer["Location"] == "/report/log-in/mologin/?next=%2Freport%2Fform%2F"
    assert "Cloverfield" not in answer["Location"]
    answer = log_in(client, provider, "?next=/report/form/")
    assert answer["Location"] == FORM
    assert client.get(FORM).content.decode() == f"story={STORY}"
    assert client.get(FORM).content == b"empty"  # given out once


def test_a_page_that_was_too_old_loses_nothing(browser):
    browser.force_login(person(Role.REPORTER))
    answer = browser.post(FORM, {"story": STORY})
    assert (answer.status_code, answer["Location"]) == (303, FORM)
    assert browser.get(FORM).content.decode() == f"story={STORY}"


def test_too_old_and_logged_out(browser, provider):
    assert browser.post(FORM, {"story": STORY}).status_code == 303
    assert browser.get(FORM).status_code == 302
    log_in(browser, provider, "?next=/report/form/")
    assert browser.get(FORM).content.decode() == f"story={STORY}"


def test_another_page_gets_nothing(client, rf):
    client.force_login(person(Role.REPORTER))
    request = rf.post("/report/other/", {"story": "x"})
    request.session = {}
    assert stash.keep(request)
    assert stash.take(request, FORM) is None
    assert stash.take(request, "/report/other/").getlist("story") == ["x"]
    assert stash.take(request, "/report/other/") is None


def test_at_most_one_page_is_kept(rf):
    session = {}
    for path in ("/a/", "/b/"):
        request = rf.post(path, {"story": path})
        request.session = session
        stash.keep(request)
    assert stash.take(request, "/a/") is None
    assert stash.take(request, "/b/")["story"] == "/b/"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"story": "a" * 500_000}, True),
        ({"story": "\u4e16" * 170_000}, True),  # 510 kB of text, three times that as a browser sends it
        ({"story": "a" * 525_000}, False),
        ({"login": "a@example.org", "password": "x"}, False),
        ({"code": "123456"}, False),
        ({}, False),
        ({"csrfmiddlewaretoken": "t"}, False),
    ],
)
def test_what_is_kept(rf, typed, kept):
    request = rf.post(FORM, typed)
    request.session = {}
    assert stash.keep(request) is kept
    assert bool(request.session) is kept


def test_the_token_is_not_kept(rf):
    request = rf.post(FORM, {"story": "x", "csrfmiddlewaretoken": "t"})
    request.session = {}
    stash.keep(request)
    assert "csrfmiddlewaretoken" not in stash.take(request, FORM)


def test_dropped_when_its_reader_may_not_see_the_page(client):
    client.post(FORM, {"story": "x"})
    screener = person(Role.SCREENER)
    kept = client.session[stash.KEY]
    client.force_login(screener)
    session = client.session
    session[stash.KEY], session[METHODS], session[METHODS_OF] = kept, [{"method": "mfa"}], str(screener.pk)
    session.save()
    assert client.get("/hotline/form/").status_code == 200
    assert stash.KEY in client.session  # another page: not asked for yet
    assert client.get(FORM).status_code == 403
    assert stash.KEY not in client.session


def test_dies_with_the_session(client):
    client.force_login(person(Role.REPORTER))
    Client.post(client, "/report/form/", {"story": "x"})
    client.logout()
    assert stash.KEY not in client.session


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example.org"},
        {"Origin": "null"},
    ],
)
def test_a_stranger_s_form_is_refused_and_not_kept(browser, headers):
    browser.force_login(person(Role.REPORTER))
    answer = browser.post(FORM, {"story": "planted"}, headers=headers)
    assert answer.status_code == 403
    assert stash.KEY not in browser.session
    assert browser.get(FORM).content == b"empty"


def test_a_button_without_a_page_of_its_own(browser):
    """A route that only takes POST cannot be opened again: the page says so."""
    browser.force_login(person(Role.REPORTER))
    for path in ("/report/act/", "/log-out/", "/nothing/", "//evil.example.org/"):
        answer = browser.post(path, {"story": "x"})
        assert answer.status_code in (403, 404)
        assert "1-800-392-3738" in answer.content.decode()
        assert stash.KEY not in browser.session


def test_a_log_in_page_that_was_too_old_opens_again(browser):
    answer = browser.post("/staff/log-in/", {"login": "a@example.org", "password": "hunter2"})
    assert (answer.status_code, answer["Location"]) == (303, "/staff/log-in/")
    assert stash.KEY not in browser.session
