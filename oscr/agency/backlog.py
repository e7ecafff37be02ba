"""What an act leaves to be done some seconds later, one row a piece: taken by a beat, and never in the way of the others.

Used by the rooms that leave such rows: `people` (tellings to be compared) and `flow.classification` (decisions on which other
reports may rest). Outside the law: it keeps slow work out of the transaction in which a report arrives.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.db import models, transaction
from django.db.models import Q, QuerySet

log = structlog.get_logger()
LONGEST_WAIT = timedelta(minutes=10)
Row = TypeVar("Row", bound="Left")
Result = TypeVar("Result")


class Left(models.Model):
    """Something left to be done: gone when it is."""

    tries = models.PositiveIntegerField(default=0, help_text="How often it was tried and failed")
    next_try_at = models.DateTimeField(null=True, help_text="Not before; empty: at once")

    class Meta:
        abstract = True


def work_off(rows: "QuerySet[Row]", do: Callable[[Row], Result], *, at: datetime, most: int) -> list[Result | None]:
    """Do what up to `most` of these rows ask for, in their order, each in a transaction of its own; what came of each.

    Any number of workers may do so at once. Whoever is stopped leaves at most the row in hand to be done again. A row that fails
    (None) is logged, writes nothing, and is tried again at growing intervals, for ever; the others go on.
    """
    due = rows.filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    done: list[Result | None] = []
    for _turn in range(most):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True).first()
            if row is None:
                break
            done.append(_tried(row, do, at))
    return done


def _tried(row: Row, do: Callable[[Row], Result], at: datetime) -> Result | None:
    try:
        with transaction.atomic():
            result = do(row)
            row.delete()
            return result
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one row, the others are done
        row.tries += 1
        row.next_try_at = at + min(timedelta(seconds=2 ** min(row.tries, 10)), LONGEST_WAIT)
        row.save(update_fields=["tries", "next_try_at"])
        # The kind of error only: its words may hold what was told of somebody.
        log.warning("not done", what=row._meta.label, key=row.pk, tries=row.tries, error=type(error).__name__)
        return None
