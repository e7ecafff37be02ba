"""Two analysts, a supervisor and a screener, and browsers in which they are logged in."""

from types import SimpleNamespace

import pytest
import time_machine
from lxml import html

from oscr.agency.permissions import Role
from tests import making
from tests.house.world import logged_in
from tests.making import MINUTE, NOW

LATER = NOW + 10 * MINUTE


@pytest.fixture
def at():
    """Ten minutes after the reports; the doors see this time."""
    with time_machine.travel(LATER, tick=False):
        yield LATER


@pytest.fixture
def staff(db) -> SimpleNamespace:
    return SimpleNamespace(
        one=making.user(Role.ANALYST),
        two=making.user(Role.ANALYST),
        boss=making.user(Role.HOTLINE_SUPERVISOR),
        screener=making.user(Role.SCREENER),
    )


@pytest.fixture
def browser_of(at):
    """A browser in which somebody is logged in with both factors."""
    return lambda person: logged_in(person, "password", "mfa")


def tree(response):
    """A page as elements."""
    assert response.status_code == 200, response.status_code
    return html.fromstring(response.content)


def text(response) -> str:
    """The words of a page's main part, with single spaces."""
    (main,) = tree(response).xpath("//main")
    return " ".join(main.text_content().split())
