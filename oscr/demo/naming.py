"""Who asks to be told who reported: a request that waits for a supervisor in Boone County, and one that was approved. Used by the seed."""

from datetime import datetime, timedelta

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.demo.staff import HOME
from oscr.flow.assignment import actions, releasing
from oscr.flow.assignment.models import Alert

WHY = "I must call whoever reported within 48 hours, and ask when the child was last seen."


def seed(*, at: datetime) -> None:
    """Of the newest alerts there that name a reporter: the first is asked for, the second was asked for and disclosed."""
    staff = User.objects.filter(office__fips=HOME, is_active=True).order_by("pk")
    worker, lead = (staff.filter(role=role).first() for role in (Role.WORKER, Role.COUNTY_SUPERVISOR))
    alerts = Alert.objects.current().filter(office__fips=HOME, classification__report__restriction=None)
    named = alerts.filter(classification__report__reporter__mandated=True).order_by("-pk")[:2]
    for place, alert in enumerate(named):
        asked = max(alert.at, at - timedelta(minutes=30))
        releasing.ask(alert=alert, purpose="contact", reason=WHY, by=worker, at=asked)
        if place:
            said = {"alert": alert, "to": worker, "purpose": "contact"}
            actions.disclose_reporter(**said, by=lead, at=max(asked, at - timedelta(minutes=20)))
