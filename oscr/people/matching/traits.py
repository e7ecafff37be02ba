"""What little may be known of somebody, each thing by itself: for a name typed half, a birth date alone, a child at a school.

Used where a search by `keys` finds few: those need two things that agree, such as both names. Everybody on file has their traits
among their keys; somebody asked for must share one of each kind asked. There are few different ones, so they cost little to keep.

    s  first three letters of a surname, and first five    o  how a surname sounds      c  first three letters of a first name
    y  year of birth                                       m  month and day of birth    k  a word of a school's name
    a  house number and a word of the street
"""

from oscr.people.matching.describing import Known
from oscr.people.matching.keys import order_free, years
from oscr.people.matching.names import sound
from oscr.people.matching.places import KINDS

TYPED = 3  # letters from which on a name is looked for
LONG = 5  # letters that are looked for where so many were typed
TELLING = 2  # kinds that are asked for together: who fits two of them is compared in all


def traits(known: Known) -> frozenset[str]:
    """Everything by which somebody on file is found."""
    return frozenset(trait for kind in (*_surnames(known), *_others(known, asked=False)) for trait in kind)


def asked_for(known: Known) -> list[frozenset[str]]:
    """The kinds of traits that say most of whom is asked for; who is meant has at least one of each."""
    parts = [part for part in known.family.parts if len(part) >= TYPED]
    surnames = {
        trait
        for part in parts
        for trait in ((f"s:{part[:LONG]}", f"o:{sound(part)}") if len(part) >= LONG else (f"s:{part[:TYPED]}",))
    }
    return [frozenset(kind) for kind in (surnames, *_others(known, asked=True)) if kind][:TELLING]


def _surnames(known: Known) -> list[set[str]]:
    parts = {part for part in (*known.family.parts, *known.also) if len(part) >= TYPED}
    return [
        {f"s:{part[:TYPED]}" for part in parts},
        {f"s:{part[:LONG]}" for part in parts},
        {f"o:{sound(part)}" for part in parts},
    ]


def _others(known: Known, *, asked: bool) -> list[set[str]]:
    """The other kinds, the one that says most first."""
    born = {f"m:{order_free(known.birth)[4:]}"} if known.birth else set()
    year = {f"y:{one}" for one in years(known, asked)}
    return [born, year, _firsts(known), _streets(known), {f"k:{word}" for word in known.school}]


def _firsts(known: Known) -> set[str]:
    """A nickname begins as it is, and as each name that it may stand for."""
    names = {known.given.first, known.given.middle, *known.given.forms, *known.also}
    return {f"c:{name[:TYPED]}" for name in names if len(name) >= TYPED}


def _streets(known: Known) -> set[str]:
    return {f"a:{place.number}|{word}" for place in known.places if place.number for word in place.words - KINDS}
