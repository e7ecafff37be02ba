"""A comparable telling as a JSON column keeps it, and back again: short, for a search reads a thousand of them.

Used by the table of persons. Forms and sounds are made anew from the names: they follow the code, not the day of filing.
"""

from datetime import date
from typing import Any

from oscr.people.matching.describing import Known
from oscr.people.matching.names import family, given
from oscr.people.matching.places import Place

Stored = list[Any]


def stored(known: Known) -> Stored:
    """What a JSON column keeps."""
    return [
        known.given.first,
        known.given.middle,
        " ".join((*known.family.parts, known.family.suffix)).strip(),
        sorted(known.also),
        known.birth.isoformat() if known.birth else None,
        [day.isoformat() for day in known.span] if known.span else None,
        known.sex,
        sorted(known.phones),
        [_place(one) for one in known.places],
        sorted(known.school),
        sorted(known.near_phones),
        [_place(one) for one in known.near_places],
    ]


def restored(column: Stored) -> Known:
    """The telling of a JSON column."""
    first, middle, last, also, birth, span, sex, phones, places, school, near_phones, near_places = column
    return Known(
        given=given(first, middle),
        family=family(last),
        also=frozenset(also),
        birth=date.fromisoformat(birth) if birth else None,
        span=(date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None,
        sex=sex,
        phones=frozenset(phones),
        places=frozenset(map(_back, places)),
        school=frozenset(school),
        near_phones=frozenset(near_phones),
        near_places=frozenset(map(_back, near_places)),
    )


def _place(place: Place) -> Stored:
    return [place.number, place.zip, sorted(place.words), place.town]


def _back(place: Stored) -> Place:
    return Place(place[0], place[1], frozenset(place[2]), place[3])
