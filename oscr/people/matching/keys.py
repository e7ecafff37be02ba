"""The words under which somebody is filed, such that nearly every slip leaves one of them whole.

Used by `index` and by the table of persons. Each begins with a letter that says what it is made of:

    n  both names as they sound, in either order       d  first name and birth date       e  surname and birth date
    b  initials and birth date                         f  first name, year of birth, ZIP  g  first name, initial, year
    q  first three letters of both names               p  phone                           h  house number and ZIP
    w  surname and month of birth: a newborn without a name                               z  birth date and ZIP
    l  surname and ZIP or town                         t  a word of directions, where there is no house number

Day and month of a birth date stand in order of size, so that a transposed date has the same key.
"""

from collections.abc import Iterator
from datetime import date

from oscr.people.matching.describing import Known
from oscr.people.matching.names import sound
from oscr.people.matching.places import Place

TYPED = 3  # letters that are right even where the rest of a name is not, or not typed yet
EITHER_WAY = 1  # years that a told age is off, when somebody is searched for


def keys(known: Known, *, asked: bool = False) -> frozenset[str]:
    """All keys of somebody on file; `asked`: of somebody searched for, whose told age may be a year off."""
    return frozenset((*_of_names(known), *_of_birth(known), *_of_years(known, asked), *_of_places(known)))


def phone_key(number: str) -> str:
    """The key of a phone, also how often it is on file: a shelter's says little."""
    return f"p:{number}"


def place_key(place: Place) -> str:
    """The key of an address with house number and ZIP."""
    return f"h:{place.number}|{place.zip}"


def _firsts(known: Known) -> set[str]:
    """How the first name may sound: as told, in full, by the middle name, by another name."""
    return {*known.given.sounds, *(sound(name) for name in (known.given.middle, *known.also) if len(name) > 1)}


def _lasts(known: Known) -> set[str]:
    return {*known.family.sounds, *(sound(name) for name in known.also if len(name) > 1)}


def _of_names(known: Known) -> Iterator[str]:
    for first in _firsts(known):
        for last in _lasts(known):
            yield "n:" + "|".join(sorted((first, last)))
    first, parts = known.given.first, known.family.parts
    for part in parts if first else ():
        yield f"q:{'|'.join(sorted((first[:TYPED], part[:TYPED])))}"


def _of_birth(known: Known) -> Iterator[str]:
    if known.birth is None:
        return
    born = order_free(known.birth)
    yield from (f"d:{first}|{born}" for first in _firsts(known))
    yield from (f"e:{last}|{born}" for last in _lasts(known))
    yield from (f"w:{last}|{known.birth:%Y%m}" for last in known.family.sounds)
    yield from (f"z:{born}|{place.zip}" for place in _all_places(known) if place.zip)
    if known.given.first:
        for part in known.family.parts:
            yield f"b:{''.join(sorted((known.given.first[0], part[0])))}|{born}"


def _of_years(known: Known, asked: bool) -> Iterator[str]:
    zips = {place.zip for place in _all_places(known) if place.zip}
    initials = {part[0] for part in known.family.parts}
    for year in years(known, asked):
        for first in known.given.sounds:
            yield from (f"f:{first}|{year}|{code}" for code in zips)
            yield from (f"g:{first}|{initial}|{year}" for initial in initials)


def _of_places(known: Known) -> Iterator[str]:
    yield from (phone_key(number) for number in (*known.phones, *known.near_phones))
    for place in _all_places(known):
        yield from (f"l:{last}|{where}" for last in known.family.sounds for where in (place.zip, place.town) if where)
        if place.number and place.zip:
            yield place_key(place)
        elif not place.number:
            yield from (f"t:{word}" for word in place.words)


def _all_places(known: Known) -> tuple[Place, ...]:
    return (*known.places, *known.near_places)


def years(known: Known, asked: bool) -> range:
    """The years of birth that fit; of somebody `asked` for by an age, one more on either side."""
    if known.birth:
        return range(known.birth.year, known.birth.year + 1)
    if known.span is None:
        return range(0)
    slack = EITHER_WAY if asked else 0
    return range(known.span[0].year - slack, known.span[1].year + slack + 1)


def order_free(born: date) -> str:
    """Year, then day and month in order of size: "20180305" for the third of May and the fifth of March."""
    return f"{born.year}{min(born.month, born.day):02}{max(born.month, born.day):02}"
