"""The pages of second readings: blind, kept, compared without names, and answered by a supervisor."""

import re

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.quality import drawing
from oscr.flow.quality.models import Doubt, Drawn, Reading, Verdict
from oscr.law import protocol, sampling
from oscr.record.models import Entry
from tests import making
from tests.desks.hotline.conftest import LATER, SAID, logged_in
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
SECRET = "Only the first reader knows of the yellow umbrella."


def law_words(fact):
    return protocol.in_force(NOW.date()).facts[fact].screener


def told(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def drawn(staff, report, monkeypatch):
    """A call that somebody decided against the protocol, with facts settled and a reason; drawn for me."""
    monkeypatch.setattr(sampling, "share_of", lambda outcome: 1.0)
    first = making.user(Role.SCREENER)
    first.name = "Firstreader Unmistakable"
    first.save()
    call.claim(report=report, by=first, at=NOW)
    why = {("A", "child died"): SECRET}
    call.settle(report=report, answers=[("A", "child died", "yes")], why=why, by=first, at=NOW)
    how = {"report": report, "outcome": "family assessment", "reason": SECRET}
    low = classification.propose_lower(**how, by=first, at=NOW)
    ruler = making.user(Role.HOTLINE_SUPERVISOR)
    ruler.name = "Ruler Unmistakable"
    ruler.save()
    classification.rule_on(proposal=low, approved=True, note=SECRET, by=ruler, at=NOW + MINUTE)
    drawing.draw(at=LATER)
    return Drawn.objects.get()


def test_the_page_holds_nothing_of_the_first_reading(mine, drawn, report):
    page = told(mine.get(f"/hotline/readings/{drawn.pk}/"))
    main = page[page.index("<main") :]
    assert "He takes bread home from lunch." in main
    for hidden in (report.number, "Unmistakable", "umbrella", "Sealedname", "555-0177"):
        assert hidden not in page
    settled = re.findall(r'<input[^>]*name="a-child-died"[^>]*>', main)
    assert settled
    assert not any("checked" in one for one in settled)


def test_the_list_holds_no_number_of_what_is_to_be_read(mine, drawn, report):
    page = told(mine.get("/hotline/readings/"))
    assert f"/hotline/readings/{drawn.pk}/" in page
    assert report.number not in page


def test_who_opened_the_report_finds_no_reading(mine, drawn, report):
    assert mine.get(f"/hotline/readings/{drawn.pk}/").status_code == 200
    assert mine.get(f"/hotline/readings/{drawn.pk}/").status_code == 200, "the reading's own page blinds nobody"
    mine.get(f"/hotline/reports/{report.number}/")
    assert mine.get(f"/hotline/readings/{drawn.pk}/").status_code == 404


def test_a_look_at_the_page_is_a_look_at_the_child_s_record(mine, drawn, report, staff):
    mine.get(f"/hotline/readings/{drawn.pk}/")
    looks = Entry.objects.filter(act="looked", by=staff.me).values_list("subject", flat=True)
    assert set(looks) == {f"quality.drawn:{drawn.pk}", f"report.report:{report.number}"}


def test_answers_are_kept_for_the_reader_alone(mine, drawn, report):
    said = mine.post(f"/hotline/readings/{drawn.pk}/settle/", {"a-child-died": "no"})
    assert said.status_code == 302
    assert drawn.settled.get().value == "no"
    assert call.case_now(report).children["A"]["child died"] == "yes"
    again = mine.post(f"/hotline/readings/{drawn.pk}/settle/", {"a-child-died": "no"})
    assert "Nothing was changed" in told(again)


def test_a_more_protective_reading_asks_a_supervisor(mine, boss, drawn, report, staff):
    page = f"/hotline/readings/{drawn.pk}/"
    assert "Say why" in told(mine.post(page, {"outcome": "investigation", "reason": ""}))
    assert mine.post(page, {"outcome": "investigation", "reason": "He is hungry."}).status_code == 302
    assert Reading.objects.get().by == staff.me
    assert "You have read this call" in told(mine.get(page))
    doubt = Doubt.objects.get()
    assert report.number in told(boss.get("/hotline/readings/"))
    address = f"/hotline/readings/doubts/{doubt.pk}/"
    assert mine.get(address).status_code == 403
    shown = told(boss.get(address))
    assert "Family Assessment" in shown
    assert "Investigation" in shown
    assert "What they know differently" in shown
    assert law_words("child died") in shown
    boss.post(address, {"result": "stands", "reason": ""})
    assert not Verdict.objects.exists()
    assert boss.post(address, {"result": "correct", "reason": "They are right."}).status_code == 302
    assert "must be corrected" in told(boss.get("/hotline/readings/"))
    assert "They are right." in told(boss.get(address))


def test_agreement_is_shown_without_a_name(boss, drawn, staff):
    logged_in(staff.me).post(f"/hotline/readings/{drawn.pk}/", {"outcome": "investigation", "reason": "Hungry."})
    page = told(boss.get("/hotline/readings/"))
    assert "kappa" in page
    assert "Unmistakable" not in page
    assert staff.me.name not in page
    assert "Hungry" in page, "the pathway stands there"
    assert SAID["story"]["what"].splitlines()[0] not in page
