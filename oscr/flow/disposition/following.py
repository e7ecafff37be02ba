"""What an outcome starts for whoever asked before it: the 5 days in which the findings are made available (RSMo 210.145.18).

Used by the job of every minute. A conclusion knows nothing of who asked; so the time is started here, and counts from the outcome.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from oscr.flow.addendum.actions import alert_of
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion.models import APPROVED, ConclusionReply
from oscr.flow.disposition.actions import FINDINGS, Kind, tell_director
from oscr.flow.disposition.models import DispositionAnswer, DispositionRequest


def follow_due(*, at: datetime, most: int = 100) -> int:
    """Start the 5 days for requests whose report was concluded after they were made; returns for how many. Once for each.

    They run for findings that were asked for, and for a general answer that could so far only say that it is not finished.
    """
    outcome = ConclusionReply.objects.filter(report=OuterRef("report"), result=APPROVED, at__gte=OuterRef("at"))
    started = Clock.objects.filter(report=OuterRef("report"), kind=FINDINGS, about=OuterRef("called"))
    unfinished = DispositionAnswer.objects.filter(request=OuterRef("pk"), conclusion=None)
    asked = DispositionRequest.objects.open().annotate(called=Concat(Value("request "), Cast("pk", CharField())))
    waiting = asked.filter(Q(kind=Kind.FINDINGS) | Exists(unfinished), Exists(outcome), ~Exists(started))
    return sum(_follow(request, at) for request in waiting.select_related("report").order_by("pk")[:most])


@transaction.atomic
def _follow(request: DispositionRequest, at: datetime) -> bool:
    report, alert = request.report, alert_of(request.report)
    if alert is None:  # the hotline took it back since: no office answers any more
        return False
    outcome = ConclusionReply.objects.filter(report=report, result=APPROVED, at__gte=request.at).earliest("at")
    clock.start_upon(
        report=report,
        event="concluded",
        since=outcome.at,
        office=alert.office,
        by=None,
        at=at,
        flags={"findings asked": "yes"},
        about=request.about,
    )
    if request.kind == Kind.FINDINGS:
        tell_director(request=request, alert=alert, at=at)
    return True
