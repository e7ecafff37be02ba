"""Log-in and its accidents as a person meets them, in a real browser: the warning, the log-out, the database away, axe."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from tests.config.conftest import PASSWORD, code_for, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("probes")]


@pytest.fixture
def open_hosts(settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]


def as_reporter(page, client, live_server):
    """Log this browser in as a reporter, without the identity provider."""
    client.force_login(person(Role.REPORTER))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_staff_enrol_and_log_in(page, live_server, open_hosts, screener, axe):
    page.goto("/staff/log-in/")
    assert axe(page) == []
    page.get_by_label("E-mail address").fill(screener.email)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("do not go together").first.wait_for()
    assert axe(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/staff/enrol/")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    secret = page.locator("figcaption code").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill(code_for(secret))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/hotline/")


def test_the_warning_and_the_button(page, live_server, open_hosts, client, axe):
    as_reporter(page, client, live_server)
    page.clock.install()
    page.goto("/page/")
    page.get_by_label("Story").focus()
    bar = page.locator("[data-session]")
    page.clock.fast_forward(timedelta(minutes=27).total_seconds() * 1000)
    assert not bar.is_visible()
    page.clock.fast_forward(timedelta(minutes=1, seconds=10).total_seconds() * 1000)
    bar.wait_for(state="visible")
    expect(page.get_by_label("Story")).to_be_focused()  # the focus stays where somebody types
    assert "logged out in 2 minutes" in page.locator("[data-session-status]").inner_text()
    assert axe(page) == []
    with page.expect_response("**/session/extend/") as extended:
        page.get_by_role("button", name="Stay logged in").click()
    assert extended.value.status == 204
    bar.wait_for(state="hidden")
    page.clock.fast_forward(timedelta(minutes=31).total_seconds() * 1000)
    page.get_by_text("You have been logged out").first.wait_for()
    assert not page.get_by_role("button", name="Stay logged in").is_visible()


def test_back_after_log_out_shows_nothing(page, live_server, open_hosts, client):
    as_reporter(page, client, live_server)
    page.goto("/page/")
    page.goto("/open/")
    page.goto("/page/")
    with page.expect_navigation():
        page.get_by_role("button", name="Log out").click()
    page.goto("/open/")
    page.go_back()
    page.go_back()
    expect(page.get_by_text("Story")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_database_away_in_the_middle_of_a_post(new_page, live_server, open_hosts, client, monkeypatch, scripts):
    page = new_page(java_script_enabled=scripts)
    as_reporter(page, client, live_server)
    page.goto("/page/")
    typed = 'He said "no".\n\n<b>Second</b> line, \u00e9 \u4e16'
    page.get_by_label("Story").fill(typed)
    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.postgresql.base.DatabaseWrapper.get_new_connection", gone)
        patch.setattr(
            "django.db.backends.base.base.BaseDatabaseWrapper.close_if_unusable_or_obsolete", lambda self: self.close()
        )
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Your answers are kept.").wait_for()
    connections.close_all()
    page.get_by_role("button", name="Try again").click()
    assert page.locator("#saved").inner_text() == typed


def gone(self, conn_params):
    """What the driver says when there is no server."""
    raise psycopg.OperationalError(f"no server at {timezone.now()}")


@pytest.mark.parametrize("path", ["/nothing/", "/broken/", "/bug/", "/open/?q=%00"])
def test_error_pages_are_accessible(page, live_server, open_hosts, axe, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") == "rgb(181, 9, 9)"
