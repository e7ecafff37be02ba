"""Figures as SVG: bars, a curve of shares, and a grid of pairs. Used by the hotline's overview and its pages of second readings.

Series are told apart by shade, edge and dashes and named in the drawing, so that nothing depends on seeing colors. Every figure
stands as a number in the table beside the drawing.
"""

from oscr.ui.drawing.paper import BLUE, INK, LINE, PALE, QUIET, WHITE, Paper, width, wrapped
from oscr.ui.drawing.shape import Bars, Curve, Grid

WIDE, SMALL_WIDE = 680, 300
TALL, SMALL_TALL = 150, 70
LEFT, RIGHT, TOP, FOOT = 44, 12, 30, 22
SIZE = 11.5
SERIES = ((INK, INK), (BLUE, BLUE), (PALE, BLUE), (WHITE, INK))  # of each series: what it is filled and edged with
CELL, NAMES = 92, 190


def bars(picture: Bars) -> str:
    """Bars with their names below, the series named above."""
    wide, tall = (SMALL_WIDE, SMALL_TALL) if picture.small else (WIDE, TALL)
    paper = Paper(wide, picture.key, picture.title, picture.told)
    top = TOP if len(picture.heads) > 2 or picture.marks else 12
    ground, room = top + tall, wide - LEFT - RIGHT
    if len(picture.heads) > 2:
        _keys(paper, picture.heads[1:])
    paper.text(LEFT - 4, top + 8, picture.top, size=SIZE, fill=QUIET, text_anchor="end")
    paper.text(LEFT - 4, ground, "0", size=SIZE, fill=QUIET, text_anchor="end")
    scale = tall / picture.most if picture.most else 0
    for value, word in picture.marks:
        _across(paper, wide, ground - value * scale, word)
    step = room / max(1, len(picture.bars))
    for place, bar in enumerate(picture.bars):
        _bar(paper, picture, LEFT + place * step, step, ground, scale, bar.values)
    paper.add("line", x1=LEFT, x2=wide - RIGHT, y1=ground, y2=ground, stroke=INK)
    _names(paper, [bar.name for bar in picture.bars], step, ground)
    return paper.done(ground + FOOT)


def curve(picture: Curve) -> str:
    """Shares as steps, with lines upward at what is promised."""
    paper = Paper(WIDE, picture.key, picture.title, picture.told)
    room, ground = WIDE - LEFT - RIGHT, TOP + 20 + TALL
    across = room / picture.wide
    for share in (0.0, 0.5, 1.0):
        y = ground - share * TALL
        paper.add("line", x1=LEFT, x2=WIDE - RIGHT, y1=y, y2=y, stroke=LINE if share else INK, stroke_width=0.75)
        paper.text(LEFT - 4, y + 4, f"{share:.0%}", size=SIZE, fill=QUIET, text_anchor="end")
    for x, word in picture.marks:
        at = LEFT + x * across
        paper.add("line", x1=at, x2=at, y1=TOP + 14, y2=ground, stroke=INK, stroke_dasharray="2 3")
        paper.text(at + 4, TOP + 12, word, size=SIZE, bold=True)
    for x, word in picture.ticks:
        paper.text(LEFT + x * across, ground + 15, word, size=SIZE, fill=QUIET, text_anchor="middle")
    place = float(LEFT)
    for line in picture.lines:
        looks = {"stroke": BLUE, "stroke_dasharray": "7 4"} if line.dashed else {"stroke": INK}
        paper.add("path", d=_steps(line.steps, ground, across, picture.wide), fill="none", stroke_width=2.5, **looks)
        paper.add("line", x1=place, x2=place + 26, y1=9, y2=9, stroke_width=2.5, **looks)
        paper.text(place + 32, 13, line.name, size=SIZE)
        place += 52 + width(line.name, SIZE)
    return paper.done(ground + FOOT)


def grid(picture: Grid) -> str:
    """Pairs as a table of boxes: the more often, the darker; an edge marks where both are the same."""
    paper = Paper(NAMES + CELL * len(picture.names) + 4, picture.key, picture.title, picture.told)
    most = max((many for row in picture.counts for many in row), default=0)
    rows, columns = picture.sides
    heads = [wrapped(name, SIZE, CELL - 4, most=4) for name in picture.names]
    top = 26 + max((len(lines) for lines in heads), default=0) * 14
    paper.text(NAMES, 13, f"{columns} →", size=SIZE, bold=True)
    paper.text(2, 13, f"{rows} ↓", size=SIZE, bold=True)
    for place, lines in enumerate(heads):
        paper.lines(NAMES + place * CELL + 2, 18, lines, size=SIZE, step=14)
    for number, (name, row) in enumerate(zip(picture.names, picture.counts, strict=True)):
        y = top + number * 34
        paper.lines(2, y + 4, wrapped(name, SIZE, NAMES - 10, most=2), size=SIZE, step=13)
        for place, many in enumerate(row):
            _cell(paper, NAMES + place * CELL, y, many, most, same=place == number)
    return paper.done(top + 34 * len(picture.names) + 4)


def _cell(paper: Paper, x: float, y: float, many: int, most: int, *, same: bool) -> None:
    share = many / most if most else 0
    dark = share > 0.5
    fill = WHITE if not many else BLUE if dark else PALE
    edge = {"stroke": INK, "stroke_width": 2.5} if same else {"stroke": LINE}
    paper.add("rect", x=x + 2, y=y + 1, width=CELL - 4, height=30, fill=fill, **edge)
    ink = WHITE if dark else INK if many else QUIET
    paper.text(x + CELL / 2, y + 20, str(many), size=13, bold=bool(many), text_anchor="middle", fill=ink)


def _bar(
    paper: Paper, picture: Bars, x: float, step: float, ground: float, scale: float, values: tuple[float, ...]
) -> None:
    gap = min(4, step * 0.15)
    wide = step - gap if picture.stacked else (step - gap) / len(values)
    base = ground
    for number, value in enumerate(values):
        tall = min(value, picture.most) * scale
        fill, edge = SERIES[number % len(SERIES)]
        left = x + gap / 2 if picture.stacked else x + gap / 2 + number * wide
        if tall > 0:
            looks = {"fill": fill, "stroke": edge, "stroke_width": 0.75}
            paper.add("rect", x=left, y=base - tall, width=max(1.0, wide), height=tall, **looks)
        base -= tall if picture.stacked else 0


def _across(paper: Paper, wide: int, y: float, word: str) -> None:
    paper.add("line", x1=LEFT, x2=wide - RIGHT, y1=y, y2=y, stroke=INK, stroke_dasharray="2 3")
    paper.text(wide - RIGHT, y - 3, word, size=SIZE, bold=True, text_anchor="end")


def _keys(paper: Paper, names: tuple[str, ...]) -> None:
    x = float(LEFT)
    for number, name in enumerate(names):
        fill, edge = SERIES[number % len(SERIES)]
        paper.add("rect", x=x, y=2, width=12, height=12, fill=fill, stroke=edge)
        paper.text(x + 17, 12, name, size=SIZE)
        x += 36 + width(name, SIZE)


def _names(paper: Paper, names: list[str], step: float, ground: float) -> None:
    """As many names as there is room for, at equal distances."""
    longest = max((width(name, SIZE) for name in names), default=0) + 6
    every = next(n for n in range(1, len(names) + 2) if n * step >= longest or n > len(names))
    for place in range(0, len(names), every):
        x = LEFT + (place + 0.5) * step
        paper.text(x, ground + 15, names[place], size=SIZE, fill=QUIET, text_anchor="middle")


def _steps(steps: tuple[tuple[float, float], ...], ground: float, across: float, wide: float) -> str:
    """The way of a line that goes up at each step, and on to the right edge."""
    way, share = [f"M{LEFT} {ground:.1f}"], 0.0
    for x, risen in steps:
        if x > wide:
            break
        way.append(f"H{LEFT + x * across:.1f}V{ground - risen * TALL:.1f}")
        share = risen
    return "".join([*way, f"H{LEFT + wide * across:.1f}"]) if share or steps else way[0]
