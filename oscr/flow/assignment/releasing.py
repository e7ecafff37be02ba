"""Taking the reporter's identity away on paper: only under a disclosure to this person for this purpose, and each time recorded.

Used by the county's desk (RSMo 210.150; CWM 5.3.1). Who may be told, and by whom, is in `actions.disclose_reporter`.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.models import Alert, Disclosure
from oscr.law.refusal import Refused
from oscr.record.actions import write


@transaction.atomic
def release(*, alert: Alert, purpose: str, by: User, at: datetime) -> Disclosure:
    """The disclosure under which somebody takes a copy that names the reporter. Raises Refused where none was approved."""
    require(by, Permission.ACKNOWLEDGE)
    given = Disclosure.objects.select_related("to", "to__office", "by")
    approved = given.filter(alert=alert, to=by, purpose=purpose).first()
    if approved is None:
        raise Refused(
            _("No supervisor has approved that the reporter is disclosed to you for this purpose."), cite="RSMo 210.150"
        )
    write(act="reporter.released", subject=alert.classification.report, by=by, at=at, purpose=approved.purpose)
    return approved
