"""Whether what a caller says of themselves agrees with what the reporter said, sealed with the report.

Used by actions.verify. A yes is also news to whoever asks: that this person reported. So name and telephone must both agree, and
work must not disagree; what agreed and what did not is told to nobody. Misheard spellings and short names do no harm.
"""

from collections.abc import Mapping

from rapidfuzz.fuzz import ratio

from oscr.people.matching.names import formal, sound, words

TITLES = {"MR", "MRS", "MS", "MISS", "DR", "SR", "SRA", "PROF", "OFFICER", "NURSE"}
CLOSE = 85  # of 100: one letter misheard in a name of seven
DIGITS = 7  # of a phone number, without the area code that people leave out


def agrees(said: Mapping[str, str], identity: Mapping[str, str], occupation: str) -> bool:
    """Whether the caller is the reporter.

    In: `said` with name, phone, work (id of an occupation) and employer, each "" where not said; the unsealed identity; the
    reporter's occupation. What is not on file cannot agree: without a name or a number nobody is verified.
    """
    numbers = (identity.get("phone", ""), identity.get("callback", ""))
    return (
        _same_name(said.get("name", ""), identity.get("name", ""))
        and any(_same_number(said.get("phone", ""), number) for number in numbers)
        and not _other_work(said, identity, occupation)
    )


def _same_name(one: str, other: str) -> bool:
    first, second = _named(one), _named(other)
    return bool(first and second) and _alike(first[-1], second[-1]) and _same_first(first[0], second[0])


def _named(name: str) -> tuple[str, ...]:
    """First and last word of a name, without titles; nothing where there are not two."""
    found = [word for word in words(name) if word not in TITLES]
    return (found[0], found[-1]) if len(found) > 1 else ()


def _same_first(one: str, other: str) -> bool:
    return bool(formal(one) & formal(other)) or _alike(one, other)


def _alike(one: str, other: str) -> bool:
    return ratio(one, other) >= CLOSE or sound(one) == sound(other)


def _same_number(one: str, other: str) -> bool:
    first, second = (digits[-DIGITS:] for digits in (_digits(one), _digits(other)))
    return len(first) == DIGITS and first == second


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter in "0123456789")


def _other_work(said: Mapping[str, str], identity: Mapping[str, str], occupation: str) -> bool:
    """Whether the caller named another work or place of work than the reporter did; what one of them left out says nothing."""
    if said.get("work") and occupation and said["work"] != occupation:
        return True
    told, known = set(words(said.get("employer", ""))), set(words(identity.get("employer", "")))
    return bool(told and known) and not any(_alike(one, other) for one in told for other in known)
