"""One line for every telling: who was told of, as what, in which report, what became of it, and where.

Only reads. Used by the search, the person's page and the drawing of a family's history. Holds no story and no reporter. What a
user may not see is counted, never silently left out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.ending.models import Ending
from oscr.flow.report.models import Involvement, Part, Report
from oscr.people.links import persons_of
from oscr.people.models import Participant
from oscr.people.words import full_name, name_words

UNREAD = ("report__narrative", "report__told", "report__case")  # what a line has no business with


@dataclass(frozen=True)
class Mention:
    """Somebody in one report. `person` is whom links say it is about (None: nobody said); `kind` is the outcome's in
    law/data/protocol/tracks.toml, "" while nothing is decided; `office` is the name of the office that was alerted."""

    involvement: Involvement
    person: int | None
    outcome: str
    label: str
    kind: str
    office: str

    @property
    def participant(self) -> Participant:
        """Who, as told."""
        return self.involvement.participant

    @property
    def name(self) -> str:
        """Their name as told, or that nobody knew it."""
        return name_words(self.participant)

    @property
    def report(self) -> Report:
        """The report, without what was told in it."""
        return self.involvement.report

    @property
    def received_at(self) -> datetime:
        """When the report came in."""
        return self.report.received_at

    @property
    def role(self) -> str:
        """As what somebody was named, in words."""
        child = self.involvement.part == Part.CHILD
        role = _("victim child") if self.involvement.victim else _("child") if child else _("adult")
        return _("%(role)s, alleged perpetrator") % {"role": role} if self.involvement.suspect else role


@dataclass(frozen=True)
class Mentions:
    """What a user may see, the newest report first, and how many reports there are besides that they may not."""

    seen: tuple[Mention, ...]
    restricted: int


def of_tellings(participants: Iterable[int], user: User) -> Mentions:
    """The mentions of these participants (keys)."""
    wanted = set(participants)
    return _mentions(Involvement.objects.filter(participant__in=wanted), user)


def of_families(participants: Iterable[int], user: User) -> Mentions:
    """The mentions of everybody who was told of in the same reports as these participants (keys)."""
    reports = Involvement.objects.filter(participant__in=set(participants)).values("report")
    return _mentions(Involvement.objects.filter(report__in=reports), user)


def namesakes(one: Mention, other: Mention, apart: Collection[tuple[int, int]]) -> bool:
    """Whether two tellings bear one name in two reports, and are not among those told apart (`links.told_apart`).

    Whoever was told of in one report under one name twice is two people. Pages put namesakes together; nobody said that they
    are one.
    """
    name, before = (full_name(them.participant).casefold() for them in (one, other))
    said = {(one.participant.pk, other.person), (other.participant.pk, one.person)}
    return name == before != "" and one.report != other.report and said.isdisjoint(apart)


def _mentions(every: QuerySet[Involvement], user: User) -> Mentions:
    alerts = Prefetch("alerts", Alert.objects.select_related("office").order_by("-pk"))
    current = Classification.objects.filter(superseded_by=None).defer("case", "decision").prefetch_related(alerts)
    rows = list(
        every.filter(pk__in=Involvement.objects.visible_to(user))
        .select_related("participant", "report__ending")
        .defer(*UNREAD)
        .prefetch_related(Prefetch("report__classifications", current))
        .order_by("-report__received_at", "part", "code")
    )
    persons, laws = persons_of(row.participant_id for row in rows), versions.timeline()
    hidden = every.values("report").distinct().count() - len({row.report_id for row in rows})
    return Mentions(tuple(_mention(row, persons.get(row.participant_id), laws) for row in rows), hidden)


def _mention(row: Involvement, person: int | None, laws: versions.Timeline) -> Mention:
    made = next(iter(row.report.classifications.all()), None)
    if made is None:
        return Mention(row, person, "", str(_("not classified yet")), "", "")
    alert = next(iter(made.alerts.all()), None)
    outcome = next(one for one in laws.at(row.report.received_at).outcomes if one.id == made.outcome)
    ending: Ending | None = getattr(row.report, "ending", None)
    label = f"{ending.label} ({outcome.label})" if ending else outcome.label
    return Mention(row, person, made.outcome, label, outcome.kind, alert.office.name if alert else "")
