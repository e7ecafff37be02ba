"""Why somebody may be meant, in plain words: "Bobby is a form of Robert", "same house number and ZIP".

Used wherever a hit is shown. What speaks against is said too.
"""

from collections.abc import Iterator

from oscr.people.matching.describing import Known
from oscr.people.matching.names import Given
from oscr.people.matching.score import Score

SENTENCES = {
    ("first", "exact"): "same first name, {a}",
    ("first", "middle"): "{a} is a middle name of one of them",
    ("first", "spelling"): "first names spelled alike: {a}, {b}",
    ("first", "sound"): "first names sound alike: {a}, {b}",
    ("first", "begins"): "one first name begins like the other: {a}, {b}",
    ("first", "else"): "different first names: {a}, {b}",
    ("last", "exact"): "same last name, {a}",
    ("last", "order"): "same two last names in another order: {a}, {b}",
    ("last", "part"): "a last name in common: {a}, {b}",
    ("last", "spelling"): "last names spelled alike: {a}, {b}",
    ("last", "begins"): "one last name begins like the other: {a}, {b}",
    ("last", "sound"): "last names sound alike: {a}, {b}",
    ("last", "else"): "different last names: {a}, {b}",
    ("middle", "exact"): "same middle name",
    ("middle", "initial"): "same middle initial",
    ("middle", "else"): "different middle names",
    ("suffix", "same"): "same {a}",
    ("suffix", "else"): "one is {a}, the other {b}",
    ("birth", "exact"): "same birth date",
    ("birth", "swapped"): "birth day and month swapped",
    ("birth", "digit"): "birth date differs by one digit",
    ("birth", "near"): "two of year, month and day of birth agree",
    ("birth", "else"): "different birth dates",
    ("age", "fits"): "the age fits",
    ("age", "close"): "the age is a year off",
    ("age", "else"): "the age does not fit",
    ("sex", "same"): "same sex",
    ("sex", "else"): "different sex",
    ("phone", "own"): "same phone",
    ("phone", "household"): "same phone as somebody they live with",
    ("phone", "else"): "different phones",
    ("place", "own"): "same house number and ZIP",
    ("place", "household"): "same house number and ZIP as somebody they live with",
    ("place", "street"): "same house number and street",
    ("place", "words"): "directions that share words",
    ("place", "area"): "same ZIP or town",
    ("place", "else"): "different addresses",
    ("school", "same"): "same school",
    ("school", "else"): "different schools",
}
FORMS = (
    ("first", "form"),
    "{a} is a form of {b}",
    "{a} and {b} are forms of one name",
    "another name of theirs: {a}, {b}",
)
UNNAMED = {
    ("first", "form"): "first names are forms of one name",
    ("first", "middle"): "the first name of one is the middle name of the other",
    ("suffix", "same"): "both juniors, or both seniors",
    ("suffix", "else"): "one is a junior and the other a senior",
}
SWAPPED = "first and last name in each other's place"


def reasons(score: Score, asked: Known, known: Known) -> Iterator[str]:
    """A sentence for every field that both sides know, in the order of the fields."""
    if score.swapped:
        yield SWAPPED
    for field, level in score.levels.items():
        if score.swapped and field in ("first", "last"):
            continue
        a, b = _values(field, asked), _values(field, known)
        template = _form(asked.given, known.given) if (field, level) == FORMS[0] else SENTENCES[field, level]
        yield template.format(a=a, b=b)


def unnamed(score: Score) -> Iterator[str]:
    """The same without anybody's name: what may be kept beside a link."""
    if score.swapped:
        yield SWAPPED
    for field, level in score.levels.items():
        if not (score.swapped and field in ("first", "last")):
            yield UNNAMED.get((field, level)) or SENTENCES[field, level].partition(", {")[0].partition(": {")[0]


def _values(field: str, known: Known) -> str:
    if field == "first":
        return known.given.first.capitalize()
    return " ".join(known.family.parts).title() if field == "last" else known.family.suffix.capitalize()


def _form(one: Given, other: Given) -> str:
    """Which of the two is short for the other, where one is."""
    _, short, both, another = FORMS
    if other.first in one.forms:
        return short
    if one.first in other.forms:
        return "{b} is a form of {a}"
    return both if one.forms & other.forms else another
