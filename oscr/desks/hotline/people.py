"""The people of a report as this desk shows them: in words, and as a small drawing of the household.

Used by the queue (ages only) and the report page. Children are lettered and round, everybody else numbered and square;
an alleged perpetrator has a broken border and the word beside it, so that nothing rests on colour alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.utils.translation import gettext as _

from oscr.flow.report.models import Involvement, Part
from oscr.law import counties
from oscr.people.words import age_words, name_words

STEP, MARGIN = 132, 12
ADULTS_Y, CHILDREN_Y, HEIGHT = 56, 208, 282
NAME_ENDS, MARK_BEGINS, BAR_Y, WORD_Y = (
    52,
    36,
    162,
    138,
)  # from a figure's middle; the lines between the two rows, and their words
LONGEST = 18  # letters of a name or relation that fit under a figure


@dataclass(frozen=True)
class Somebody:
    """One person of a report with what is shown of them, and their place in the drawing."""

    code: str
    name: str
    age: str
    relation: str
    sex: str
    child: bool
    victim: bool
    suspect: bool
    now_at: str
    address: str
    county: str
    phone: str
    school: str
    language: str
    at_home: bool
    x: int
    y: int

    @property
    def marks(self) -> str:
        """Their part in the report, in words."""
        victim = _("concern about this child") if self.victim else ""
        return ", ".join(part for part in (victim, _("alleged perpetrator") if self.suspect else "") if part)

    @property
    def reached(self) -> str:
        """Address, county, phone, school and language, what is known of them."""
        words = (
            self.address,
            _("%(county)s County") % {"county": self.county}
            if self.county and "City" not in self.county
            else self.county,
            self.phone,
            _("school: %(school)s") % {"school": self.school} if self.school else "",
            _("speaks %(language)s") % {"language": self.language} if self.language else "",
        )
        return "; ".join(word for word in words if word)

    @property
    def tie(self) -> str:
        """What stands at the line from a grown-up to the children: how they are related, as told."""
        return "" if self.child else _short(self.relation) or _("relation not told")

    @property
    def stem(self) -> tuple[int, int]:
        """From where to where the line goes that joins somebody to the others."""
        return (BAR_Y, self.y - MARK_BEGINS) if self.child else (self.y + NAME_ENDS, BAR_Y)

    @property
    def short_name(self) -> str:
        """The name, cut to what the drawing holds."""
        return _short(self.name)


@dataclass(frozen=True)
class Household:
    """Everybody of a report, laid out: children below, the others above, those at the home address inside the outline."""

    people: tuple[Somebody, ...]
    width: int
    height: int
    home_right: int
    bar_from: int
    bar_to: int
    bar_y: int = BAR_Y
    word_y: int = WORD_Y

    @property
    def roof(self) -> int:
        """Where the roof of the home's outline has its top."""
        return self.home_right // 2


def household(involved: list[Involvement], home_address: str, now: Mapping[str, str], at: datetime) -> Household:
    """Lay out the people of a report. Who is at the home address (or of the family, and has none told) stands left, inside the
    outline; who may have done it stands there only if told to be there.

    `now` says where each child is, by code.
    """
    adults = [one for one in involved if one.part == Part.ADULT]
    children = [one for one in involved if one.part == Part.CHILD]
    people: list[Somebody] = []
    homes = max(sum(_at_home(one, home_address) for one in row) for row in (adults, children))
    for row, y in ((adults, ADULTS_Y), (children, CHILDREN_Y)):
        inside, outside = count(), count(homes)
        for one in row:
            place = next(inside if _at_home(one, home_address) else outside)
            people.append(_somebody(one, home_address, now, at, place, y))
    width = max((one.x for one in people), default=0) + STEP // 2 + MARGIN
    xs = [one.x for one in people] or [0]
    return Household(tuple(people), width, HEIGHT, homes * STEP + MARGIN if homes else 0, min(xs), max(xs))


def _at_home(one: Involvement, home_address: str) -> bool:
    address = one.participant.address.strip().casefold()
    return address == home_address.strip().casefold() if address else not one.suspect


def _somebody(
    one: Involvement, home_address: str, now: Mapping[str, str], at: datetime, place: int, y: int
) -> Somebody:
    person = one.participant
    return Somebody(
        code=one.code,
        name=name_words(person),
        age=age_words(person, at) or _("age unknown"),
        relation=one.relation,
        sex=person.get_sex_display(),
        child=one.part == Part.CHILD,
        victim=one.victim,
        suspect=one.suspect,
        now_at=now.get(one.code, one.now_at),
        address=person.address,
        county=counties.name_of(person.county),
        phone=person.phone,
        school=person.school,
        language=person.language,
        at_home=_at_home(one, home_address),
        x=MARGIN + STEP * place + STEP // 2,
        y=y,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
