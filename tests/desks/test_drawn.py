"""The law's pictures as drawings, and as the tags put them on a page."""

import json
from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override
from lxml import html

from oscr.desks import drawn
from oscr.law import protocol
from oscr.ui.drawing.shape import FIRED, NOT_REACHED, OPEN, RULED_OUT, Flow, Reason, Ways

LAW = protocol.in_force(date(2026, 3, 3))
ANSWERS = {"too little food": "yes", "other food": "no", "child age": "7 to 13", "child died": "no"}


def trace(**told) -> list[dict]:
    facts = {
        "children": {"A": ANSWERS},
        "suspects": {"1": {}},
        "pairs": {("A", "1"): {}},
        "pathways": frozenset({"hungry"}),
    }
    return json.loads(LAW.decide(protocol.Case(**(facts | told))).to_json())["trace"]


def shown(tag: str, picture) -> html.HtmlElement:
    page = Template("{% load drawing %}{% " + tag + " picture %}").render(Context({"picture": picture}))
    return html.fromstring(f"<main>{page}</main>")


def test_the_whole_ladder_holds_every_rule_under_its_outcome():
    whole = drawn.ladder(LAW)
    rungs = [(rung.id, group.outcome) for group in whole.groups for rung in group.rungs]
    assert [name for name, _outcome in rungs] == [rule.id for rule in LAW.engine.rules]
    assert ("INV-FATALITY", "Investigation") in rungs
    assert ("DOCUMENTED", "Documented call") in rungs
    pieces = drawn.by_outcome(LAW)
    assert [group for piece in pieces for group in piece.groups] == list(whole.groups)
    assert len({piece.key for piece in pieces}) == len(pieces)


def test_one_rule_is_drawn_by_itself():
    (group,) = drawn.ladder(LAW, only="INV-RISK").groups
    assert [rung.id for rung in group.rungs] == ["INV-RISK"]
    with pytest.raises(KeyError):
        drawn.ladder(LAW, only="NONE")


def test_a_call_says_of_each_rule_what_became_of_it():
    steps = trace()
    rungs = {rung.id: rung for group in drawn.call_ladder(LAW, steps).groups for rung in group.rungs}
    fired = next(step["rule_id"] for step in steps if step["verdict"] == "fired")
    assert rungs[fired].state == FIRED
    assert {part.state for part in rungs[fired].parts} == {FIRED}
    assert rungs["INV-FATALITY"].state == RULED_OUT
    assert {part.text: part.state for part in rungs["INV-FATALITY"].parts}["fatality"] == RULED_OUT
    assert [reason.text for reason in rungs["INV-FATALITY"].reasons] == ["fatality: not met"]
    assert list(rungs.values())[-1].state == NOT_REACHED


def test_it_ends_below_the_rule_that_applies_unless_the_whole_is_wanted():
    steps = trace()
    short, whole = drawn.call_ladder(LAW, steps), drawn.call_ladder(LAW, steps, whole=True)
    left = len(steps) - sum(len(group.rungs) for group in short.groups)
    assert left > 5
    assert short.groups[-1].rest == f"{left} more rules below were not reached."
    assert sum(len(group.rungs) for group in whole.groups) == len(steps)
    assert not any(group.rest for group in whole.groups)


def test_what_is_open_is_said_by_its_question_and_leads_to_its_field():
    picture = drawn.call_ladder(LAW, trace(), {"sexual contact": "#id_contact"})
    rungs = {rung.id: rung for group in picture.groups for rung in group.rungs}
    assert rungs["INV-SEXUAL"].state == OPEN
    assert Reason("Sexual or sexualized contact", "#id_contact") in rungs["INV-SEXUAL"].reasons
    assert {part.text: part.state for part in rungs["INV-SEXUAL"].parts}["sexual abuse"] == OPEN
    found = dict(drawn.open_questions(picture))
    assert "INV-SEXUAL" in found[Reason("Sexual or sexualized contact", "#id_contact")]
    assert all(rungs[name].state == OPEN for names in found.values() for name in names)


def test_a_stored_decision_is_drawn_with_what_the_law_has_no_longer():
    old = {"rule_id": "GONE", "outcome": "N", "text": "Gone.", "cite": "CWM", "verdict": "undecided", "open": []}
    steps = [old | {"blocked_by": ["Hurt: not asked"]}, old | {"rule_id": "G-2", "blocked_by": [], "open": ["no fact"]}]
    (group,) = drawn.call_ladder(LAW, steps).groups
    assert [rung.parts for rung in group.rungs] == [(), ()]
    assert [rung.reasons for rung in group.rungs] == [(Reason("Hurt: not asked"),), (Reason("no fact"),)]


def test_a_pathway_is_drawn_with_both_gates():
    picture = drawn.pathway(LAW, "threat")
    assert isinstance(picture, Flow)
    assert [end.text for end in picture.asks[0].branches[0].ends] == ["Investigation", "Non-Caretaker referral"]
    assert picture.asks[0].branches[0].note == "THR-1"
    assert picture.asks[0].branches[1].next == 2
    with pytest.raises(KeyError):
        drawn.pathway(LAW, "none")


def test_a_run_of_answers_is_said_by_its_ends():
    fact = LAW.facts["worst injury"]
    assert drawn._answers(fact, ("none seen", "mild", "moderate")) == "none seen … moderate"
    assert drawn._answers(fact, ("none seen", "moderate", "serious")) == "none seen or moderate or serious"
    assert drawn._answers(fact, ("none seen", "mild")) == "none seen or mild"


def test_a_pathway_too_large_is_drawn_by_its_conditions(monkeypatch):
    monkeypatch.setattr(drawn.picture, "questions", lambda _engine, _pathway: None)
    assert drawn.pathway(LAW, "threat") == drawn.conditions(LAW, "threat")
    assert isinstance(drawn.pathway(LAW, "threat"), Ways)


@pytest.mark.parametrize("slug", LAW.pathways)
def test_every_pathway_can_be_seen_and_read(slug):
    picture = drawn.pathway(LAW, slug)
    page = shown("flow", picture)
    asks = getattr(picture, "asks", ()) or picture.ways
    assert len(page.xpath("//ol[@class='oscr-twin__rungs']/li")) == len(asks)
    assert page.xpath("//div[@class='oscr-drawn'][@role='region'][@tabindex='0']/svg")


def test_conditions_are_said_in_words_too():
    page = shown("flow", drawn.conditions(LAW, "threat"))
    text = " ".join(page.text_content().split())
    assert "THR-1" in text
    assert "Investigation if somebody in charge did it; Non-Caretaker referral if somebody else did it" in text


def test_the_ladder_on_a_page_says_the_same_twice():
    page = shown("ladder", drawn.ladder(LAW))
    drawn_ids = [one.text_content() for one in page.find_class("oscr-rung")]
    assert drawn_ids == page.xpath("//ol[@class='oscr-twin__rungs']/li/strong[1]/text()")
    text = " ".join(page.text_content().split())
    assert "minor and sexual abuse and in charge and not suspect under fourteen" in text


def test_a_call_on_a_page_leads_to_its_fields():
    page = shown("call", drawn.call_ladder(LAW, trace(), {"sexual contact": "#id_contact"}))
    assert set(page.xpath("//li//a/@href")) == {"#id_contact"}
    assert "✕ ruled out" in page.text_content()


def test_words_of_a_drawing_are_the_readers():
    with override("es"):
        assert "Lo mismo en palabras" in shown("ladder", drawn.ladder(LAW)).text_content()
