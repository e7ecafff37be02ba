"""What a drawing shows, as plain data with all its words: whoever draws fills it, whatever it was before.

Every shape is drawn (`ladder`, `flow`, `lives`, `charts`) and said (templates ui/drawing); nothing is shown by color alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIRED, RULED_OUT, OPEN, NOT_REACHED, PLAIN = "fired", "ruled out", "undecided", "not reached", ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a rung asks, and whether it is the one that rules it out or leaves it open."""

    text: str
    state: str = PLAIN


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rung does not apply, or what it waits for; `target` links to the field where it can be answered."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rule: its name and sentence, what it asks, where that is laid down; in one call also its state and why."""

    id: str
    text: str
    cite: str = ""
    parts: tuple[Part, ...] = ()
    joined: str = ""
    state: str = PLAIN
    word: str = ""
    reasons: tuple[Reason, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Rungs:
    """Rungs that lead to one outcome, one after another. `rest` says in words what is left out below them."""

    outcome: str
    strength: int
    rungs: tuple[Rung, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rules in the order in which they are tried: the first that applies decides. `key` tells it apart on its page."""

    key: str
    title: str
    told: str
    otherwise: str
    groups: tuple[Rungs, ...]


@dataclass(frozen=True, slots=True)
class End:
    """An outcome; `strength` 0 asks for the strongest response and is drawn darkest."""

    text: str
    strength: int


@dataclass(frozen=True, slots=True)
class Branch:
    """From an answer to the question numbered `next`, or to `ends`: one outcome per column of the flow, or one for all."""

    answer: str
    note: str = ""
    next: int = 0
    ends: tuple[End, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a flow."""

    number: int
    text: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """Questions from the first to the outcomes; every way leads downwards. `heads`: question, answer, then the columns."""

    key: str
    title: str
    told: str
    go_on: str
    heads: tuple[str, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One condition that leads by itself to `ends`, as those of a `Branch`."""

    id: str
    text: str
    words: str
    ground: str
    cite: str
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Conditions beside each other, where a flow would be too large to be seen at once. `heads` as of a `Flow`."""

    key: str
    title: str
    told: str
    heads: tuple[str, ...]
    ways: tuple[Way, ...]


REPORT, REFERRAL, DOCUMENTED, ELSEWHERE = "report", "referral", "documented", "out of state"
WAITING, CONCLUSION = "waiting", "conclusion"
VICTIM, ALLEGED, BOTH, OTHER = "victim", "alleged perpetrator", "victim and alleged perpetrator", "other"


@dataclass(frozen=True, slots=True)
class Event:
    """A call or a conclusion on the line of time: `when` and its kind also in words, its number, and where that leads."""

    day: date
    when: str
    kind: str
    word: str
    number: str
    outcome: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A household: its tag in the drawing, and its address as told."""

    tag: str
    address: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in one event: its place among the events, as what, also in words, and the tag of the home told then."""

    event: int
    role: str
    word: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """One person of the family with the events in which they were named, in order; `focus` is whom the drawing is about."""

    code: str
    name: str
    ages: str
    named: tuple[Named, ...]
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Lives:
    """Who lived with whom, and what was told of them, over time up to `today`. Events stand in the order of their days.

    `words` says what the drawing writes of its own: calls, conclusions, today, lately, lived, more, and the roles. `months` are short
    names.
    """

    key: str
    title: str
    told: str
    today: date
    events: tuple[Event, ...]
    homes: tuple[Home, ...]
    lives: tuple[Life, ...]
    words: Mapping[str, str]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One place on the line below a chart of bars: its name, and for each series a value, also in words."""

    name: str
    values: tuple[float, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from a common ground, for each name one or several series beside (or, `stacked`, above) each other.

    `heads` names the line below and each series, `most` is the value at the top edge and `top` that value in words; `marks` are
    lines across at a value, with a word. `small` draws one of several that stand beside each other.
    """

    key: str
    title: str
    told: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    most: float
    top: str
    stacked: bool = False
    marks: tuple[tuple[float, str], ...] = ()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a curve: its name, its steps (x, share from 0 to 1) rising in x; `dashed` tells it from another."""

    name: str
    steps: tuple[tuple[float, float], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """Shares over x, from 0 to `wide`; `marks` are lines upward at an x, with a word. `heads` and `rows` are its table."""

    key: str
    title: str
    told: str
    lines: tuple[Line, ...]
    wide: float
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[tuple[float, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """How often each pair of names came together: a row for the one, a column for the other, both with the same `names`.

    `sides` say what rows and columns are.
    """

    key: str
    title: str
    told: str
    sides: tuple[str, str]
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
