"""Opening a review for each child and window, and adding to it: whatever completed the window, once.

Called by a beat of the jobs for each report and link that came since. A call may be written down while another is, a link said
while a call is looked for: each is looked at after it is committed, one after the other, so the later of two finds both.
Serves RSMo 210.145.6 and manual 2.1.4.1.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, OfficeKind
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Involvement, Report
from oscr.flow.review.covering import Held, Window, arranged
from oscr.flow.review.models import Call, Considered, Ending, Review, Standing
from oscr.flow.review.seeing import Seen, standing
from oscr.law import clocks
from oscr.notices.actions import leave
from oscr.people.models import Link, LinkKind
from oscr.record.actions import write

NEWEST = 10_000  # reports, and links, among which one that was not looked at is looked for: some weeks of them
CLOCK = "three-call review"
Kind = Considered.Kind
SAYING = Link.objects.exclude(kind=LinkKind.PROBABLE, guarded=False)  # a mere suggestion counts nobody together


def open_due(*, at: datetime, most: int = 50) -> int:
    """Look at up to `most` reports and as many links that nobody looked at yet; returns how many. Each is a transaction of its own."""
    reports = list(_unseen(Report.objects.all(), Kind.REPORT).values_list("pk", flat=True)[:most])
    links = list(_unseen(SAYING, Kind.LINK).values_list("pk", flat=True)[:most])
    return sum(_look(kind, key, at) for kind, keys in ((Kind.REPORT, reports), (Kind.LINK, links)) for key in keys)


@transaction.atomic
def consider(*, tellings: Collection[int], at: datetime) -> None:
    """See to it that each window of these tellings (keys) is in a review, and write down which reviews hold as they did."""
    one_after_the_other()
    seen = Seen()
    windows = seen.windows_of(tellings)
    about = {*tellings, *(telling for window in windows for telling in window.values())}
    for held in arranged(windows, _held(about)):
        review = Review.objects.get(pk=held.key) if held.key else _open(held, at)
        _put(review, held, at)
    for review in Review.objects.open().filter(calls__involvement__participant__in=about).distinct():
        _stand(review, seen, at)


def one_after_the_other() -> None:
    """Whoever opens, adds to or closes a review at the same time waits here, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('flow.review', 0))")


def calls_of(review: Review) -> dict[int, int]:
    """Call -> telling (keys)."""
    return dict(review.calls.values_list("report_id", "involvement__participant_id"))


@transaction.atomic
def _look(kind: Kind, key: int, at: datetime) -> bool:
    one_after_the_other()
    if Considered.objects.filter(kind=kind, key=key).exists():
        return False
    consider(tellings=_told_in(key) if kind == Kind.REPORT else _linked_by(key), at=at)
    Considered.objects.create(kind=kind, key=key)
    return True


def _unseen(rows: "QuerySet[Report] | QuerySet[Link]", kind: Kind) -> "QuerySet[Report] | QuerySet[Link]":
    newest = rows.aggregate(newest=Max("pk"))["newest"] or 0
    seen = Considered.objects.filter(kind=kind, key=OuterRef("pk"), key__gt=newest - NEWEST)
    return rows.filter(~Exists(seen), pk__gt=newest - NEWEST).order_by("pk")


def _told_in(report: int) -> list[int]:
    return list(Involvement.objects.filter(report=report).values_list("participant_id", flat=True))


def _linked_by(link: int) -> list[int]:
    """The telling of a link and all that were ever said to be about its person: what a new word about one means for the others."""
    said = Link.objects.get(pk=link)
    together = Link.objects.filter(person=said.person_id).values_list("participant_id", flat=True)
    return sorted({said.participant_id, *together})


def _held(tellings: Iterable[int]) -> list[Held]:
    """The reviews that have one of these tellings, the oldest first."""
    found = (
        Review.objects.filter(calls__involvement__participant__in=list(tellings)).distinct().select_related("result")
    )
    return [_as_held(review) for review in found.order_by("pk")]


def _as_held(review: Review) -> Held:
    result = getattr(review, "result", None)
    return Held(
        review.pk, calls_of(review), open=result is None, answers=result is None or result.ending != Ending.LAPSED
    )


def _open(held: Held, at: datetime) -> Review:
    """One review. That this telling opened none for the same window meanwhile is held by the database (`review_once`)."""
    last = _tellings(held.calls).order_by("report__received_at", "pk").last()
    assert last is not None
    turn = Review.objects.filter(completed_by=last).count()
    review = Review.objects.create(completed_by=last, turn=turn, at=at)
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    due = clocks.due("review", {}, {"received": at})
    clock.start(report=last.report, due=due, office=hotline, by=None, at=at)
    for person in to_call(office=hotline, level=Level.BACK_UP, at=at):
        key = f"review-{review.pk}-{person.pk}"
        leave(kind="review_opened", key=key, to=person.email, at=at, number=last.report.number)
    write(act="review.opened", subject=review, by=None, at=at, completed_by=last.report.number)
    return review


def _put(review: Review, held: Held, at: datetime) -> None:
    there = set(review.calls.values_list("report_id", flat=True))
    new = [one for one in _tellings(held.calls) if one.report_id not in there]
    Call.objects.bulk_create(Call(review=review, report=one.report, involvement=one, at=at) for one in new)
    write(act="review.calls_added", subject=review, by=None, at=at, calls=[one.report.number for one in new])


def _tellings(calls: Window) -> QuerySet[Involvement]:
    return Involvement.objects.filter(participant__in=calls.values()).select_related("report").order_by("pk")


def _stand(review: Review, seen: Seen, at: datetime) -> None:
    """Write down whether it holds, and which calls fell out, where that is not what was written last."""
    holds, out = standing(calls_of(review), seen)
    last = review.standings.last()
    if (holds, list(out)) != ((last.holds, last.out) if last else (True, [])):
        Standing.objects.create(review=review, holds=holds, out=list(out), at=at)
        write(act="review.stands", subject=review, by=None, at=at, holds=holds, out=len(out))
