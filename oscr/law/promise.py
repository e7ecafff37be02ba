"""The promise to process an online report within one to three hours (OSCR FAQ), and how it is kept, as a curve.

Used by the hotline's overview. Reports that still wait count for as long as they have waited: a curve of the finished ones alone
would look best where the most is left lying. The estimate is Kaplan and Meier's (J Am Stat Assoc 53:457, 1958).
"""

from collections.abc import Iterable
from datetime import timedelta

PROMISED = (timedelta(hours=1), timedelta(hours=3))  # OSCR FAQ: "processed within 1-3 hours of being submitted"
HELD_TOO_LONG = timedelta(hours=1)
"""A claim that lasts as long as the shorter promise has used all of it by itself; nobody else can go on with the report."""


def kept(processed: Iterable[tuple[int, int]], waiting: Iterable[tuple[int, int]]) -> list[tuple[int, float]]:
    """The share processed within t, at each t at which something was processed.

    In: (age, how many) of the reports that were processed at that age, and of those that wait at that age, in one unit of time.
    Out: (age, share from 0 to 1), rising. A report that waits at exactly t counts as not processed by then.
    """
    done, left = dict[int, int](), dict[int, int]()
    for age, many in processed:
        done[age] = done.get(age, 0) + many
    for age, many in waiting:
        left[age] = left.get(age, 0) + many
    at_risk, open_share, curve = sum(done.values()) + sum(left.values()), 1.0, list[tuple[int, float]]()
    for age in sorted({*done, *left}):
        if many := done.get(age, 0):
            open_share *= 1 - many / at_risk
            curve.append((age, 1 - open_share))
        at_risk -= many + left.get(age, 0)
    return curve


def share_within(curve: Iterable[tuple[int, float]], age: int) -> float:
    """What a curve says of this age: 0 before its first step."""
    return max((share for at, share in curve if at <= age), default=0.0)
