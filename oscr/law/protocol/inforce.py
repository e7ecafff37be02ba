"""The protocol in force on a day: what everybody outside this package works with.

Used by the desks (questions, provisional outcome), by `oscr.flow.classification` (decision, hash) and by the command
line (check). Rules are chosen by their from and until dates, as of the day in Missouri on which a call was received.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from oscr.law.protocol.case import Case
from oscr.law.protocol.decision import Decision, Explanation
from oscr.law.protocol.engine import deciding
from oscr.law.protocol.engine.engine import Engine
from oscr.law.protocol.model import Fact, Finding, Outcome, Pathway, ProtocolFault
from oscr.law.protocol.proofs import checking
from oscr.law.protocol.text import sources
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import GROUPS, Source, files_of, read

FOLDER = Path(__file__).parent.parent / "data" / "protocol"


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of the law of classification: `hash` is the SHA-256 of its data, `as_of` the day it is read for."""

    engine: Engine
    source: Source
    as_of: date

    @property
    def hash(self) -> str:
        """SHA-256 of the data, in hexadecimal."""
        return self.source.hash

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes in the order in which they are decided."""
        return tuple(self.engine.book.outcomes.values())

    @property
    def facts(self) -> dict[str, Fact]:
        """All facts by id, in the order of the data."""
        return self.engine.facts

    @property
    def pathways(self) -> dict[str, Pathway]:
        """All pathways by slug."""
        return self.engine.book.pathways

    @property
    def groups(self) -> list[tuple[str, list[Pathway]]]:
        """The pathways under their headings, in the order of the headings; those without one last, under ""."""
        ways = self.pathways.values()
        found = [(heading, [way for way in ways if way.group == heading]) for heading in (*GROUPS, "")]
        return [(heading, members) for heading, members in found if members]

    def rank(self, outcome: str) -> int:
        """0 = strongest response; lowering an outcome is going to a higher rank. Errors: KeyError."""
        return self.engine.rank[outcome]

    def label(self, outcome: str) -> str:
        """What an outcome is called. Errors: KeyError."""
        return self.engine.book.outcomes[outcome].label

    def decide(self, case: Case, decided: str | None = None) -> Decision:
        """Outcome, reasons, assumptions, open questions, actions and priority of one call; see `deciding.decide`."""
        as_of = self.as_of.isoformat()
        return deciding.decide(self.engine, case, fingerprint=self.hash, as_of=as_of, decided=decided)

    def explain(self, case: Case, decided: str | None = None) -> Explanation:
        """As `decide`, without what is still open: for whoever only needs outcome and reasons, many times over."""
        return deciding.explain(self.engine, case, decided)

    def settled(self, case: Case) -> bool:
        """Whether no question is left that can change the outcome. Errors as `decide`."""
        return not deciding.joint(self.engine, case).questions()

    def classify(self, facts: Mapping[str, str]) -> str:
        """The bare outcome of one unit from its answers of all scopes together; nothing is validated."""
        return self.engine.rules[self.engine.first(facts)].then

    def check(self) -> list[Finding]:
        """What is wrong with the data; an error forbids publishing."""
        found = sources.check(self.source) + checking.check(self.engine.book)
        return [_placed(finding, self.source, self.as_of) for finding in found]


def in_force(on: date) -> Protocol:
    """The protocol that is shipped, as in force on a day in Missouri. Errors: ValueError when none was.

    What decides about a call is the version published at its receipt: oscr.agency.versions.
    """
    return opened(FOLDER, on)


def opened(folder: Path, on: date) -> Protocol:
    """As `in_force`, for the data in another folder. Errors: ValueError, ProtocolFault."""
    return of_day(shipped(folder), on)


@lru_cache(maxsize=4)
def shipped(folder: Path = FOLDER) -> Source:
    """The data in a folder, read once. Errors: ProtocolFault."""
    return read(files_of(folder))


def of_day(source: Source, on: date) -> Protocol:
    """The protocol of some data, as in force on a day; what it is made of is built once. Errors: ValueError."""
    started = [day for day in source.changes if day <= on]
    if not started:
        raise ValueError(f"no protocol was in force on {on.isoformat()}")
    return replace(_snapshot(source, started[-1]), as_of=on)


@lru_cache(maxsize=16)
def _snapshot(source: Source, since: date) -> Protocol:
    return Protocol(Engine(book(source, since)), source, since)


def examine(data: Path | Mapping[str, str] | Source, on: date) -> list[Finding]:
    """As `Protocol.check`, for a folder, files or what was read of them; where it does not load, that fault alone."""
    try:
        source = data if isinstance(data, Source) else read(files_of(data) if isinstance(data, Path) else data)
        return of_day(source, on).check()
    except ProtocolFault as fault:
        return [Finding("error", "loading", str(fault), fault.file, fault.line)]
    except ValueError as fault:
        return [Finding("error", "loading", str(fault))]


def _placed(finding: Finding, source: Source, on: date) -> Finding:
    """A finding about an item, with the place where the item is written."""
    entry = None if finding.file else source.entry_of(finding.item, on)
    return replace(finding, file=entry.file, line=entry.line) if entry else finding
