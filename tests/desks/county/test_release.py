"""The page on which a supervisor names the reporter outside the Division: what it refuses, what it keeps, who sees it."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse

from oscr.agency.permissions import Role
from oscr.flow.inquiry.models import Release
from tests import making
from tests.desks.county.conftest import with_second_factor
from tests.flow.inquiry.test_releasing import SAID

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert():
    return making.alerted()


def url(name: str, alert) -> str:
    return reverse(f"county:{name}", args=[alert.number])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def typed(**changed) -> dict[str, str]:
    return {f"release-{name}": value for name, value in (SAID | changed).items()}


def test_a_supervisor_releases_writes_it_down_and_saves_the_cover_sheet(alert):
    lead = with_second_factor(making.user(Role.COUNTY_SUPERVISOR))
    assert url("release", alert) in text(lead.get(url("alert", alert)))
    assert "To nobody." in text(lead.get(url("release", alert)))
    refused = text(lead.post(url("release", alert), typed(recipient="family")))
    assert "never told to the family" in refused and "RSMo 210.150" in refused and "Detective Example" in refused
    assert not Release.objects.exists()
    done = text(lead.post(url("release", alert), typed(), follow=True))
    assert "Detective Example, badge 100, Sheriff of Sample" in done and "Teacher Example" not in done
    paper = lead.post(url("release_paper", alert), {"release": Release.objects.get().pk})
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(paper.content)))
    assert "Teacher Example" in words and "Detective Example" in words and "Cover Sheet" in words


@pytest.mark.parametrize("asked", ["", "0", "-1", "9" * 30, "one"])
def test_without_a_release_there_is_no_paper(alert, asked):
    lead = with_second_factor(making.user(Role.COUNTY_SUPERVISOR))
    answer = lead.post(url("release_paper", alert), {"release": asked})
    assert answer["Content-Type"] != "application/pdf" and "Teacher Example" not in text(answer)


def test_nobody_but_supervisors_of_the_office_sees_the_page(alert):
    worker = with_second_factor(making.user(Role.WORKER))
    assert worker.get(url("release", alert)).status_code == 403
    assert url("release", alert) not in text(worker.get(url("alert", alert)))
