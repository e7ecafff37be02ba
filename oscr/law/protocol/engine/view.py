"""What is known of each unit of a call, as sets of bits: made of a case, read by `deciding`.

Refuses what the protocol does not know: a fact, a value, a pathway.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from oscr.law.protocol.case import Answers, Case
from oscr.law.protocol.engine.asking import Scene
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.model import UNKNOWN


@dataclass(frozen=True, slots=True)
class View:
    """One unit of a call.

    Sets of facts (see `Reader.bit`): `told`, answered or asked and not known; `doubtful`, asked and not known; `open`,
    still to be asked; `closed`, of a pathway that nobody chose. States: `full`, with everything assumed that nobody
    has answered; `known`, with only what no further question can change.
    """

    unit: tuple[str, str | None]
    answered: Answers
    told: int
    doubtful: int
    open: int
    closed: int
    full: int
    known: int


@dataclass(frozen=True, slots=True)
class _Told:
    """The answers about one call, child, suspect or pair, as bits."""

    answered: Answers
    told: int
    doubtful: int
    span: int
    state: int


NOTHING = _Told({}, 0, 0, 0, 0)


def views(engine: Engine, case: Case) -> list[View]:
    """The units of a case. Errors: ValueError for a fact, a value or a pathway that the protocol does not know."""
    scene = engine.asking.scene(_chosen(engine, case))
    call = _told(engine, "call", case.call)
    children = {code: _told(engine, "child", answers) for code, answers in case.children.items()}
    suspects = {code: _told(engine, "suspect", answers) for code, answers in case.suspects.items()}
    pairs = {codes: _told(engine, "pair", answers) for codes, answers in case.pairs.items()}
    found = []
    for child, suspect in case.units():
        parts = [call, children.get(child, NOTHING)]
        if suspect is not None:
            parts += [suspects.get(suspect, NOTHING), pairs.get((child, suspect), NOTHING)]
        found.append(_view(engine, scene, (child, suspect), parts))
    return found


def settled(engine: Engine, view: View) -> Answers:
    """The values of all facts of a unit that no further question can change."""
    names = engine.reader.named(~view.open & engine.asking.everything)
    return {name: view.answered.get(name, engine.assumed[name]) for name in names}


def _chosen(engine: Engine, case: Case) -> Iterable[str] | None:
    if case.pathways is None:
        return None
    chosen = frozenset(case.pathways)
    strange = chosen - engine.book.pathways.keys()
    if strange:
        raise ValueError(f"'{min(strange)}' is no pathway")
    return chosen


def _told(engine: Engine, scope: str, answers: Answers) -> _Told:
    reader, places = engine.reader, engine.asking.places[scope]
    answered, told, doubtful, span, state = {}, 0, 0, 0, 0
    for name, value in answers.items():
        place = places.get(name)
        if place is None:
            raise ValueError(f"'{name}' is no fact about a {scope}")
        bit, values, all_bits, assumed = place
        told |= bit
        span |= all_bits
        if value == UNKNOWN:
            doubtful |= bit
            state |= values[assumed]
        elif value in values:
            state |= values[value]
            answered[name] = value
        else:
            raise ValueError(f"'{name}' cannot be '{value}': use unknown, {', '.join(reader.told[name])}")
    return _Told(answered, told, doubtful, span, state)


def _view(engine: Engine, scene: Scene, unit: tuple[str, str | None], parts: Iterable[_Told]) -> View:
    answered: Answers = {}
    told, doubtful, span, state = 0, 0, 0, 0
    for part in parts:
        answered |= part.answered
        told |= part.told
        doubtful |= part.doubtful
        span |= part.span
        state |= part.state
    base = scene.alone if unit[1] is None else scene.together
    return View(
        unit=unit,
        answered=answered,
        told=told,
        doubtful=doubtful,
        open=base.open & ~told,
        closed=scene.closed & ~told,
        full=engine.reader.assuming & ~span | state,
        known=base.state & ~span | state,
    )
