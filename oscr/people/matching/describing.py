"""One telling, made comparable: from the words of a report or of a file to names, dates, places and numbers.

Used by `keys` and `score`, which see nothing else. What cannot be is unknown: a birth date in the future, one before
anybody alive, and 1 January 1900, which forms put where nobody knew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oscr.people.matching.names import SUFFIXES, Family, Given, family, given, meant, nobody, words
from oscr.people.matching.places import Place, phones, place

OLDEST = 115  # years
FIRST_TOLD = date(1900, 1, 1)  # an age told on a day before is a slip of whoever wrote the day
NEVER_BORN = frozenset({date(1900, 1, 1), date(1901, 1, 1), date(1911, 11, 11)})
SEXES = {"F": "F", "FEMALE": "F", "WOMAN": "F", "GIRL": "F", "M": "M", "MALE": "M", "MAN": "M", "BOY": "M"}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """Somebody as one telling has them. Every field may be empty. `age_months` counts to the day `as_of`.

    `address` may be directions, and may end with a ZIP; `town` only where it was told apart.
    """

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    other_names: str = ""
    birth_date: date | None = None
    age_months: int | None = None
    as_of: date | None = None
    estimated: bool = False
    sex: str = ""
    phone: str = ""
    address: str = ""
    town: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The same, comparable. `span` is the first and last possible birthday where only an age was told.

    `near_phones` and `near_places` are those of others in the household: weaker, but often all there is.
    """

    given: Given
    family: Family
    also: frozenset[str]
    birth: date | None
    span: tuple[date, date] | None
    sex: str
    phones: frozenset[str]
    places: frozenset[Place]
    school: frozenset[str]
    near_phones: frozenset[str] = frozenset()
    near_places: frozenset[Place] = frozenset()


def describe(told: Told, on: date) -> Known:
    """A telling as it can be compared, on the day it is read (which tells what lies in the future)."""
    first, last = ("", "") if nobody(told.first, told.last) else (told.first, told.last)
    suffix = "".join(words(told.suffix))
    surname = family(f"{last} {suffix}" if suffix in SUFFIXES else last)
    where = place(told.address, told.town)
    birth = possible(told.birth_date, on)
    return Known(
        given=given(first, told.middle),
        family=surname,
        also=frozenset(meant(told.other_names)),
        birth=birth,
        span=None if birth else span(told),
        sex=SEXES.get(told.sex.strip().upper(), ""),
        phones=phones(told.phone),
        places=frozenset({where} if where else ()),
        school=frozenset(meant(told.school)) - {"SCHOOL", "ELEMENTARY"},
    )


def possible(born: date | None, on: date) -> date | None:
    """A birth date that somebody alive may have, or None."""
    return born if born and born not in NEVER_BORN and on.year - born.year <= OLDEST and born <= on else None


def span(told: Told) -> tuple[date, date] | None:
    """The first and last birthday that fit an age. Ages from two years on are told in years; a guess may be a year off."""
    if (
        told.age_months is None
        or told.as_of is None
        or told.as_of < FIRST_TOLD
        or not 0 <= told.age_months <= 12 * OLDEST
    ):
        return None
    years = told.age_months >= 24
    months = told.age_months // 12 * 12 if years else told.age_months
    slack = YEAR if told.estimated else timedelta(0)
    return _before(told.as_of, months + (12 if years else 1)) - slack, _before(told.as_of, months) + slack


def with_household(one: Known, others: Iterable[Known]) -> Known:
    """The same person with the phones and places of those they live with: a child's are often told of the mother."""
    numbers = {number for other in others for number in other.phones} - one.phones
    where = {spot for other in others for spot in other.places} - one.places
    return replace(one, near_phones=frozenset(numbers), near_places=frozenset(where))


def _before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
