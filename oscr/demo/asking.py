"""What reporters, a court and another state ask of the home county: one of each that waits, one that was answered. Used by the seed.

Everybody is invented. Everything is written by the actions that the desks call.
"""

from datetime import datetime, timedelta

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.demo import staff
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.disposition import actions
from oscr.flow.disposition.models import DispositionRequest
from oscr.flow.inquiry import court, sharing
from oscr.flow.report.models import Report

HOUR = timedelta(hours=1)
HELPS = "I see the child every school day and can tell you when something changes."
COURT = {
    "court": "Circuit Court of Boone County (invented case)",
    "case_number": "00-EX-0001",
    "judge": "Example Judge",
    "spoke_with": "The judge's clerk",
    "verified": "Called back at the number of the court's own directory",
    "about": "Robin Featherly, nine; parents Alex and Kim Featherly",
}
KANSAS = {
    "agency": "welfare",
    "name": "Example Department for Children",
    "place": "state",
    "where": "KS",
    "person": "Example Worker",
    "contact": "785-555-0142",
    "authority": "Its own child protection statute",
    "purpose": "The family moved there; they look into a report of their own.",
    "about": "Robin Featherly",
}


def seed(*, at: datetime) -> None:
    """Requests of reporters whose reports an office has, concluded ones first; a court and its lawyer; Kansas."""
    people = User.objects.filter(office__fips=staff.HOME).order_by("pk")
    worker, lead = people.filter(role=Role.WORKER)[0], people.filter(role=Role.COUNTY_SUPERVISOR)[0]
    open_alerts = Alert.objects.current().filter(office__fips=staff.HOME, classification__report__owner__isnull=False)
    ended = Conclusion.objects.standing().values("alert__classification__report")
    concluded = open_alerts.filter(classification__report__in=ended).order_by("-pk")
    pending = open_alerts.exclude(classification__report__in=ended).order_by("-pk")
    for alert, kind in zip((*concluded[:2], *pending[:2]), ("general", "findings") * 2, strict=False):
        _ask(alert.classification.report, kind, at - 3 * HOUR)
    first = DispositionRequest.objects.filter(kind="general").order_by("pk").first()
    if first:
        words = actions.to_tell(first.report, at).id
        actions.answer(request=first, words=words, how="page", by=worker, at=at - HOUR)
    court.ask(asker="court", **COURT, by=worker, at=at - 2 * HOUR)
    lawyer = {"asker": "lawyer", "about": "Did not say; asked for “the family's file”", "spoke_with": "Example Lawyer"}
    court.ask(**lawyer, by=worker, at=at - 3 * HOUR / 2)
    sharing.ask(**KANSAS, by=worker, at=at - 5 * HOUR)
    answered = court.ask(asker="court", **(COURT | {"case_number": "00-EX-0002"}), by=lead, at=at - 26 * HOUR)
    looked = "By both names and the birth year, statewide."
    court.answer(inquiry=answered, made=False, searched=looked, by=lead, at=at - 25 * HOUR)


def _ask(report: Report, kind: str, at: datetime) -> None:
    if report.owner and at > report.received_at:
        actions.ask(report=report, kind=kind, helps=HELPS, by=report.owner, at=at)
