"""The last reports I classified, and finding one by its call number."""

import pytest

from oscr.desks.hotline.views import done
from tests.desks.hotline.reading import text, tree
from tests.making import MINUTE, NOW, classified, sent

pytestmark = pytest.mark.django_db


def test_only_mine_the_last_first_and_bounded(mine, staff, monkeypatch):
    monkeypatch.setattr(done, "MOST", 2)
    numbers = [classified(staff.me, of=sent(), at=NOW + n * MINUTE).report.number for n in range(3)]
    hers = classified(staff.other, of=sent()).report.number
    page = text(mine.get("/hotline/done/"))
    assert [number in page for number in numbers] == [False, True, True]
    assert page.index(numbers[2]) < page.index(numbers[1])
    assert hers not in page
    assert "Investigation" in page


def test_a_call_number_leads_to_its_report(mine, report):
    found = mine.get("/hotline/done/", {"number": f" {report.number} "})
    assert found.headers["Location"] == f"/hotline/reports/{report.number}/"


@pytest.mark.parametrize("number", ["26001-99999", "<b>", "1" * 500])
def test_a_number_that_is_none_says_so(mine, report, number):
    response = mine.get("/hotline/done/", {"number": number})
    assert response.status_code == 200
    assert tree(response).find_class("usa-error-message")
