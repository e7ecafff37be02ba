"""Drawings on a page: the SVG in a box that scrolls by itself, and the same in words below it.

Used by the desks that show rules. `ladder` is for whoever studies rules, `call` for whoever decides one, `flow` for a pathway;
`lives` for whoever looks for the history of a family; `chart` for whoever looks at figures.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

from oscr.ui import drawing
from oscr.ui.drawing import ladder as ladders
from oscr.ui.drawing.shape import (
    FIRED,
    NOT_REACHED,
    OPEN,
    PLAIN,
    RULED_OUT,
    Bars,
    Curve,
    Event,
    Flow,
    Ladder,
    Life,
    Lives,
    Named,
    Ways,
)

register = template.Library()
SIGNS = {FIRED: "✓", RULED_OUT: "✕", OPEN: "?", NOT_REACHED: "○", PLAIN: ""}


@register.inclusion_tag("ui/drawing/ladder.html")
def ladder(picture: Ladder) -> dict:
    """Every rung in full."""
    return {"picture": picture, "svg": _trusted(drawing.svg(picture))}


@register.inclusion_tag("ui/drawing/ladder.html")
def call(picture: Ladder) -> dict:
    """One line a rung: what became of it and why; where a reason has a field, the words lead there."""
    return {"picture": picture, "svg": _trusted(ladders.dense(picture))}


@register.inclusion_tag("ui/drawing/flow.html")
def flow(picture: Flow | Ways) -> dict:
    """Questions with what follows from each answer, or conditions with where each leads."""
    return {"picture": picture, "svg": _trusted(drawing.svg(picture))}


@register.inclusion_tag("ui/drawing/lives.html")
def lives(picture: Lives) -> dict:
    """A family over time, and every mark of it as a row of a table, with links to the records."""
    return {"picture": picture, "svg": _trusted(drawing.svg(picture)), "rows": _rows(picture)}


@register.inclusion_tag("ui/drawing/chart.html")
def chart(picture: drawing.Figure) -> dict:
    """Figures as a drawing, and the same as a table."""
    heads, rows = _table(picture)
    small = isinstance(picture, Bars) and picture.small
    return {"picture": picture, "svg": _trusted(drawing.figure(picture)), "heads": heads, "rows": rows, "small": small}


@register.filter
def sign(state: str) -> str:
    """The mark of a rung's state as a letter."""
    return SIGNS[state]


def _trusted(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  ElementTree wrote it: every text and attribute in it is escaped


def _rows(picture: Lives) -> list[tuple[Event, list[tuple[Life, Named, str]]]]:
    """Every event with whom it named, as what, and the address told of them then."""
    address = {home.tag: home.address for home in picture.homes}
    rows: list[tuple[Event, list[tuple[Life, Named, str]]]] = [(event, []) for event in picture.events]
    for life in picture.lives:
        for named in life.named:
            rows[named.event][1].append((life, named, address.get(named.home, "")))
    return rows


def _table(picture: drawing.Figure) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """What a chart shows, as the heads of columns and rows of words."""
    if isinstance(picture, Bars):
        return picture.heads, [(bar.name, *bar.words) for bar in picture.bars]
    if isinstance(picture, Curve):
        return picture.heads, list(picture.rows)
    rows = zip(picture.names, picture.counts, strict=True)
    side = f"{picture.sides[0]} ↓ {picture.sides[1]} →"
    return (side, *picture.names), [(name, *map(str, counts)) for name, counts in rows]
