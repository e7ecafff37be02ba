"""Drawings of rules, of a family over time, and of figures: `shape` is what they show, `ladder`, `flow`, `lives` and `charts` draw
it as SVG, `paper` is what they draw with.

Used by the desks and the command line; on a page through the tags of ui/templatetags/drawing.py, which put the same in words
beside it. Knows neither the law nor a desk.
"""

from oscr.ui.drawing import charts, flow, ladder, lives
from oscr.ui.drawing.shape import Bars, Curve, Flow, Grid, Ladder, Lives, Ways

Figure = Bars | Curve | Grid


def figure(picture: Figure) -> str:
    """A chart, as SVG text."""
    if isinstance(picture, Bars):
        return charts.bars(picture)
    return charts.curve(picture) if isinstance(picture, Curve) else charts.grid(picture)


def svg(picture: Flow | Ladder | Lives | Ways) -> str:
    """A drawing in full, as SVG text."""
    if isinstance(picture, Lives):
        return lives.lives(picture)
    if isinstance(picture, Ladder):
        return ladder.full(picture)
    return flow.flow(picture) if isinstance(picture, Flow) else flow.ways(picture)
