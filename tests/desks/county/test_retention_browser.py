"""The list of what goes, in a real browser: no barrier, on a phone too, by keyboard alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from oscr.agency.permissions import Role
from oscr.flow.retention import filing
from oscr.flow.retention.models import Term
from tests import making
from tests.flow.disposition import asking
from tests.flow.retention.ending import DONE, finished, report_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_circuit_manager_looks_30_days_ahead(open_as, axe):
    people = asking.staff()
    report = report_of(finished(people))
    filing.file_all(at=DONE)
    Term.objects.update(ends_at=timezone.now() + 20 * asking.DAY)
    page = open_as(making.user(Role.CIRCUIT_MANAGER, people.office), viewport={"width": 320, "height": 720})
    page.goto("/county/retention/")
    expect(page.get_by_text("Nothing.")).to_have_count(2)  # neither reports nor inquiries
    page.get_by_label("What goes").focus()
    page.get_by_label("What goes").select_option("30")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("link", name=report.number)).to_be_visible()
    expect(page.get_by_role("heading", name="Goes within 30 days")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
