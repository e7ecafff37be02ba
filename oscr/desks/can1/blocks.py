"""What a document consists of: sections with blocks, so that the screen and the paper draw one and the same thing."""

from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True)
class Rows:
    """Labels with their texts."""

    rows: tuple[Pair, ...]
    kind: str = field(default="rows", init=False)


@dataclass(frozen=True)
class Table:
    """Lines under the heads of their columns; the first cell of a line says what the line is about."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    kind: str = field(default="table", init=False)

    @property
    def cells(self) -> list[list[Pair]]:
        """Each line with the head of each cell's column: what a narrow screen shows beside it."""
        return [list(zip(self.heads, line, strict=True)) for line in self.lines]


@dataclass(frozen=True)
class Item:
    """One point of a list, with its source and who stands for it."""

    text: str
    cite: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Items:
    """A list of points; with a title it stands under a small heading of its own."""

    items: tuple[Item, ...]
    title: str = ""
    kind: str = field(default="items", init=False)


@dataclass(frozen=True)
class Prose:
    """Paragraphs, as typed."""

    paragraphs: tuple[str, ...]
    kind: str = field(default="prose", init=False)


Block = Rows | Table | Items | Prose


@dataclass(frozen=True)
class Part:
    """A part of a section under a heading of its own: a person, a pathway."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Section:
    """One heading: its blocks, then its parts. `slug` is its place on the page."""

    slug: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Document:
    """The whole. `key` is what a reader must know first, `seal` what stands in the frame at the top."""

    number: str
    title: str
    outcome: str
    seal: str
    key: tuple[Pair, ...]
    sections: tuple[Section, ...]


def rows(*pairs: tuple[object, object]) -> Rows:
    """Rows of what is known: whoever has no text is left out."""
    return Rows(tuple((str(label), str(text)) for label, text in pairs if text))


def prose(text: str) -> Prose:
    """A text in its paragraphs."""
    return Prose(tuple(line.strip() for line in text.splitlines() if line.strip()))
