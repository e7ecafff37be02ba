"""Receiving a report into the hotline's queue, holding it, and settling what the report left open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.call.models import Answer, Waiting
from oscr.flow.clock import actions as clock
from oscr.flow.report import actions as report_actions
from oscr.flow.report import asked
from oscr.flow.report.models import Channel, Draft, Report
from oscr.flow.report.telling import restored
from oscr.law import clocks, protocol
from oscr.law.calendar import local
from oscr.law.protocol.accepting import contradictions
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def receive_online(*, draft: Draft, by: User, at: datetime) -> Report:
    """Receive a draft as a report: the report, its place in the queue, its clock and its notices in one transaction.

    Harmless to repeat: the same draft again gives the same report and nothing else.
    """
    report, new = report_actions.send(draft=draft, by=by, at=at)
    if new:
        _queue(report, by, at)
        leave(
            kind="received",
            key=f"received-{report.number}",
            to=by.email,
            at=at,
            language=report.language,
            number=report.number,
        )
    return report


@transaction.atomic
def receive_phone(
    *,
    token: UUID,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    channel: str = Channel.PHONE,
    received_at: datetime | None = None,
) -> Report:
    """Write down a call, or what came by letter or fax, and hold it at once: who took it goes on with it.

    What the screener asked meanwhile (`report.asked`) is settled, so that nothing is asked twice. Harmless to repeat with
    the same token. Paper counts from `received_at` (law.receipt).
    """
    report, new = report_actions.take_down(
        token=token, answers=answers, by=by, at=at, channel=channel, received_at=received_at
    )
    if new:
        _queue(report, by, at)
        claim(report=report, by=by, at=at)
        rows = asked.settled(answers, restored(report.case), protocol_for(report))
        if rows:
            said, why = (
                [(row.unit, row.fact, row.value) for row in rows],
                {(row.unit, row.fact): row.why for row in rows},
            )
            settle(report=report, answers=said, why=why, by=by, at=at)
    return report


@transaction.atomic
def receive_birth(*, token: UUID, answers: Mapping[str, Any], by: User, at: datetime) -> Report:
    """Write down a verified birth record and hold it at once, as `receive_phone` does with a call."""
    report, new = report_actions.take_birth(token=token, answers=answers, by=by, at=at)
    if new:
        _queue(report, by, at)
        claim(report=report, by=by, at=at)
    return report


@transaction.atomic
def receive_review(
    *, token: UUID, answers: Mapping[str, Any], channel: str, mandated: bool, by: User, at: datetime
) -> Report:
    """Write down the one report made of several calls, with what they answered; held at once by who made it at the hotline."""
    report, new = report_actions.take_review(
        token=token, answers=answers, channel=channel, mandated=mandated, by=by, at=at
    )
    if new:
        _queue(report, by, at)
        rows = asked.settled(answers, restored(report.case), protocol_for(report))
        Answer.objects.bulk_create(
            Answer(report=report, unit=row.unit, fact=row.fact, value=row.value, by=by, at=at) for row in rows
        )
        write(
            act="report.settled", subject=report, by=by, at=at, facts=[f"{row.unit} {row.fact}".strip() for row in rows]
        )
        if by.is_hotline:
            claim(report=report, by=by, at=at)
    return report


@transaction.atomic
def claim(*, report: Report, by: User, at: datetime) -> Waiting:
    """Take a waiting report. Raises Refused when somebody else holds it or the hotline is done with it."""
    require(by, Permission.TAKE_CALL)
    waiting = locked(report)
    if not Report.objects.visible_to(by).filter(pk=report.pk).exists():  # restricted since the page was opened
        raise Refused(_("This report is restricted: a supervisor goes on with it."))
    if waiting.held_by_id == by.pk:
        return waiting
    if waiting.held_by_id is not None:
        raise Refused(_("%(name)s holds this report.") % {"name": waiting.held_by})
    waiting.held_by, waiting.held_at = by, at
    waiting.save(update_fields=["held_by", "held_at"])
    write(act="report.claimed", subject=report, by=by, at=at)
    return waiting


@transaction.atomic
def release(*, report: Report, by: User, at: datetime) -> Waiting:
    """Put a report back into the queue: one's own, or somebody else's as a supervisor."""
    require(by, Permission.TAKE_CALL)
    waiting = locked(report)
    if waiting.held_by_id is None:
        return waiting
    if waiting.held_by_id != by.pk and not can(by, Permission.RELEASE_OTHERS):
        raise Refused(_("%(name)s holds this report. A supervisor can release it.") % {"name": waiting.held_by})
    held_by = waiting.held_by_id
    waiting.held_by, waiting.held_at = None, None
    waiting.save(update_fields=["held_by", "held_at"])
    write(act="report.released", subject=report, by=by, at=at, held_by=held_by)
    return waiting


@transaction.atomic
def settle(
    *,
    report: Report,
    answers: Iterable[tuple[str, str, str]],
    by: User,
    at: datetime,
    why: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> protocol.Case:
    """Keep the screener's own answers, as (unit, fact, value), over what the report said; returns the case they make.

    Unit is "" for the call, a code for a child or suspect, "A/1" for a pair; `why` says of some (unit, fact) where it is
    known from. Raises Refused for a fact or value that the
    protocol does not know, and for an answer that cannot be true together with the others.
    """
    must_hold(report=report, by=by)
    undecided(report)
    return lay(report=report, answers=answers, by=by, at=at, why=why)


def lay(
    *,
    report: Report,
    answers: Iterable[tuple[str, str, str]],
    by: User,
    at: datetime,
    why: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> protocol.Case:
    """As `settle`, for an act that has made sure that it may: a correction settles facts of a report that is decided."""
    rows = [
        Answer(report=report, unit=unit, fact=fact, value=value, why=why.get((unit, fact), ""), by=by, at=at)
        for unit, fact, value in answers
    ]
    law = protocol_for(report)
    before = case_now(report, law)
    strangers = {row.unit for row in rows} - asked.units_of(before)
    if strangers:
        raise Refused(_("Nobody in this report is called %(unit)s.") % {"unit": min(strangers)})
    Answer.objects.bulk_create(rows)
    case = case_now(report, law)
    try:
        protocol.decided(law, case)  # the page that comes next shows it
    except ValueError as error:
        raise Refused(str(error)) from None
    if added := set(contradictions(law, case)) - set(contradictions(law, before)):
        raise Refused(" ".join(sorted(added)))
    write(act="report.settled", subject=report, by=by, at=at, facts=[f"{row.unit} {row.fact}".strip() for row in rows])
    return case


def case_now(report: Report, law: protocol.Protocol | None = None) -> protocol.Case:
    """The facts as they stand: what the report said, under what screeners settled later. In: its `law`, where that is at hand."""
    settled = report.settled.order_by("pk").values_list("unit", "fact", "value")
    return asked.laid_over(restored(report.case), (asked.Settled(*row) for row in settled), law or protocol_for(report))


def decision_now(report: Report) -> protocol.Decision:
    """What the law of its receipt says of a report, on the facts as they stand."""
    law = protocol_for(report)
    return protocol.decided(law, case_now(report, law))


def protocol_for(report: Report) -> protocol.Protocol:
    """The version and the law of the moment at which the report was received, never of today."""
    return versions.in_force(report.received_at)


def undecided(report: Report) -> None:
    """Raise Refused once the report is classified: what is learnt then can no longer change what it is. Says who was first."""
    if first := _first_to_decide(report):
        told = _(
            "This report is classified already, by %(name)s at %(time)s. Tell the office by phone what you learn now."
        )
        raise Refused(told % first)


def must_hold(*, report: Report, by: User) -> Waiting:
    """The locked place in the queue of a report that `by` holds; raises Refused otherwise."""
    require(by, Permission.TAKE_CALL)
    waiting = locked(report)
    if waiting.held_by is None:
        raise Refused(_("Claim this report first: you do not hold it."))
    if waiting.held_by_id != by.pk:
        raise Refused(_("%(name)s holds this report.") % {"name": waiting.held_by})
    return waiting


def finish(*, report: Report) -> None:
    """Take a report out of the queue: the hotline has done its part. The act that ends the wait writes the record."""
    Waiting.objects.filter(report=report).delete()


def locked(report: Report) -> Waiting:
    """The place in the queue, locked, so that two people decide about a waiting report one after the other."""
    waiting = Waiting.objects.select_for_update(of=("self",)).select_related("held_by").filter(report=report).first()
    if waiting is None:
        told = _("The hotline is done with this report: it is no longer in the queue.")
        if first := _first_to_decide(report):
            told += " " + _("%(name)s classified it at %(time)s.") % first
        raise Refused(told)
    return waiting


def _first_to_decide(report: Report) -> dict[str, str]:
    """Who classified a report and when (the time in Missouri), for whoever comes second; empty while nobody has."""
    made = report.classifications.select_related("by").order_by("pk").first()
    return {"name": str(made.by), "time": date_format(local(made.at), _("M j, g:i a"))} if made else {}


def _queue(report: Report, by: User, at: datetime) -> None:
    Waiting.objects.create(report=report, emergency=report.emergency, received_at=report.received_at)
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    due = clocks.due("received", {"channel": report.channel}, {"received": report.received_at})
    clock.start(report=report, due=due, office=hotline, by=by, at=at)
    if report.emergency:
        for person in to_call(office=hotline, level=Level.PRIMARY, at=at):
            key = f"emergency-{report.number}-{person.pk}"
            leave(kind="emergency_waiting", key=key, to=person.email, at=at, number=report.number)
