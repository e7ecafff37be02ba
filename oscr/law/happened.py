"""When something happened, as against when it was written down: what a worker did at a kitchen table is entered in the evening.

Used by every act of the response, the track, law enforcement and the conclusion that takes a `happened_at`. The clocks of
RSMo 210.145 count what was done when it was done; so the moment may lie back, but never before the report was received, and
never ahead. A page says when it was entered where that was more than an hour later.
"""

from datetime import datetime, timedelta

from oscr.law.refusal import Refused

SHOWN_AFTER = timedelta(hours=1)
STILL_TO_COME = "This is still to come: enter when it happened."
BEFORE_RECEIPT = "This lies before the report was received: look at the day and the time."


def check(
    happened_at: datetime, entered_at: datetime, received_at: datetime | None, *, field: str = "happened_at"
) -> None:
    """Let a moment pass that lies between receipt and entry, both included.

    In: aware times; `received_at` None where the law lets something be older than the report. Raises Refused beside `field` for a
    moment that is still to come, or that lies before receipt; ValueError for a time without a zone.
    """
    if happened_at.tzinfo is None:
        raise ValueError("a moment without a zone is no moment")
    if happened_at > entered_at:
        raise Refused(STILL_TO_COME, field=field)
    if received_at is not None and happened_at < received_at:
        raise Refused(BEFORE_RECEIPT, "RSMo 210.145.2", field)


def entered_later(happened_at: datetime, entered_at: datetime) -> bool:
    """Whether a page must say beside "happened" when it was entered."""
    return entered_at - happened_at > SHOWN_AFTER
