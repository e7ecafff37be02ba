"""Names: what is left of one when case, accents, script and titles are gone; what it is short for; how it sounds.

Used by `describing`. English nicknames come from the library `nicknames`; the Spanish ones are our own table, `spanish.toml`.
"""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from doublemetaphone import doublemetaphone
from nicknames import NickNamer

LONGEST = 64  # letters of a name that are compared; longer ones are slips of a keyboard
MOST_FORMS = 4  # formal names a nickname is filed under: "Bert" could be one of a dozen
REMEMBERED = 1 << 17  # different names kept ready; a search meets the same ones again and again
PARTICLES = frozenset({
    "DE", "DEL", "LA", "LAS", "LOS", "Y", "E", "DA", "DAS", "DO", "DOS", "VAN", "VON", "DER", "DEN",
})  # fmt: skip
SUFFIXES = {"JR": "JR", "JUNIOR": "JR", "SR": "SR", "SENIOR": "SR", "II": "II", "III": "III", "IV": "IV", "2ND": "II"}
NEWBORN = frozenset({"BABY", "BABYBOY", "BABYGIRL", "BOY", "GIRL", "NEWBORN", "INFANT", "BEBE", "BB", "BG", "RECIEN"})
NOBODY = NEWBORN | frozenset({
    "UNKNOWN", "UNK", "UNKN", "UNKNWON", "NA", "NONE", "NULL", "NOTKNOWN", "NOTGIVEN", "REFUSED", "DECLINED", "X",
    "XX", "XXX", "DESCONOCIDO", "DESCONOCIDA", "NOSE", "CHILD", "MALE", "FEMALE", "HIJO", "HIJA", "NACIDO", "NACIDA",
})  # fmt: skip
DOES = frozenset({"JOHN", "JANE", "JANIE", "JOHNNY", "BABY"})  # with the surname Doe
APOSTROPHES = "'`.\u2019"  # closed up: O'Brien is OBrien
CYRILLIC = dict(
    zip(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐ",
        "A B V G D E E ZH Z I Y K L M N O P R S T U F KH TS CH SH SHCH _ Y _ E YU YA I YI YE G".replace("_", "").split(
            " "
        ),
        strict=True,
    )
)
SPANISH: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("spanish.toml").read_text("utf-8"))["short"]
PLAIN = {code: None if chr(code) in APOSTROPHES else " " for code in range(128) if not chr(code).isalnum()}
ENGLISH = NickNamer()


@dataclass(frozen=True, slots=True)
class Given:
    """First and middle name. `forms` are the names it may stand for, itself too; `sounds` how those sound."""

    first: str
    middle: str
    forms: frozenset[str]
    sounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """A surname: its parts in the order told, the same run together, how each sounds, and Jr or Sr."""

    joined: str
    parts: tuple[str, ...]
    sounds: frozenset[str]
    suffix: str


def words(text: str) -> tuple[str, ...]:
    """Upper-case words of letters and digits: accents, emoji and marks gone, Cyrillic spelt out, apostrophes closed up."""
    text = text[: 4 * LONGEST].upper()
    if text.isascii():
        return tuple(word[:LONGEST] for word in text.translate(PLAIN).split())
    plain = unicodedata.normalize("NFKD", text).upper()  # once more: a mark may be a small letter by itself
    spelt = []
    for letter in unicodedata.normalize("NFC", plain):
        if letter in CYRILLIC:
            spelt.append(CYRILLIC[letter])
        elif letter.isalnum():
            spelt.append("".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c)))
        elif letter not in APOSTROPHES and not unicodedata.combining(letter):
            spelt.append(" ")
    return tuple(word[:LONGEST] for word in "".join(spelt)[: 4 * LONGEST].split())


@lru_cache(REMEMBERED)
def given(first: str, middle: str = "") -> Given:
    """First and middle names as they can be compared. A placeholder ("Baby Boy", "unknown", "N/A") is no name."""
    told, more = meant(first), meant(middle)
    rest = "".join((*told[1:], *more))[:LONGEST]
    rest = "" if rest in NOBODY else rest
    if not told:
        return Given("", rest, frozenset(), frozenset())
    forms = formal(told[0])
    kept = sorted(forms - {told[0]}, key=lambda form: (-_shared(form, told[0]), form))[:MOST_FORMS]
    sounds = frozenset(sound(form) for form in (told[0], *kept))
    return Given(told[0], rest, forms, sounds)


@lru_cache(REMEMBERED)
def family(last: str) -> Family:
    """A surname as it can be compared: two surnames in either order, hyphened or run together; Jr and Sr set apart."""
    told = words(last)
    suffix = next((SUFFIXES[word] for word in told[1:] if word in SUFFIXES), "")
    told = tuple(word for place, word in enumerate(told) if not (place and word in SUFFIXES))
    told = () if "".join(told) in NOBODY else tuple(word for word in told if word not in NOBODY)
    parts = tuple(word for word in told if word not in PARTICLES) or told
    if not parts or "".join(parts) in NOBODY:
        return Family("", (), frozenset(), "")
    joined = "".join(parts)[:LONGEST]
    return Family(joined, parts, frozenset(sound(part) for part in (*parts, joined)), suffix)


def meant(text: str) -> tuple[str, ...]:
    """The words of a text but for those that stand for nobody or nothing: "unknown", "N/A", "Baby"."""
    found = words(text)
    return () if "".join(found) in NOBODY else tuple(word for word in found if word not in NOBODY)


def nobody(first: str, last: str) -> bool:
    """Whether a whole name stands for nobody in particular: John Doe, Jane Doe."""
    return "".join(words(last)) == "DOE" and "".join(words(first)[:1]) in DOES


@lru_cache(REMEMBERED)
def formal(name: str) -> frozenset[str]:
    """The names that one may stand for, itself among them: BOBBY is BOBBY, ROBERT, ..; LUPE is LUPE, GUADALUPE."""
    english = {form.upper() for form in ENGLISH.canonicals_of(name.lower())}
    return frozenset({name, *english, *SPANISH.get(name, ())})


@lru_cache(REMEMBERED)
def sound(word: str) -> str:
    """How a word sounds (double metaphone); what it cannot read, such as Greek letters, stands for itself."""
    return doublemetaphone(word)[0] or word[:6]


def _shared(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
