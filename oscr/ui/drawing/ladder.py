"""A ladder of rules as SVG: in full for whoever studies the rules, in one line a rung for whoever decides a call."""

from collections.abc import Iterable
from dataclasses import dataclass

from oscr.ui.drawing.paper import BLUE, INK, LINE, MARK, PALE, QUIET, WHITE, Paper, width, wrapped
from oscr.ui.drawing.shape import FIRED, NOT_REACHED, OPEN, RULED_OUT, Ladder, Part, Rung

WIDE, RAIL, LEFT, OUTCOME, ARROW, PAD, GAP = 680, 14, 34, 122, 22, 8, 20
SMALL, TEXT = 11.5, 13.0
CHIP, CHIP_LINE = 6, 14
DENSE, NAME, ROW, LINES = 560, 36, 17, 12.5
ROOM = WIDE - OUTCOME - ARROW - LEFT - 2 * PAD
SIGNS = {RULED_OUT: "✕ ", OPEN: "? ", FIRED: "✓ "}


@dataclass(frozen=True)
class Chip:
    """A part of a rung, broken to fit: its place in its row, and the word that stands before it."""

    before: str
    state: str
    lines: list[str]
    x: float
    wide: float

    @property
    def tall(self) -> float:
        """Its height."""
        return len(self.lines) * CHIP_LINE + CHIP


def full(ladder: Ladder) -> str:
    """Every rung as a box with its parts and its citation, and at the right the outcome that it leads to."""
    paper = Paper(WIDE, ladder.key, ladder.title, ladder.told)
    rungs = [(group, rung) for group in ladder.groups for rung in group.rungs]
    y: float = 2
    for number, (group, rung) in enumerate(rungs, 1):
        top, y = y, _box(paper, rung, y)
        paper.arrow([(WIDE - OUTCOME - ARROW, top + PAD + 10), (WIDE - OUTCOME - 3, top + PAD + 10)])
        paper.end(WIDE - OUTCOME, top, OUTCOME - 2, min(y - top, 56), group.outcome, group.strength, size=SMALL)
        if number < len(rungs):
            paper.arrow([(RAIL, top + PAD + 20), (RAIL, y + GAP + 4)])
            paper.text(RAIL + 10, y + GAP - 6, ladder.otherwise, size=SMALL, fill=QUIET)
            y += GAP
    return paper.done(y + 2)


def _box(paper: Paper, rung: Rung, y: float) -> float:
    """One rung; returns its lower edge."""
    texts = wrapped(rung.text, TEXT, ROOM)
    cites = wrapped(rung.cite, SMALL, ROOM)
    reasons = wrapped(_why(rung), SMALL, ROOM, bold=True, most=4)
    rows = _rows(rung.parts, rung.joined)
    heights = [max(chip.tall for chip in row) + 4 for row in rows]
    tall = PAD * 2 + 18 + len(texts) * 17 + sum(heights) + (len(cites) + len(reasons)) * 15
    looks = {"fill": PALE, "stroke_width": 2.5} if rung.state == FIRED else {"fill": WHITE, "stroke_width": 1}
    dashes = {"stroke_dasharray": "5 3"} if rung.state == OPEN else {}
    stroke = LINE if rung.state == NOT_REACHED else INK
    paper.add("rect", x=LEFT, y=y, width=ROOM + 2 * PAD, height=tall, rx=3, stroke=stroke, **looks, **dashes)
    _mark(paper, y + PAD + 9, rung.state)
    paper.text(LEFT + PAD, y + PAD + 12, rung.id, size=TEXT, bold=True, class_="oscr-rung")
    paper.text(LEFT + PAD + ROOM, y + PAD + 12, rung.tag, size=SMALL, fill=QUIET, text_anchor="end")
    at = paper.lines(LEFT + PAD, y + PAD + 17, texts, size=TEXT, step=17)
    for row, high in zip(rows, heights, strict=True):
        _chips(paper, row, at + 3)
        at += high
    at = paper.lines(LEFT + PAD, at + 1, cites, size=SMALL, step=15, fill=QUIET)
    paper.lines(LEFT + PAD, at, reasons, size=SMALL, step=15, bold=True)
    return y + tall


def _rows(parts: Iterable[Part], joined: str) -> list[list[Chip]]:
    """Parts as rows of chips that fit the room."""
    rows: list[list[Chip]] = []
    at: float = 0
    for part in parts:
        chip = _chip(part, joined if rows else "", at)
        if not rows or chip.x + chip.wide > ROOM:
            chip = _chip(part, joined if rows else "", 0)
            rows.append([])
        rows[-1].append(chip)
        at = chip.x + chip.wide + 6
    return rows


def _chip(part: Part, before: str, at: float) -> Chip:
    bold = part.state in (OPEN, RULED_OUT)
    x = at + (width(before, SMALL) + 6 if before else 0)
    lines = wrapped(SIGNS.get(part.state, "") + part.text, SMALL, ROOM - 60, bold=bold)
    return Chip(before, part.state, lines, x, max(width(line, SMALL, bold=bold) for line in lines) + 14)


def _chips(paper: Paper, row: list[Chip], y: float) -> None:
    for chip in row:
        bold = chip.state in (OPEN, RULED_OUT)
        x = LEFT + PAD + chip.x
        if chip.before:
            paper.text(x - 5, y + 13.5, chip.before, size=SMALL, fill=QUIET, text_anchor="end")
        dashes = {"stroke_dasharray": "3 2"} if chip.state == OPEN else {}
        looks = {"fill": WHITE, "stroke": BLUE, "stroke_width": 1.75 if bold else 1}
        paper.add("rect", x=x, y=y, width=chip.wide, height=chip.tall, rx=9, **looks, **dashes)
        paper.lines(x + 7, y + 2, chip.lines, size=SMALL, step=CHIP_LINE, bold=bold)


def _mark(paper: Paper, y: float, state: str) -> None:
    if state:
        paper.mark(RAIL, y, state)
    else:
        paper.add("circle", cx=RAIL, cy=y, r=MARK / 2, fill=INK)


def dense(ladder: Ladder) -> str:
    """One or two lines a rung: its mark, its name, and in words what became of it and why."""
    paper = Paper(DENSE, ladder.key, ladder.title, ladder.told)
    rail: list[float] = []
    column = (
        NAME
        + 12
        + max((width(rung.id, LINES, bold=True) for group in ladder.groups for rung in group.rungs), default=0)
    )
    y: float = 2
    for group in ladder.groups:
        y = paper.lines(NAME, y + 4, [group.outcome], size=TEXT, step=19, bold=True)
        for rung in group.rungs:
            rail.append(y + ROW / 2)
            y = _line(paper, rung, y, column)
        if group.rest:
            y = paper.lines(NAME, y, wrapped(group.rest, LINES, DENSE - NAME), size=LINES, step=16, fill=QUIET)
    _rail(paper, rail, ladder)
    return paper.done(y + 6)


def _line(paper: Paper, rung: Rung, y: float, column: float) -> float:
    bold = rung.state == FIRED
    words = wrapped(_why(rung) or rung.text, LINES, DENSE - column - 6, bold=bold, most=2)
    tall = max(len(words), 1) * 15 + 4
    if bold:
        paper.add(
            "rect",
            x=NAME - 6,
            y=y - 1,
            width=DENSE - NAME + 4,
            height=tall + 1,
            rx=3,
            fill=PALE,
            stroke=INK,
            stroke_width=2,
        )
    ink = QUIET if rung.state == NOT_REACHED else INK
    paper.text(NAME, y + 12.5, rung.id, size=LINES, bold=True, fill=ink, class_="oscr-rung")
    paper.lines(column, y + 1, words, size=LINES, step=15, bold=bold, fill=ink)
    return y + tall


def _rail(paper: Paper, rail: list[float], ladder: Ladder) -> None:
    """The rail behind the marks: whole as far as rules were tried, broken below."""
    states = [rung.state for group in ladder.groups for rung in group.rungs]
    tried = [y for y, state in zip(rail, states, strict=True) if state != NOT_REACHED] or rail[:1]
    if rail:
        paper.add("line", x1=RAIL, x2=RAIL, y1=rail[0], y2=tried[-1], stroke=INK, stroke_width=2)
        paper.add(
            "line", x1=RAIL, x2=RAIL, y1=tried[-1], y2=rail[-1], stroke=LINE, stroke_width=1, stroke_dasharray="2 3"
        )
    for y, state in zip(rail, states, strict=True):
        _mark(paper, y, state)


def _why(rung: Rung) -> str:
    """The state in words, and why."""
    reasons = "; ".join(reason.text for reason in rung.reasons)
    return ": ".join(filter(None, (rung.word, reasons or (rung.text if rung.state == FIRED else ""))))
