"""Why a classified report must be looked at again, from what was told of one person in all the reports about them.

Pure over rows that were fetched before; used by `actions` when somebody says who is the same, and by `repeats` to ask whether a
reason still holds. A report that is not classified yet needs none: whoever classifies it sees the flag and the history. Three calls
within seventy-two hours are put to a review of their own, classified or not (`oscr.flow.review`).

- prior reports: it was decided with "prior reports" answered no or not known, and there is an earlier report about this child or
  suspect, whatever became of it, unless its caller was suspected of harassment (manual 2.1.1)
- second incident: a CA/N report without the chief investigator, after an earlier CA/N report about them (RSMo 210.145.9)
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from oscr.agency import versions
from oscr.flow.assignment.directing import CHIEF
from oscr.flow.classification.models import Classification
from oscr.flow.conclusion.harassing import harassing
from oscr.flow.history.models import Why
from oscr.flow.report.models import NO_CALL, Involvement

PRIOR, HARASSMENT = "prior reports", "harassment suspected"
CAN_REPORT = "report"  # the kind of an outcome


@dataclass(frozen=True)
class Ground:
    """One reason for one report: whom it is about as that report told, the other reports that make it, and how each of those was
    decided (the key of its classification; None: not yet)."""

    involvement: Involvement
    why: str
    because: tuple[Involvement, ...]
    decisions: tuple[int | None, ...]

    @property
    def key(self) -> tuple[int, str]:
        """Report and reason."""
        return self.involvement.report_id, self.why

    @property
    def rests_on(self) -> dict[int, int | None]:
        """Key of each report that makes it -> key of its classification."""
        return {one.report_id: made for one, made in zip(self.because, self.decisions, strict=True)}


class Told:
    """What was told of some people, and how each report was decided: fetched once, asked for person after person."""

    def __init__(self, participants: Collection[int]) -> None:
        rows = Involvement.objects.filter(participant__in=participants).select_related("report")
        self.rows = list(rows.defer("report__narrative", "report__told").order_by("report__received_at", "pk"))
        current = Classification.objects.filter(report__in={row.report_id for row in self.rows}, superseded_by=None)
        self.decided = {made.report_id: made for made in current}
        self._laws = versions.timeline()
        self._referred = harassing({row.report_id for row in self.rows})

    def before(self, decision: Classification) -> "Told":
        """The same as it stood before this decision."""
        earlier = copy(self)
        earlier.decided = {report: made for report, made in self.decided.items() if made != decision}
        if decision.supersedes:
            earlier.decided[decision.report_id] = decision.supersedes
        return earlier

    def grounds(self, participants: Collection[int]) -> Iterator[Ground]:
        """The reasons that hold when these tellings (keys) are about one person."""
        rows = [row for row in self.rows if row.participant_id in participants]
        for row in rows:
            if row.report_id in self.decided:
                yield from self._of(row, rows)

    def _of(self, row: Involvement, rows: Iterable[Involvement]) -> Iterator[Ground]:
        before = [one for one in rows if one.report_id != row.report_id and _earlier(one, row)]
        if not (row.victim or row.suspect):
            return
        before = [one for one in before if one.victim or one.suspect]
        decided = self.decided[row.report_id]
        reports = tuple(one for one in before if _called(one) and not self._harassing(one))
        if reports and "yes" not in _said(decided.case, PRIOR):
            yield self._ground(row, Why.PRIOR_REPORTS, reports)
        incidents = tuple(one for one in before if self._can_report(one))
        chief = any(action["id"] == CHIEF for action in decided.decision["actions"])
        if incidents and not chief and self._can_report(row):
            yield self._ground(row, Why.SECOND_INCIDENT, incidents)

    def _ground(self, row: Involvement, why: Why, because: tuple[Involvement, ...]) -> Ground:
        decided = [self.decided.get(one.report_id) for one in because]
        return Ground(row, why, because, tuple(made.pk if made else None for made in decided))

    def _harassing(self, row: Involvement) -> bool:
        made = self.decided.get(row.report_id)
        suspected = "yes" in _said(made.case if made else row.report.case, HARASSMENT)
        return suspected or row.report_id in self._referred

    def _can_report(self, row: Involvement) -> bool:
        made = self.decided.get(row.report_id)
        if made is None:
            return False
        outcomes = self._laws.at(row.report.received_at).outcomes
        return any(one.id == made.outcome and one.kind == CAN_REPORT for one in outcomes)


def _called(row: Involvement) -> bool:
    """Whether somebody told of a concern: what came of a birth certificate, or of other calls, is no call about the child."""
    return row.report.channel not in NO_CALL


def _earlier(one: Involvement, other: Involvement) -> bool:
    """Of two calls of the same moment the one that was written down first."""
    return (one.report.received_at, one.report_id) < (other.report.received_at, other.report_id)


def _said(case: Mapping[str, Any], fact: str) -> set[str]:
    """Every answer to a fact in a stored case, of whichever unit."""
    units = (case["call"], *case["children"].values(), *case["suspects"].values(), *case["pairs"].values())
    return {unit[fact] for unit in units if fact in unit}
