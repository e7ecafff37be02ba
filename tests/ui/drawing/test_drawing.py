"""Drawings: nothing overflows its box, nothing is said by color alone, every text is escaped."""

from xml.etree import ElementTree as ET

import pytest

from oscr.ui import drawing
from oscr.ui.drawing import ladder as ladders
from oscr.ui.drawing import paper
from oscr.ui.drawing.shape import (
    FIRED,
    NOT_REACHED,
    OPEN,
    PLAIN,
    RULED_OUT,
    Ask,
    Branch,
    End,
    Flow,
    Ladder,
    Part,
    Reason,
    Rung,
    Rungs,
    Way,
    Ways,
)
from oscr.ui.drawing.words import said

SVG = "{http://www.w3.org/2000/svg}"
LONG = "a very long sentence about a child that nobody could ever put on a single line of any drawing " * 3


def rung(state: str = PLAIN, name: str = "R-1", **told) -> Rung:
    plain = {"text": "Hurt <badly> & often.", "cite": "CWM 2.1", "parts": (Part("minor"), Part(LONG)), "joined": "and"}
    words = {FIRED: "applies", RULED_OUT: "ruled out", OPEN: "open", NOT_REACHED: "not reached"}
    return Rung(id=name, state=state, word=words.get(state, ""), **(plain | told))


def ladder(*rungs: Rung, rest: str = "") -> Ladder:
    return Ladder("k", "Title", "Told", "otherwise", (Rungs("Investigation", 0, rungs, rest),))


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_text_is_broken_to_fit_and_no_letter_is_lost():
    lines = paper.wrapped(LONG, 12, 200)
    assert " ".join(lines) == LONG.strip()
    assert all(paper.width(line, 12) <= 200 for line in lines)
    assert paper.wrapped("", 12, 200) == []


def test_a_word_that_does_not_fit_is_broken():
    lines = paper.wrapped("Zusammensetzungsfreude", 12, 40)
    assert "".join(lines) == "Zusammensetzungsfreude"
    assert all(paper.width(line, 12) <= 40 for line in lines)
    assert paper.wrapped("WW", 40, 1) == ["W", "W"]


def test_beyond_the_lines_allowed_it_says_that_something_is_left_out():
    lines = paper.wrapped(LONG, 12, 200, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert paper.width(lines[-1], 12) <= 200
    assert paper.wrapped("short", 12, 200, most=2) == ["short"]


def test_bold_letters_are_wider_and_capitals_too():
    assert paper.width("abc", 12, bold=True) > paper.width("abc", 12)
    assert paper.width("ABC", 12) > paper.width("abc", 12) > paper.width("ill", 12)


@pytest.mark.parametrize("draw", [drawing.svg, ladders.dense], ids=["full", "dense"])
def test_a_ladder_has_a_name_a_description_and_escaped_text(draw):
    svg = draw(ladder(rung(), rung(FIRED, "R-2", text="It is <b>so</b>")))
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    names = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert [one.text for one in names] == ["Title", "Told"]
    assert root.get("aria-labelledby").split() == [one.get("id") for one in names]
    assert "<b>" not in svg
    assert "style=" not in svg


def test_every_state_differs_in_shape_and_word():
    """What is left of a mark without its colors: kinds of element, dashes, sizes."""

    def shape(state: str) -> tuple:
        sheet = paper.Paper(10, "k", "", "")
        sheet.mark(5, 5, state)
        return tuple((e.tag, e.get("r"), e.get("stroke-dasharray"), e.get("d"), e.text) for e in sheet.root[2:])

    states = (FIRED, RULED_OUT, OPEN, NOT_REACHED)
    assert len({shape(state) for state in states}) == len(states)
    words = texts(ladders.dense(ladder(*(rung(state, f"R-{n}") for n, state in enumerate(states)))))
    for word in ("applies", "ruled out", "open", "not reached"):
        assert any(line.startswith(word) for line in words)


def test_the_full_ladder_says_what_is_asked_and_where_it_leads():
    words = texts(drawing.svg(ladder(rung(), rung(name="R-2", tag="beside"))))
    assert {"R-1", "R-2", "minor", "and", "CWM 2.1", "beside", "otherwise", "Hurt <badly> & often."} <= set(words)
    assert words.count("Investigation") == 2
    assert words.count("otherwise") == 1


def test_a_part_that_blocks_bears_a_sign():
    parts = (Part("minor"), Part("fatality", RULED_OUT))
    svg = drawing.svg(ladder(rung(RULED_OUT, parts=parts, reasons=(Reason("fatality: not met"),))))
    assert {"minor", "✕ fatality", "ruled out: fatality: not met"} <= set(texts(svg))
    svg = drawing.svg(ladder(rung(OPEN, parts=(Part("fatality", OPEN),), reasons=(Reason("Child died"),))))
    assert {"? fatality", "open: Child died"} <= set(texts(svg))


def test_the_dense_ladder_says_what_is_left_out_below():
    words = texts(ladders.dense(ladder(rung(FIRED), rung(NOT_REACHED, "R-2"), rest="7 more rules were not reached.")))
    assert "7 more rules were not reached." in words
    assert texts(ladders.dense(Ladder("k", "T", "D", "otherwise", ()))) == []
    assert "R-1" in texts(ladders.dense(ladder(rung())))


@pytest.mark.parametrize("draw", [drawing.svg, ladders.dense], ids=["full", "dense"])
@pytest.mark.parametrize("state", [FIRED, RULED_OUT, OPEN, NOT_REACHED, PLAIN])
def test_no_line_leaves_the_paper(draw, state):
    long = rung(state, "A-VERY-LONG-NAME-OF-A-RULE", text=LONG, cite=LONG, reasons=(Reason(LONG),))
    within(draw(ladder(long, rung(state))))


ENDS = (End("Investigation", 0), End("Out of state: document and tell the other state", 8))


def flow(**told) -> Flow:
    asks = (
        Ask(1, LONG, (Branch(LONG, note=LONG, next=2), Branch("no", ends=ENDS))),
        Ask(2, "Hurt?", (Branch("yes", note="H-1", ends=ENDS), Branch("no", ends=ENDS[:1]))),
    )
    plain = {"key": "f", "title": "T", "told": "D", "go_on": "next question", "heads": ("Q", "A", "in", "out")}
    return Flow(**(plain | {"asks": asks} | told))


def test_a_flow_leads_from_every_answer_to_an_end_or_a_question():
    words = texts(drawing.svg(flow()))
    assert words.count("next question") == 1
    assert words.count("1") == 1
    assert words.count("2") == 2  # the question itself, and the way to it
    assert words.count("Investigation") == 3
    assert {"yes", "H-1", "Q", "A", "in", "out"} <= set(words)
    within(drawing.svg(flow()))
    within(drawing.svg(flow(asks=())))


def test_an_outcome_for_all_columns_is_one_box_as_wide_as_they():
    both = drawing.svg(flow(asks=(Ask(1, "Hurt?", (Branch("no", ends=ENDS[:1]), Branch("yes", ends=ENDS))),)))
    one, two, three = [float(box.get("width")) for box in ET.fromstring(both).iter(f"{SVG}rect")][1:]
    assert one > two == three
    assert one == pytest.approx(two + three, abs=4)


def test_the_same_is_said_in_words():
    told = said(ladder(rung(OPEN, reasons=(Reason("Child died"),)), rung(name="R-2", parts=()), rest="More."))
    assert told.startswith(
        "Title\nTold\n\nR-1 -> Investigation: open: Child died\n    Hurt <badly> & often. [CWM 2.1]\n"
    )
    assert "    minor and a very long" in told
    assert told.endswith("R-2 -> Investigation\n    Hurt <badly> & often. [CWM 2.1]\nMore.")
    told = said(flow())
    assert "2. Hurt?\n    yes -> Investigation in; Out of state: document and tell the other state out (H-1)" in told
    assert "    no -> Investigation" in told
    assert "-> 2. next question" in told
    ways = Ways("w", "T", "D", ("C", "", "in", "out"), (Way("H-1", "Hurt.", "hurt", "harm", "CWM", ENDS[:1]),))
    assert said(ways) == "T\nD\n\nH-1 Hurt.\n    hurt [harm; CWM]\n    -> Investigation"


def test_conditions_stand_beside_where_they_lead():
    ways = Ways("w", "T", "D", ("C", "", "in", "out"), (Way("H-1", LONG, LONG, "harm", "CWM", ENDS),) * 2)
    words = texts(drawing.svg(ways))
    assert words.count("Investigation") == 2
    assert "harm · CWM" in words
    within(drawing.svg(ways))


def within(svg: str) -> None:
    """Every text lies on the paper by the ruler's own measure, and every box."""
    root = ET.fromstring(svg)
    wide, tall = float(root.get("width")), float(root.get("height"))
    for one in root.iter(f"{SVG}text"):
        long = paper.width(one.text or "", float(one.get("font-size")), bold=one.get("font-weight") == "700")
        x = float(one.get("x")) - {"end": long, "middle": long / 2}.get(one.get("text-anchor"), 0)
        assert x >= 0, one.text
        assert x + long <= wide, one.text
        assert 0 <= float(one.get("y")) <= tall + 4, one.text
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x")) + float(box.get("width")) <= wide
        assert float(box.get("y")) + float(box.get("height")) <= tall + 1
