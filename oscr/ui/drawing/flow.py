"""The questions of one kind of concern as SVG, from the first to the outcomes; and its conditions beside each other."""

from oscr.ui.drawing.paper import INK, LINE, QUIET, WHITE, Paper, width, wrapped
from oscr.ui.drawing.shape import Ask, Branch, End, Flow, Way, Ways

WIDE, LEFT, PAD, GAP = 680, 44, 8, 12
QUESTION, ANSWER = 212, 184  # widths of the first two columns
SMALL, TEXT = 11.5, 13.0
BOX, HEAD, BADGE = 30, 34, 12


def flow(picture: Flow) -> str:
    """Questions below each other; from every answer an arrow to its outcomes, or the number of the question that follows."""
    paper = Paper(WIDE, picture.key, picture.title, picture.told)
    _heads(paper, picture.heads, LEFT)
    y: float = HEAD
    tops: dict[int, float] = {}
    for ask in picture.asks:
        tops[ask.number] = y
        y = _ask(paper, ask, y, picture) + GAP
    last = picture.asks[-1].number if picture.asks else 0
    for number, top in tops.items():
        if number != last:
            paper.add("line", x1=16, x2=16, y1=top + 14, y2=tops[number + 1] + 14, stroke=LINE, stroke_dasharray="2 3")
    for number, top in tops.items():
        _badge(paper, 16, top + 14, number)
    return paper.done(y)


def ways(picture: Ways) -> str:
    """One row a condition: what is asked, what it amounts to, where it leads by itself."""
    paper = Paper(WIDE, picture.key, picture.title, picture.told)
    _heads(paper, picture.heads, 2)
    y: float = HEAD
    for way in picture.ways:
        y = _way(paper, way, y) + GAP
    return paper.done(y)


def _columns() -> tuple[float, float]:
    """Where the outcomes begin and how wide each is, for two of them."""
    left = LEFT + QUESTION + ANSWER
    return left, (WIDE - left - 2) / 2


def _heads(paper: Paper, heads: tuple[str, ...], left: float) -> None:
    ends, wide = _columns()
    places = [left, LEFT + QUESTION + 12, ends, ends + wide]
    rooms = [LEFT + QUESTION - left, ANSWER - 12, wide, wide]
    for head, x, room in zip(heads, places, rooms, strict=False):
        paper.lines(x, 0, wrapped(head, SMALL, room - 6, bold=True, most=2), size=SMALL, step=14, bold=True, fill=QUIET)


def _ask(paper: Paper, ask: Ask, y: float, picture: Flow) -> float:
    texts = wrapped(ask.text, TEXT, QUESTION - 12 - 2 * PAD, bold=True)
    notes = [_answer_lines(branch) for branch in ask.branches]
    rows = [max(BOX + 4, len(said) * 15 + len(note) * 14 + 6) for said, note in notes]
    tall = max(len(texts) * 17 + 2 * PAD - 4, sum(rows))
    paper.add("rect", x=LEFT, y=y, width=QUESTION - 12, height=tall, rx=3, fill=WHITE, stroke=INK, stroke_width=1.25)
    paper.lines(LEFT + PAD, y + 5, texts, size=TEXT, step=17, bold=True)
    at = y
    for branch, (said, note), room in zip(ask.branches, notes, rows, strict=True):
        _branch(paper, branch, said, note, at, picture)
        at += room
    return y + tall


def _answer_lines(branch: Branch) -> tuple[list[str], list[str]]:
    room = ANSWER - 44
    return wrapped(branch.answer, TEXT, room, bold=True), wrapped(branch.note, SMALL, room)


def _branch(paper: Paper, branch: Branch, said: list[str], note: list[str], y: float, picture: Flow) -> None:
    x, middle = LEFT + QUESTION, y + BOX / 2 + 1
    left, _wide = _columns()
    paper.add("line", x1=x - 12, x2=x + 8, y1=middle, y2=middle, stroke=LINE, stroke_width=1.5)
    below = paper.lines(x + 12, y + 6, said, size=TEXT, step=15, bold=True)
    paper.lines(x + 12, below, note, size=SMALL, step=14, fill=QUIET)
    shown = max(width(line, TEXT, bold=True) for line in said[:1] or [""])
    paper.arrow([(min(x + 18 + shown, left - 26), middle), (left - 4, middle)])
    if branch.next:
        _badge(paper, left + BADGE, middle, branch.next)
        paper.text(left + 2 * BADGE + 6, middle + 4.5, picture.go_on, size=SMALL, fill=QUIET)
    _ends(paper, branch.ends, y + 1, BOX)


def _ends(paper: Paper, ends: tuple[End, ...], y: float, tall: float) -> None:
    left, wide = _columns()
    wide = wide * 2 if len(ends) == 1 else wide
    for number, end in enumerate(ends):
        paper.end(left + number * wide, y, wide - 3, tall, end.text, end.strength, size=SMALL)


def _way(paper: Paper, way: Way, y: float) -> float:
    room = LEFT + QUESTION + ANSWER - 60
    texts = wrapped(f"{way.id}  {way.text}", TEXT, room, bold=True)
    said = wrapped(way.words, SMALL, room)
    cites = wrapped(" · ".join(filter(None, (way.ground, way.cite))), SMALL, room)
    tall = len(texts) * 17 + (len(said) + len(cites)) * 15 + PAD
    left, _wide = _columns()
    paper.add("rect", x=1, y=y, width=room + 2 * PAD, height=tall, rx=3, fill=WHITE, stroke=INK)
    at = paper.lines(1 + PAD, y + 2, texts, size=TEXT, step=17, bold=True)
    at = paper.lines(1 + PAD, at, said, size=SMALL, step=15)
    paper.lines(1 + PAD, at, cites, size=SMALL, step=15, fill=QUIET)
    middle = y + tall / 2
    paper.arrow([(room + 2 * PAD + 1, middle), (left - 4, middle)])
    _ends(paper, way.ends, middle - 17, 34)
    return y + max(tall, 36)


def _badge(paper: Paper, x: float, y: float, number: int) -> None:
    paper.add("circle", cx=x, cy=y, r=BADGE, fill=INK)
    paper.text(x, y + 4.5, str(number), size=TEXT, bold=True, text_anchor="middle", fill=WHITE)
