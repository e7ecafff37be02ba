"""Drawing the calls that a second screener reads. A beat of the jobs does it; nobody can choose a call, or keep one out.

Nothing is recorded: a draw is no act of anybody, and who reads a drawn call is recorded then.
"""

import secrets
from datetime import datetime

from django.db import transaction

from oscr.flow.classification.models import Classification
from oscr.flow.quality.models import READ_WITHIN, Drawn, Salt
from oscr.law import sampling


@transaction.atomic
def draw(*, at: datetime) -> int:
    """Draw from the first decisions of the last days what a second screener is to read; how many were drawn just now.

    Harmless to repeat, and by any number of workers: number, outcome and salt decide, and a call is drawn once. A call that was
    restricted meanwhile is left out.
    """
    salt = _salt(at)
    decided = Classification.objects.filter(at__gt=at - READ_WITHIN, at__lte=at, supersedes=None, drawn=None)
    free = decided.filter(report__restriction=None).only("outcome", "report__number").select_related("report")
    found = [Drawn(classification=one, at=at) for one in free if _is_drawn(one, salt)]
    Drawn.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _is_drawn(one: Classification, salt: str) -> bool:
    return sampling.is_drawn(one.report.number, one.outcome, salt)


def _salt(at: datetime) -> str:
    made = {"value": secrets.token_hex(32), "at": at}
    return Salt.objects.get_or_create(id=1, defaults=made)[0].value
