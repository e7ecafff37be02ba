"""Hours, days and ages in Missouri's time.

Used by the clocks, the protocol's age bands and every screen that shows a time. Two kinds of window exist in the
law and they differ across a change of daylight saving time: a window in hours is elapsed time (RSMo 210.145.2, .6,
.8, .11), a window in days ends with a calendar day (RSMo 210.145.17). Nothing here reads the clock of the machine.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CENTRAL = ZoneInfo("America/Chicago")


def local(moment: datetime) -> datetime:
    """The same instant on a clock in Missouri. In: an aware datetime; a naive one is a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone says nothing: give an aware datetime")
    return moment.astimezone(CENTRAL)


def plus_hours(moment: datetime, hours: float) -> datetime:
    """`hours` elapsed hours later, in UTC: 72 hours across a change of daylight saving time are 72 hours."""
    return local(moment).astimezone(UTC) + timedelta(hours=hours)


def end_of_local_day(moment: datetime, days: int) -> datetime:
    """The end of the `days`-th Missouri day after the day of `moment`: midnight that closes it, in UTC.

    The day of the event is not counted, as RSMo 1.040 computes time. The result is the first instant that is late.
    """
    midnight = datetime.combine(local(moment).date() + timedelta(days=days + 1), time(), CENTRAL)
    return midnight.astimezone(UTC)


def in_force(since: date, until: date | None, on: date) -> bool:
    """Whether something is law on a day: since then, that day too, and until then, that day no more; None: it has no end yet."""
    return since <= on and (until is None or on < until)


def months_between(birth: date, on: date) -> int:
    """Completed months from `birth` to `on`; a date before birth is a ValueError."""
    if on < birth:
        raise ValueError("a date of birth cannot lie in the future")
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def age_on(birth: date, on: date) -> int:
    """Completed years of life on a day. A child of 29 February has its birthday on 1 March in common years."""
    return months_between(birth, on) // 12
