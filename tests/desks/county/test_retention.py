"""What goes of the reports of a circuit or region: who sees it, how far ahead, by which period, and what holds it."""

from types import SimpleNamespace

import pytest
import time_machine
from lxml import html

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.report.actions import restrict
from oscr.flow.retention import filing
from tests import making
from tests.desks.county.conftest import with_second_factor
from tests.flow.disposition import asking
from tests.flow.retention.ending import DONE, FULL_10, finished, report_of
from tests.making import COLE

pytestmark = pytest.mark.django_db
DAY = asking.DAY


def shown(who, at=FULL_10 - 20 * DAY, **asked) -> tuple[list[str], str]:
    """The call numbers of the list, and the whole page; the log-in is of that moment."""
    with time_machine.travel(at, tick=False):
        response = with_second_factor(who).get("/county/retention/", asked)
    assert response.status_code == 200
    page = html.fromstring(response.content)
    return page.xpath("//tbody//th/a/text()"), " ".join(page.text_content().split())


@pytest.fixture
def rows():
    """An unsubstantiated report of Boone County and one of Cole County, and what of each a director is shown."""
    people = asking.staff()
    far = Office.objects.get(fips=COLE)
    theirs = finished(people, alert=asking.online(far))
    mine = finished(people)
    filing.file_all(at=DONE)
    return SimpleNamespace(mine=report_of(mine), theirs=report_of(theirs), people=people, far=far)


def test_a_director_sees_what_goes_in_30_days_and_tonight_nothing(rows):
    numbers, text = shown(rows.people.director, days="30")
    assert rows.mine.number in numbers
    assert "Unsubstantiated, reported by a mandated reporter" in text and "nothing: it goes" in text
    assert "facts that name nobody" in text
    assert "Cloverfield" not in text and "Teacher Example" not in text
    assert shown(rows.people.director)[0] == []
    assert shown(rows.people.director, days="never")[0] == []


def test_a_circuit_manager_sees_their_circuits_only(rows):
    boone, cole = (making.user(Role.CIRCUIT_MANAGER, office) for office in (rows.people.office, rows.far))
    assert shown(boone, days="90")[0] == [rows.mine.number]
    assert shown(cole, days="90")[0] == [rows.theirs.number]


def test_it_can_be_asked_for_by_one_period(rows):
    boone = making.user(Role.CIRCUIT_MANAGER, rows.people.office)
    assert shown(boone, days="30", period="unsubstantiated-mandated")[0] == [rows.mine.number]
    assert shown(boone, days="30", period="unable-to-locate")[0] == []
    assert shown(boone, days="30", period="no such")[0] == [rows.mine.number]


def test_what_holds_it_is_said_as_it_is_today(rows):
    boone = making.user(Role.CIRCUIT_MANAGER, rows.people.office)
    told = {"office": rows.people.office, "label": "For the test", "cite": "", "started_at": DONE}
    rows.mine.clocks.create(kind="update", due_at=DONE + DAY, **told)
    assert "A clock of it runs" in shown(boone, days="30")[1]


def test_what_names_other_supervisors_is_still_the_countys_and_the_hotline_sees_all(rows):
    lead = making.user(Role.HOTLINE_SUPERVISOR)
    restrict(report=rows.mine, why="conflict", by=lead, at=DONE)
    boone = making.user(Role.CIRCUIT_MANAGER, rows.people.office)
    assert shown(boone, days="30")[0] == [rows.mine.number]
    with time_machine.travel(FULL_10 - 20 * DAY, tick=False):
        page = html.fromstring(with_second_factor(lead).get("/hotline/retention/", {"days": "30"}).content)
    assert set(page.xpath("//tbody//th/a/text()")) == {rows.mine.number, rows.theirs.number}


@pytest.mark.parametrize("role", [Role.WORKER, Role.COUNTY_SUPERVISOR])
def test_nobody_else_comes_in(role, rows):
    client = with_second_factor(making.user(role, rows.people.office))
    assert client.get("/county/retention/").status_code == 403
