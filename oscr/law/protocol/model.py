"""What a protocol consists of: facts, conditions, rules, and the book that holds those in force on one day.

Plain frozen data, filled by `loading` from oscr/law/data/protocol and read by every other module here.
Words follow the Child Welfare Manual 2.1: pathway, key question, condition, track, referral.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

YES, NO, UNKNOWN = "yes", "no", "unknown"
SCOPES = ("call", "suspect", "pair", "child")


@dataclass(frozen=True, slots=True)
class Leaf:
    """`fact` has (`holds`) or has not `value`."""

    fact: str
    value: str
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """All (`every`) or any of the parts hold."""

    every: bool
    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A definition, condition or ground used by name, so that a reason can be given in its words."""

    name: str
    tree: "Tree"
    holds: bool = True


Tree = Leaf | Group | Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every entry of the law carries: where it comes from, from when, until when, and who stands for it."""

    id: str
    cite: str
    since: date
    until: date | None = None
    provenance: str = "authored"
    approved: bool = False
    note: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Item):
    """One way in which a call can be classified. `rank` 0 asks for the strongest response; `kind` groups them."""

    label: str
    kind: str
    rank: int
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Item):
    """One thing to be known about a call, a child, a suspect, or a child and a suspect together.

    `ask` is put to the reporter, `screener` is the short form. `unknown` is the value assumed while nobody knows;
    where that is not the protective value, `why` says why not, and `unless` bounds where it may be unprotective.
    An `allegation` is made by a "yes"; a `graded` fact lists its values from harmless to worst; of one that
    `never_decides` the check proves that no outcome depends on it.
    """

    scope: str
    ask: str
    screener: str
    values: tuple[str, ...] = (YES, NO)
    labels: dict[str, str] = field(default_factory=dict)
    help: str = ""
    unknown: str = NO
    why: str = ""
    unless: Tree | None = None
    pathway: str | None = None
    critical: bool = False
    emergency: bool = False
    derived: bool = False
    allegation: bool = False
    graded: bool = False
    never_decides: bool = False

    def phrase(self, value: str | None) -> str:
        """`screener: answer`, for a reason shown to a screener. None = not asked."""
        return f"{self.screener}: {'not asked' if value is None else self.labels.get(value, value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Item):
    """A CA/N condition of a pathway (manual 2.1.2.1): met, it is a ground for screening the report in."""

    text: str
    ground: str
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway(Item):
    """A general category of concern (manual 2.1.1.2) with its key questions and its conditions.

    `place` says when the decision diagram comes to it: see `ordering`. `group` is the heading under which a reporter finds it.
    """

    slug: str
    name: str
    plain: str
    words: tuple[str, ...]
    ask: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    place: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Item):
    """An outcome and when it applies; the first rule that holds decides. `beside`: also reported beside another."""

    text: str
    then: str
    tree: Tree
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule(Item):
    """Something to be done when `tree` holds for a unit of the call; with `each`, for every unit.

    Facts in `known` must have been answered: what is only assumed of them calls for nothing. Facts in `unanswered`
    must not have been: it is for whoever looks again at what was assumed.
    """

    text: str
    tree: Tree
    each: bool = False
    known: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether more is asked than that the tree holds for some unit."""
        return self.each or bool(self.known) or bool(self.unanswered)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityRule(Item):
    """A reason for a response within `hours`. `sole_ground`: only if nothing else is even suspected."""

    text: str
    level: str
    hours: int
    tree: Tree
    sole_ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Never(Item):
    """A safety invariant: no combination of facts may make `tree` true."""

    why: str
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole(Item):
    """Where the sources conflict or are silent (`between`), what is done about it, and why that is safest for a child.

    `items` are the ids of what carries the resolution out; `elsewhere` names the room of OSCR that does, or will.
    """

    title: str
    between: str
    resolution: str
    reason: str
    items: tuple[str, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence(Item):
    """A crime of the manual's list (2.1.2.2): reached through conditions, never by a call-taker's judgment of law.

    Whenever `tree` holds and one of the `conditions` is met, the outcome is `then`.
    """

    title: str
    then: str
    conditions: tuple[str, ...]
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Item):
    """Answers about one child and suspect that cannot all be true: whoever gives them is asked again, not guessed at."""

    text: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Book:
    """Everything in force on one day, names resolved, in the order of the data."""

    facts: dict[str, Fact]
    outcomes: dict[str, Outcome]
    grounds: dict[str, Named]
    rules: tuple[Rule, ...]
    pathways: dict[str, Pathway]
    actions: tuple[ActionRule, ...]
    priorities: tuple[PriorityRule, ...]
    nevers: tuple[Never, ...]
    holes: tuple[Hole, ...] = ()
    offences: tuple[Offence, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def trees(self) -> Iterator[tuple[str, str, Tree]]:
        """Kind, id and condition of every entry that decides, or that a proof reads; contradictions do neither."""
        yield from (("rule", one.id, one.tree) for one in self.rules)
        yield from (("action", one.id, one.tree) for one in self.actions)
        yield from (("priority", one.id, one.tree) for one in self.priorities)
        yield from (("never", one.id, one.tree) for one in self.nevers)
        yield from (("offence", one.id, one.tree) for one in self.offences)
        yield from (("condition", one.id, one.tree) for path in self.pathways.values() for one in path.conditions)


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of the check: an error forbids publishing, a warning wants reading. `line` 0: of the whole file."""

    severity: str
    item: str
    text: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else ""
        return f"{self.severity}: {where}{self.item}: {self.text}"


class ProtocolFault(ValueError):
    """The data cannot be read as a protocol.

    `file` and `line` (0: the whole file) say where, `item` which entry ("rule 'INV'", "" for none), `problem` and
    `remedy` what is wrong and what to do; the message says all of it.
    """

    def __init__(self, problem: str, remedy: str, *, file: str, line: int = 0, item: str = "") -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(": ".join(part for part in (where, item, f"{problem}; {remedy}") if part))
        self.file, self.line, self.item, self.problem, self.remedy = file, line, item, problem, remedy


def leaves(tree: Tree) -> tuple[Leaf, ...]:
    """All leaves below a tree, in order, with repetitions."""
    if isinstance(tree, Leaf):
        return (tree,)
    if isinstance(tree, Named):
        return leaves(tree.tree)
    return tuple(leaf for part in tree.parts for leaf in leaves(part))


def names(tree: Tree) -> set[str]:
    """The definitions, conditions and grounds that a tree uses, and those that they use."""
    if isinstance(tree, Leaf):
        return set()
    if isinstance(tree, Named):
        return {tree.name} | names(tree.tree)
    return set().union(*map(names, tree.parts))


def named(trees: Iterable[Tree]) -> Iterator[tuple[str, Tree]]:
    """Every definition, condition and ground that trees use, each once, with what it stands for."""
    seen: set[str] = set()
    todo = list(trees)
    while todo:
        tree = todo.pop()
        if isinstance(tree, Group):
            todo += tree.parts
        elif isinstance(tree, Named) and tree.name not in seen:
            seen.add(tree.name)
            todo.append(tree.tree)
            yield tree.name, tree.tree
