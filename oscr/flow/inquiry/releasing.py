"""Releasing who the reporter is to somebody outside the Division whom the law names, as law enforcement in its investigation.

Used by the county's desk. A supervisor does it, each time: that is the approval which the manual asks for (RSMo 210.150; CWM 5.3.1).
Inside the Division it is `flow.assignment.actions.disclose_reporter`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert
from oscr.flow.inquiry.models import Release
from oscr.flow.report.models import NO_CALL
from oscr.law import releases
from oscr.law.refusal import Refused
from oscr.record.actions import write

CITE = "RSMo 210.150"


@transaction.atomic
def release(
    *,
    alert: Alert,
    recipient: str,
    agency: str,
    person: str,
    verified: str,
    need: str,
    how: str,
    by: User,
    at: datetime,
) -> Release:
    """Write down that the reporter's identity is released, to whom, what for and how. Raises Refused beside the field whom the law does
    not name (with the sentence that says so) and what is not said; for whoever does not have the report; and where nobody reported."""
    require(by, Permission.DISCLOSE_REPORTER)
    standing(alert=alert)
    if not Alert.objects.in_hand_of(by).filter(pk=alert.pk).exists():
        raise Refused(_("Your office does not have this report."), CITE)
    report = alert.classification.report
    if report.channel in NO_CALL:
        raise Refused(_("Nobody reported: there is no reporter to be named."), CITE)
    said = {"agency": agency, "person": person, "verified": verified, "need": need}
    said = {name: text.strip() for name, text in said.items()}
    law = releases.check(recipient, said)
    row = Release.objects.create(alert=alert, recipient=law.id, **said, how=Release.How(how), by=by, at=at)
    write(act="reporter.released_outside", subject=report, by=by, at=at, recipient=law.id, how=row.how)
    return row


@transaction.atomic
def copy(*, alert: Alert, release: int, by: User, at: datetime) -> Release:
    """The release (its key) under which a copy on paper names the reporter; each copy is recorded. Raises Refused where there is none
    of this alert that they may see."""
    require(by, Permission.DISCLOSE_REPORTER)
    seen = Release.objects.visible_to(by).filter(alert=alert, pk=release).select_related("by")
    found = seen.first()
    if found is None:
        raise Refused(_("The reporter was not released to anybody there."), CITE)
    write(act="reporter.released", subject=alert.classification.report, by=by, at=at, recipient=found.recipient)
    return found
