"""An alert sent anew: what the new one carries on from the old one. A part of `actions` and `transferring`, which ask and write.

Used inside this room only.
"""

from datetime import datetime

from oscr.agency.models import Office, User
from oscr.flow.assignment.actions import current
from oscr.flow.assignment.directing import follow
from oscr.flow.assignment.models import Alert, Assignment, Disclosure
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.notices.actions import leave

STAYS = "three-call review"  # with the office that reviews


def first_alert(alert: Alert) -> Alert:
    """The alert by which the report went out first: a correction is counted from it, however often it was sent since."""
    return Alert.objects.filter(classification__report=alert.classification.report_id).earliest("at", "pk")


def first_decision(alert: Alert) -> Classification:
    """The decision by which the report was screened in."""
    return Classification.objects.filter(report=alert.classification.report_id).earliest("at", "pk")


def kinds_of(alert: Alert) -> list[str]:
    """The kinds of clocks that run at the office of an alert and go with its report to another one: all but a review's, which
    is about several calls."""
    running = Clock.objects.running().filter(report=alert.classification.report_id, office=alert.office_id)
    return list(running.exclude(kind=STAYS).values_list("kind", flat=True))


def again(
    alert: Alert, *, classification: Classification, office: Office, rule: str, reason: str, by: User, at: datetime
) -> Alert:
    """A new alert over this one. At the same office who responds goes on, and who knows the reporter still does."""
    made = Alert.objects.create(
        classification=classification, office=office, rule=rule, reason=reason, by=by, at=at, supersedes=alert
    )
    follow(alert=made, by=by, at=at)
    if office != alert.office:
        return made
    if worker := current(alert):
        Assignment.objects.create(alert=made, worker=worker.worker, by=worker.by, at=worker.at)
    Disclosure.objects.bulk_create(
        Disclosure(alert=made, to=one.to, purpose=one.purpose, by=one.by, at=one.at)
        for one in alert.disclosures.select_related("to", "by")
    )
    return made


def tell_who_had_it(alert: Alert, *, kind: str, at: datetime) -> None:
    """Leave a notice for who acknowledged an alert and who responded to it."""
    seen, worker = getattr(alert, "acknowledgement", None), current(alert)
    people = {one.pk: one for one in (seen and seen.by, worker and worker.worker) if one}
    for person in people.values():
        key = f"{kind}-{alert.pk}-{person.pk}"
        leave(kind=kind, key=key, to=person.email, at=at, number=alert.number, office=alert.office.name)
