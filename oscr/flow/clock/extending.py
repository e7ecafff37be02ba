"""Good cause for an investigation that takes longer, and the updates of one that does (RSMo 210.145.17).

Used by the county's desk. The causes, what each needs and how far it carries are law data (`oscr.law.good_cause`).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.clock.actions import ring_time, start_upon
from oscr.flow.clock.models import COMPLETE, UPDATE, Clock, Extension, Update
from oscr.flow.report.models import Report
from oscr.law import good_cause
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.record.actions import write

CITE = "RSMo 210.145.17"


@transaction.atomic
def extend(
    *,
    report: Report,
    clock: Clock,
    cause: str,
    reason: str,
    by: User,
    at: datetime,
    involves: str = good_cause.NEITHER,
    until: date | None = None,
    certified_by: str = "",
    certified_on: date | None = None,
) -> Extension:
    """Give an investigation more time, for a good cause that is documented: which of the law's, and the reason in words.

    In: the `clock` as the supervisor saw it; what the report `involves` decides how far it goes (law.good_cause.limits); `until`, the
    last day, None for as far as the law lets; for a prosecutor's certificate who certified and when. Raises Refused beside the field
    that lacks something, and where somebody completed or extended it meanwhile. Updates are due once the first time is over.
    """
    require(by, Permission.EXTEND)
    row = _running(report, clock)
    good = _cause(row, cause)
    paper = _papers(good, reason, certified_by, certified_on, at)
    involves = good.involves or involves
    if row.due_at is None:
        raise Refused(_("It stays open until it is complete: it needs no more time."), CITE)
    due = good_cause.extended(started=row.started_at, due=row.due_at, involves=involves, until=until, at=at)
    _give(row, due, seen=clock.due_at)
    what = {"kind": row.kind, "cause": good.id, "involves": involves}
    made = Extension.objects.create(report=report, **what, **paper, was_due_at=row.due_at, due_at=due, by=by, at=at)
    start_upon(report=report, event="ran_out", since=row.due_at, office=row.office, by=by, at=at)
    write(act="clock.extended", subject=report, by=by, at=at, **what, until=due.isoformat() if due else None)
    return made


@transaction.atomic
def update(*, report: Report, text: str, by: User, at: datetime) -> Update:
    """Write down what is new about a report that is not completed yet. Meets the update that is due, and the next one begins."""
    require(by, Permission.MEET_CLOCK)
    if not text.strip():
        raise Refused(_("Say what is new."), CITE, "text")
    if not Clock.objects.running().filter(report=report, kind=COMPLETE).exists():
        raise Refused(_("This report is completed: there is nothing to update."), CITE)
    made = Update.objects.create(report=report, text=text.strip(), by=by, at=at)
    due = (
        Clock.objects.running().filter(report=report, kind=UPDATE, started_at__lte=at).select_related("office").first()
    )
    if due and Clock.objects.running().filter(pk=due.pk).update(met_at=at, noted_at=at, met_by=by):
        start_upon(report=report, event="updated", since=at, office=due.office, by=by, at=at)
    write(act="report.updated", subject=report, by=by, at=at)
    return made


def _running(report: Report, clock: Clock) -> Clock:
    """The clock as it is now, locked. Raises Refused when it was met."""
    rows = Clock.objects.running().filter(pk=clock.pk, report=report).select_related("office")
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise Refused(_("This is completed: it needs no more time."), CITE)
    return row


def _give(clock: Clock, due: datetime | None, *, seen: datetime | None) -> None:
    """Set the new due time, if it is still the one that was seen; whoever is told of it is told anew."""
    again = {"rung": 0, "rang_at": None, "ring_at": ring_time(clock.kind, 0, due)}
    if not Clock.objects.running().filter(pk=clock.pk, due_at=seen).update(due_at=due, **again):
        raise Refused(_("Somebody gave it more time meanwhile: look at the new day first."), CITE)


def _cause(clock: Clock, cause: str) -> good_cause.Cause:
    good = next((one for one in good_cause.may_extend(clock.law) if one.id == cause), None)
    if good is None:
        raise Refused(_("The law gives no more time for this, or not for that cause."), CITE, "cause")
    return good


def _papers(
    good: good_cause.Cause, reason: str, certified_by: str, certified_on: date | None, at: datetime
) -> dict[str, object]:
    """What is kept of what was documented. Raises Refused where something lacks."""
    if not reason.strip():
        raise Refused(
            _("Say why it could not be completed in time: good cause counts only when it is documented."),
            good.cite,
            "reason",
        )
    if "certified_by" in good.needs and not certified_by.strip():
        raise Refused(_("Say which prosecutor's office certified it in writing."), good.cite, "certified_by")
    if "certified_on" in good.needs and (certified_on is None or certified_on > local(at).date()):
        raise Refused(_("Enter the day of the certificate. It cannot lie ahead."), good.cite, "certified_on")
    asked = "certified_by" in good.needs
    certificate = {"certified_by": certified_by.strip(), "certified_on": certified_on} if asked else {}
    return {"reason": reason.strip(), **certificate}
