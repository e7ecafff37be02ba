"""Bands of age and of time: what the protocol needs to know of an age or a day, computed from dates or as told.

Used by the desks to fill "child age", "suspect age" and "time since incident". The bands are those that the manual tells
apart: 30 days (2.1.3.1), 45 days (RSMo 210.950), one year (2.1.3.4), fourteen (2.1.2.4), eighteen (2.1.2.1),
twenty-one (2.1.2.2). Ages are taken at the time of the call; for a child who died, pass the day of death.
"""

from datetime import date, timedelta

from oscr.law.calendar import months_between
from oscr.law.protocol.model import UNKNOWN

SUSPECT_BANDS = ((14, "under 14"), (18, "14 to 17"), (21, "18 to 20"), (999, "21 or older"))
CHILD_BANDS = ((4, "1 to 3"), (7, "4 to 6"), (14, "7 to 13"), (18, "14 to 17"), (21, "18 to 20"), (999, "21 or older"))
INFANT_BANDS = ((31, "under 31 days"), (46, "31 to 45 days"), (9999, "46 days to 11 months"))


def _band(bands: tuple[tuple[int, str], ...], age: int) -> str:
    if age < 0:
        raise ValueError("an age cannot be negative")
    return next(name for limit, name in bands if age < limit)


def child_age(birth: date | None, months: int | None, days: int | None, at: date) -> str:
    """The band of a child's age on the day `at`, or "unknown".

    A birth date wins over an age as told: `months`, and `days` where it was told that closely. One told in months or
    years is taken at its lower end: "0 years" is a newborn, "one month" is 31 days. Errors: ValueError for a negative
    age or a birth after `at`.
    """
    if birth is not None:
        months, days = months_between(birth, at), (at - birth).days
    if months is None:
        return UNKNOWN
    if months < 12:
        return _band(INFANT_BANDS, months * 31 if days is None else days)
    return _band(CHILD_BANDS, months // 12)


def suspect_age(birth: date | None, age_years: int | None, at: date) -> str:
    """The band of an alleged perpetrator's age on the day of the call (13 CSR 35-31.027(2)(A)2), or "unknown"."""
    if birth is not None:
        return _band(SUSPECT_BANDS, months_between(birth, at) // 12)
    return UNKNOWN if age_years is None else _band(SUSPECT_BANDS, age_years)


def since_incident(day: date | None, at: date) -> str:
    """The band of "time since incident" for the day on which it last happened, or "unknown".

    Thirty days are inclusive (13 CSR 35-31.020(2)(G)), and so is the year: over one year (CWM 2.1.2.3) begins the day
    after its last. What happens now is told, never computed. Errors: ValueError for a day after `at`.
    """
    if day is None:
        return UNKNOWN
    if day > at:
        raise ValueError("an incident cannot lie in the future")
    if (at - day).days <= 30:
        return "within 30 days"
    return "over one year" if months_between(day, at - timedelta(days=1)) >= 12 else "31 days to one year"
