"""The check: what must be true of the data before it may decide about a child.

Used before publishing, by the command line and in tests. Every proof is exact, over all combinations of answers; a
finding names the smallest combination that breaks it. An error forbids publishing, a warning wants reading.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from oscr.law.protocol.engine.diagram import FALSE, TRUE
from oscr.law.protocol.engine.logic import Logic
from oscr.law.protocol.model import NO, YES, Book, Fact, Finding, Group, Leaf, Offence, Tree, leaves, names
from oscr.law.protocol.proofs.proving import Prover
from oscr.law.protocol.text.loading import OUTCOME

NODE_CAP = 50_000
PROOF_CAP = 10_000_000
PROVEN = ("never", "offence")
"""The kinds of entries that decide nothing: the check alone reads their conditions."""
Check = Callable[[Logic], Iterator[Finding]]
PROOFS = {
    "TOTAL": "Every combination of answers leads to an outcome.",
    "ORDER": "Rules stand in the order of the outcomes, so that the strongest that holds decides.",
    "REACHED": "No rule is dead.",
    "MONOTONE": "One more allegation, or one grade worse, never weakens the response.",
    "PROTECTIVE": "No unknown answer lowers an outcome, unless a reason says why, and where alone.",
    "APART": "No outcome depends on a fact that never decides: a suspicion of harassment lowers no classification.",
    "CONDITIONS": "Every condition of every pathway can be met in a report.",
    "OFFENCES": "Every listed offence is reached through conditions, and whichever is met leads to an Investigation.",
    "CITED": "Every entry names its source, its dates and its provenance.",
}
"""What is proven besides the invariants, over all facts; holes refer to these by name."""


def check(book: Book) -> list[Finding]:
    """All findings about the rules of one book. Builds its own diagram, so that nobody else's grows."""
    engine = Logic(book, PROOF_CAP)
    checks: tuple[Check, ...] = (
        *(size, order, total, reached, invariants, monotone, protective, apart),
        *(conditions, grounds, offences, holes, facts),
    )
    return [finding for one in checks for finding in one(engine)]


def size(engine: Logic) -> Iterator[Finding]:
    """The diagram stays small enough to answer while somebody is on the telephone."""
    if engine.size > NODE_CAP:
        yield Finding(
            "error", "diagram", f"{engine.size} nodes, at most {NODE_CAP} are allowed: put facts that meet closer"
        )


def order(engine: Logic) -> Iterator[Finding]:
    """Rules stand in the order of the outcomes, so that the first that holds is the strongest."""
    place = {name: number for number, name in enumerate(engine.book.outcomes)}
    for before, after in pairwise(engine.rules):
        if place[after.then] < place[before.then]:
            text = f"stands after {before.id}, but '{after.then}' comes before '{before.then}': move it up"
            yield Finding("error", after.id, text)


def total(engine: Logic) -> Iterator[Finding]:
    """Every combination of answers leads somewhere."""
    diagram = engine.diagram
    none = diagram.mapped(engine.by_rank, lambda rank: int(rank not in engine.of_rank))
    if none != FALSE:
        yield Finding("error", "rules", f"no rule holds {_example(engine, none)}; end with a rule that always does")


def reached(engine: Logic) -> Iterator[Finding]:
    """No rule is dead (never decides); one that changes no outcome is only a warning."""
    prover = Prover(engine)
    for number, rule in enumerate(engine.rules):
        needless = engine.rests[number] == engine.rests[number + 1] or not prover.decides(number, differently=True)
        if needless and not prover.decides(number):
            text = f"never decides: {_shadow(engine, number)}; take it out, or let it ask for less"
            yield Finding("error", rule.id, text)
        elif needless:
            yield Finding("warning", rule.id, "changes no outcome: the rules after it decide the same")


def _shadow(engine: Logic, number: int) -> str:
    holds = engine.holds[number]
    if holds == FALSE:
        return "its conditions exclude each other"
    for earlier in range(number):
        if engine.diagram.ite(holds, engine.holds[earlier], TRUE) == TRUE:
            return f"{engine.rules[earlier].id} holds whenever it does"
    return "the rules before it, together, hold whenever it does"


def invariants(engine: Logic) -> Iterator[Finding]:
    """What must never happen cannot."""
    prover = Prover(engine)
    for never in engine.book.nevers:
        if prover.happens(never.tree):
            example = _example(engine, engine.build(never.tree))
            yield Finding(
                "error", never.id, f"{never.why} Broken {example}; correct the rules or conditions that decide it"
            )


def monotone(engine: Logic) -> Iterator[Finding]:
    """One more allegation, and one grade worse, never weakens the response."""
    asking = _asking(engine)
    for fact in engine.facts.values():
        for worse, better in _steps(fact):
            if _can_weaken(engine, asking, fact, worse, (better,)):
                example = _example(engine, _weaker(engine, fact, worse, (better,)))
                yield Finding(
                    "error",
                    fact.id,
                    f"'{worse}' instead of '{better}' weakens the response {example}; let no rule ask that it is absent",
                )


def _steps(fact: Fact) -> tuple[tuple[str, str], ...]:
    """What alleges more, beside what alleges less."""
    if fact.graded:
        return tuple((worse, better) for better, worse in pairwise(fact.values))
    return ((YES, NO),) if fact.allegation else ()


def protective(engine: Logic) -> Iterator[Finding]:
    """What is assumed while nobody knows protects the child best, or a reason says why not, and how far that goes."""
    asking = _asking(engine)
    prover = Prover(engine)
    for fact in engine.facts.values():
        others = tuple(value for value in fact.values if value != fact.unknown)
        if _can_weaken(engine, asking, fact, fact.unknown, others):
            yield from _unprotected(engine, prover, fact, others)
        elif fact.why and not fact.allegation and not fact.graded:
            yield Finding("warning", fact.id, "the reason in `why` is not needed: what is assumed is protective")


def _unprotected(engine: Logic, prover: Prover, fact: Fact, others: tuple[str, ...]) -> Iterator[Finding]:
    if not fact.why:
        example = _example(engine, _weaker(engine, fact, fact.unknown, others))
        text = f"assuming '{fact.unknown}' is not protective {example}; choose another or give `why`"
        yield Finding("error", fact.id, text)
    elif fact.unless is not None:
        elsewhere = engine.diagram.negated(engine.build(fact.unless))
        if prover.weakens(fact, fact.unknown, others, elsewhere):
            outside = engine.diagram.both(_weaker(engine, fact, fact.unknown, others), elsewhere)
            text = f"assuming '{fact.unknown}' is not protective beyond `unless`, {_example(engine, outside)}"
            yield Finding("error", fact.id, text)


def apart(engine: Logic) -> Iterator[Finding]:
    """A fact that never decides changes no outcome, and no haste."""
    deciding = {engine.order[var] for var in engine.diagram.support(engine.by_rank)}
    hastening = {leaf.fact for rule in engine.book.priorities for leaf in leaves(rule.tree)}
    for fact in engine.facts.values():
        if fact.never_decides and fact.id in deciding:
            yield Finding("error", fact.id, "an outcome depends on it, although it must never decide")
        elif fact.never_decides and fact.id in hastening:
            yield Finding("error", fact.id, "a response priority depends on it, although it must never decide")


def _asking(engine: Logic) -> dict[int, list[int]]:
    """Variable -> the nodes of the decision that ask it."""
    asking: dict[int, list[int]] = {}
    for node in engine.diagram.below(engine.by_rank):
        if node >= 0:
            asking.setdefault(engine.diagram.vars[node], []).append(node)
    return asking


def _can_weaken(engine: Logic, asking: dict[int, list[int]], fact: Fact, value: str, others: tuple[str, ...]) -> bool:
    """Whether a value can lead to a weaker response than one of the others."""
    diagram, place = engine.diagram, fact.values.index
    return any(
        diagram.exceeds(diagram.kids[node][place(value)], diagram.kids[node][place(other)])
        for node in asking.get(engine.index[fact.id], ())
        for other in others
    )


def _weaker(engine: Logic, fact: Fact, value: str, others: tuple[str, ...]) -> int:
    """Where a value leads to a weaker response than one of the others: a diagram of true and false."""
    diagram = engine.diagram

    def under(one: str) -> int:
        return diagram.restrict(engine.by_rank, engine.fixed({fact.id: one}), diagram)

    worse = under(value)
    return diagram.any_of(diagram.merged(worse, under(one), lambda rank, than: int(rank > than)) for one in others)


def conditions(engine: Logic) -> Iterator[Finding]:
    """Every condition of a pathway can be met, and can make a report."""
    prover = Prover(engine)
    reports = prover.outcomes(name for name, outcome in engine.book.outcomes.items() if outcome.kind == "report")
    for pathway in engine.book.pathways.values():
        for condition in pathway.conditions:
            if not prover.can(engine.build(condition.tree), reports):
                yield Finding(
                    "error", condition.id, f"can never be met in a report of '{pathway.name}': let it ask for less"
                )


def grounds(engine: Logic) -> Iterator[Finding]:
    """Every ground leads to a rule; one without a condition waits for a pathway."""
    read = {name for rule in engine.rules for name in names(rule.tree)}
    for name, ground in engine.book.grounds.items():
        if name not in read:
            yield Finding("error", name, "no rule reads this ground: conditions on it lead nowhere; name it in one")
        elif not leaves(ground):
            yield Finding("warning", name, "no condition has this ground yet")


def offences(engine: Logic) -> Iterator[Finding]:
    """Every listed offence is reached through conditions, and each of them leads to what the list demands."""
    prover = Prover(engine)
    trees = {each.id: each.tree for pathway in engine.book.pathways.values() for each in pathway.conditions}
    alike: dict[tuple[int, str], set[str]] = {}
    for offence in engine.book.offences:
        if not offence.conditions:
            yield Finding("error", offence.id, "no condition reaches this offence: name the conditions of its acts")
        alike.setdefault((engine.build(offence.tree), offence.then), set()).update(offence.conditions)
    for (where, then), named in alike.items():
        any_of_them = engine.build(Group(False, tuple(trees[name] for name in sorted(named))))
        if prover.can(engine.diagram.both(where, any_of_them), prover.every & ~prover.outcomes([then])):
            yield from _lost(engine, [o for o in engine.book.offences if engine.build(o.tree) == where], trees)


def _lost(engine: Logic, listed: list[Offence], trees: dict[str, Tree]) -> Iterator[Finding]:
    for offence in listed:
        for name in offence.conditions:
            lost = engine.build(Group(True, (offence.tree, trees[name], Leaf(OUTCOME, offence.then, False))))
            if lost != FALSE:
                text = f"{name} is met and the outcome is not {offence.then} {_example(engine, lost)}"
                yield Finding("error", offence.id, text)


def holes(engine: Logic) -> Iterator[Finding]:
    """Every hole is numbered, and what it names exists."""
    book = engine.book
    known = _ids(book)
    for place, hole in enumerate(book.holes, 1):
        if hole.id != f"H{place}":
            yield Finding("error", hole.id, f"stands in place {place}: number the holes H1, H2, ..")
        if not hole.items and not hole.elsewhere:
            yield Finding("error", hole.id, "nothing carries its resolution out: name items, or say where in elsewhere")
        for name in hole.items:
            if name not in known:
                yield Finding("error", hole.id, f"names '{name}', which does not exist: correct the name")


def _ids(book: Book) -> set[str]:
    """The ids of everything that can carry a resolution out, proofs among them."""
    known = {name for _, entry, tree in book.trees() for name in (entry, *names(tree))}
    return known | set(book.facts) | set(book.outcomes) | set(book.grounds) | set(PROOFS)


def facts(engine: Logic) -> Iterator[Finding]:
    """Every fact that is asked is read by something, and has its two wordings."""
    book = engine.book
    read = {leaf.fact for kind, _, tree in book.trees() if kind not in PROVEN for leaf in leaves(tree)}
    for fact in book.facts.values():
        if fact.id not in read and not fact.note:
            yield Finding("warning", fact.id, "nothing reads this fact")
        if not fact.ask and not fact.derived:
            yield Finding("error", fact.id, "no question for the reporter: write `ask`")


def _example(engine: Logic, node: int) -> str:
    """The smallest combination of answers that makes a node true, in words."""
    usual = engine.fixed(engine.assumed)
    path = engine.diagram.witness(node, usual)
    told = [f"{engine.order[var]} = {engine.values[var][value]}" for var, value in path.items() if usual[var] != value]
    return "when " + (", ".join(told) if told else "nothing is known")
