"""Call classification: what is asked, what was answered, what follows, and why (Child Welfare Manual 2.1).

    p = protocol.in_force(date(2026, 3, 2))
    decision = p.decide(protocol.Case(children={"A": {"child died": "yes"}}))

The law is oscr/law/data/protocol/*.toml; this package only reads it. What it consists of is said in `model`; a `case` goes in,
a `decision` comes out; `ages` puts ages and days into the protocol's bands; `accepting` refuses what comes from outside and
cannot be; `picture` draws. The rooms, in the order of a version's life: `text` (files to a book), `engine` (a book made ready
to decide, and the deciding), `proofs` (what must be true of it), `comparing` (two versions, over all answers and over stored
calls). `inforce` is the door, `remembering` beside it decides what comes again and again.
"""

from oscr.law.protocol.ages import child_age, since_incident, suspect_age
from oscr.law.protocol.case import Case
from oscr.law.protocol.comparing.diff import Difference, Edit, Shift, compared
from oscr.law.protocol.comparing.planes import Planes, packed, units_of
from oscr.law.protocol.comparing.replay import Move, Replay, replayed
from oscr.law.protocol.decision import Cited, Decision, Priority, Question, Step
from oscr.law.protocol.inforce import Protocol, examine, in_force, opened
from oscr.law.protocol.model import Condition, Fact, Finding, Outcome, Pathway, ProtocolFault
from oscr.law.protocol.remembering import decided

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
    "decided",
    "examine",
    "in_force",
    "opened",
    "packed",
    "replayed",
    "since_incident",
    "suspect_age",
    "units_of",
]
