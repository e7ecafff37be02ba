"""Making one report of the calls of a review. Used by `actions` alone (manual 2.1.4.1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.call.actions import receive_review
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Channel, Report
from oscr.flow.review.collective import Collective, collective
from oscr.flow.review.models import Combined, Review
from oscr.law.refusal import Refused
from oscr.record.actions import write


def combined(*, review: Review, reports: Sequence[Report], by: User, at: datetime) -> Combined:
    """The report of these calls, the first first: the one that another review made of them, else a new one.

    Made by the hotline it is held by who made it; made by an office it waits for the hotline as that office's own report.
    Raises Refused for answers that cannot be true together.
    """
    report = _made_before(reports) or _made(review, reports, by, at)
    made = Combined.objects.create(review=review, report=report, by=by, at=at)
    calls = [one.number for one in reports]
    write(act="review.combined", subject=review, by=by, at=at, report=report.number, calls=calls)
    return made


def _made_before(reports: Sequence[Report]) -> Report | None:
    wanted = {one.pk for one in reports}
    others = Combined.objects.filter(review__calls__report__in=wanted).select_related("report", "review").distinct()
    return next(
        (one.report for one in others if wanted <= set(one.review.calls.values_list("report_id", flat=True))), None
    )


def _made(review: Review, reports: Sequence[Report], by: User, at: datetime) -> Report:
    together = collective(review, reports, at)
    if together.wrong:
        raise Refused(" ".join(together.wrong))
    report = receive_review(
        token=uuid5(NAMESPACE_OID, f"oscr review {review.pk}"),
        answers=_named(together, reports),
        channel=Channel.WORKER if by.is_county else Channel.REVIEW,
        mandated=any(one.reporter.mandated for one in reports),
        by=by,
        at=at,
    )
    for one in reports:
        if hasattr(one, "restriction") and not hasattr(report, "restriction"):
            report.restriction = restrict(report=report, why=one.restriction.why, by=by, at=at)
    return report


def _named(together: Collective, reports: Sequence[Report]) -> Mapping[str, Any]:
    """The answers with a first sentence that says what this report results from."""
    numbers = ", ".join(report.number for report in reports)
    told = _(
        "This report is the result of the review of %(n)d calls about the same child within 72 hours: %(numbers)s."
    )
    first = told % {"n": len(reports), "numbers": numbers}
    story = together.answers["story"]
    return {**together.answers, "story": {**story, "what": f"{first}\n\n{story.get('what', '')}".strip()}}
