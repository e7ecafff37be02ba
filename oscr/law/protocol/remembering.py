"""What the law says of a call, worked out once a process: the same case is decided at every key of the hotline's screen, again as
its page is shown, and again as it is classified.

Used by the flow and the hotline's screen. Proofs and benches ask `Protocol.decide`, which remembers nothing.
"""

from functools import lru_cache

from oscr.law.protocol.case import Case
from oscr.law.protocol.decision import Decision
from oscr.law.protocol.inforce import Protocol

REMEMBERED = 256


def decided(law: Protocol, case: Case, outcome: str | None = None) -> Decision:
    """As `law.decide(case, outcome)`: remembered under the law, its day and the text of the case. Errors as there."""
    return _decided(law, case.to_json(), outcome)


@lru_cache(REMEMBERED)
def _decided(law: Protocol, case: str, outcome: str | None) -> Decision:
    return law.decide(Case.from_json(case), outcome)
