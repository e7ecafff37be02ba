"""A family over time as SVG: who lived with whom, as it was told, and the calls and conclusions on one line above them.

One row a person; a band is a home, from the first to the last call that told of it, with a broken edge because nobody told what
was in between. A letter in a band says as what somebody was named. Kinds differ in shape, roles in letters, homes in tags.
"""

from dataclasses import dataclass

from oscr.ui.drawing.paper import BLUE, INK, LINE, PALE, QUIET, WHITE, Paper, width, wrapped
from oscr.ui.drawing.scale import SIZE, Scale
from oscr.ui.drawing.shape import (
    ALLEGED,
    BOTH,
    CONCLUSION,
    DOCUMENTED,
    ELSEWHERE,
    OTHER,
    REFERRAL,
    REPORT,
    VICTIM,
    WAITING,
    Life,
    Lives,
    Named,
)

WIDE, NAMES, EDGE = 900, 206, 16
LEAST, MOST = 18, 34  # between two events
ROW, BAND, HALF, LABEL = 40, 18, 8, 52
TEXT, SMALL, TAG = 12.5, 11, 9.5
ROWS = 30  # people beyond are in the table only: those named least
HAIR = "#dfe1e2"
TINTS = (PALE, "#faf3d1", "#f0f0f0", "#e8e3f5", "#e3f5e1", "#f9eeee")  # of homes, in turn; each band bears its tag, too
KINDS = (REPORT, REFERRAL, DOCUMENTED, ELSEWHERE, WAITING, CONCLUSION)
ROLES = (VICTIM, ALLEGED, BOTH, OTHER)


@dataclass(frozen=True)
class Stay:
    """A home in somebody's row, from the first to the last event that told of it, with no other home told in between."""

    home: str
    first: int
    last: int


def lives(picture: Lives) -> str:
    """The drawing in full."""
    return _Sheet(picture).drawn()


def stays(named: tuple[Named, ...]) -> list[Stay]:
    """The homes of one person one after another. A call that told of none ends nothing."""
    found: list[Stay] = []
    for one in named:
        if not one.home:
            continue
        if found and found[-1].home == one.home:
            found[-1] = Stay(one.home, found[-1].first, one.event)
        else:
            found.append(Stay(one.home, one.event, one.event))
    return found


class _Sheet:
    def __init__(self, picture: Lives) -> None:
        self.picture = picture
        events = len(picture.events)
        most = sorted(picture.lives, key=lambda life: (not life.focus, -len(life.named)))[:ROWS]
        self.lives = [life for life in picture.lives if life in most]
        self.wide = max(WIDE, NAMES + 2 * EDGE + LEAST * (events + 2))
        room = self.wide - NAMES - 2 * EDGE
        gap = min(MOST, max(LEAST, room / (2 * events + 2)))
        self.paper = Paper(self.wide, picture.key, picture.title, picture.told)
        days = [event.day for event in picture.events]
        self.scale = Scale(days, picture.today, NAMES + EDGE, self.wide - EDGE, gap)
        self.tint = {home.tag: TINTS[number % len(TINTS)] for number, home in enumerate(picture.homes)}
        self.address = {home.tag: home.address for home in picture.homes}

    def drawn(self) -> str:
        concluded = any(event.kind == CONCLUSION for event in self.picture.events)
        lines = 92 + (26 if concluded else 0)
        foot = lines + ROW * len(self.lives)
        self._grid(lines, foot)
        self._axis()
        self._events(76, 102)
        y: float = lines
        for life in self.lives:
            self._row(life, y)
            y += ROW
        return self.paper.done(self._homes(self._legend(foot + 14)) + 4)

    def _grid(self, top: float, foot: float) -> None:
        """A hair from every event down through the rows, and one below every row."""
        if self.scale.turns:
            x = self.scale.at(self.scale.lately)
            wide = self.scale.right - x + 8
            self.paper.add("rect", x=x, y=20, width=wide, height=foot - 20, fill="#f7f9fa")
        for x in self.scale.events:
            self.paper.add("line", x1=x, x2=x, y1=50, y2=foot, stroke=HAIR)
        for number in range(len(self.lives) + 1):
            y = top + number * ROW
            self.paper.add("line", x1=0, x2=self.wide, y1=y, y2=y, stroke=HAIR)

    def _axis(self) -> None:
        scale, words = self.scale, self.picture.words
        self.paper.add("line", x1=scale.left - 8, x2=scale.right + 8, y1=40, y2=40, stroke=INK, stroke_width=1.5)
        for tick in scale.ticks(self.picture.months, words["today"]):
            self.paper.add("line", x1=tick.at, x2=tick.at, y1=36, y2=44, stroke=INK, stroke_width=1.25)
            self.paper.text(tick.x, 31, tick.text, size=SIZE)
        if scale.turns:
            x = scale.at(scale.lately)
            self.paper.add("path", d=f"M{x:.1f} 20V14H{scale.right + 8:.1f}V20", fill="none", stroke=LINE)
            self.paper.text(scale.right + 8, 10, words["lately"], size=SIZE, text_anchor="end", fill=QUIET)

    def _events(self, calls: float, concluded: float) -> None:
        """Marks on one line, conclusions on another; each with its place in the table above it."""
        named = [(calls, self.picture.words["calls"])]
        if any(event.kind == CONCLUSION for event in self.picture.events):
            named.append((concluded, self.picture.words["conclusions"]))
        for y, text in named:
            self.paper.text(8, y + 4, text, size=TEXT, bold=True)
        for number, (event, x) in enumerate(zip(self.picture.events, self.scale.events, strict=True), 1):
            y = concluded if event.kind == CONCLUSION else calls
            kind(self.paper, x, y, event.kind)
            self.paper.text(x, 62, str(number), size=SIZE - 0.5, text_anchor="middle")

    def _row(self, life: Life, y: float) -> None:
        if life.focus:
            self.paper.add("rect", x=0, y=y + 1, width=4, height=ROW - 2, fill=INK)
        room = NAMES - 12
        code = f"{life.code}  " if life.code else ""
        name = _cut(f"{code}{life.name}", TEXT, room, bold=life.focus)
        self.paper.text(8, y + 17.5, name, size=TEXT, bold=life.focus)
        self.paper.text(8, y + 32, _cut(life.ages, SMALL, room), size=SMALL, fill=QUIET)
        told = stays(life.named)
        ends = [*(self.scale.events[one.first] - HALF for one in told[1:]), float(self.wide)]
        for stay, end in zip(told, ends, strict=False):  # nobody may have told of any home
            self._stay(stay, y, end)
        for one in life.named:
            role(self.paper, self.scale.events[one.event], y + 26, one.role)

    def _stay(self, stay: Stay, y: float, end: float) -> None:
        x = self.scale.events[stay.first] - HALF
        wide = self.scale.events[stay.last] + HALF - x
        looks = {"fill": self.tint[stay.home], "stroke": QUIET, "stroke_dasharray": "2 3"}
        self.paper.add("rect", x=x, y=y + 17, width=wide, height=BAND, rx=4, **looks)
        self.paper.text(x, y + 12, _label(stay.home, self.address[stay.home], end - x - 4), size=TAG)

    def _legend(self, y: float) -> float:
        """What the signs mean, as far as they are used."""
        kinds = {event.kind: event.word for event in self.picture.events}
        roles = {one.role: self.picture.words[one.role] for life in self.picture.lives for one in life.named}
        signs = [(kind, name, kinds[name]) for name in KINDS if name in kinds]
        signs += [(role, name, roles[name]) for name in ROLES if name in roles]
        x = 16.0
        for sign, name, word in signs:
            long = width(word, SMALL) + 34
            if x + long > self.wide:
                x, y = 16.0, y + 20
            sign(self.paper, x, y, name)
            self.paper.text(x + 13, y + 4, word, size=SMALL)
            x += long
        return y + 16

    def _homes(self, y: float) -> float:
        """The homes with their addresses in full."""
        room = self.wide - 60
        for home in self.picture.homes:
            looks = {"fill": self.tint[home.tag], "stroke": QUIET, "stroke_dasharray": "2 3"}
            self.paper.add("rect", x=8, y=y, width=34, height=16, rx=4, **looks)
            self.paper.text(25, y + 11.5, home.tag, size=TAG, text_anchor="middle")
            y = self.paper.lines(50, y + 1, wrapped(home.address, SMALL, room), size=SMALL, step=15) + 5
        told = wrapped(self.picture.words["lived"], SMALL, room) if self.picture.homes else []
        if len(self.lives) < len(self.picture.lives):
            told += wrapped(self.picture.words["more"], SMALL, room)
        return self.paper.lines(8, y, told, size=SMALL, step=15, fill=QUIET)


def _label(tag: str, address: str, room: float) -> str:
    """The tag, and as much of the address as there is room for."""
    return _cut(f"{tag} {address}", TAG, room) if room > LABEL else tag


def _cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """One line that fits the room, cut between letters: a name has no place to break."""
    if width(text, size, bold=bold) <= room:
        return text
    fits = (end for end in range(len(text), 0, -1) if width(f"{text[:end]}…", size, bold=bold) <= room)
    return f"{text[: next(fits, 0)].rstrip()}…"


def kind(paper: Paper, x: float, y: float, name: str) -> None:
    """The mark of an event: a square, a diamond, a disc, a triangle, a broken ring, a shield with a tick."""
    if name in (DOCUMENTED, WAITING):
        looks = {"fill": INK} if name == DOCUMENTED else {"fill": WHITE, "stroke_dasharray": "3 2"}
        paper.add("circle", cx=x, cy=y, r=6, stroke=INK, stroke_width=1.75, **looks)
        return
    outline = {
        REPORT: [(-6, -6), (6, -6), (6, 6), (-6, 6)],
        REFERRAL: [(0, -8), (8, 0), (0, 8), (-8, 0)],
        ELSEWHERE: [(0, -8), (8, 6), (-8, 6)],
        CONCLUSION: [(-7, -7), (7, -7), (7, 2), (0, 8), (-7, 2)],
    }[name]
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in outline)
    paper.add("polygon", points=points, fill={REPORT: INK, REFERRAL: BLUE}.get(name, WHITE), stroke=INK)
    if name == CONCLUSION:
        paper.add("path", d=f"M{x - 3.5:.1f} {y - 1:.1f}l3 3l4.5 -6", fill="none", stroke=INK, stroke_width=1.75)


def role(paper: Paper, x: float, y: float, name: str) -> None:
    """As what somebody was named: V on a disc, AP in a frame, V on a disc in a frame, a small ring."""
    if name == OTHER:
        paper.add("circle", cx=x, cy=y, r=3.5, fill=WHITE, stroke=INK, stroke_width=1.5)
        return
    if name in (ALLEGED, BOTH):
        paper.add("rect", x=x - 7.5, y=y - 7, width=15, height=14, rx=1, fill=WHITE, stroke=INK, stroke_width=1.5)
    if name in (VICTIM, BOTH):
        paper.add("circle", cx=x, cy=y, r=7.5 if name == VICTIM else 5.5, fill=INK)
    looks = {"fill": INK} if name == ALLEGED else {"fill": WHITE}
    paper.text(x, y + 3.3, "AP" if name == ALLEGED else "V", size=9, bold=True, text_anchor="middle", **looks)
