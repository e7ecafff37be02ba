"""The list of what goes, in a real browser: no barrier, on a phone too, by keyboard alone."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.retention import filing
from oscr.flow.retention.models import Term
from tests import making
from tests.desks.county.conftest import with_second_factor
from tests.flow.disposition import asking
from tests.flow.retention.ending import DONE, finished, report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_circuit_manager_looks_30_days_ahead(new_page, live_server, axe):
    people = asking.staff()
    report = report_of(finished(people))
    filing.file_all(at=DONE)
    Term.objects.update(ends_at=timezone.now() + 20 * asking.DAY)
    page = new_page(viewport={"width": 320, "height": 720}, java_script_enabled=True)
    who = making.user(Role.CIRCUIT_MANAGER, people.office)
    cookie = with_second_factor(who).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto("/county/retention/")
    expect(page.get_by_text("Nothing.")).to_be_visible()
    page.get_by_label("What goes").focus()
    page.get_by_label("What goes").select_option("30")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("link", name=report.number)).to_be_visible()
    expect(page.get_by_role("heading", name="Goes within 30 days")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
