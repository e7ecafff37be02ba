"""A teacher reports, page by page, as a browser without JavaScript would."""

import re

import pytest
from django.urls import reverse

from oscr.desks.interview.pages import PAGES
from oscr.flow.report.models import Draft, Report
from tests import making

TYPED = {"worries": {"pathways": ["beaten"]}, "story": {"what": "<script>alert(1)</script>"}}
pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(client):
    user = making.reporter()
    client.force_login(user)
    return user


def fields_of(response) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return dict(re.findall(r'<input type="hidden" name="(version|to)" value="([^"]*)"', response.content.decode()))


def fill(client, address, **typed):
    """Open a page, type, press Save and Continue; returns where that led."""
    page = client.get(address)
    assert page.status_code == 200, address
    answer = client.post(address, {**fields_of(page), "go": "continue", **typed})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def test_from_begin_to_status(client, teacher):
    at = client.post(reverse("reporter:begin")).url
    at = fill(client, at, name="Teacher Example", phone="573-555-0142", occupation="")
    assert at.endswith("/children/")
    assert fill(client, f"{at}new/", first="Robin", age="8", age_unit="years") == at
    seen = []
    while not at.endswith("/check/"):
        seen.append(at.split("/")[-2])
        at = fill(client, at, **TYPED.get(seen[-1], {}))
    assert seen == [page.slug for page in PAGES[1:]]
    check = client.get(at)
    assert check.status_code == 200
    assert b"&lt;script&gt;" in check.content
    assert b"<script>alert" not in check.content
    draft = Draft.objects.get()
    sent = client.post(reverse("reporter:send", args=[draft.pk]))
    again = client.post(reverse("reporter:send", args=[draft.pk]))
    assert sent.url == again.url
    report = Report.objects.get()
    for name in ("confirmation", "status"):
        assert report.number in client.get(reverse(f"reporter:{name}", args=[report.number])).content.decode()
    pdf = client.get(reverse("reporter:record", args=[report.number]))
    assert pdf.content.startswith(b"%PDF")
