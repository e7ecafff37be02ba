"""One call decided and explained: every unit judged, the strongest outcome taken, reasons and open questions given.

Used through `Protocol.decide`. Decisions, what is possible and what is to be asked come from the diagram and are
exact; reasons are read from the rules with Kleene logic.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oscr.law.protocol.case import Answers, Case, Unit
from oscr.law.protocol.decision import Cited, Decision, Priority, Question, Step
from oscr.law.protocol.diagram import Diagram
from oscr.law.protocol.engine import Engine
from oscr.law.protocol.joint import Joint
from oscr.law.protocol.kleene import blocked_by, open_because, truth, used
from oscr.law.protocol.loading import OUTCOME
from oscr.law.protocol.model import UNKNOWN, YES, Fact, PriorityRule, Rule, leaves

NOTHING: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One unit's facts.

    `answered`; `assumed` because somebody did not know or nobody can be asked; `full`, all facts with what is assumed
    so far; `open`, still to be asked; `doubtful`, asked and not known; `closed`, of a pathway that nobody chose.
    """

    unit: tuple[str, str | None]
    answered: Answers
    assumed: Answers
    full: Answers
    open: frozenset[str]
    doubtful: frozenset[str]
    closed: frozenset[str]

    @property
    def settled(self) -> Answers:
        """What no further question can change."""
        return self.answered | self.assumed

    def known(self, extra: Answers) -> dict[str, str | None]:
        """For Kleene reading: None where a question is open."""
        return {name: None if name in self.open else value for name, value in (self.full | extra).items()}


def views(engine: Engine, case: Case) -> list[View]:
    """The units of a case. Errors: ValueError for a fact, a value or a pathway that the protocol does not know."""
    _validate(engine, case)
    raised = _raised(engine, case)
    return [_view(engine, case, unit, raised) for unit in case.units()]


def joint(engine: Engine, units: Iterable[View]) -> Joint:
    """The exact joint decision of the units."""
    return Joint(engine, {view.unit: engine.fixed(view.settled) for view in units})


def decide(engine: Engine, case: Case, *, fingerprint: str, as_of: str, decided: str | None = None) -> Decision:
    """The law's view of a case: see `Decision`. Errors: ValueError as in `views`.

    Where a person `decided` on another outcome than the rules, actions and priority are those of what was decided.
    """
    units = views(engine, case)
    fired = {view.unit: engine.rules[engine.first(view.full)] for view in units}
    deciding = min(units, key=lambda view: engine.rank[fired[view.unit].then])
    rule = fired[deciding.unit]
    exact = joint(engine, units)
    carried = decided or rule.then
    extra = {OUTCOME: carried}
    return Decision(
        outcome=rule.then,
        rule=Cited(rule.id, rule.text, rule.cite),
        unit=deciding.unit,
        trace=tuple(_trace(engine, deciding, rule)),
        assumptions=_assumptions(engine, deciding, rule),
        possible=tuple(engine.of_rank[rank] for rank in sorted(exact.possible())),
        questions=_ordered(engine, exact.questions()),
        also_ask=_ordered(engine, _also_ask(engine, units, extra) - exact.questions()),
        conditions=_conditions(engine, case, units),
        co_referrals=_beside(engine, units, carried),
        actions=tuple(
            Cited(a.id, a.text, a.cite)
            for a in engine.book.actions
            if (all if a.each else any)(
                truth(a.tree, view.full | extra) and view.answered.keys() >= set(a.known) for view in units
            )
        ),
        priority=_priority(engine, units, carried),
        hash=fingerprint,
        as_of=as_of,
    )


def _validate(engine: Engine, case: Case) -> None:
    groups: list[tuple[str, Iterable[Answers]]] = [
        ("call", [case.call]),
        ("child", case.children.values()),
        ("suspect", case.suspects.values()),
        ("pair", case.pairs.values()),
    ]
    for scope, answers in groups:
        for name, value in ((n, v) for one in answers for n, v in one.items()):
            fact = engine.facts.get(name)
            if fact is None or fact.scope != scope:
                raise ValueError(f"'{name}' is no fact about a {scope}")
            if value != UNKNOWN and value not in fact.values:
                raise ValueError(f"'{name}' cannot be '{value}': use unknown, {', '.join(fact.values)}")
    strange = set(case.pathways or ()) - set(engine.book.pathways)
    if strange:
        raise ValueError(f"'{sorted(strange)[0]}' is no pathway")


def _raised(engine: Engine, case: Case) -> frozenset[str]:
    """Facts whose questions are open to this call: those of no pathway, of a chosen one, and critical ones."""
    if case.pathways is None:
        return frozenset(engine.facts)
    chosen = set(case.pathways)
    asked = {name for slug in chosen for name in engine.book.pathways[slug].ask}
    return frozenset(
        name
        for name, fact in engine.facts.items()
        if fact.pathway is None or fact.pathway in chosen or fact.critical or name in asked
    )


def _view(engine: Engine, case: Case, unit: tuple[str, str | None], raised: frozenset[str]) -> View:
    answered: Answers = {}
    assumed: Answers = {}
    doubtful, closed = set(), set()
    for name, fact in engine.facts.items():
        about = case.answers(fact.scope, unit)
        value = None if about is None else about.get(name)
        if value is not None and value != UNKNOWN:
            answered[name] = value
        elif value == UNKNOWN or about is None or name not in raised or fact.derived:
            assumed[name] = fact.unknown
        if value == UNKNOWN:
            doubtful.add(name)
        elif value is None and name not in raised:
            closed.add(name)
    opened = frozenset(engine.facts) - answered.keys() - assumed.keys()
    return View(unit, answered, assumed, engine.assumed | answered, opened, frozenset(doubtful), frozenset(closed))


def _trace(engine: Engine, view: View, fired: Rule) -> Iterator[Step]:
    known = view.known({})
    reached = True
    for rule in engine.rules:
        verdict, why = "not reached", NOTHING
        if rule.id == fired.id:
            verdict, reached = "fired", False
        elif reached and truth(rule.tree, known) is None:
            verdict, why = "undecided", open_because(rule.tree, known, engine.facts)
        elif reached:
            verdict, why = "ruled out", blocked_by(rule.tree, known, engine.facts)
        yield Step(rule.id, rule.then, rule.text, rule.cite, verdict, why)


def _assumptions(engine: Engine, view: View, fired: Rule) -> tuple[tuple[str, str], ...]:
    """Facts nobody has answered on which this outcome rests: what the rule used, and what "unknown" still decides."""
    scratch = Diagram(engine.diagram.sizes)
    free = engine.diagram.restrict(engine.by_rank, engine.fixed(view.answered), scratch)
    matters = {engine.order[var] for var in scratch.support(free)}
    shown = (used(fired.tree, view.full) | view.assumed.keys()) - view.closed
    names = [name for name in engine.facts if name in matters and name in shown]
    return tuple((name, view.full[name]) for name in names)


def _ordered(engine: Engine, found: Iterable[tuple[Unit, str]]) -> tuple[Question, ...]:
    """In the order of an interview: the call, then each child, suspect and pair, each in the order of the data."""
    place = {name: number for number, name in enumerate(engine.facts)}
    key = {unit: (unit[0] or "", unit[1] or "") for unit, _ in found}
    return tuple(Question(unit, name) for unit, name in sorted(found, key=lambda q: (key[q[0]], place[q[1]])))


def _about(fact: Fact, unit: tuple[str, str | None]) -> Unit:
    child = unit[0] if fact.scope in ("child", "pair") else None
    return child, unit[1] if fact.scope in ("suspect", "pair") else None


def _also_ask(engine: Engine, units: Iterable[View], extra: Answers) -> set[tuple[Unit, str]]:
    found: set[tuple[Unit, str]] = set()
    trees = [rule.tree for rule in engine.book.actions] + [rule.tree for rule in engine.book.priorities]
    for view in units:
        known = view.known(extra)
        undecided = [tree for tree in trees if truth(tree, known) is None]
        names = {leaf.fact for tree in undecided for leaf in leaves(tree)} | {
            name for name, fact in engine.facts.items() if fact.critical
        }
        found |= {(_about(engine.facts[name], view.unit), name) for name in names & view.open}
    return found


def _conditions(engine: Engine, case: Case, units: list[View]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {}
    for slug, pathway in engine.book.pathways.items():
        chosen = case.pathways is not None and slug in case.pathways
        met = [c.id for c in pathway.conditions if any(truth(c.tree, view.full) for view in units)]
        answered = any(engine.facts[name].pathway == slug and name in v.answered for name in pathway.ask for v in units)
        if chosen or met or (case.pathways is None and answered):
            found[slug] = (tuple(met), tuple(c.id for c in pathway.conditions if c.id not in met))
    return found


def _beside(engine: Engine, units: list[View], outcome: str) -> tuple[str, ...]:
    then = {
        rule.then
        for rule in engine.rules
        if rule.beside and rule.then != outcome and any(truth(rule.tree, view.full) for view in units)
    }
    return tuple(name for name in engine.book.outcomes if name in then)


def _priority(engine: Engine, units: list[View], outcome: str) -> Priority:
    """The first priority rule that holds gives the level; all of its level that hold are the reasons."""
    holding = [rule for rule in engine.book.priorities if _asks_for(engine, rule, units, outcome)]
    if not holding:
        return Priority("none", None, ())
    first = holding[0]
    return Priority(
        first.level, first.hours, tuple(Cited(r.id, r.text, r.cite) for r in holding if r.level == first.level)
    )


def _asks_for(engine: Engine, rule: PriorityRule, units: list[View], outcome: str) -> bool:
    extra = {OUTCOME: outcome}
    holds = any(truth(rule.tree, view.full | extra) for view in units)
    return holds and not (rule.sole_ground and _suspected(engine, rule.sole_ground, units))


def _suspected(engine: Engine, besides: str, units: list[View]) -> bool:
    """Whether anything but this ground is alleged or not known to be absent, in any unit (RSMo 210.145.8)."""
    own = {leaf.fact for leaf in leaves(engine.book.grounds[besides])}
    others = [name for name, fact in engine.facts.items() if fact.allegation and name not in own]
    return any(
        view.answered.get(name) == YES or name in view.doubtful or name in view.open
        for view in units
        for name in others
    )
