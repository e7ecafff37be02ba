"""People, answers and reports for tests, made through the actions as the desks would.

Names are invented. `at` defaults to one moment, so that nothing depends on the day the tests run.
"""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.classification import actions as classification
from oscr.flow.report import actions as report

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)  # a Tuesday morning in Missouri
MINUTE = timedelta(minutes=1)
BOONE, COLE = "29019", "29051"
_numbers = count(1)


def user(role: str, office: Office | None = None) -> User:
    """Somebody of a role; staff without an office given work at the hotline or in Boone County."""
    if role != Role.REPORTER and office is None:
        hotline = role in (Role.SCREENER, Role.HOTLINE_SUPERVISOR, Role.ANALYST)
        office = Office.objects.get(kind=OfficeKind.HOTLINE) if hotline else Office.objects.get(fips=BOONE)
    number = next(_numbers)
    return User.objects.create_user(f"{role}{number}@example.org", role=role, name=f"{role} {number}", office=office)


def reporter() -> User:
    """A mandated reporter."""
    return user(Role.REPORTER)


def answers(**changed) -> dict:
    """Answers that are enough to send; a page given by name replaces that page."""
    whole = {
        "you": {"name": "Teacher Example", "occupation": "teacher", "phone": "555-0100"},
        "children": [
            {"id": "c1", "first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years", "sex": "unknown"}
        ],
        "story": {"what": "He has been absent from school for a month and nobody answers."},
    }
    return whole | changed


def draft(by: User, at: datetime = NOW, **changed) -> report.Draft:
    """A draft with those answers, all pages saved at once."""
    made = report.begin_draft(by=by, at=at)
    return report.save_pages(draft=made, pages=answers(**changed), version=made.version, by=by, at=at)


def sent(by: User | None = None, at: datetime = NOW, **changed) -> report.Report:
    """A report that waits at the hotline."""
    by = by or reporter()
    return call.receive_online(draft=draft(by, at, **changed), by=by, at=at)


TOLD = {"danger": "said", "right": "said"}  # what every caller must be told


def phoned(by: User, at: datetime = NOW, **changed) -> report.Report:
    """A report that a screener took by phone and holds."""
    return call.receive_phone(token=uuid4(), answers=answers(**{"intake": TOLD, **changed}), by=by, at=at)


def on_paper(by: User, received_at: datetime, at: datetime = NOW, channel: str = "letter", **changed) -> report.Report:
    """A report that came on paper and that a screener typed in."""
    said = answers(**{"intake": TOLD, **changed})
    how = {"channel": channel, "received_at": received_at}
    return call.receive_phone(token=uuid4(), answers=said, **how, by=by, at=at)


def classified(by: User, outcome: str = "investigation", at: datetime = NOW + MINUTE, of: report.Report | None = None):
    """A classification by a screener, who then holds the report still."""
    of = of or sent()
    call.claim(report=of, by=by, at=at)
    return classification.classify(report=of, outcome=outcome, reason="For the test.", by=by, at=at)


def alerted(by: User | None = None, office: Office | None = None, at: datetime = NOW + 2 * MINUTE, **how):
    """An alert to an office (Boone County), not yet acknowledged."""
    by = by or user(Role.SCREENER)
    office = office or Office.objects.get(fips=BOONE)
    made = classified(by, **how)
    return assignment.send_alert(classification=made, office=office, rule="location", reason="", by=by, at=at)
