"""Who may write down what was done about a report: the worker who responds, whoever leads; of what they did themselves, a worker of
an office that was asked to help, who neither assesses nor concludes.

Used by every act of this room, and by the pages for their forms.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.actions import current, standing
from oscr.flow.assignment.models import Alert, Assistance
from oscr.law import happened
from oscr.law.refusal import Refused


def responds(user: User, alert: Alert) -> bool:
    """Whether somebody answers for an alert's response: they write down all of it, assess and set meetings."""
    if not can(user, Permission.RESPOND) or not Office.objects.overseen_by(user).filter(pk=alert.office_id).exists():
        return False
    assigned = current(alert)
    return can(user, Permission.ASSIGN) or (assigned is not None and assigned.worker_id == user.pk)


def helps(user: User, alert: Alert) -> bool:
    """Whether somebody's office was asked to help: they write down what they did: contacts, attempts, where a child is, files."""
    asked = Assistance.objects.standing().filter(report=alert.classification.report)
    return can(user, Permission.RESPOND) and asked.filter(office=user.office_id).exists()


def begin(*, alert: Alert, by: User, at: datetime, happened_at: datetime | None = None, helping: bool = False) -> Alert:
    """The alert, locked, for an act of somebody who may; refuses everybody else, and a moment before receipt or still to come.
    `helping`: the act is open to an office that was asked to help, too."""
    require(by, Permission.RESPOND)
    held = standing(alert=alert)
    if not responds(by, held) and not helps(by, held):
        raise Refused(_("The worker who responds writes this down, or whoever leads the office."))
    if not helping and not responds(by, held):
        raise Refused(_("An office that helps writes down what it did. The office that has the report does the rest."))
    happened.check(happened_at or at, at, held.classification.report.received_at)
    return held


def latest(alert: Alert) -> Alert:
    """The alert of the same report that stands now: what was begun under an earlier one goes on under it."""
    report = alert.classification.report_id
    return Alert.objects.current().filter(classification__report=report).first() or alert
