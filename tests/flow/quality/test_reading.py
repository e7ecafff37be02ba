"""Second readings: what is drawn, who may read it, that a reading changes nothing, and that a doubt reaches a supervisor."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Classification
from oscr.flow.quality import actions, drawing
from oscr.flow.quality.models import (
    READ_WITHIN,
    Answer,
    Doubt,
    Drawn,
    Reading,
    Salt,
    Score,
    Step,
    Verdict,
    Walk,
)
from oscr.flow.report.models import Restriction
from oscr.law import sampling
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.actions import write
from oscr.record.models import Entry
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + 30 * MINUTE
NEUTRAL = {"worries": {"pathways": ["education"], "other": ""}}


@pytest.fixture
def all_drawn(monkeypatch):
    """Every call is drawn."""
    monkeypatch.setattr(sampling, "share_of", lambda outcome: 1.0)


@pytest.fixture
def first(db):
    return making.user(Role.SCREENER)


@pytest.fixture
def second(db):
    return making.user(Role.SCREENER)


def lowered(first):
    """A call that somebody decided as a Family Assessment, lower than the protocol, with a supervisor."""
    report = making.sent(**NEUTRAL)
    call.claim(report=report, by=first, at=NOW)
    call.settle(report=report, answers=[("A", "child died", "yes")], by=first, at=NOW)
    how = {"report": report, "outcome": "family assessment", "reason": "A slip of the pen."}
    low = classification.propose_lower(**how, by=first, at=NOW)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    classification.rule_on(proposal=low, approved=True, note="", by=boss, at=NOW + MINUTE)
    return report


@pytest.fixture
def drawn(all_drawn, first):
    """A call that one screener decided, drawn for another."""
    report = lowered(first)
    drawing.draw(at=LATER)
    return Drawn.objects.get(classification__report=report)


def test_the_draw_can_be_repeated_and_keeps_its_salt(all_drawn, first):
    made = making.classified(first)
    assert drawing.draw(at=LATER) == 1
    salt = Salt.objects.get().value
    assert drawing.draw(at=LATER + MINUTE) == 0
    assert Salt.objects.get().value == salt
    assert [one.classification for one in Drawn.objects.all()] == [made]


def test_what_the_hash_does_not_choose_is_not_drawn(monkeypatch, first):
    monkeypatch.setattr(sampling, "share_of", lambda outcome: 0.0)
    making.classified(first)
    assert drawing.draw(at=LATER) == 0


def test_a_restricted_call_is_never_drawn(all_drawn, first):
    report = making.classified(first).report
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    Restriction.objects.create(report=report, why="conflict", by=boss, at=LATER)
    assert drawing.draw(at=LATER) == 0


def test_a_call_restricted_after_the_draw_is_seen_by_nobody(drawn, second):
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    assert Drawn.objects.visible_to(second).to_read(LATER).get() == drawn
    Restriction.objects.create(report=drawn.classification.report, why="conflict", by=boss, at=LATER)
    assert not Drawn.objects.visible_to(second).exists()
    assert not Drawn.objects.visible_to(boss).exists()


def test_who_decided_it_does_not_read_it(drawn, first):
    assert not Drawn.objects.visible_to(first).exists()
    with pytest.raises(Refused, match="somebody else reads it"):
        actions.read(drawn=drawn, outcome="investigation", reason="So it is.", by=first, at=LATER)


def test_who_settled_a_fact_proposed_or_ruled_does_not_read_it(all_drawn, first, second):
    boss, report = making.user(Role.HOTLINE_SUPERVISOR), making.sent(**NEUTRAL)
    call.claim(report=report, by=second, at=NOW)
    call.settle(report=report, answers=[("", "danger now", "no")], by=second, at=NOW)
    call.release(report=report, by=second, at=NOW)
    call.claim(report=report, by=first, at=NOW)
    call.settle(report=report, answers=[("A", "child died", "yes")], by=first, at=NOW)
    low = classification.propose_lower(report=report, outcome="documented call", reason="No.", by=first, at=NOW)
    classification.rule_on(proposal=low, approved=True, note="", by=boss, at=NOW + MINUTE)
    drawing.draw(at=LATER)
    assert Drawn.objects.count() == 1
    for person in (first, second, boss):
        assert not Drawn.objects.visible_to(person).exists()


def test_who_opened_the_call_is_not_blind_any_more(drawn, second):
    report = drawn.classification.report
    write(act="looked", subject=report, by=second, at=LATER, route="hotline:reading")
    assert Drawn.objects.visible_to(second).exists()
    write(act="looked", subject=report, by=second, at=LATER, route="hotline:report")
    assert not Drawn.objects.visible_to(second).exists()


def test_the_field_reads_nothing(drawn):
    assert not Drawn.objects.visible_to(making.user(Role.COUNTY_SUPERVISOR)).exists()
    with pytest.raises(Refused, match="role"):
        actions.read(drawn=drawn, outcome="N", reason="", by=making.user(Role.WORKER), at=LATER)


def test_an_old_call_is_not_offered(drawn, second):
    seen = Drawn.objects.visible_to(second)
    assert not seen.to_read(drawn.at + READ_WITHIN).exists()


def test_a_reading_changes_nothing_of_the_call(drawn, second):
    before = list(Classification.objects.values())
    case = actions.settle(drawn=drawn, answers=[("A", "child died", "no")], by=second, at=LATER)
    assert case.children["A"]["child died"] == "no"
    assert call.case_now(drawn.classification.report).children["A"]["child died"] == "yes"
    outcome = classification.protocol_for(drawn.classification.report).decide(case).outcome
    actions.read(drawn=drawn, outcome="P", reason="Help is asked for.", by=second, at=LATER)
    assert outcome == Reading.objects.get().recommended
    assert list(Classification.objects.values()) == before
    assert drawn.classification.report.settled.count() == 1
    assert not Doubt.objects.exists()
    assert {"reading.settled", "reading.made"} <= set(Entry.objects.values_list("act", flat=True))


def test_what_the_first_settled_is_not_in_the_second_s_case(all_drawn, first):
    report = making.sent(**NEUTRAL)
    call.claim(report=report, by=first, at=NOW)
    call.settle(report=report, answers=[("A", "child died", "yes")], by=first, at=NOW)
    making.classified(first, of=report)
    drawing.draw(at=LATER)
    assert "child died" not in actions.case_of(Drawn.objects.get()).children.get("A", {})


def test_an_answer_that_cannot_be_is_refused(drawn, second):
    for answers in ([("A", "child died", "perhaps")], [("A", "no such fact", "yes")]):
        with pytest.raises(Refused):
            actions.settle(drawn=drawn, answers=answers, by=second, at=LATER)
    contradiction = [("A", "child age", "4 to 6"), ("A", "child age", "21 or older")]
    actions.settle(drawn=drawn, answers=contradiction[:1], by=second, at=LATER)
    assert actions.settle(drawn=drawn, answers=[("Z", "child died", "yes")], by=second, at=LATER).children.keys() == {
        "A"
    }


def test_a_call_is_read_once(drawn, second):
    how = {"drawn": drawn, "outcome": "investigation", "reason": "So it is.", "at": LATER}
    actions.read(**how, by=second)
    with pytest.raises(Refused, match="meanwhile"):
        actions.read(**how, by=making.user(Role.SCREENER))
    assert Drawn.objects.visible_to(second).get() == drawn, "one's own reading can be looked at again"


def test_another_outcome_than_the_protocol_s_needs_a_reason(drawn, second):
    with pytest.raises(Refused, match="Say why"):
        actions.read(drawn=drawn, outcome="investigation", reason=" ", by=second, at=LATER)


def test_the_protocol_s_outcome_waits_for_open_questions(drawn, second):
    law = classification.protocol_for(drawn.classification.report)
    outcome = law.decide(actions.case_of(drawn)).outcome
    with pytest.raises(Refused, match="Open questions"):
        actions.read(drawn=drawn, outcome=outcome, reason="", by=second, at=LATER)


@pytest.fixture
def doubt(drawn, second):
    """The second reader would have decided higher."""
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    actions.read(drawn=drawn, outcome="investigation", reason="He is in danger.", by=second, at=LATER)
    return Doubt.objects.visible_to(boss).get()


def test_a_supervisor_is_asked_at_once(doubt):
    notice = Notice.objects.filter(kind="second_reading").first()
    assert notice.context["number"] == doubt.reading.drawn.classification.report.number
    assert "danger" not in str(notice.context)


def test_a_supervisor_answers_once_and_says_why(doubt):
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    how = {"doubt": doubt, "result": "stands", "by": boss, "at": LATER}
    with pytest.raises(Refused, match="Say why"):
        actions.answer(**how, reason="  ")
    made = actions.answer(**how, reason="The doctor saw the child.")
    assert made.get_result_display() == "The first decision stands"
    with pytest.raises(Refused, match="already"):
        actions.answer(**how, reason="Again.")


def test_who_took_part_does_not_answer(all_drawn, second):
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    lowered(boss)
    drawing.draw(at=LATER)
    actions.read(drawn=Drawn.objects.get(), outcome="investigation", reason="Danger.", by=second, at=LATER)
    doubt = Doubt.objects.get()
    with pytest.raises(Refused, match="another supervisor"):
        actions.answer(doubt=doubt, result="stands", reason="I was right.", by=boss, at=LATER)
    with pytest.raises(Refused, match="role"):
        actions.answer(doubt=doubt, result="stands", reason="I was right.", by=second, at=LATER)
    assert not Doubt.objects.visible_to(second).exists()


def test_each_row_says_what_it_is():
    drawn, walk = Drawn(pk=7), Walk(pk=3, example="shed")
    doubt = Doubt(reading=Reading(drawn=drawn, outcome="N"))
    said = [
        (Salt(), "the salt"),
        (drawn, "second reading 7"),
        (Answer(unit="A", fact="child died", value="no"), "A child died: no"),
        (doubt.reading, "second reading 7: N"),
        (doubt, "doubt of second reading 7: N"),
        (Verdict(doubt=doubt, result="stands"), "doubt of second reading 7: N: stands"),
        (walk, "walk 3: shed"),
        (Step(walk=walk, fact="child died"), "walk 3: shed: child died"),
        (Score(walk=walk, points=5), "walk 3: shed: 5"),
    ]
    assert [str(row) for row, _words in said] == [words for _row, words in said]


def test_answers_that_contradict_each_other_are_refused(drawn, second, monkeypatch):
    told = iter([["They cannot both be so."], []])  # with the answers, and before
    monkeypatch.setattr("oscr.flow.quality.actions.contradictions", lambda law, case: next(told))
    with pytest.raises(Refused, match="both"):
        actions.settle(drawn=drawn, answers=[("A", "child died", "no")], by=second, at=LATER)
