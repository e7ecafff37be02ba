"""Ending a call otherwise than by an outcome of its own; what each kind needs is asked of the law, and the protocol has the last word."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.responding import responding
from oscr.flow.assignment.restricting import on_call_of
from oscr.flow.call.actions import case_now, finish, must_hold, protocol_for, release, undecided
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Proposal, Ruling
from oscr.flow.clock import actions as clock
from oscr.flow.ending import earlier as earlier_report
from oscr.flow.ending.models import TRANSMISSION, Check, Ending, Noted, Transmission, Wish
from oscr.flow.report.actions import restrict_to
from oscr.flow.report.models import Report, Restriction
from oscr.law import call_kinds, protocol, states
from oscr.law.call_kinds import Kind, Way
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def end(
    *,
    report: Report,
    kind: str,
    by: User,
    at: datetime,
    earlier: Report | None = None,
    answers: Mapping[str, str] = MappingProxyType({}),
    office: Office | None = None,
    state: str = "",
    text: str = "",
    reason: str = "",
) -> Ending | Wish:
    """End a call that `by` holds as one of the kinds of law/data/call_kinds.toml, with what that kind needs.

    Classifies it, tells its reporter and whoever must know, and takes it out of the queue. Where the kind's outcome is below the
    protocol's nothing ends yet: it becomes a proposal (`reason` says why) that a supervisor rules on. Raises Refused for what is
    missing, for what the law does not allow, and while open questions can still raise the outcome.
    """
    require(by, Permission.CLASSIFY)
    must_hold(report=report, by=by)
    undecided(report)
    how = call_kinds.kind(kind)
    if not how.ends:
        raise Refused(_("Such a call does not end: it is restricted, and goes on."))
    text = text.strip()
    _check_needs(how, report, office, state, text)
    law = protocol_for(report)
    decision = protocol.decided(law, case_now(report, law))
    told = {"kind": kind, "office": office, "state": state, "text": text}
    if how.to_earlier:
        alert = earlier_report.check(how=how, report=report, earlier=earlier, answers=answers, text=text, by=by)
        told["office"] = alert.office
        asked = {one.id: answers[one.id] for one in call_kinds.questions(kind)}
        return _classified(Ending(report=report, earlier=earlier, answers=asked, by=by, at=at, **told), reason)
    if how.way(decision.outcome, law.rank) == Way.SUPERVISOR:
        outcome = how.outcome_on(decision.outcome)
        proposal = classification.propose_lower(report=report, outcome=outcome, reason=reason, by=by, at=at)
        return Wish.objects.create(proposal=proposal, **told)
    return _classified(Ending(report=report, by=by, at=at, **told), reason)


@transaction.atomic
def rule_on(*, proposal: Proposal, approved: bool, note: str, by: User, at: datetime) -> Ruling:
    """A supervisor's answer to a proposal, as `classification.rule_on`; where it was how a call should end, approval ends it."""
    wish = Wish.objects.filter(proposal=proposal).select_related("office").first()
    if wish is None or not approved:
        return classification.rule_on(proposal=proposal, approved=approved, note=note, by=by, at=at)
    report = proposal.report
    _tell_reporter(report, wish.kind, wish.office, at)
    ruling = classification.rule_on(proposal=proposal, approved=True, note=note, by=by, at=at)
    told = {"kind": wish.kind, "office": wish.office, "state": wish.state, "text": wish.text}
    _written(Ending(report=report, by=proposal.by, supervisor=by, at=at, **told))
    return ruling


@transaction.atomic
def keep_to_named(*, report: Report, named: Sequence[User], by: User, at: datetime) -> Restriction:
    """A call about an employee or an employee's family: only the supervisors who are named see it at the hotline from now on.

    They are told at once. Whoever holds it and is not named lets go of it: it waits in the queue for those who are. Somebody who is
    named may name others.
    """
    require(by, Permission.CLASSIFY)
    must_hold(report=report, by=by)
    made = restrict_to(report=report, named=named, by=by, at=at)
    if by not in named and not made.named.filter(user=by).exists():
        release(report=report, by=by, at=at)
    for person in named:
        leave(kind="named", key=f"named-{made.pk}-{person.pk}", to=person.email, at=at, number=report.number)
    return made


@transaction.atomic
def record_check(
    *, report: Report, agency: str, officer: str, called_at: datetime, result: str, said: str, by: User, at: datetime
) -> Check:
    """Keep one three-way call-out with law enforcement, whatever came of it: `result` is an id of law/data/call_kinds.toml."""
    require(by, Permission.CLASSIFY)
    must_hold(report=report, by=by)
    if not agency.strip():
        raise Refused(_("Say which police or sheriff you called."), field="agency")
    if not officer.strip():
        raise Refused(_("Say whom you spoke with: a name or a badge number."), field="officer")
    if called_at > at:
        raise Refused(_("This time has not come yet."), field="called_at")
    told = {"agency": agency.strip(), "officer": officer.strip(), "called_at": called_at, "said": said.strip()}
    made = Check.objects.create(report=report, result=call_kinds.result(result).id, by=by, at=at, **told)
    write(act="well_child_check.made", subject=report, by=by, at=at, result=made.result)
    return made


@transaction.atomic
def transmit(
    *, report: Report, state: str, to: str, how: str, sent_at: datetime, note: str, by: User, at: datetime
) -> Transmission:
    """Write down that a call was told to another state: to whom, how, when (RSMo 210.145.5). Meets its clock. May be done again."""
    require(by, Permission.CLASSIFY)
    decided = report.classifications.filter(superseded_by=None).order_by("-pk").first()
    if decided is None or decided.outcome != "out of state":
        raise Refused(_("This call was not classified as out of state: nothing is told to another state."))
    _check_state(state)
    if not to.strip():
        raise Refused(_("Say to which agency, and who took it."), field="to")
    if not decided.at <= sent_at <= at:
        raise Refused(_("It was told after it was classified, and not in the future."), field="sent_at")
    told = {"state": state, "to": to.strip(), "how": Transmission.How(how), "sent_at": sent_at, "note": note.strip()}
    made = Transmission.objects.create(report=report, by=by, at=at, **told)
    clock.meet_kind(report=report, kind=TRANSMISSION, by=by, at=at)
    write(act="report.transmitted", subject=report, by=by, at=at, state=state, how=made.how)
    return made


@transaction.atomic
def note(*, ending: Ending, by: User, at: datetime) -> Noted:
    """Say that the office has read a call of which it was told. Twice changes nothing."""
    require(by, Permission.ACKNOWLEDGE)
    row, new = Noted.objects.get_or_create(ending=ending, defaults={"by": by, "at": at})
    if new:
        write(act="ending.read", subject=ending.report, by=by, at=at)
    return row


def _classified(ending: Ending, reason: str) -> Ending:
    """Classify the call as its kind says, and write its ending."""
    report, by, at = ending.report, ending.by, ending.at
    law, how = protocol_for(report), call_kinds.kind(ending.kind)
    outcome = how.outcome_on(protocol.decided(law, case_now(report, law)).outcome)
    _tell_reporter(report, ending.kind, ending.office, at)
    why = reason.strip() or ending.text
    made = classification.classify(report=report, outcome=outcome, reason=why, by=by, at=at)
    if classification.needs_alert(made):  # the office of the earlier report responds to both
        finish(report=report)
    return _written(ending)


def _written(ending: Ending) -> Ending:
    ending.save()
    report, at = ending.report, ending.at
    for person in _told(ending):
        key = f"call-told-{report.number}-{person.pk}"
        office = ending.office.name if ending.office else ""
        leave(kind="call_told", key=key, to=person.email, at=at, number=report.number, office=office)
    told = {"kind": ending.kind, "earlier": ending.earlier.number if ending.earlier else ""}
    write(act="call.ended", subject=report, by=ending.by, at=at, **told)
    return ending


def _told(ending: Ending) -> Sequence[User]:
    """Who of the office is told."""
    if ending.earlier:
        return responding(alert=earlier_report.alert_for(ending.earlier), at=ending.at)
    if ending.office:
        restricted = Restriction.objects.filter(report=ending.report).exists()
        return on_call_of(office=ending.office, restricted=restricted, at=ending.at)
    return []


def _tell_reporter(report: Report, kind: str, office: Office | None, at: datetime) -> None:
    """Before the classification tells: a reporter is told once, and this says how the call ended. That somebody reported earlier
    is not theirs to know (RSMo 210.150): the office that has it is named, and no more."""
    told = {"office": office.name, "phone": office.phone} if office else {}
    classification.tell_reporter(report=report, at=at, ending=kind, **told)


def _check_needs(how: Kind, report: Report, office: Office | None, state: str, text: str) -> None:
    if "text" in how.needs and not text:
        raise Refused(_("Say in a sentence what the call is."), field="text")
    if ("office" in how.needs) != (office is not None) or (office and office.kind == OfficeKind.HOTLINE):
        raise Refused(_("Choose the office that is told."), field="office")
    if "state" in how.needs:
        _check_state(state)
    elif state:
        raise Refused(_("Only a call about another state names one."), field="state")
    if "check" in how.needs:
        _check_made(report)


def _check_state(state: str) -> None:
    if state not in states.others():
        raise Refused(_("Choose the state where the child is believed to be."), field="state")


def _check_made(report: Report) -> None:
    last = report.checks.last()
    if last is None:
        raise Refused(_("Call law enforcement with the caller on the line, and write down what came of it first."))
    if not (result := call_kinds.result(last.result)).done:
        raise Refused(result.otherwise)
