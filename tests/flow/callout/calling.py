"""Alerts, emergencies among them, and people of an office's chain, for the tests of the call-out and of corrections."""

from datetime import datetime, timedelta

from oscr.agency.models import Level, Office, OnCall, User
from oscr.agency.permissions import Role
from oscr.flow.assignment.models import Alert
from tests import making
from tests.making import BOONE, NOW

ALERTED = NOW + 2 * making.MINUTE
THREAT = {"parent asks for placement": "yes", "threatens harm or abandonment": "yes", "needs a doctor now": "no"}
FACTS = {"abandoned": {"facts": THREAT | {"suspect had care": "yes"}, "children": [], "suspects": []}}
ROLES = {
    Level.PRIMARY: Role.WORKER,
    Level.BACK_UP: Role.COUNTY_SUPERVISOR,
    Level.CIRCUIT: Role.CIRCUIT_MANAGER,
    Level.REGION: Role.REGIONAL_DIRECTOR,
}


def people(fips: str = BOONE) -> dict[int, User]:
    """Somebody at each level of an office."""
    office = Office.objects.get(fips=fips)
    return {level: making.user(role, office) for level, role in ROLES.items()}


def emergency(office: Office | None = None, by: User | None = None, **answers) -> Alert:
    """An alert that must be answered within three hours."""
    report = making.sent(worries={"pathways": ["abandoned"]}, questions=FACTS, **answers)
    alert = making.alerted(by, office, of=report)
    assert alert.classification.decision["priority"]["hours"] == 3
    return alert


def line(user: User, level: int, office: Office | None = None, entered: datetime = NOW, **other) -> OnCall:
    """A line of the roster around the time of the tests."""
    times = {"starts_at": NOW - timedelta(hours=8), "ends_at": NOW + timedelta(hours=16), "entered_at": entered}
    office = office or user.office
    return OnCall.objects.create(office=office, level=level, user=user, **{"phone": "573-555-0111"} | times | other)
