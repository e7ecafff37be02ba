"""Charts: what is drawn is what was given, to scale, with words beside it, and nothing leaves the paper."""

import re
from xml.etree import ElementTree as ET

import pytest

from oscr.ui import drawing
from oscr.ui.drawing.shape import Bar, Bars, Curve, Grid, Line

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(picture):
    return ET.fromstring(drawing.figure(picture))


def bars(**changed):
    given = {
        "key": "k",
        "title": "Waits & ages",
        "told": "told",
        "heads": ("hour", "median", "ninth"),
        "bars": (Bar("1 a", (1.0, 2.0), ("1", "2")), Bar("2 a", (0.0, 4.0), ("0", "4"))),
        "most": 4,
        "top": "4 h",
        "marks": ((3.0, "3 hours"),),
    }
    return Bars(**(given | changed))


def heights(root):
    return [float(one.get("height")) for one in root.iter(f"{SPACE}rect") if float(one.get("y")) > 20]


def test_bars_are_to_scale_and_nothing_is_no_bar():
    assert heights(drawn(bars())) == [37.5, 75, 150]


def test_stacked_bars_stand_on_each_other():
    one, two, _three = [one for one in drawn(bars(stacked=True)).iter(f"{SPACE}rect") if float(one.get("y")) > 20]
    assert float(two.get("y")) + float(two.get("height")) == pytest.approx(float(one.get("y")))
    assert one.get("x") == two.get("x")


def test_what_is_higher_than_the_paper_ends_at_its_edge():
    assert max(heights(drawn(bars(most=2)))) == 150


def test_without_a_single_bar_the_paper_is_empty_and_whole():
    assert heights(drawn(bars(bars=(), most=0, small=True))) == []


def test_the_curve_rises_at_its_steps_and_ends_at_the_edge():
    line = Line("today", ((60.0, 0.5), (180.0, 1.0), (900.0, 1.0)))
    empty = Line("nothing yet", (), dashed=True)
    curve = Curve(
        "k", "t", "d", (line, empty), 360, ((0.0, "0 h"),), ((60.0, "1 hour"),), ("within", "x"), (("1 h", "50%"),)
    )
    ways = [one.get("d") for one in drawn(curve).iter(f"{SPACE}path")]
    assert ways[0].count("V") == 2
    assert re.search(r"H668\.0$", ways[0])
    assert ways[1].startswith("M")
    assert "V" not in ways[1]


def test_the_grid_marks_what_is_the_same_and_writes_every_count():
    root = drawn(Grid("k", "t", "d", ("first", "second"), ("Investigation", "Documented call"), ((7, 1), (0, 2))))
    boxes = [one.get("stroke-width") for one in root.iter(f"{SPACE}rect")]
    assert boxes == ["2.5", None, None, "2.5"]
    assert {"7", "1", "0", "2"} <= {one.text for one in root.iter(f"{SPACE}text")}


def test_an_empty_grid_is_drawn():
    assert drawn(Grid("k", "t", "d", ("first", "second"), (), ())) is not None
