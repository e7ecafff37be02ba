"""Filing until when each report is kept, and its facts: at night, once for whatever stands. Only what is new or changed is touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q

from oscr.flow.classification.models import Classification
from oscr.flow.conclusion.models import APPROVED, ConclusionReply, Suspicion
from oscr.flow.report.models import Report
from oscr.flow.retention.facts import write_fact
from oscr.flow.retention.models import Term
from oscr.flow.track.now import current
from oscr.law import retention
from oscr.law.calendar import local
from oscr.law.retention import Matter, Period

log = structlog.get_logger()


@dataclass(frozen=True)
class Stands:
    """What the period of a report follows from, now."""

    reply: ConclusionReply | None
    matter: Matter
    period: Period
    ends: datetime | None


def file_all(*, at: datetime) -> int:
    """File every report that was concluded, or ended with a period, since the last time, and what stands otherwise now; returns how
    many. Each in a transaction of its own: one that fails stands in the way of no other, and is tried again the next night."""
    done = 0
    for report in Report.objects.filter(pk__in=list(dict.fromkeys(_to_file()))):
        try:
            file(report=report, at=at)
            done += 1
        except (DatabaseError, LookupError) as error:
            log.error("not filed", number=report.number, error=type(error).__name__)
    return done


@transaction.atomic
def file(*, report: Report, at: datetime) -> Term | None:
    """Write down until when a report is kept, and its facts where they are new; exactly once, however many do so at once. Returns what
    is filed; None where nothing is concluded and nothing ends. Errors: LookupError where the law has no answer."""
    locked = Report.objects.select_for_update(of=("self",), no_key=True).select_related("reporter").get(pk=report.pk)
    before = Term.objects.filter(report=locked).select_related("fact").first()
    now = stands(locked)
    if now is None or (now.reply is None and now.ends is None):
        Term.objects.filter(report=locked).delete()
        return None
    fact = before.fact if before else None
    if now.reply and (fact is None or before is None or _changed(before, now)):
        fact = write_fact(report=locked, reply=now.reply, matter=now.matter, supersedes=fact)
    row = {"reply": now.reply, "fact": fact, "period": now.period.id, "law": retention.version(), "ends_at": now.ends}
    return Term.objects.update_or_create(report=locked, defaults=row | {"filed_at": at})[0]


def stands(report: Report) -> Stands | None:
    """What the law says now of how long a report is kept; None while it is not classified."""
    track = current(report)
    if track is None:
        return None
    approved = ConclusionReply.objects.filter(report=report, result=APPROVED, replaced_by=None)
    reply = approved.select_related("conclusion__alert__office").first()
    harassing = reply is not None and Suspicion.objects.filter(conclusion=reply.conclusion).exists()
    kind = reply.conclusion.kind if reply else ""
    matter = Matter(track.outcome, kind, report.reporter.mandated, harassing)
    period = retention.period(matter, local(reply.at if reply else report.received_at).date())
    ends = period.ends(received=report.received_at, concluded=reply.at if reply else None)
    return Stands(reply, matter, period, ends)


def _changed(before: Term, now: Stands) -> bool:
    """Whether the facts are others than those that were written."""
    return before.reply != now.reply or (before.fact is not None and before.fact.harassing != now.matter.harassing)


def _to_file() -> Iterator[int]:
    """Keys of reports: concluded and not filed by what stands; ended and not filed; referred as harassing since; filed by other data
    of the law. Keys are compared with keys, in their indexes; no report is read."""
    concluded = ConclusionReply.objects.filter(result=APPROVED, replaced_by=None)
    yield from concluded.filter(~Exists(Term.objects.filter(reply=OuterRef("pk")))).values_list("report", flat=True)
    ending = {name for one in retention.periods() if not one.for_good for name in one.outcomes}
    ended = Classification.objects.filter(superseded_by=None, outcome__in=ending)
    yield from ended.filter(~Exists(Term.objects.filter(report=OuterRef("report")))).values_list("report", flat=True)
    referred = Suspicion.objects.filter(
        conclusion__reply__replaced_by=None, conclusion__reply__term__fact__harassing=False
    )
    yield from referred.values_list("conclusion__reply__report", flat=True)
    other = Q(law__lt=retention.version()) | Q(law__gt=retention.version())  # by the index, as "is not" would not be
    yield from Term.objects.filter(other).values_list("report", flat=True)
