"""Proposing a conclusion, approving it, sending it back: two people, never one. RSMo 210.145.17; Child Welfare Manual 5.3.8."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import standing
from oscr.flow.assignment.models import Alert
from oscr.flow.assignment.restricting import leading
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion import closing, flagging, lettering
from oscr.flow.conclusion.models import (
    APPROVED,
    RETURNED,
    Conclusion,
    ConclusionReply,
    Explanation,
    Finding,
    standing_of,
)
from oscr.flow.ending.models import complete_or_open
from oscr.flow.report.models import Involvement, Report, Restriction
from oscr.law import conclusions
from oscr.law.calendar import local
from oscr.law.outcomes import REPORTS
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

COMPLETE = "complete"  # the kind of clock that an approved conclusion meets
EARLIER = "earlier"


@dataclass(frozen=True)
class Found:
    """One finding as it is proposed: people by their codes in the report, "" for nobody."""

    child: str
    allegation: str
    suspect: str
    result: str
    custodian: bool = False


@transaction.atomic
def propose(
    *,
    alert: Alert,
    kind: str,
    said: Mapping[str, str],
    found: Sequence[Found] = (),
    explained: Mapping[str, str] | None = None,
    jurisdiction: str = "",
    because: str = "",
    by: User,
    at: datetime,
) -> Conclusion:
    """Propose how a response is concluded; a supervisor is told. On a report that is concluded already it is a later finding, and
    `because` says what it follows from (RSMo 210.145.17(3)).

    In: `kind`, an id of law/data/conclusions.toml; `said`, its fields; `explained`, duty id -> why it cannot be done any more. Raises
    Refused for what is missing, for findings that do not make this conclusion, and while a duty is undone and unexplained.
    """
    require(by, Permission.CONCLUDE)
    alert = standing(alert=alert)
    _must_answer_for(alert, by)
    report, before = alert.classification.report, standing_of(alert.classification.report)
    if Conclusion.objects.waiting().filter(alert__classification__report=report).exists():
        raise Refused(_("A conclusion of this report waits for a supervisor already."))
    _check_because(before, because)
    how = _offered(alert, kind, at)
    kept = _checked(alert, how, said, found, by, at)
    why = {duty: text.strip() for duty, text in (explained or {}).items() if text.strip()}
    if before is None:
        closing.check_close(alert=alert, at=at, kind=kind, said=kept, explained=why)
    told = {"said": kept, "jurisdiction": jurisdiction.strip(), "replaces": before, "because": because}
    row = Conclusion.objects.create(alert=alert, kind=kind, **told, by=by, at=at)
    _write_found(row, found)
    _write_explained(row, why, at)
    _tell_supervisors(row, at)
    write(act="conclusion.proposed", subject=report, by=by, at=at, kind=kind, explained=sorted(why))
    return row


@transaction.atomic
def approve(*, conclusion: Conclusion, by: User, at: datetime) -> ConclusionReply:
    """Approve a conclusion, which concludes the response: its clock is met, letters are written, whoever it names is flagged.

    Never one's own. Raises Refused when somebody was faster, saying who, and while a duty is undone and unexplained by now.
    """
    alert = _unanswered(conclusion, by)
    report = alert.classification.report
    explained = set(conclusion.explanations.values_list("duty", flat=True))
    if conclusion.replaces is None:
        how = {"kind": conclusion.kind, "said": conclusion.said, "explained": explained}
        closing.check_close(alert=alert, at=at, **how)
    clock.hold(report=report)
    row = _replied(conclusion, APPROVED, "", by, at)
    clock.meet_kind(report=report, kind=COMPLETE, by=by, at=at)
    _lift(alert, explained, by, at)
    flagging.flag_all(conclusion=conclusion, by=by, at=at)
    lettering.write_all(conclusion=conclusion, by=by, at=at)
    key = f"conclusion_approved-{conclusion.pk}"
    leave(kind="conclusion_approved", key=key, to=conclusion.by.email, at=at, number=report.number)
    said = {"kind": conclusion.kind, "explained": sorted(explained)}
    write(act="conclusion.approved", subject=report, by=by, at=at, **said)
    return row


@transaction.atomic
def send_back(*, conclusion: Conclusion, reason: str, by: User, at: datetime) -> ConclusionReply:
    """Send a conclusion back to whoever proposed it, with the reason; they propose again."""
    alert = _unanswered(conclusion, by)
    if not reason.strip():
        raise Refused(_("Say what is missing or wrong: whoever proposed it reads it."), field="reason")
    row = _replied(conclusion, RETURNED, reason.strip(), by, at)
    key = f"conclusion_returned-{conclusion.pk}"
    leave(kind="conclusion_returned", key=key, to=conclusion.by.email, at=at, number=alert.number)
    write(act="conclusion.returned", subject=alert.classification.report, by=by, at=at, kind=conclusion.kind)
    return row


def waiting_of(report: Report) -> Conclusion | None:
    """The conclusion of a report that waits for a supervisor, if there is one."""
    return Conclusion.objects.waiting().filter(alert__classification__report=report).select_related("by").first()


def may_answer(conclusion: Conclusion, user: User) -> bool:
    """Whether a user may approve this conclusion or send it back: a supervisor, and not who proposed it."""
    try:
        _check_answer(conclusion, user)
    except Refused:
        return False
    return True


def _check_answer(conclusion: Conclusion, by: User) -> None:
    require(by, Permission.APPROVE_CONCLUSION)
    if conclusion.by_id == by.pk:
        raise Refused(_("You proposed it yourself: another supervisor answers."), "RSMo 210.145.17")
    _must_answer_for(conclusion.alert, by)


def _unanswered(conclusion: Conclusion, by: User) -> Alert:
    """The alert, locked, where nobody has answered yet; else raises Refused, and says who has."""
    _check_answer(conclusion, by)
    alert = standing(alert=conclusion.alert)
    first = ConclusionReply.objects.filter(conclusion=conclusion).select_related("by").first()
    if first:
        told = _("%(name)s was first: %(result)s.")
        raise Refused(told % {"name": first.by, "result": first.get_result_display()})
    return alert


def _must_answer_for(alert: Alert, by: User) -> None:
    if not Alert.objects.in_hand_of(by).filter(pk=alert.pk).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": alert.office})


def _offered(alert: Alert, kind: str, at: datetime) -> conclusions.Conclusion:
    offered = {one.id: one for one in conclusions.offered(closing.outcome_of(alert), local(at).date())}
    if kind not in offered:
        raise Refused(_("This response is not concluded so: choose one of the list."), "CWM 5.3.8", "kind")
    return offered[kind]


def _checked(
    alert: Alert, how: conclusions.Conclusion, said: Mapping[str, str], found: Sequence[Found], by: User, at: datetime
) -> dict[str, str]:
    """What was filled in of the fields of this conclusion, where nothing is missing and the findings make it."""
    told = {name: text.strip() for name, text in said.items() if text.strip()}
    besides = closing.needed_besides(alert)
    conclusions.check_said(how, told, local(at).date(), also=besides)
    _check_findings(alert, how, found)
    if EARLIER in how.needs:
        _check_earlier(alert.classification.report, told[EARLIER], how, by)
    return {name: told[name] for name in (*how.needs, *besides)}


def _check_findings(alert: Alert, how: conclusions.Conclusion, found: Sequence[Found]) -> None:
    people = {one.code: one for one in alert.classification.report.involved.all()}
    for one in found:
        if one.child not in people or (one.suspect and one.suspect not in people):
            raise Refused(_("The report does not tell of this person."), field="findings")
        if not one.allegation:
            raise Refused(_("Say which allegation the finding is about."), field="findings")
    victims = [code for code, one in people.items() if one.victim]
    plain = [conclusions.Found(one.child, one.allegation, one.suspect, one.result) for one in found]
    conclusions.check_findings(how, plain, victims)


def _check_because(before: Conclusion | None, because: str) -> None:
    if before and because not in Conclusion.Because.values:
        raise Refused(_("This report is concluded: say what the later finding follows from."), field="because")
    if before is None and because:
        raise Refused(_("Nothing is concluded yet that could be found otherwise."), field="because")


def _check_earlier(report: Report, number: str, how: conclusions.Conclusion, by: User) -> None:
    """The other report must be there for this person; where it stands in for the response, an office must be done with it."""
    seen = Involvement.objects.visible_to(by).filter(report__number=number).exclude(report=report)
    other = Report.objects.filter(pk__in=seen.values("report")).first()
    if other is None:
        raise Refused(_("There is no other report of this number."), field=EARLIER)
    if how.outcomes != REPORTS:
        return
    had = Alert.objects.current().filter(classification__report=other).select_related("office").first()
    if had is None or complete_or_open(other, had.office) == "open":
        raise Refused(_("That report is not concluded itself."), "CWM 3.3.1", EARLIER)


def _write_found(row: Conclusion, found: Sequence[Found]) -> None:
    people = {one.code: one for one in row.alert.classification.report.involved.all()}
    Finding.objects.bulk_create(
        [
            Finding(
                conclusion=row,
                child=people[one.child],
                allegation=one.allegation,
                suspect=people[one.suspect] if one.suspect else None,
                custodian=one.custodian,
                result=one.result,
            )
            for one in found
        ]
    )


def _write_explained(row: Conclusion, why: Mapping[str, str], at: datetime) -> None:
    """Why what is undone cannot be done; of what is done nothing is kept."""
    lines = closing.lines(alert=row.alert, at=at, kind=row.kind, said=row.said)
    undone = {line.id for line in lines if line.undone}
    kept = [Explanation(conclusion=row, duty=duty, text=text) for duty, text in why.items() if duty in undone]
    Explanation.objects.bulk_create(kept)


def _replied(conclusion: Conclusion, result: str, reason: str, by: User, at: datetime) -> ConclusionReply:
    report = conclusion.alert.classification.report
    replaced = conclusion.replaces if result == APPROVED else None
    return ConclusionReply.objects.create(
        conclusion=conclusion,
        report=report,
        result=result,
        reason=reason,
        replaces=replaced.reply if replaced else None,
        proposed_by=conclusion.by,
        by=by,
        at=at,
    )


def _lift(alert: Alert, explained: set[str], by: User, at: datetime) -> None:
    """What was explained is not due any more: its clocks end without being met, with an entry in the record."""
    duties = conclusions.duties(closing.outcome_of(alert))
    kinds = [name for duty in duties if duty.id in explained for name in duty.clocks]
    if kinds:
        report = alert.classification.report
        clock.lift(report=report, kinds=kinds, office=alert.office, by=by, at=at)


def _tell_supervisors(row: Conclusion, at: datetime) -> None:
    for person in _approving(row.alert, at):
        if person != row.by:
            key = f"conclusion_proposed-{row.pk}-{person.pk}"
            leave(kind="conclusion_proposed", key=key, to=person.email, at=at, number=row.alert.number)


def _approving(alert: Alert, at: datetime) -> list[User]:
    """Who is told that a conclusion waits: the supervisor on call; of a restricted report whoever leads the circuit."""
    if Restriction.objects.filter(report=alert.classification.report).exists():
        return leading(office=alert.office, at=at)
    return to_call(office=alert.office, level=Level.BACK_UP, at=at)
