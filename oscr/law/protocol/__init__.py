"""Call classification: what is asked, what was answered, what follows, and why (Child Welfare Manual 2.1).

    p = protocol.in_force(date(2026, 3, 2))
    decision = p.decide(protocol.Case(children={"A": {"child died": "yes"}}))

The law is oscr/law/data/protocol/*.toml; this package only reads it. In order of use: `reading` and `loading` make a
`model.Book`, `compiled` (with `algebra`) and `diagram` make it an `engine`, `deciding` (with `joint` and `kleene`) answers for a
`case`, `checking` proves the data sound, `inforce` is the door. `diff` compares two versions; `planes`, `sliced` and `replay`
decide stored calls anew.
"""

from oscr.law.protocol.ages import child_age, since_incident, suspect_age
from oscr.law.protocol.case import Case
from oscr.law.protocol.decision import Cited, Decision, Priority, Question, Step
from oscr.law.protocol.diff import Difference, Edit, Shift, compared
from oscr.law.protocol.inforce import Protocol, examine, in_force, opened
from oscr.law.protocol.model import Condition, Fact, Finding, Outcome, Pathway, ProtocolFault
from oscr.law.protocol.planes import Planes, packed, units_of
from oscr.law.protocol.replay import Move, Replay, replayed

__all__ = [
    "Case",
    "Cited",
    "Condition",
    "Decision",
    "Difference",
    "Edit",
    "Fact",
    "Finding",
    "Move",
    "Outcome",
    "Pathway",
    "Planes",
    "Priority",
    "Protocol",
    "ProtocolFault",
    "Question",
    "Replay",
    "Shift",
    "Step",
    "child_age",
    "compared",
    "examine",
    "in_force",
    "opened",
    "packed",
    "replayed",
    "since_incident",
    "suspect_age",
    "units_of",
]
