"""On which track a report is now, and within how many hours somebody responds: asked here and nowhere else. Only reads."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report
from oscr.flow.track.models import PriorityOverride, TrackChange


@dataclass(frozen=True)
class Current:
    """The track and the priority of a report now, and what changed them since it was classified (None: nothing)."""

    outcome: str
    hours: int | None
    change: TrackChange | None = None
    override: PriorityOverride | None = None


def current(report: Report) -> Current | None:
    """Where a report stands; None while it is not classified."""
    return current_of([report.pk]).get(report.pk)


def current_of(reports: Collection[int]) -> dict[int, Current]:
    """Key of report -> where it stands, for those that are classified: three queries, however many there are."""
    columns = "pk", "report_id", "outcome", "hours"
    decided = Classification.objects.filter(report__in=reports, superseded_by=None)
    rows = list(decided.annotate(hours=F("decision__priority__hours")).values_list(*columns))
    keys = [pk for pk, *_rest in rows]
    standing = TrackChange.objects.filter(classification__in=keys, superseded_by=None)
    changes = {one.classification_id: one for one in standing.select_related("by", "notice__agency")}
    downs = PriorityOverride.objects.filter(classification__in=keys).select_related("by", "approved_by")
    overrides = {one.classification_id: one for one in downs}
    return {report: _stands(outcome, hours, changes.get(pk), overrides.get(pk)) for pk, report, outcome, hours in rows}


def _stands(outcome: str, hours: int | None, change: TrackChange | None, override: PriorityOverride | None) -> Current:
    return Current(change.to if change else outcome, override.hours if override else hours, change, override)
