"""One call decided and explained: every unit judged, the strongest outcome taken, reasons and open questions given.

Used through `Protocol.explain` and `Protocol.decide`. What fires, what blocks it and what is to be done are read from
the conditions; what is still possible and what is to be asked come from the diagram and are exact.
"""

from collections.abc import Iterable

from oscr.law.protocol.case import Answers, Case, Unit
from oscr.law.protocol.decision import Cited, Decision, Explanation, Priority, Question, Step
from oscr.law.protocol.engine.apart import Apart
from oscr.law.protocol.engine.diagram import TooLarge
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.engine.joint import Joint
from oscr.law.protocol.engine.kleene import used
from oscr.law.protocol.engine.reader import union
from oscr.law.protocol.engine.view import View, settled, views
from oscr.law.protocol.model import YES, ActionRule, Fact, PriorityRule, Rule, leaves
from oscr.law.protocol.text.loading import OUTCOME


def joint(engine: Engine, case: Case) -> Joint | Apart:
    """The joint decision of the units of a case: exact, unless that would take too long. Errors: ValueError as in `views`."""
    return _joint(engine, views(engine, case))


def explain(engine: Engine, case: Case, decided: str | None = None) -> Explanation:
    """Outcome, reasons, and what is to be done; see `Explanation`. Errors: ValueError as in `views`.

    Where a person `decided` on another outcome than the rules, actions and priority are those of what was decided.
    """
    return _explain(engine, case, views(engine, case), decided)


def decide(engine: Engine, case: Case, *, fingerprint: str, as_of: str, decided: str | None = None) -> Decision:
    """As `explain`, with all that is still open; see `Decision`. Errors: ValueError as in `views`."""
    units = views(engine, case)
    told = _explain(engine, case, units, decided)
    together = _joint(engine, units)
    questions = together.questions()
    deciding = next(view for view in units if view.unit == told.unit)
    return Decision(
        **{name: getattr(told, name) for name in Explanation.__dataclass_fields__},
        assumptions=_assumptions(engine, deciding, told.rule.id),
        presumed=_presumed(engine, units, told, decided or told.outcome),
        possible=tuple(engine.of_rank[rank] for rank in sorted(together.possible())),
        exact=together.exact,
        questions=_ordered(engine, questions),
        also_ask=_ordered(engine, _also_ask(engine, units, decided or told.outcome) - questions),
        hash=fingerprint,
        as_of=as_of,
    )


def _joint(engine: Engine, units: Iterable[View]) -> Joint | Apart:
    fixed = {view.unit: engine.fixed(settled(engine, view)) for view in units}
    try:
        return Joint(engine, fixed)
    except TooLarge:
        return Apart(engine, fixed)


def _explain(engine: Engine, case: Case, units: list[View], decided: str | None) -> Explanation:
    states = [engine.reader.hold(view.full) for view in units]
    fired = [_fired(engine, state) for state in states]
    best = min(range(len(units)), key=lambda number: engine.rank[engine.rules[fired[number]].then])
    rule = engine.rules[fired[best]]
    carried = decided or rule.then
    told = engine.reader.told[OUTCOME][carried]
    ends = [engine.reader.hold_late(state | told) for state in states]
    some = union(ends)
    beside = _beside(engine, some, carried)
    return Explanation(
        outcome=rule.then,
        rule=engine.cited[rule.id],
        unit=units[best].unit,
        trace=_trace(engine, units[best], fired[best]),
        conditions=_conditions(engine, case, units, some),
        co_referrals=tuple(dict.fromkeys(rule.then for rule in beside)),
        beside=tuple([engine.cited[rule.id] for rule in beside]),
        actions=_actions(engine, units, ends, some),
        priority=_priority(engine, units, some),
    )


def _fired(engine: Engine, state: int) -> int:
    """The number of the first rule that holds."""
    return next(number for number, (yes, _) in enumerate(engine.reader.rules) if state & yes)


def _trace(engine: Engine, view: View, fired: int) -> tuple[Step, ...]:
    """Each rule in order: why those before the one that fired did not."""
    reasons = engine.reasons
    state, waits = engine.reader.read(view.known, view.open)
    steps = [
        reasons.blocked(number, state, view.answered) if state & no else reasons.waiting(number, waits[number])
        for number, (_, no) in enumerate(engine.reader.rules[:fired])
    ]
    return (*steps, reasons.fired(fired), *reasons.unreached[fired + 1 :])


def _conditions(
    engine: Engine, case: Case, units: list[View], state: int
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    if case.pathways is None:
        answered = union(view.told & ~view.doubtful for view in units)
        shown = {slug for slug, own in engine.asking.own.items() if own & answered}
    else:
        shown = set(case.pathways)
    found = {}
    for slug, (any_of, conditions) in engine.reader.conditions.items():
        if slug in shown or state & any_of:
            met = tuple([name for name, yes in conditions if state & yes])
            found[slug] = met, tuple([name for name, _ in conditions if name not in met])
    return found


def _beside(engine: Engine, state: int, outcome: str) -> list[Rule]:
    """The rules of other outcomes that are recorded besides."""
    rules = zip(engine.rules, engine.reader.rules, strict=True)
    return [rule for rule, (yes, _) in rules if state & yes and rule.beside and rule.then != outcome]


def _actions(engine: Engine, units: list[View], states: list[int], some: int) -> tuple[Cited, ...]:
    found = []
    for action, (yes, _) in zip(engine.book.actions, engine.reader.actions, strict=True):
        if some & yes and (not action.strict or _called_for(engine, action, yes, units, states)):
            found.append(engine.cited[action.id])
    return tuple(found)


def _called_for(engine: Engine, action: ActionRule, yes: int, units: list[View], states: list[int]) -> bool:
    """Whether an action that holds for some unit holds as it must: for `each`, and on what is known, not assumed."""
    known = engine.asking.set_of(action.known)
    asked = known | engine.asking.set_of(action.unanswered)
    holding = (
        state & yes and view.told & ~view.doubtful & asked == known for view, state in zip(units, states, strict=True)
    )
    return all(holding) if action.each else any(holding)


def _priority(engine: Engine, units: list[View], state: int) -> Priority:
    """The first priority rule that holds gives the level; all of its level that hold are the reasons."""
    holding = [
        rule
        for rule, (yes, _) in zip(engine.book.priorities, engine.reader.priorities, strict=True)
        if state & yes and not (rule.sole_ground and _suspected(engine, rule, units))
    ]
    if not holding:
        return Priority("none", None, ())
    first = holding[0]
    return Priority(first.level, first.hours, tuple([engine.cited[r.id] for r in holding if r.level == first.level]))


def _suspected(engine: Engine, rule: PriorityRule, units: list[View]) -> bool:
    """Whether anything but this rule's ground is alleged or not known to be absent, in any unit (RSMo 210.145.8)."""
    own = engine.asking.set_of(leaf.fact for leaf in leaves(engine.book.grounds[rule.sole_ground]))
    others = engine.asking.allegations & ~own
    unsure = union(view.doubtful | view.open for view in units) & others
    return bool(unsure) or any(view.answered.get(n) == YES for view in units for n in engine.reader.named(others))


def _assumptions(engine: Engine, view: View, fired: str) -> tuple[tuple[str, str], ...]:
    """Facts without an answer on which this outcome rests: were what is assumed of one of them wrong, it would change.

    Of the facts that are still open only those are named that the rule used; the others are questions.
    """
    rule = next(rule for rule in engine.rules if rule.id == fired)
    told = engine.assumed | view.answered
    rests = engine.asking.set_of(used(rule.tree, told)) | ~view.open
    names = engine.reader.named(rests & engine.asking.everything & ~view.closed)
    return tuple(
        (name, told[name]) for name in names if name not in view.answered and _turns(engine, told, name, rule.then)
    )


def _presumed(engine: Engine, units: Iterable[View], told: Explanation, outcome: str) -> tuple[str, ...]:
    """The conditions met and the reasons for haste that no answer makes sure of: something was assumed for them."""
    reader, carried = engine.reader, engine.reader.told[OUTCOME][outcome]
    certain = 0
    for view in units:
        answers = sum(reader.told[name][value] for name, value in view.answered.items())
        unsaid = engine.asking.everything & ~(view.told & ~view.doubtful)
        certain |= reader.read_all(answers | carried, unsaid)[0]
    yes = {name: bit for slug in told.conditions for name, bit in reader.conditions[slug][1]}
    yes |= {rule.id: bits[0] for rule, bits in zip(engine.book.priorities, reader.priorities, strict=True)}
    shown = [name for met, _ in told.conditions.values() for name in met] + [each.id for each in told.priority.reasons]
    return tuple([name for name in shown if not certain & yes[name]])


def _turns(engine: Engine, told: Answers, name: str, outcome: str) -> bool:
    """Whether another value of one fact leads elsewhere."""
    others = (value for value in engine.facts[name].values if value != told[name])
    return any(engine.rules[engine.first(told | {name: value})].then != outcome for value in others)


def _ordered(engine: Engine, found: Iterable[tuple[Unit, str]]) -> tuple[Question, ...]:
    """In the order of an interview: the call, then each child, suspect and pair, each in the order of the data."""
    bit = engine.reader.bit
    key = {unit: (unit[0] or "", unit[1] or "") for unit, _ in found}
    return tuple(Question(unit, name) for unit, name in sorted(found, key=lambda q: (key[q[0]], bit[q[1]])))


def _about(fact: Fact, unit: tuple[str, str | None]) -> Unit:
    child = unit[0] if fact.scope in ("child", "pair") else None
    return child, unit[1] if fact.scope in ("suspect", "pair") else None


def _also_ask(engine: Engine, units: Iterable[View], outcome: str) -> set[tuple[Unit, str]]:
    """What actions and priority wait for, given the outcome, and critical facts."""
    told = engine.reader.told[OUTCOME][outcome]
    found: set[tuple[Unit, str]] = set()
    for view in units:
        _, waits = engine.reader.read_all(view.known | told, view.open)
        names = engine.reader.named(union(waits) | engine.asking.critical & view.open)
        found |= {(_about(engine.facts[name], view.unit), name) for name in names}
    return found
