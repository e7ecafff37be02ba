"""When the contacts of a response met its clocks, and what follows for a clock when a contact is corrected or taken back.

Used by `contacting`. A clock that a contact met follows the contacts as they stand: where none of them meets it any more it stands
again, from its own start and with its own due time; where another one does, it is met by that one (RSMo 210.145.2, .8, .10, .11).
"""

from collections.abc import Iterator
from datetime import datetime

from oscr.agency.models import User
from oscr.flow.assignment.actions import duties
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Report
from oscr.flow.response import children
from oscr.flow.response.models import Contact, Met, Part, Result, Whereabouts
from oscr.flow.track.actions import standing_on

KINDS = ("initiate", "reporter contact", "observe child", "respond", "household children")


def moments(report: Report) -> dict[str, datetime]:
    """Kind of clock -> when what stands meets it: begun by the first contact or attempt, the reporter reached, the victims seen or
    safe, the household's children seen or located. What is not met is left out."""
    rows = Met.objects.filter(contact__in=Contact.objects.of(report).standing()).select_related("contact")
    every = children.living(report)
    victims = [one for one in every if one.involved.victim]
    reached = [one for one in rows if one.part == Part.REPORTER and one.contact.result == Result.REACHED]
    begun = min((one.contact.happened_at for one in rows if one.part != Part.REPORTER), default=None)
    found = {
        "initiate": begun,
        "reporter contact": min((one.contact.happened_at for one in reached), default=None),
        "observe child": _all([one.seen_at for one in victims], begun),
        "respond": _all([one.accounted_at for one in victims], begun),
        "household children": _all([one.accounted_at for one in every], begun),
    }
    return {kind: moment for kind, moment in found.items() if moment}


def meet(*, report: Report, by: User, at: datetime) -> None:
    """Meet the clocks that run and that the contacts meet, each at its moment."""
    for kind, moment in moments(report).items():
        clock.meet_kind(report=report, kind=kind, by=by, at=at, happened_at=moment)


def follow(*, alert: Alert, reason: str, by: User, at: datetime) -> None:
    """After a correction: let every clock that a contact had met stand as the contacts say now, with the reason of the correction."""
    report = alert.classification.report
    clock.hold(report=report)
    for one in _met_otherwise(alert):
        clock.reopen(clock=one, office=alert.office, reason=reason, by=by, at=at)
    meet(report=report, by=by, at=at)


def _met_otherwise(alert: Alert) -> Iterator[Clock]:
    """The clocks, of each kind the newest, that a contact or a location met at a moment at which nothing meets them now. What was
    marked as done by hand at another moment stays, and what this track does not ask for any more."""
    report = alert.classification.report
    now, ever, asked = moments(report), _ever(report), _asked(alert)
    met = Clock.objects.filter(report=report, kind__in=KINDS, met_at__isnull=False)
    running = set(Clock.objects.running().filter(report=report, office=alert.office).values_list("kind", flat=True))
    newest = {one.kind: one for one in met.select_for_update(no_key=True).order_by("pk")}
    for kind, one in newest.items():
        told = now.get(kind)
        stands = max(told, one.started_at) if told else None
        by_contact = any(max(moment, one.started_at) == one.met_at for moment in ever)
        if kind in asked - running and by_contact and stands != one.met_at:
            yield one


def _ever(report: Report) -> set[datetime]:
    """Every moment that was ever written down, of what was corrected too."""
    rows = Contact.objects.of(report).values_list("happened_at", flat=True)
    return {*rows, *Whereabouts.objects.of(report).values_list("happened_at", flat=True)}


def _asked(alert: Alert) -> set[str]:
    """The kinds of clocks that the report's track and priority ask for now."""
    made, now = alert.classification, standing_on(alert)
    asked = duties(
        classification=made,
        screened_in=made.at,
        alerted=alert.at,
        outcome=now.outcome,
        changed={"priority": str(now.hours)},
    )
    return {one.kind for one in asked}


def _all(known: list[datetime | None], begun: datetime | None) -> datetime | None:
    """When the last one of these was; None where one is missing. Where no such child lives, when the response was begun."""
    there = [moment for moment in known if moment]
    return max(there, default=begun) if len(there) == len(known) else None
