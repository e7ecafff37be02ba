"""A comparable telling as a text column keeps it, and back again: short, for a search reads a thousand of them.

Used by the table of tellings and by `ranking`, which takes apart no more of it than it needs. Forms and sounds are made anew from the
names: they follow the code, not the day of filing. Names, words and numbers have no marks in them (`names.words`), so these
marks keep them apart: | between fields, ; between places, a comma within a place, a blank between words.
"""

from datetime import date

from oscr.people.matching.describing import Known
from oscr.people.matching.names import family, given
from oscr.people.matching.places import Place

Stored = str


def stored(known: Known) -> Stored:
    """What a text column keeps."""
    return "|".join((
        known.given.first,
        known.given.middle,
        " ".join((*known.family.parts, known.family.suffix)).strip(),
        " ".join(sorted(known.also)),
        known.birth.isoformat() if known.birth else "",
        " ".join(day.isoformat() for day in known.span) if known.span else "",
        known.sex,
        " ".join(sorted(known.phones)),
        ";".join(sorted(map(_place, known.places))),
        " ".join(sorted(known.school)),
        " ".join(sorted(known.near_phones)),
        ";".join(sorted(map(_place, known.near_places))),
    ))  # fmt: skip


def restored(column: Stored) -> Known:
    """The telling of a text column."""
    first, middle, last, also, birth, span, sex, phones, places, school, near_phones, near_places = column.split("|")
    return Known(
        given=given(first, middle),
        family=family(last),
        also=frozenset(also.split()),
        birth=date.fromisoformat(birth) if birth else None,
        span=day_span(span),
        sex=sex,
        phones=frozenset(phones.split()),
        places=spots(places),
        school=frozenset(school.split()),
        near_phones=frozenset(near_phones.split()),
        near_places=spots(near_places),
    )


def day_span(text: str) -> tuple[date, date] | None:
    """The first and last possible birthday, as stored."""
    first, _, last = text.partition(" ")
    return (date.fromisoformat(first), date.fromisoformat(last)) if text else None


def spots(text: str) -> frozenset[Place]:
    """Places as stored."""
    return frozenset(map(_back, text.split(";"))) if text else frozenset()


def _place(place: Place) -> str:
    return f"{place.number},{place.zip},{' '.join(sorted(place.words))},{place.town}"


def _back(text: str) -> Place:
    number, code, told, town = text.split(",")
    return Place(number, code, frozenset(told.split()), town)
