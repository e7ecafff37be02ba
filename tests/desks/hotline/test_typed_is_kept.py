"""Whatever is typed on a page of the hotline is there again: after a log-in came between, and after the half hour of a verification."""

import pytest
import time_machine
from django.test import Client

from oscr.desks import stash
from oscr.flow.addendum import actions as addendum
from oscr.flow.addendum.models import Addendum
from oscr.flow.call import actions as call
from oscr.flow.correction import disputing
from tests import making
from tests.desks.hotline.conftest import LATER
from tests.desks.hotline.reading import text, tree
from tests.flow.callout.calling import ALERTED, emergency, people
from tests.flow.ending.calls import settled
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
CHECK = {"agency": "Boone County Sheriff", "officer": "badge 12", "minutes": "5", "said": "Somebody goes."}
SAYS = {"do": "verify", "verify-name": "Tess Sealedname", "verify-phone": "555-0177", "verify-work": "teacher"}


def logged_out_at(mine: Client, page: str, typed: dict[str, str]):
    """The page as it is shown after a log-in that came between pressing its button and its answer."""
    stranger = Client()
    stranger.post(page, typed)
    session = mine.session
    session[stash.KEY] = stranger.session[stash.KEY]
    session.save()
    return tree(mine.get(page))


def value(page, field: str) -> str:
    found = page.get_element_by_id(field)
    return (found.get("value") if found.tag == "input" else found.text or "").strip()


def test_an_answer_to_a_dispute(boss, staff):
    field, alert = people(), emergency()
    said = {"reason": "Nobody lives there.", "consulted": field[3], "by": field[2]}
    disputing.dispute(alert=alert, **said, at=ALERTED)
    page = logged_out_at(boss, f"/hotline/reports/{alert.number}/dispute/", {"result": "stands", "note": "They do."})
    assert value(page, "id_note") == "They do."


def test_an_answer_to_a_reporter(boss, staff, report):
    making.classified(staff.me, of=report)
    asked = addendum.ask(report=report, text="Why?", by=report.owner, at=NOW + MINUTE)
    page = logged_out_at(boss, f"/hotline/questions/{asked.pk}/", {"text": "Because he eats at school."})
    assert value(page, "id_text") == "Because he eats at school."


def test_a_call_of_a_call_out(mine, staff):
    people()
    alert = emergency()
    page = logged_out_at(mine, f"/hotline/reports/{alert.number}/callout/", {"result": "no answer"})
    assert page.xpath("//input[@name='result'][@checked]/@value") == ["no answer"]


def test_what_an_officer_said(mine, staff):
    report = settled(staff.me, "documented call", at=LATER - 20 * MINUTE)
    page = logged_out_at(mine, f"/hotline/reports/{report.number}/otherwise/well-child-check/", CHECK)
    assert value(page, "id_officer") == "badge 12"
    assert value(page, "id_said") == "Somebody goes."


def test_what_a_caller_adds_when_the_half_hour_ended_while_they_spoke(mine, report):
    page = f"/hotline/reports/{report.number}/caller/"
    mine.post(page, SAYS)
    with time_machine.travel(LATER + 20 * MINUTE, tick=False):
        mine.get(page)
    with time_machine.travel(LATER + 31 * MINUTE, tick=False):
        late = text(mine.post(page, {"do": "add", "add-kind": "added", "add-text": "He is 9."}))
        assert "Verify first" in late
        assert "What you typed is kept" in late
        assert "He is 9." not in late  # who speaks now is not known
        mine.post(page, SAYS)
        assert value(tree(mine.get(page)), "id_add-text") == "He is 9."
    assert not Addendum.objects.exists()


def test_what_followed_from_an_addition(mine, staff, report):
    call.claim(report=report, by=staff.me, at=NOW)
    one = addendum.add(report=report, kind="added", text="He is 9.", by=report.owner, at=NOW)
    stranger, heed = Client(), f"/hotline/reports/{report.number}/heed/"
    stranger.post(heed, {"addendum": str(one.pk), "note": "His age settled."})
    session = mine.session
    session[stash.KEY] = stranger.session[stash.KEY]
    session.save()
    assert value(tree(mine.get(f"/hotline/reports/{report.number}/")), f"note-{one.pk}") == "His age settled."
