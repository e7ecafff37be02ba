"""A family over time: every mark apart from the next and told by its shape, and the same in a table."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from oscr.ui import drawing
from oscr.ui.drawing import lives
from oscr.ui.drawing.paper import Paper, width
from oscr.ui.drawing.scale import APART, SIZE, Scale
from oscr.ui.drawing.shape import CONCLUSION, OTHER, Life
from tests.ui.drawing import families
from tests.ui.drawing.families import MONTHS, TODAY, named
from tests.ui.drawing.test_drawing import SVG, texts, within

LEFT, RIGHT, GAP = 200.0, 860.0, 18.0
some_days = st.lists(st.dates(date(1990, 1, 1), TODAY), max_size=30).map(sorted)


def twin(picture) -> html.HtmlElement:
    page = Template("{% load drawing %}{% lives picture %}").render(Context({"picture": picture}))
    return html.fromstring(f"<main>{page}</main>")


def cells(row: html.HtmlElement) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row]


@given(some_days)
def test_events_keep_their_order_and_a_distance_and_stay_on_the_line(days):
    scale = Scale(days, TODAY, LEFT, RIGHT, GAP)
    assert len(scale.events) == len(days)
    assert all(LEFT - 0.01 <= x <= RIGHT - GAP + 0.01 for x in scale.events)
    assert all(b - a >= GAP - 0.01 for a, b in pairwise(scale.events))


@given(some_days, st.dates(date(1990, 1, 1), TODAY), st.dates(date(1990, 1, 1), TODAY))
def test_a_later_day_lies_further_right_and_an_event_at_its_day(days, one, other):
    scale = Scale(days, TODAY, LEFT, RIGHT, GAP)
    early, late = sorted((one, other))
    assert scale.at(early) <= scale.at(late)
    assert scale.at(TODAY) == RIGHT
    firsts = {day: x for day, x in zip(reversed(days), reversed(scale.events), strict=True) if day != TODAY}
    assert all(scale.at(day) == pytest.approx(x) for day, x in firsts.items())


@given(some_days)
def test_words_at_the_ticks_do_not_touch(days):
    ticks = Scale(days, TODAY, LEFT, RIGHT, GAP).ticks(MONTHS, "today")
    ends = [(tick.x, tick.x + width(tick.text, SIZE)) for tick in ticks]
    assert all(a[1] + APART <= b[0] for a, b in pairwise(ends))
    assert "today" in {tick.text for tick in ticks}


def test_where_little_happened_time_runs_evenly():
    scale = Scale([date(2022, 3, 3), date(2024, 3, 3)], TODAY, LEFT, RIGHT, GAP)
    assert scale.events == pytest.approx((LEFT, (LEFT + RIGHT) / 2), abs=1)
    assert {"2023", "2025", "Jul"} <= {tick.text for tick in scale.ticks(MONTHS, "today")}


def test_the_last_days_are_stretched_until_single_days_can_be_told():
    days = [date(2020, 1, 1), *(TODAY - timedelta(days=day) for day in (9, 8, 7, 6, 5, 4, 3, 2, 1, 0))]
    scale = Scale(days, TODAY, LEFT, RIGHT, 40)
    assert scale.turns
    assert RIGHT - scale.at(scale.lately) > 10 * 40
    named_days = [tick.text for tick in scale.ticks(MONTHS, "today") if tick.text.startswith(("Feb ", "Mar "))]
    assert len(named_days) >= 5
    assert not Scale(days[:1], TODAY, LEFT, RIGHT, GAP).turns
    assert not Scale(days[1:], TODAY, LEFT, RIGHT, GAP).turns


@pytest.mark.parametrize(
    "picture", [families.usual(), families.dense(), families.family(days=[])], ids=["4", "40", "0"]
)
def test_nothing_leaves_the_paper(picture):
    within(drawing.svg(picture))


def test_it_has_a_name_a_description_and_escaped_text_and_no_style():
    bad = Life("A", "<b>Robin</b>", "", (named(0),), focus=True)
    svg = drawing.svg(families.family(days=[TODAY], lives=(bad,)))
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == ["Robin & family", "Told"]
    assert "<b>" not in svg
    assert "style=" not in svg


def test_every_person_home_and_event_is_there():
    words = texts(drawing.svg(families.usual()))
    assert {"1", "2", "3", "4", "5", "Calls", "Conclusions", "today", "last 30 days"} <= set(words)
    assert {"A  Robin Cloverfield", "3 years then, 7 now", "12 Elm Street, Columbia"} <= set(words)
    assert {"CA/N report", "Documented call", "Not yet classified", "alleged perpetrator", "V", "AP"} <= set(words)
    assert "Conclusions" not in texts(drawing.svg(families.family(days=[TODAY])))


def test_forty_calls_and_twelve_people_stay_apart():
    picture = families.dense()
    root = ET.fromstring(drawing.svg(picture))
    numbers = [one for one in root.iter(f"{SVG}text") if one.get("y") == "62"]
    assert [one.text for one in numbers] == [str(number) for number in range(1, 41)]
    places = [float(one.get("x")) for one in numbers]
    assert min(b - a for a, b in pairwise(places)) >= lives.LEAST - 0.11  # written to a tenth
    assert {float(one.get("font-size")) for one in root.iter(f"{SVG}text")} >= {lives.TEXT}
    assert min(float(one.get("font-size")) for one in root.iter(f"{SVG}text")) >= 9
    assert sum(
        (one.text or "").startswith(f"{code}  Given-Name") for one in root.iter(f"{SVG}text") for code in range(1, 13)
    )


def test_beyond_thirty_people_those_named_least_are_in_the_table_only():
    often = (named(0, OTHER), named(1, OTHER))
    crowd = [Life(str(one), f"Somebody {one}", "", often if one % 2 else often[:1]) for one in range(2, 50)]
    lone = Life("A", "Robin", "", often[:1], focus=True)
    picture = families.family(days=[TODAY, TODAY], lives=(*crowd, lone))
    words = texts(drawing.svg(picture))
    shown = [life for life in picture.lives if f"{life.code}  {life.name}" in words]
    assert len(shown) == lives.ROWS
    assert lone in shown
    assert all(life in shown for life in crowd if len(life.named) == 2)
    assert "Others are in the table only." in words
    assert len(twin(picture).findall(".//tbody/tr")) == sum(len(life.named) for life in picture.lives)
    assert "Others are in the table only." not in texts(drawing.svg(families.dense()))


def test_signs_differ_in_shape_not_only_in_color():
    """What is left of a sign when every color is taken away but black and white."""

    def shape(draw, name: str) -> tuple:
        paper = Paper(40, "k", "", "")
        draw(paper, 20, 20, name)
        return tuple(
            (e.tag, e.get("r"), e.get("points"), e.get("stroke-dasharray"), e.get("d"), e.text) for e in paper.root[2:]
        )

    assert len({shape(lives.kind, name) for name in lives.KINDS}) == len(lives.KINDS)
    assert len({shape(lives.role, name) for name in lives.ROLES}) == len(lives.ROLES)


def test_a_home_lasts_from_its_first_to_its_last_telling():
    told = tuple(named(place, OTHER, home) for place, home in enumerate(("H1", "", "H1", "H2", "H1")))
    assert lives.stays(told) == [lives.Stay("H1", 0, 2), lives.Stay("H2", 3, 3), lives.Stay("H1", 4, 4)]
    assert lives.stays((named(0, OTHER, ""),)) == []


def test_of_somebody_no_home_may_be_told():
    lone = Life("A", "Robin", "", (named(0, OTHER, ""),))
    svg = drawing.svg(families.family(days=[TODAY], lives=(lone,), homes=()))
    assert "A  Robin" in texts(svg)
    assert not [one for one in ET.fromstring(svg).iter(f"{SVG}rect") if one.get("stroke-dasharray")]


def test_a_band_spans_its_tellings_with_a_broken_edge_and_bears_its_tag():
    told = (named(0, home="H1"), named(1, home="H1"))
    picture = families.family(days=[date(2020, 1, 1), date(2025, 1, 1)], lives=(Life("A", "Robin", "", told),))
    svg = drawing.svg(picture)
    band = next(one for one in ET.fromstring(svg).iter(f"{SVG}rect") if one.get("height") == str(lives.BAND))
    assert float(band.get("width")) > 400
    assert band.get("stroke-dasharray")
    assert "H1 12 Elm Street, Columbia" in texts(svg)


def test_what_has_no_room_is_cut_and_in_full_elsewhere():
    far, near = date(2020, 1, 1), TODAY
    told = (named(0, home="H1"), named(1, home="H2"), named(2, home="H1"))
    long = Life("A", "Maximilian-Alexander Cloverfield-Featherstonehaugh", "", told)
    svg = drawing.svg(families.family(days=[far, far, near], lives=(long,)))
    size = str(lives.TAG)
    bands = [one.text for one in ET.fromstring(svg).iter(f"{SVG}text") if one.get("font-size") == size][:3]
    assert bands[0] == "H1"  # a band between two others: its tag alone
    assert bands[1] == "H2 blue trailer behind the store on Route J"
    assert bands[2].startswith("H1")
    assert any(word.startswith("A  Maximilian-Alex") and word.endswith("…") for word in texts(svg))
    assert "blue trailer behind the store on Route J" in texts(svg)


def test_every_mark_is_a_row_of_the_table():
    picture = families.usual()
    rows = [cells(row) for row in twin(picture).findall(".//tbody/tr")]
    assert len(rows) == sum(len(life.named) for life in picture.lives)
    first, jordan = rows[0], rows[-1]
    assert first[:5] == ["1", "May 03, 2022", "26062-00000", "CA/N report", "Investigation"]
    assert first[5:] == ["A Robin Cloverfield", "victim child", "H1 12 Elm Street, Columbia"]
    assert jordan == ["1 Jordan Cloverfield", "other", "not told"]
    assert twin(picture).xpath("//a/@href")[0] == "/calls/26062-00000/"
    assert twin(picture).xpath("//tbody[1]/tr/th[@rowspan='2']")


def test_an_event_that_names_nobody_of_the_family_is_a_row_too():
    lone = twin(families.family(days=[], events=(families.event(TODAY, CONCLUSION),)))
    assert cells(lone.find(".//tbody/tr"))[-1] == "nobody of this family"


def test_the_drawing_scrolls_by_itself_and_has_a_name():
    region = twin(families.usual()).xpath("//div[@role='region']")[0]
    assert region.get("tabindex") == "0"
    assert region.get("aria-label") == "Robin & family"
    assert region.find("svg") is not None
