"""What the tests of every desk may ask for: a page in the browser of somebody who is logged in."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page

from oscr.agency.models import Role, User
from tests.house.world import logged_in


@pytest.fixture
def open_as(new_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    """A page in somebody's browser: ``open_as(worker, viewport=NARROW)``. Staff are logged in with both factors."""

    def log_in(person: User, **options) -> Page:
        page = new_page(**options)
        name = settings.SESSION_COOKIE_NAME
        cookie = logged_in(person, *(() if person.role == Role.REPORTER else ("password", "mfa"))).cookies[name].value
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        return page

    return log_in
