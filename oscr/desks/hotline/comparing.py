"""Both records of a pair, field beside field, and in words how far they agree.

Used by the page that verifies a pair. What the levels are is in `flow.birth_match.weights`.
"""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.flow.birth_match.models import Pair, Parent
from oscr.people.models import Sex
from oscr.ui.beside import AGREES, DIFFERS, NEARLY, UNKNOWN, Row

RARITY = {
    "rarest": gettext_lazy("a very rare name"),
    "rarer": gettext_lazy("a rare name"),
    "rare": gettext_lazy("a rather rare name"),
    "usual": "",
    "common": gettext_lazy("a common name"),
    "commonest": gettext_lazy("a very common name"),
}
SWAPPED_NAMES = gettext_lazy("first and last name in each other's place")
WORDS: dict[str, dict[str, tuple[str, str | Promise]]] = {
    "first": {
        **{level: (AGREES, said) for level, said in RARITY.items()},
        "swapped": (NEARLY, SWAPPED_NAMES),
        "form": (NEARLY, gettext_lazy("forms of one name")),
        "middle": (NEARLY, gettext_lazy("the middle name of the other")),
        "close": (NEARLY, gettext_lazy("spelt nearly alike")),
        "sound": (NEARLY, gettext_lazy("sound alike")),
        "begins": (NEARLY, gettext_lazy("one begins with the other")),
    },
    "surname": {
        **{level: (AGREES, said) for level, said in RARITY.items()},
        "swapped": (NEARLY, SWAPPED_NAMES),
        "part": (NEARLY, gettext_lazy("share one of two surnames")),
        "close": (NEARLY, gettext_lazy("spelt nearly alike")),
        "sound": (NEARLY, gettext_lazy("sound alike")),
    },
    "birth": {
        "exact": (AGREES, ""),
        "swapped": (NEARLY, gettext_lazy("day and month in each other's place")),
        "digit": (NEARLY, gettext_lazy("one digit differs")),
        "parts": (NEARLY, gettext_lazy("two of year, month and day are the same")),
    },
    "middle": {
        "exact": (AGREES, ""),
        "initial": (NEARLY, gettext_lazy("the same initial")),
    },
    "sex": {"same": (AGREES, "")},
    "place": {
        "house": (AGREES, gettext_lazy("the same house number and ZIP")),
        "zip": (NEARLY, gettext_lazy("the same ZIP")),
    },
}
ELSE = (DIFFERS, "")


def compared(pair: Pair) -> list[Row]:
    """Every field that was compared, in the order in which people read them."""
    birth, listed, parent = pair.birth, pair.listed, pair.parent
    mother = parent == Parent.MOTHER
    surnames = [getattr(birth, f"{parent}_last")]
    if mother and birth.mother_maiden:
        surnames.append(_("%(name)s (maiden name)") % {"name": birth.mother_maiden})
    sex = Sex.FEMALE.label if mother else _("%(sex)s (as father)") % {"sex": Sex.MALE.label}
    told = {
        "first": (_("First name"), getattr(birth, f"{parent}_first"), listed.first),
        "middle": (_("Middle name"), getattr(birth, f"{parent}_middle"), listed.middle),
        "surname": (_("Surnames"), ", ".join(filter(None, surnames)), _surnames(listed.last, listed.other_names)),
        "birth": (_("Birth date"), _day(getattr(birth, f"{parent}_birth_date")), _day(listed.birth_date)),
        "sex": (_("Sex"), str(sex), listed.get_sex_display() if listed.sex != Sex.UNKNOWN else ""),
        "place": (_("Address"), birth.address, listed.address),
    }
    return [_field(pair, field, *said) for field, said in told.items()]


def _field(pair: Pair, field: str, label: str, certificate: str, listed: str) -> Row:
    level = pair.levels.get(field)
    kind, said = WORDS[field].get(level, ELSE) if level else (UNKNOWN, "")
    return Row(label, certificate, listed, kind, said)


def _surnames(last: str, others: str) -> str:
    return ", ".join(filter(None, (last, *(name.strip() for name in others.split(";")))))


def _day(day) -> str:
    return date_format(day, _("M j, Y")) if day else ""
