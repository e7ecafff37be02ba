"""Short ways to say who somebody is."""

from datetime import date

from oscr.people.matching.describing import Known, Told, describe

TODAY = date(2026, 3, 3)


def known(first: str = "", last: str = "", born: str = "", **more) -> Known:
    """Somebody as the matcher sees them; `born` is an ISO date, `age` in years today."""
    birth = date.fromisoformat(born) if born else None
    months = more.pop("months", 12 * more.pop("age") if "age" in more else None)
    told = Told(first=first, last=last, birth_date=birth, age_months=months, as_of=TODAY, **more)
    return describe(told, TODAY)
