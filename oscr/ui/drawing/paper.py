"""Paper, pen and ruler of the drawings: SVG elements, boxes, marks, and text that is measured and broken to fit.

Used by `ladder` and `flow`. Looks are presentation attributes, never styles, so that the same drawing stands in a page under
its content policy, in a file, and on paper. ElementTree writes it, so that every text is escaped.
"""

from xml.etree import ElementTree as ET

from oscr.ui.drawing.shape import FIRED, NOT_REACHED, OPEN, RULED_OUT

INK, QUIET, LINE, BLUE, PALE, WHITE = "#1b1b1b", "#565c65", "#71767a", "#005ea2", "#e7f2f5", "#ffffff"
SHADES = ("#1b1b1b", "#3d4551", "#565c65", "#dfe1e2", "#edeff0", "#f7f9fa")
"""Of outcomes from the strongest response down; each bears its name, and light ones an edge."""
DARK = 3  # so many of the shades take white letters
FONT = "Source Sans Pro Web, Helvetica Neue, Helvetica, Arial, sans-serif"
NARROW, SLIM, BROAD, CAPITAL, USUAL = (
    0.34,
    0.42,
    0.98,
    0.74,
    0.63,
)  # of the size: as wide as the widest font in common use
WIDTHS = dict.fromkeys("ijl.,:;'|!", NARROW) | dict.fromkeys("ftr()[]/- ", SLIM) | dict.fromkeys("mwMW@%…—", BROAD)
BOLD = 1.12
MARK = 8  # the radius of a mark


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in the units of `size`."""
    letters = sum(WIDTHS.get(letter, CAPITAL if letter.isupper() else USUAL) for letter in text)
    return letters * size * (BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """A text in lines that fit the room; a word that does not fit is broken. Beyond `most` lines it ends in "…"."""
    lines: list[list[str]] = []
    used, space = room, width(" ", size, bold=bold)
    for word in (piece for long in text.split() for piece in _pieces(long, size, room, bold)):
        wide = width(word, size, bold=bold)
        if not lines or used + space + wide > room:
            lines.append([])
            used = -space
        lines[-1].append(word)
        used += space + wide
    return _shortened([" ".join(words) for words in lines], size, room, bold, most)


def _shortened(lines: list[str], size: float, room: float, bold: bool, most: int) -> list[str]:
    if not most or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last} …", size, bold=bold) > room:
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last} …".lstrip()]


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= room:
        return [word]
    cut = next(end for end in range(len(word), 0, -1) if end == 1 or width(word[:end], size, bold=bold) <= room)
    return [word[:cut], *(_pieces(word[cut:], size, room, bold) if word[cut:] else [])]


class Paper:
    """One drawing of a given width, named and described for those who do not see it; its height is known at the end."""

    def __init__(self, wide: int, key: str, title: str, told: str) -> None:
        self.wide = wide
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "role": "img",
                "aria-labelledby": f"{key}-title {key}-told",
                "font-family": FONT,
                "fill": INK,
                "class": "oscr-drawing",
            },
        )
        for name, text in (("title", title), ("desc", told)):
            ET.SubElement(self.root, name, {"id": f"{key}-{'title' if name == 'title' else 'told'}"}).text = text

    def add(self, tag: str, **looks: object) -> ET.Element:
        """One element; "_" in a name stands for "-". Numbers are written short."""
        said = {name.rstrip("_").replace("_", "-"): _short(value) for name, value in looks.items()}
        return ET.SubElement(self.root, tag, said)

    def text(self, x: float, y: float, text: str, *, size: float = 13, bold: bool = False, **looks: object) -> None:
        """A line of text on its base line."""
        weight = {"font_weight": 700} if bold else {}
        self.add("text", x=x, y=y, font_size=size, **weight, **looks).text = text

    def lines(
        self, x: float, y: float, lines: list[str], *, size: float = 13, step: float = 0, **looks: object
    ) -> float:
        """Lines below each other from a top edge; returns the edge below them."""
        step = step or size * 1.3
        for number, line in enumerate(lines):
            self.text(x, y + size + number * step, line, size=size, **looks)
        return y + len(lines) * step

    def arrow(self, points: list[tuple[float, float]], **looks: object) -> None:
        """A line through points with a head at its end; the last piece is straight."""
        (before_x, before_y), (x, y) = points[-2:]
        drawn = {"fill": "none", "stroke": LINE, "stroke_width": 1.5} | looks
        self.add("path", d="M" + "L".join(f"{_short(one)} {_short(two)}" for one, two in points), **drawn)
        head = [(-6, -4), (0, 0), (-6, 4)] if abs(x - before_x) > abs(y - before_y) else [(-4, -6), (0, 0), (4, -6)]
        self.add("path", d="M" + "L".join(f"{_short(x + dx)} {_short(y + dy)}" for dx, dy in head), **drawn)

    def mark(self, x: float, y: float, state: str) -> None:
        """The sign of a rung's state, told apart by shape: a tick on black, a cross, a question mark, an empty ring."""
        ring = {
            FIRED: {"fill": INK, "stroke": INK},
            OPEN: {"fill": WHITE, "stroke": INK, "stroke_dasharray": "3 2"},
            RULED_OUT: {"fill": WHITE, "stroke": INK},
        }.get(state, {"fill": WHITE, "stroke": LINE})
        self.add("circle", cx=x, cy=y, r=MARK if state != NOT_REACHED else MARK / 2, stroke_width=1.5, **ring)
        if state == FIRED:
            self.add("path", d=f"M{_short(x - 4)} {_short(y)}l3 3.5l5 -7", fill="none", stroke=WHITE, stroke_width=2)
        if state == RULED_OUT:
            d = f"M{_short(x - 3.5)} {_short(y - 3.5)}l7 7m0 -7l-7 7"
            self.add("path", d=d, fill="none", stroke=INK, stroke_width=1.75)
        if state == OPEN:
            self.text(x, y + 4.5, "?", bold=True, text_anchor="middle")

    def end(self, x: float, y: float, wide: float, tall: float, text: str, strength: int, size: float = 13) -> None:
        """An outcome's box: the stronger, the darker; its name within, broken to fit."""
        shade = min(strength, len(SHADES) - 1)
        dark = shade < DARK
        self.add(
            "rect",
            x=x,
            y=y,
            width=wide,
            height=tall,
            rx=3,
            fill=SHADES[shade],
            stroke=INK if not dark else SHADES[shade],
        )
        lines = wrapped(text, size, wide - 10, bold=True)
        top = y + (tall - len(lines) * size * 1.2) / 2 - 1
        ink = WHITE if dark else INK
        self.lines(x + wide / 2, top, lines, size=size, step=size * 1.2, bold=True, text_anchor="middle", fill=ink)

    def done(self, tall: float) -> str:
        """The drawing as text, cut to its height."""
        size = {"viewBox": f"0 0 {self.wide} {_short(tall)}", "width": str(self.wide), "height": _short(tall)}
        for name, value in size.items():
            self.root.set(name, value)
        return ET.tostring(self.root, encoding="unicode")


def _short(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
