"""Reporters who ask how it ended, for tests."""

from datetime import timedelta
from types import SimpleNamespace

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion.models import APPROVED, Conclusion, ConclusionReply
from oscr.flow.disposition import actions
from oscr.flow.disposition.models import DispositionRequest
from tests import making
from tests.making import MINUTE, NOW

DAY = timedelta(days=1)
ASKED = NOW + DAY
DONE = NOW + 20 * DAY
KNOWN = {"name": "Teacher Example", "phone": "555-010-0199"}
SAYS = {"name": "Teacher Example", "phone": "555-010-0199", "work": "", "employer": ""}


def staff() -> SimpleNamespace:
    """Who works in Boone County and above it."""
    return SimpleNamespace(
        office=Office.objects.get(fips=making.BOONE),
        worker=making.user(Role.WORKER),
        lead=making.user(Role.COUNTY_SUPERVISOR),
        director=making.user(Role.REGIONAL_DIRECTOR),
        screener=making.user(Role.SCREENER),
    )


def online(office: Office) -> Alert:
    """An alert of what a teacher reported online."""
    you = {**KNOWN, "occupation": "teacher"}
    return making.alerted(office=office, of=making.sent(you=you))


def by_phone(people: SimpleNamespace, caller: str = "permissive") -> Alert:
    """An alert of what somebody reported by phone: a neighbor who gave a name, or who stayed unnamed."""
    you = {"caller": caller, "occupation": "", **(KNOWN if caller == "permissive" else {"name": "", "phone": ""})}
    report = making.phoned(people.screener, you=you)
    return making.alerted(people.screener, people.office, of=report)


def verified(alert: Alert, by, at=ASKED):
    """The caller is the reporter."""
    row = addendum.verify(report=alert.classification.report, said=SAYS, by=by, at=at)
    assert row.matched
    return row


def asked(alert: Alert, kind: str = "general", at=ASKED, **how) -> DispositionRequest:
    """What the reporter asks online."""
    report = alert.classification.report
    return actions.ask(**{"report": report, "kind": kind, "by": report.owner, "at": at} | how)


def concluded(alert: Alert, people: SimpleNamespace, kind: str = "unsubstantiated", at=DONE, **how) -> Conclusion:
    """A conclusion that stands, as an office would have it: written without asking which duties are done, which is another room's."""
    report, before = alert.classification.report, how.get("replaces")
    row = Conclusion.objects.create(alert=alert, kind=kind, said={}, by=people.worker, at=at, **how)
    replied = {"result": APPROVED, "proposed_by": people.worker, "replaces": before.reply if before else None}
    ConclusionReply.objects.create(conclusion=row, report=report, **replied, by=people.lead, at=at)
    clock.meet_kind(report=report, kind="complete", by=people.lead, at=at)
    return row


def answered(request: DispositionRequest, by, at=DONE + MINUTE, **how):
    """The office's answer, as the page shows it."""
    words = actions.to_tell(request.report, at).id
    return actions.answer(**{"request": request, "words": words, "how": "page", "by": by, "at": at} | how)


def decided(request: DispositionRequest, by, at=DONE + MINUTE, **how):
    """The director's decision to tell."""
    said = {"granted": True, "assists": "She sees him daily.", "harm": "None is known.", "words": "He is safe."}
    return actions.decide(**{"request": request, "by": by, "at": at} | said | how)
