"""The call that is half told when the demonstration starts can be gone on with."""

from datetime import timedelta

import pytest
import time_machine

from oscr.agency.models import User
from oscr.demo import staff, talking
from oscr.flow.report.models import Draft
from tests.desks.hotline.conftest import logged_in
from tests.desks.hotline.reading import text, tree
from tests.making import NOW

pytestmark = pytest.mark.django_db


def test_the_screen_shows_the_questions_that_are_next():
    staff.hire(at=NOW - timedelta(days=1))
    talking.seed(at=NOW)
    with time_machine.travel(NOW, tick=False):
        mine = logged_in(User.objects.get(email=talking.SCREENER))
        page = mine.get(f"/hotline/phone/{Draft.objects.get().pk}/")
    assert "Bobby" in text(page)
    assert tree(page).xpath("//*[@id='q-a-marks-on-head-or-body']")
    assert (
        tree(page)
        .xpath("//*[@id='q-a-marks-on-the-child']//button[@aria-pressed='true']")[0]
        .get("value")
        .endswith("yes")
    )
