"""What goes wrong between a person and a keyboard."""

from collections import defaultdict
from datetime import date
from random import Random

from nicknames import NickNamer

from oscr.people.matching.names import SPANISH

NEIGHBOURS = {
    "A": "SQ",
    "E": "WR",
    "I": "OU",
    "O": "IP",
    "N": "MB",
    "M": "N",
    "S": "AD",
    "R": "ET",
    "T": "RY",
    "L": "K",
}
HEARD = (
    ("PH", "F"), ("CK", "K"), ("C", "K"), ("K", "C"), ("Y", "IE"), ("IE", "Y"), ("EY", "Y"), ("Z", "S"), ("S", "C"), ("EI", "IE"),
    ("LL", "L"), ("TT", "T"), ("NN", "N"), ("SS", "S"), ("Y", "I"), ("I", "Y"), ("EA", "EE"), ("J", "G"), ("OU", "U"), ("H", ""),
)  # fmt: skip
ENGLISH = NickNamer()
SHORT_FOR: dict[str, list[str]] = defaultdict(list)
for short, formals in SPANISH.items():
    for formal in formals:
        SHORT_FOR[formal].append(short)


def typo(rng: Random, name: str) -> str:
    """One slip of a finger or of an ear."""
    if len(name) < 3:
        return name + rng.choice("AEN")
    place = rng.randrange(1, len(name) - 1)
    match rng.randrange(6):
        case 0:
            return name[:place] + name[place + 1 :]
        case 1:
            return name[:place] + name[place] + name[place:]
        case 2:
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        case 3:
            return name[:place] + rng.choice(NEIGHBOURS.get(name[place], "AE")) + name[place + 1 :]
        case _:
            return misheard(rng, name)


def misheard(rng: Random, name: str) -> str:
    """Spelt as it sounded."""
    fitting = [(a, b) for a, b in HEARD if a in name[1:]]
    if not fitting:
        return name[:-1] + rng.choice("AEY")
    a, b = rng.choice(fitting)
    return name[0] + name[1:].replace(a, b, 1)


def nickname(rng: Random, name: str) -> str | None:
    """What somebody of that name is called, where there is such a thing."""
    known = sorted(one.upper() for one in ENGLISH.nicknames_of(name.lower()) if one.isalpha()) + SHORT_FOR.get(name, [])
    return rng.choice(known) if known else None


def swapped(day: date) -> date | None:
    """Day and month in each other's place, where that is a date and another one."""
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None


def digit(rng: Random, day: date) -> date:
    """One digit of a birth date another."""
    for _ in range(20):
        text = list(day.isoformat())
        text[rng.choice((2, 3, 3, 6, 8, 9, 9))] = rng.choice("0123456789")
        try:
            found = date.fromisoformat("".join(text))
        except ValueError:
            continue
        if found != day and abs(found.year - day.year) < 10:
            return found
    return day


def phone(rng: Random, number: str) -> str:
    """One digit of a phone another."""
    place = rng.randrange(3, len(number))
    return number[:place] + rng.choice("0123456789") + number[place + 1 :]
