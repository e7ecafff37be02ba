"""`oscr docs`: the pages of docs/ that are written from the code and the law, so that they cannot say something else.

Used by the command line; tests/house compares what stands in docs/ with what this would write. Needs Django set up, no database.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from django.apps import apps
from django.db.models import Model
from django.utils.translation import override

from oscr.agency.models import Level
from oscr.agency.permissions import ALLOWED, Role
from oscr.desks import drawn
from oscr.desks.authorization import ANYONE, RELATIONS, table
from oscr.flow.docket import STAGES
from oscr.law import clocks, good_cause, protocol
from oscr.law.protocol.model import Condition, Group, Hole, Item, Leaf, Named, Pathway, Tree
from oscr.law.protocol.proofs import checking
from oscr.ui import drawing
from oscr.ui.glossary import glossary

WRITTEN = "*Written by `oscr docs`; do not edit. A test compares it with the code.*\n"
REACHED_BY = {  # stage -> the act that leads to it, the rows that say so, and what it then waits for
    "received": (
        "`call.receive_online`, `call.receive_phone`",
        "Report, Involvement, Waiting",
        "a screener who claims it",
    ),
    "held": ("`call.claim`", "Waiting with a holder", "the classification"),
    "classified": (
        "`classification.classify`, or a supervisor's `rule_on`",
        "Classification",
        "an alert, where an office responds",
    ),
    "alerted": ("`assignment.send_alert`", "Alert; Waiting is gone; the clocks of the response run", "the office"),
    "acknowledged": ("`assignment.acknowledge`", "Acknowledgement", "a worker"),
    "assigned": ("`assignment.assign`", "Assignment", "the response, as its clocks demand"),
    "concluded": (
        "`conclusion.propose` and another person's `conclusion.approve`",
        "Conclusion, Finding, ConclusionReply; Letter, Flag",
        "its letters, and the time for an appeal",
    ),
}


def write(folder: Path) -> list[Path]:
    """Write every page below a folder; returns their paths."""
    written = []
    for name, text in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        written.append(path)
    return written


def pages() -> dict[str, str]:
    """Every page by its path below docs/, in English."""
    with override("en"):
        return {
            "glossary.md": _glossary(),
            "generated/authorization.md": _authorization(),
            "generated/clocks.md": _clocks(),
            "generated/stages.md": _stages(),
            "generated/protocol.md": _protocol(protocol.in_force(date.max)),
            "generated/holes.md": _holes(protocol.in_force(date.max)),
            "generated/ladder-of-rules.svg": drawing.svg(drawn.ladder(protocol.in_force(date.max))) + "\n",
        }


def _glossary() -> str:
    words = sorted(glossary().values(), key=lambda word: word.word.casefold())
    text = "The same words and sentences that the screens show (`oscr/ui/data/glossary.toml`).\n"
    return _page(
        "Glossary", text, _table(("word", "means", "laid down in"), ((f"**{w.word}**", w.means, w.cite) for w in words))
    )


def _authorization() -> str:
    rows = [
        (route, method, role, relation)
        for route, methods in table().items()
        for method, roles in methods.items()
        for role, relation in roles.items()
    ]
    doors = _table(("route", "method", "role", "on"), rows)
    relations = _table(("on", "means"), RELATIONS.items())
    acts = _table(("role", "may"), ((Role(role).label, "; ".join(sorted(may))) for role, may in ALLOWED.items()))
    return _page(
        "Who may do what",
        f"Doors (`oscr/desks/authorization.toml`); `{ANYONE}` needs no log-in. HEAD follows GET; every other method is refused.\n",
        doors,
        "## Relations to a record\n",
        relations,
        "## Acts, whichever page leads to them (`oscr/agency/permissions.py`)\n",
        acts,
    )


def _clocks() -> str:
    rows = [
        (
            one.label,
            f"{one.hours:g} h" if one.hours is not None else f"end of day {one.days}",
            one.start.replace("_", " "),
            ", ".join(one.outcomes),
            _only_if(one.when, one.without),
            one.met_by,
            f"{one.cite} ({one.provenance})",
            _from_until(one.since, one.until),
        )
        for one in clocks.every()
    ]
    kinds = dict.fromkeys(one.kind for one in clocks.every())
    return _page(
        "Clocks",
        "What is due when (`oscr/law/data/clocks.toml`). Hours are elapsed hours; days end with that day in Missouri.\n",
        _table(("duty", "within", "of", "for", "only if", "met by", "source", "in force"), rows),
        "## Who gives more time, and why\n",
        "A supervisor, for an investigation that is not completed within 45 days of receipt, with the reason in words.\n",
        _table(
            ("good cause", "needs beside the reason", "source"), (_cause(one) for one in good_cause.causes().values())
        ),
        _table(("involves", "until", "source"), (_limit(one) for one in good_cause.limits().values())),
        "## Whom an overdue clock rings\n",
        _table(("clock", "rings"), ((kind, _rings(kind)) for kind in kinds)),
    )


def _cause(one: good_cause.Cause) -> tuple[str, ...]:
    letter = f"({one.letter}) " if one.letter else ""
    return letter + one.label, ", ".join(need.replace("_", " ") for need in one.needs), one.cite


def _limit(one: good_cause.Limit) -> tuple[str, ...]:
    return one.label, f"end of day {one.days}" if one.days else "it is complete", one.cite


def _rings(kind: str) -> str:
    """The levels of the call-out chain that hear of an overdue clock, each with its delay."""
    told, rung = [], 0
    while (ring := clocks.next_ring(kind, rung)) is not None:
        rung, after = ring
        told.append(f"{Level(rung).label} {_after(after)}")
    return "; ".join(told) or "nobody"


def _after(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    for unit, size in (("days", 24 * 60), ("h", 60), ("min", 1)):
        if minutes and minutes % size == 0:
            return f"after {minutes // size} {unit}"
    return "at once"


def _only_if(when: dict[str, list[str]], without: dict[str, list[str]]) -> str:
    wanted = [f"{flag} is {' or '.join(values)}" for flag, values in when.items()]
    return "; ".join(wanted + [f"{flag} is not {' or '.join(values)}" for flag, values in without.items()])


def _stages() -> str:
    labels = {name: str(label) for name, label in STAGES}
    stages = [(label, *REACHED_BY[name]) for name, label in labels.items()]
    models = [model for model in apps.get_models() if model.__module__.startswith("oscr.")]
    return _page(
        "Stages and rows",
        "The stage is which rows exist (`oscr/flow/docket.py`).\n",
        _drawn(labels),
        _table(("stage", "reached by", "which rows say so", "waits for"), stages),
        "## Every kind of row\n",
        _table(("row", "room", "what it is", "changed?"), (_row(model) for model in models)),
    )


def _drawn(labels: dict[str, str]) -> str:
    """The stages as a drawing that GitHub and most editors show."""
    boxes = [f'    {name}["{label}"]' for name, label in labels.items()]
    steps = [f"    {here} --> {there}" for here, there in pairwise(labels)]
    others = ["    held -- released --> received", "    classified -- no office responds --> done([done])"]
    return "\n".join(("```mermaid", "flowchart LR", *boxes, *steps, *others, "```", ""))


def _row(model: type[Model]) -> tuple[str, str, str, str]:
    held = {trigger.name for trigger in getattr(model._meta, "triggers", ())}
    told = (model.__doc__ or "").split("\n")[0]
    room = model.__module__.removesuffix(".models").removeprefix("oscr.")
    return model.__name__, room, told, "never: the database refuses" if "refuse_change" in held else "yes"


def _protocol(law: protocol.Protocol) -> str:
    book = law.engine.book
    ladder = [
        (str(place), law.engine.book.outcomes[rule.then].label, rule.text, rule.id, _source(rule))
        for place, rule in enumerate(book.rules, 1)
    ]
    return _page(
        "The classification protocol",
        "The newest version of `oscr/law/data/protocol`. The first rule that holds decides; the strongest outcome over all pairs of\n"
        "child and suspect is the call's. *authored* means: our draft, waiting for the Division's own words.\n\n"
        "Drawn: [the ladder](ladder-of-rules.svg); one pathway by `oscr protocol draw --pathway SLUG`.\n",
        _table(("", "outcome", "rule", "id", "source"), ladder),
        "## Pathways\n",
        *(_pathway(one, law) for one in law.pathways.values()),
    )


def _holes(law: protocol.Protocol) -> str:
    book = law.engine.book
    offences = ((one.id, one.title, ", ".join(one.conditions), _in_words(one.tree)) for one in book.offences)
    nevers = ((one.id, one.why, _source(one)) for one in book.nevers)
    assumed = ((one.screener, one.unknown, one.why or "protects most", _source(one)) for one in law.facts.values())
    return _page(
        "Holes of the manual, and what is proven",
        "Where manual, statute and regulation conflict or are silent, and what the protocol does about it: the child's safety\n"
        "decides. From `oscr/law/data/protocol/holes.toml`; every name in *carried out by* exists, or the check is red.\n",
        *(_hole(one) for one in book.holes),
        "## What can never happen\n",
        "Proven over all answers on every change, and once more by a solver in the tests.\n",
        _table(("", "invariant", "source"), nevers),
        _table(("proof", "says"), checking.PROOFS.items()),
        "## The offences of manual 2.1.2.2\n",
        "Nobody is asked to name an offence. Whenever the circumstances hold and one condition is met, it is an Investigation.\n",
        _table(("statute", "offence", "reached through", "when"), offences),
        "## What is assumed while nobody knows\n",
        _table(("fact", "assumed", "why not the protective value", "source"), assumed),
    )


def _hole(one: Hole) -> str:
    by = ", ".join((*one.items, *([one.elsewhere] if one.elsewhere else [])))
    told = (("between", one.between), ("resolution", one.resolution), ("reason", one.reason), ("carried out by", by))
    return f"### {one.id} {one.title}\n\n{_table(('', _source(one)), told)}"


def _pathway(one: Pathway, law: protocol.Protocol) -> str:
    asked = _table(
        ("key question", "for", "unknown counts as", "source"),
        (
            (law.facts[fact].ask, law.facts[fact].scope, law.facts[fact].unknown, _source(law.facts[fact]))
            for fact in one.ask
        ),
    )
    conditions = _table(("condition", "holds when", "id", "source"), (_condition(each) for each in one.conditions))
    return f"### {one.name} (to a reporter: {one.plain})\n\n{asked}\n{conditions}"


def _condition(one: Condition) -> tuple[str, str, str, str]:
    return one.text, _in_words(one.tree), one.id, _source(one)


def _in_words(tree: Tree) -> str:
    """A condition in one line: all parts joined by "and", any by "or"."""
    if isinstance(tree, Group):
        joined = (" and " if tree.every else " or ").join(_in_words(part) for part in tree.parts)
        return f"({joined})" if len(tree.parts) > 1 else joined
    if isinstance(tree, Named):
        return tree.name if tree.holds else f"not {tree.name}"
    return _leaf(tree)


def _leaf(leaf: Leaf) -> str:
    said = leaf.fact if leaf.value == "yes" else f"{leaf.fact} is {leaf.value}"
    return said if leaf.holds else f"not {said}"


def _source(item: Item) -> str:
    return f"{item.cite} ({item.provenance}{'' if item.approved else ', not approved'})"


def _from_until(since: date, until: date | None) -> str:
    return f"from {since}" + (f" until {until}" if until else "")


def _page(title: str, *parts: str) -> str:
    return "\n".join((f"# {title}\n", WRITTEN, *parts)).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join(
            f"| {' | '.join(str(cell).replace('|', '/').replace(chr(10), ' ') for cell in line)} |" for line in lines
        )
        + "\n"
    )
