"""Correcting a report that an office has, and sending it again (Child Welfare Manual 3.2.1)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import duties, standing, tell_office
from oscr.flow.assignment.models import ACKNOWLEDGE, Alert
from oscr.flow.call.actions import lay
from oscr.flow.classification.actions import needs_alert, supersede, tell_reporter
from oscr.flow.classification.models import Classification
from oscr.flow.clock import actions as clock
from oscr.flow.correction.disputing import corrected
from oscr.flow.correction.models import Addition, Correction
from oscr.flow.correction.sending import again, first_alert, first_decision, kinds_of, tell_who_had_it
from oscr.flow.correction.transferring import lapse
from oscr.law import callout, clocks, correcting
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.record.actions import write


def window_of(alert: Alert) -> correcting.Window:
    """How long a report may be corrected: as an emergency, where the alert by which it went out first was one."""
    return correcting.window(emergency=callout.is_emergency(first_alert(alert).classification.decision))


def closes_at(alert: Alert) -> datetime:
    """The last instant at which it may be corrected."""
    return window_of(alert).closes(first_alert(alert).at)


def check_in_time(alert: Alert, at: datetime) -> None:
    """Raise Refused when it is too late to send a report again, with what to do instead."""
    window = window_of(alert)
    if not window.in_time(first_alert(alert).at, at):
        told = _("Too late to send it again: that was possible until %(time)s. %(instead)s")
        time = date_format(local(closes_at(alert)), _("M j, g:i:s a")).removesuffix(".")  # the sentence has its own
        raise Refused(told % {"time": time, "instead": _(window.instead)}, cite=window.cite)


@transaction.atomic
def correct(
    *,
    alert: Alert,
    facts: Iterable[tuple[str, str, str]],
    outcome: str,
    office: Office,
    additions: Iterable[tuple[str, str]],
    reason: str,
    by: User,
    at: datetime,
    rule: str = "",
) -> Correction:
    """Decide a report anew and send it again: with other facts (unit, fact, value), another outcome or office, or more about somebody
    (code, text). What was told is never changed. In: the routing rule where a rule chose the office.

    Clocks: a duty that runs keeps the moment from which the law counts it, since the child does not wait for our mistakes; what is
    due newly begins now where it does not count from receipt; only the acknowledgement starts anew. Raises Refused when it is too
    late, when somebody was faster, and when nothing is changed.
    """
    require(by, Permission.CORRECT)
    standing(alert=alert)
    clock.hold(report=alert.classification.report)
    check_in_time(alert, at)
    settled, added = list(facts), [(code, text.strip()) for code, text in additions if text.strip()]
    report = alert.classification.report
    _check(alert, bool(settled), added, outcome, office, reason)
    if settled:
        lay(report=report, answers=settled, by=by, at=at)
    made = supersede(classification=alert.classification, outcome=outcome, reason=reason, by=by, at=at)
    new = _sent_again(alert, made, office, rule, reason, by, at) if needs_alert(made) else None
    if new is None:
        _withdrawn(alert, made, by, at)
    said = {"facts": [f"{unit} {fact}".strip() for unit, fact, _value in settled], "reason": reason.strip()}
    row = Correction.objects.create(classification=made, replaced=alert, alert=new, **said, by=by, at=at)
    Addition.objects.bulk_create(Addition(correction=row, code=code, text=text) for code, text in added)
    corrected(correction=row, by=by, at=at)
    lapse(alert=alert, by=by, at=at)
    told = {"office": office.name if new else "", "outcome": outcome, "facts": row.facts, "additions": len(added)}
    write(act="report.corrected", subject=report, by=by, at=at, **told)
    return row


def _check(
    alert: Alert, settled: bool, added: list[tuple[str, str]], outcome: str, office: Office, reason: str
) -> None:
    """Raise Refused for a correction without a reason, of nothing, or about somebody whom the report does not know."""
    if not reason.strip():
        raise Refused(_("Say what was wrong and how you know."), field="reason")
    if not settled and not added and outcome == alert.classification.outcome and office == alert.office:
        raise Refused(_("Nothing is corrected: change a fact, the outcome or the office, or add something."))
    codes = {"", *alert.classification.report.involved.values_list("code", flat=True)}
    strangers = {code for code, _text in added} - codes
    if strangers:
        raise Refused(_("Nobody in this report is called %(unit)s.") % {"unit": min(strangers)})


def _sent_again(
    alert: Alert, made: Classification, office: Office, rule: str, reason: str, by: User, at: datetime
) -> Alert:
    report = made.report
    new = again(alert, classification=made, office=office, rule=rule, reason=reason.strip(), by=by, at=at)
    was = [one.kind for one in _duties_of(alert)]
    moved = office != alert.office
    if moved:
        clock.hand_over(report=report, kinds=kinds_of(alert), office=alert.office, to=office, by=by, at=at)
        tell_reporter(report=report, at=at, office=office.name, phone=office.phone, again=f"-{new.pk}")
    due = _due(made, alert, was, at)
    clock.renew(report=report, was=was, due=due, anew=ACKNOWLEDGE, office=office, by=by, at=at)
    if moved:
        tell_who_had_it(alert, kind="withdrawn", at=at)
        tell_office(kind="withdrawn", alert=alert, at=at)
    else:
        tell_who_had_it(alert, kind="corrected", at=at)
    tell_office(kind="corrected", alert=new, at=at)
    return new


def _withdrawn(alert: Alert, made: Classification, by: User, at: datetime) -> None:
    """No office responds any more: the clocks of the response fall away, and who had it is told."""
    report, was = alert.classification.report, [one.kind for one in _duties_of(alert)]
    clock.renew(report=report, was=was, due=[], anew=ACKNOWLEDGE, office=alert.office, by=by, at=at)
    tell_who_had_it(alert, kind="withdrawn", at=at)
    tell_office(kind="withdrawn", alert=alert, at=at)
    tell_reporter(report=report, at=at, ending=made.outcome, again=f"-{alert.pk}-withdrawn")


def _duties_of(alert: Alert) -> tuple[clocks.Due, ...]:
    """The duties that an alert started. Only their kinds are asked for: their times are in the clocks."""
    return duties(classification=alert.classification, screened_in=alert.classification.at, alerted=alert.at)


def _due(made: Classification, alert: Alert, was: list[str], at: datetime) -> list[clocks.Due]:
    """What is due on the new decision: what was due before counts from where it began, what is new from now."""
    began = duties(classification=made, screened_in=first_decision(alert).at, alerted=first_alert(alert).at)
    now = duties(classification=made, screened_in=at, alerted=at)
    pairs = zip(began, now, strict=True)
    return [old if old.kind in was and old.kind != ACKNOWLEDGE else new for old, new in pairs]
