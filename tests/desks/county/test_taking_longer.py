"""An investigation that takes longer: the page, both forms, and who may do what."""

from datetime import timedelta

import pytest
import time_machine
from lxml import html

from oscr.flow.assignment import actions as assignment
from oscr.flow.call.actions import claim, settle
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock, Extension, Update
from tests import making
from tests.desks.county.conftest import LATER, SAID
from tests.making import NOW

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=40)


@pytest.fixture
def page(alert, staff):
    """Day 40 of an investigation; its page."""
    assignment.acknowledge(alert=alert, by=staff.worker, at=LATER)
    with time_machine.travel(LATE, tick=False):
        yield f"/county/alerts/{alert.number}/longer/"


def words(response) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def seen(client, page) -> str:
    return html.fromstring(client.get(page).content).xpath('//input[@name="seen"]/@value')[0]


def test_a_supervisor_documents_good_cause_and_it_is_drawn(alert, page, staff, browser_of):
    client = browser_of(staff.supervisor)
    said = {
        "cause": "third-party",
        "reason": "The laboratory has not answered.",
        "involves": "neither",
        "seen": seen(client, page),
    }
    text = words(client.post(f"{page}extend/", said, follow=True))
    assert "The clock has its new time." in text
    assert "From end of Apr 17 to end of Jun 1." in text
    assert "The laboratory has not answered." in text
    assert "45 days, 90 days" in text
    assert Extension.objects.get().by == staff.supervisor
    whole = words(client.get(f"/county/alerts/{alert.number}/"))
    assert "Information updated: not completed in time" in whole


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reason": ""}, "good cause counts only when it is documented"),
        ({"cause": "prosecutor"}, "Say which prosecutor's office certified it"),
        ({"cause": "prosecutor", "certified_by": "Prosecutor"}, "Enter the day of the certificate."),
        ({"cause": ""}, "Document good cause"),
        ({"until_0": "6", "until_1": "2", "until_2": "2026", "until": "x"}, "Document good cause"),
        ({"seen": "nonsense"}, "look at the new day first"),
    ],
)
def test_what_lacks_is_said_and_what_was_typed_is_kept(page, staff, browser_of, changed, told):
    client = browser_of(staff.supervisor)
    said = {
        "cause": "witness",
        "reason": "Typed with care.",
        "involves": "neither",
        "seen": seen(client, page),
    } | changed
    response = client.post(f"{page}extend/", said)
    if response.status_code == 200:
        assert told in words(response)
        assert not Extension.objects.exists() or "until_0" in changed


def test_an_update_is_written_by_the_worker_who_may_not_extend(page, staff, browser_of):
    client = browser_of(staff.worker)
    assert "Document good cause" not in words(client.get(page))
    assert client.post(f"{page}extend/", {}).status_code == 403
    assert "Say what is new." in words(client.post(f"{page}update/", {"text": " "}))
    assert "The report came." in words(client.post(f"{page}update/", {"text": "The report came."}, follow=True))
    assert Update.objects.get().by == staff.worker


def test_what_is_completed_takes_no_form(alert, page, staff, browser_of):
    clock.meet_kind(report=alert.classification.report, kind="complete", by=staff.worker, at=LATE)
    client = browser_of(staff.supervisor)
    assert not html.fromstring(client.get(page).content).xpath('//input[@name="seen"]')
    assert client.post(f"{page}extend/", {}).status_code == 302
    assert not Extension.objects.exists()


def test_an_assessment_is_told_that_the_law_gives_no_more(page, staff, browser_of):
    Clock.objects.filter(kind="complete").update(law="complete-assessment")
    assert "good cause for investigations only" in words(browser_of(staff.supervisor).get(page))


def test_where_a_child_died_both_pages_say_that_it_stays_open_until_a_supervisor_has_said_so(staff, office, browser_of):
    report = making.sent(**SAID)
    claim(report=report, by=staff.screener, at=NOW)
    settle(report=report, answers=[("A", "child died", "yes")], by=staff.screener, at=NOW)
    alert = making.alerted(staff.screener, office, of=report)
    client, stays = browser_of(staff.supervisor), "A child died: by law it stays open"
    address = f"/county/alerts/{alert.number}/"
    assert stays in words(client.get(address))
    page = client.get(f"{address}longer/")
    assert stays in words(page)
    chosen = html.fromstring(page.content).xpath('//input[@name="cause"][@checked]/@value')
    assert chosen == ["fatality"]
    said = {"cause": "fatality", "reason": "The cause of death is not known yet.", "involves": "fatality"}
    client.post(f"{address}longer/extend/", said | {"seen": seen(client, f"{address}longer/")})
    assert stays not in words(client.get(address))
