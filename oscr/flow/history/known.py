"""What was known before, when a report was decided: earlier reports about its people, as links and outcomes stood at that moment.

Used by the CA/N-1, which says what whoever decided could know (manual 2.1.1), not what turned out since. Only reads. What the
reader may not see is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from oscr.agency import versions
from oscr.agency.models import User
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Involvement, Report
from oscr.people.models import THE_SAME, Link, LinkKind


@dataclass(frozen=True)
class Earlier:
    """One earlier report, its outcome in words ("" while it was not decided), whom of the new report it was about (codes), and
    whether somebody had confirmed that of any of them."""

    report: Report
    outcome: str
    about: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True)
class Known:
    """The earlier reports, the newest first, and how many more there are that the reader may not see."""

    reports: tuple[Earlier, ...]
    restricted: int


def known_at(report: Report, user: User, at: datetime) -> Known:
    """The reports received before `report` about the same people, by what links said and what had been decided at `at`.

    Links that only the machine proposed count where the guarded rule vouches for them, and are told apart.
    """
    codes = dict(report.involved.values_list("participant_id", "code"))
    said = Link.objects.filter(participant__in=codes).standing(at)
    sure = said.filter(kind__in=THE_SAME).values_list("person_id", "participant_id")
    likely = said.filter(kind=LinkKind.PROBABLE, guarded=True).values_list("person_id", "participant_id")
    confirmed = {person: codes[telling] for person, telling in sure}
    whose = {person: codes[telling] for person, telling in likely} | confirmed
    about = Link.objects.filter(person__in=whose).standing(at).filter(kind__in=THE_SAME).exclude(participant__in=codes)
    persons = dict(about.values_list("participant_id", "person_id"))
    rows = Involvement.objects.filter(participant__in=persons, report__received_at__lt=report.received_at)
    seen = rows.filter(pk__in=Involvement.objects.visible_to(user)).select_related("report")
    of_report: dict[int, list[Involvement]] = {}
    for row in seen.order_by("-report__received_at", "-report_id"):
        of_report.setdefault(row.report_id, []).append(row)
    outcomes = _outcomes(of_report, at)
    found = []
    for key, told in of_report.items():
        meant = {persons[row.participant_id] for row in told}
        about_whom = tuple(sorted({whose[person] for person in meant}))
        report_then, outcome = told[0].report, outcomes.get(key, "")
        found.append(Earlier(report_then, outcome, about_whom, confirmed=bool(meant & set(confirmed))))
    return Known(tuple(found), rows.values("report").distinct().count() - len(found))


def _outcomes(reports: Mapping[int, Sequence[Involvement]], at: datetime) -> dict[int, str]:
    """Key of a report -> its outcome in words, by the last decision at that moment."""
    made = Classification.objects.filter(report__in=reports, at__lte=at).order_by("pk")
    laws = versions.timeline()
    last = dict(made.values_list("report_id", "outcome"))
    return {key: laws.at(reports[key][0].report.received_at).label(outcome) for key, outcome in last.items()}
