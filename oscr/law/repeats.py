"""Three calls about the same child within seventy-two hours (RSMo 210.145.6, manual 2.1.4.1).

Says which calls have to be reviewed together; who the same child is and what a review finds is for others to say. The
statute counts calls, whatever became of them and by whichever channel they came, from one caller or several.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

CALLS, WINDOW = 3, timedelta(hours=72)
Call = TypeVar("Call", bound=Hashable)


def reviewed_together(earlier: Iterable[datetime], received: datetime) -> tuple[datetime, ...]:
    """The calls to review when one more is received, oldest first, itself included; () where they are too few.

    In: aware receipt times of the earlier calls about the child. The window is of elapsed hours and ends with
    `received`; exactly 72:00:00 earlier is within it. The third call and every later one asks for a review.
    Errors: ValueError for a time without a zone.
    """
    moments = [moment.astimezone(UTC) for moment in map(_aware, (*earlier, received))]
    last = moments[-1]
    within = sorted(moment for moment in moments if last - WINDOW <= moment <= last)
    return tuple(within) if len(within) >= CALLS else ()


def windows(received: Mapping[Call, datetime]) -> tuple[frozenset[Call], ...]:
    """Every set of calls about one child that must be reviewed together, by the call that completes it, the first first.

    In: each call with its aware receipt time. A set that lies within another one is left out. Errors: ValueError for a time
    without a zone.
    """
    found: list[frozenset[Call]] = []
    for last in sorted({_aware(moment).astimezone(UTC) for moment in received.values()}):
        earlier = [moment for moment in received.values() if moment < last]
        same = [moment for moment in received.values() if moment == last]
        if times := reviewed_together((*earlier, *same[1:]), last):
            found.append(frozenset(call for call, moment in received.items() if times[0] <= moment <= last))
    return tuple(one for one in found if not any(one < other for other in found))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone says nothing: give an aware datetime")
    return moment
