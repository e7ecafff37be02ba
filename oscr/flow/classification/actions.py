"""Deciding what a report is."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.call.actions import case_now, finish, locked, must_hold, protocol_for, undecided
from oscr.flow.classification.models import Classification, Proposal, Ruling, Unfollowed
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Report
from oscr.flow.report.telling import stored
from oscr.law import clocks, protocol
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def classify(*, report: Report, outcome: str, reason: str, by: User, at: datetime) -> Classification:
    """Decide the outcome of a report that `by` holds.

    The protocol's outcome and any more protective one are the screener's own to decide, with a reason or without; a less
    protective one is refused here (see propose_lower), and so is any that open questions could still raise.
    Meets the promise to process the report (OSCR FAQ) and, where the field has nothing to do, tells the reporter and ends
    the report's wait.
    """
    require(by, Permission.CLASSIFY)
    must_hold(report=report, by=by)
    law = protocol_for(report)
    case = case_now(report, law)
    decision = protocol.decided(law, case)
    if law.rank(outcome) > law.rank(decision.outcome):
        told = _("This is less protective than the protocol's outcome. Ask a supervisor to approve it.")
        raise Refused(told, field="outcome")
    if law.rank(outcome) > min(map(law.rank, decision.possible)):
        told = _("Open questions can still lead to a more protective outcome: answer them first. Unknown is an answer.")
        raise Refused(told, cite="13 CSR 35-31.020", field="outcome")
    return _decide(_Heard(report, law, case), outcome, reason, by, None, at)


@transaction.atomic
def propose_lower(*, report: Report, outcome: str, reason: str, by: User, at: datetime) -> Proposal:
    """Ask for an outcome less protective than the protocol's. It takes effect only by a supervisor's ruling."""
    require(by, Permission.CLASSIFY)
    must_hold(report=report, by=by)
    undecided(report)
    law = protocol_for(report)
    case = case_now(report, law)
    if law.rank(outcome) <= law.rank(law.explain(case).outcome):
        raise Refused(_("This is not below the protocol's outcome: classify it yourself."), field="outcome")
    if not reason.strip():
        raise Refused(_("Say why the protocol's outcome does not fit."), field="reason")
    if open_proposal(report):
        raise Refused(_("A proposal about this report already waits for a supervisor."))
    told = {"outcome": outcome, "case": stored(case), "reason": reason.strip()}
    proposal = Proposal.objects.create(report=report, **told, by=by, at=at)
    write(act="classification.lower_proposed", subject=report, by=by, at=at, outcome=outcome)
    return proposal


@transaction.atomic
def rule_on(*, proposal: Proposal, approved: bool, note: str, by: User, at: datetime) -> Ruling:
    """A supervisor's answer. Approval classifies the report; the screener who asked and the supervisor are two people.

    Refused where facts were settled since: the supervisor would approve something else than what was proposed.
    """
    require(by, Permission.LOWER)
    locked(proposal.report)
    if by.pk == proposal.by_id:
        raise Refused(_("Somebody else must rule on your own proposal."))
    if Ruling.objects.filter(proposal=proposal).exists():
        raise Refused(_("A supervisor has already ruled on this."))
    law = protocol_for(proposal.report)
    heard = _Heard(proposal.report, law, case_now(proposal.report, law))
    if approved and proposal.case != stored(heard.case):
        raise Refused(_("The facts have changed since this was proposed: decline it, and let it be proposed anew."))
    ruling = Ruling.objects.create(proposal=proposal, approved=approved, note=note, by=by, at=at)
    if approved:
        _decide(heard, proposal.outcome, proposal.reason, proposal.by, by, at)
    write(act="classification.lower_ruled", subject=proposal.report, by=by, at=at, approved=approved)
    return ruling


def open_proposal(report: Report) -> Proposal | None:
    """The proposal that waits for a ruling, if there is one."""
    return Proposal.objects.filter(report=report, ruling=None).select_related("by").first()


def declined(report: Report) -> QuerySet[Ruling]:
    """The rulings by which a supervisor refused a lower outcome, the last first."""
    refused = Ruling.objects.filter(proposal__report=report, approved=False)
    return refused.select_related("by", "proposal").order_by("-pk")


def can_rule(user: User, proposal: Proposal) -> bool:
    """Whether this user may answer this proposal."""
    return can(user, Permission.LOWER) and user.pk != proposal.by_id


def needs_alert(classification: Classification) -> bool:
    """Whether the outcome is sent to an office in the field."""
    return _in_the_field(classification.outcome, protocol_for(classification.report))


@transaction.atomic
def supersede(*, classification: Classification, outcome: str, reason: str, by: User, at: datetime) -> Classification:
    """Decide a report anew that was decided before, on the facts as they stand now. `flow.correction` asks for it and sends it.

    An outcome less protective than the one before needs who may approve lower ones; one below the protocol's is refused, but for
    the one that a supervisor approved before where the protocol still says the same.
    """
    require(by, Permission.CORRECT)
    report = classification.report
    law = protocol_for(report)
    case = case_now(report, law)
    decision = protocol.decided(law, case)
    kept = outcome == classification.outcome and decision.outcome == classification.recommended
    supervisor = classification.supervisor if kept else None
    if law.rank(outcome) > law.rank(decision.outcome) and not kept:
        raise Refused(_("This is less protective than the protocol's outcome on these facts."), field="outcome")
    if law.rank(outcome) > min(map(law.rank, decision.possible)) and not kept:
        told = _("Open questions can still lead to a more protective outcome: answer them first. Unknown is an answer.")
        raise Refused(told, cite="13 CSR 35-31.020", field="outcome")
    if law.rank(outcome) > law.rank(classification.outcome):
        require(by, Permission.LOWER)
    if supervisor == by:
        raise Refused(_("You approved the lower outcome: somebody else must send it again."))
    heard = _Heard(report, law, case)
    made = _written(heard, outcome, reason if supervisor is None else classification.reason, by, supervisor, at)
    if not _in_the_field(outcome, law):
        _owe(made, by, at)
    write(act="classification.made", subject=report, by=by, at=at, outcome=outcome, recommended=made.recommended)
    return made


@dataclass(frozen=True, slots=True)
class _Heard:
    """A report whose facts stand still, with the law of its receipt: both are read once an act."""

    report: Report
    law: protocol.Protocol
    case: protocol.Case


def _in_the_field(outcome: str, law: protocol.Protocol) -> bool:
    return any(one.id == outcome and one.kind in ("report", "referral") for one in law.outcomes)


def _decide(
    heard: _Heard, outcome: str, reason: str, by: User, supervisor: User | None, at: datetime
) -> Classification:
    report = heard.report
    undecided(report)
    made = _written(heard, outcome, reason, by, supervisor, at)
    clock.meet_kind(report=report, kind="processing", by=by, at=at)
    if not _in_the_field(outcome, heard.law):
        _owe(made, by, at)
        finish(report=report)
        tell_reporter(report=report, at=at, ending=made.outcome)
    write(act="classification.made", subject=report, by=by, at=at, outcome=outcome, recommended=made.recommended)
    return made


def _owe(made: Classification, by: User, at: datetime) -> None:
    """Start what the hotline itself owes for an outcome that no office gets: a call is told to another state (RSMo 210.145.5)."""
    report = made.report
    flags = {"emergency": "yes" if report.emergency else "no"}
    due = clocks.due(made.outcome, flags, {"received": report.received_at, "screened_in": at})
    if due:
        hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
        clock.start(report=report, due=due, office=hotline, by=by, at=at)


def _written(
    heard: _Heard, outcome: str, reason: str, by: User, supervisor: User | None, at: datetime
) -> Classification:
    """One decision on the facts as they stand, over the one before, if there is one."""
    decision = protocol.decided(heard.law, heard.case, outcome)
    made = Classification.objects.create(
        report=heard.report,
        outcome=outcome,
        recommended=decision.outcome,
        case=stored(heard.case),
        decision=json.loads(decision.to_json()),
        protocol_hash=decision.hash,
        as_of=decision.as_of,
        reason=reason.strip(),
        by=by,
        supervisor=supervisor,
        at=at,
        supersedes=Classification.objects.filter(report=heard.report, superseded_by=None).first(),
    )
    Unfollowed.objects.create(classification=made)
    return made


def tell_reporter(
    *, report: Report, at: datetime, office: str = "", phone: str = "", again: str = "", ending: str = ""
) -> None:
    """Leave the confirmation that a report was classified, to the address of the reporter's log-in. Names no person. Told once,
    and `again` (the key of what changed) where another office responds now. `ending` is the kind of
    ending, or the outcome, where no office responds."""
    if report.owner:
        key = f"classified-{report.number}{again}"
        to, language = report.owner.email, report.language
        leave(
            kind="classified",
            key=key,
            to=to,
            at=at,
            language=language,
            number=report.number,
            office=office,
            phone=phone,
            ending=ending,
        )
