"""Two tellings side by side, field by field as told: what agrees, what differs, what nobody knows, and what each is worth.

Used by the page that compares. The machine's part is `people.linking.weigh`; a field that it does not weigh agrees when the words do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.history import mentions
from oscr.flow.history.mentions import Mention
from oscr.flow.report.models import Part
from oscr.law import counties
from oscr.people.linking import Weighed, weigh
from oscr.people.matching.reasons import SWAPPED, reasons
from oscr.people.models import Participant
from oscr.people.words import age_words, full_name, name_words
from oscr.ui.beside import AGREES, DIFFERS, LEFT, NEARLY, UNKNOWN, Row

WHOLE = frozenset({"exact", "same", "own", "fits"})


@dataclass(frozen=True)
class Relative:
    """Somebody told of in the same report. `both`: somebody of the same name stands in the other report too."""

    mention: Mention
    name: str
    age_then: str
    age_now: str
    both: bool


@dataclass(frozen=True)
class Compared:
    """Both tellings: their mentions, the fields, the families, and the machine's sum (None: one of them is not on file)."""

    one: Mention
    other: Mention
    rows: tuple[Row, ...]
    family: tuple[tuple[Relative, ...], tuple[Relative, ...]]
    weighed: Weighed | None

    @property
    def swapped(self) -> bool:
        """Whether first and last name seem to stand in each other's place."""
        return self.weighed is not None and self.weighed.score.swapped

    @property
    def bits(self) -> float:
        """The machine's sum."""
        return self.weighed.score.bits if self.weighed else 0.0


def compared(one: int, other: int, user: User, at: datetime) -> Compared | None:
    """Both tellings (keys) as the viewer may see them; None where one of them is restricted."""
    every = mentions.of_families([one, other], user).seen
    by_key = {mention.participant.pk: mention for mention in every}
    if one not in by_key or other not in by_key:
        return None
    first, second = by_key[one], by_key[other]
    weighed = weigh(one, other)
    rows = (*_weighed_rows(first, second, weighed, at), *_other_rows(first, second))
    return Compared(first, second, rows, _families(first, second, every, at), weighed)


def _weighed_rows(one: Mention, other: Mention, weighed: Weighed | None, at: datetime) -> list[Row]:
    told: list[tuple[str, str, Callable[[Mention], str]]] = [
        ("first", _("First name"), lambda mention: mention.participant.first),
        ("middle", _("Middle name"), lambda mention: mention.participant.middle),
        ("last", _("Last name"), lambda mention: mention.participant.last),
        ("birth", _("Birth date"), lambda mention: _born(mention.participant)),
        ("age", _("Age then, and now"), lambda mention: _ages(mention, at)),
        ("sex", _("Sex"), lambda mention: _sex(mention.participant)),
        ("place", _("Address"), lambda mention: mention.participant.address),
        ("phone", _("Phone"), lambda mention: mention.participant.phone),
        ("school", _("School"), lambda mention: mention.participant.school),
    ]
    why, bits = _reasons(weighed), weighed.bits if weighed else {}
    levels = weighed.score.levels if weighed else {}
    rows = []
    for field, label, tell in told:
        level = levels.get(field, "")
        mark = _mark(level) if level or not (tell(one) and tell(other)) else LEFT
        rows.append(Row(label, tell(one), tell(other), mark, why.get(field, ""), bits.get(field)))
    if "suffix" in levels:
        rows.insert(3, Row(_("Junior or senior"), "", "", _mark(levels["suffix"]), why["suffix"], bits["suffix"]))
    return rows


def _other_rows(one: Mention, other: Mention) -> list[Row]:
    told: list[tuple[str, Callable[[Mention], str]]] = [
        (_("Other names"), lambda mention: mention.participant.other_names),
        (_("County"), lambda mention: counties.name_of(mention.participant.county)),
        (_("Language"), lambda mention: mention.participant.language),
        (_("Relation to the child"), lambda mention: mention.involvement.relation),
        (_("Where they are now, as told"), lambda mention: mention.involvement.now_at),
    ]
    rows = [Row(label, tell(one), tell(other), _words_agree(tell(one), tell(other))) for label, tell in told]
    return [row for row in rows if row.one or row.other]


def _reasons(weighed: Weighed | None) -> dict[str, str]:
    """The machine's sentence for each field."""
    if weighed is None:
        return {}
    said = [reason for reason in reasons(weighed.score, weighed.one, weighed.other) if reason != SWAPPED]
    turned = {"first", "last"} if weighed.score.swapped else set()
    fields = [field for field in weighed.score.levels if field not in turned]
    return dict(zip(fields, said, strict=True)) | dict.fromkeys(turned, SWAPPED)


def _mark(level: str) -> str:
    if not level:
        return UNKNOWN
    return AGREES if level in WHOLE else DIFFERS if level == "else" else NEARLY


def _words_agree(one: str, other: str) -> str:
    if not one or not other:
        return UNKNOWN
    return AGREES if one.split() == other.split() or one.casefold() == other.casefold() else DIFFERS


def _born(participant: Participant) -> str:
    if participant.birth_date is None:
        return ""
    born = date_format(participant.birth_date, _("M j, Y"))
    return _("%(date)s, a guess") % {"date": born} if participant.age_estimated else born


def _ages(mention: Mention, at: datetime) -> str:
    then, now = (age_words(mention.participant, mention.received_at, moment) for moment in (mention.received_at, at))
    return _("%(then)s then, %(now)s now") % {"then": then, "now": now} if then and now else now


def _sex(participant: Participant) -> str:
    return "" if participant.sex == "unknown" else participant.get_sex_display()


def _families(
    one: Mention, other: Mention, every: tuple[Mention, ...], at: datetime
) -> tuple[tuple[Relative, ...], tuple[Relative, ...]]:
    children_first = sorted(every, key=lambda them: them.involvement.part != Part.CHILD)
    sides = [[them for them in children_first if them.report == me.report and them != me] for me in (one, other)]
    names = [{_plain(them) for them in side} for side in sides]
    both = (names[0] & names[1]) - {""}
    first, second = (tuple(_relative(them, _plain(them) in both, at) for them in side) for side in sides)
    return first, second


def _relative(them: Mention, both: bool, at: datetime) -> Relative:
    then, now = (age_words(them.participant, them.received_at, moment) for moment in (them.received_at, at))
    return Relative(them, name_words(them.participant), then, now, both)


def _plain(them: Mention) -> str:
    return " ".join(full_name(them.participant).casefold().split())
