"""Since when a report counts: the moment at which the Division received it, not the one at which somebody typed it in.

What the law sets runs from receipt (RSMo 210.145, subsections 2, 8 and 17; manual 2.1.1 names letter and facsimile beside calls).
Used when a letter, a fax or another agency's report is entered. No source says how late paper may be entered: the limit is ours,
a draft (`authored`) until the Division sets its own.
"""

from datetime import datetime, timedelta

ENTERED_WITHIN = timedelta(
    days=10
)  # a letter that lay over a long week of holidays; what is older is asked about, not typed in


def is_future(*, received: datetime, entered: datetime) -> bool:
    """Whether paper is said to have come after it was typed in."""
    return received > entered


def is_too_old(*, received: datetime, entered: datetime) -> bool:
    """Whether paper is said to have come longer ago than may be entered: a slip of the pen, or a case for a supervisor."""
    return entered - received > ENTERED_WITHIN
