"""Who of an office is told of something new: whoever responds to a report that it has, else who is on call.

Used by `flow.ending` and `flow.addendum`. Of a restricted report whoever leads the circuit is told.
"""

from collections.abc import Sequence
from datetime import datetime

from oscr.agency.models import User
from oscr.flow.assignment.actions import current
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.restricting import on_call_of
from oscr.flow.report.models import Restriction


def responding(*, alert: Alert, at: datetime) -> Sequence[User]:
    """Who is told of what is new about an alert's report."""
    assigned = current(alert)
    if assigned:
        return [assigned.worker]
    restricted = Restriction.objects.filter(report=alert.classification.report).exists()
    return on_call_of(office=alert.office, restricted=restricted, at=at)
