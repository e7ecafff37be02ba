"""Second readings: settling facts blind, deciding, and answering for a decision that was found too low.

A reading changes nothing of the call. One that is more protective than the decision is a doubt: the supervisors of the hotline are
told at once and one of them answers; correcting the call is an act of its own (`flow.correction`), with its own permission.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, OfficeKind, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.call.actions import protocol_for
from oscr.flow.quality.models import Answer, Doubt, Drawn, Reading, Verdict
from oscr.flow.report import asked
from oscr.flow.report.telling import restored, stored
from oscr.law import protocol
from oscr.law.protocol.accepting import contradictions
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


@transaction.atomic
def settle(*, drawn: Drawn, answers: Iterable[tuple[str, str, str]], by: User, at: datetime) -> protocol.Case:
    """Keep the second reader's own answers, as (unit, fact, value); returns the case they make. The call is not touched."""
    _check(drawn, by)
    law, before = protocol_for(drawn.classification.report), case_of(drawn)
    rows = [
        Answer(drawn=drawn, unit=unit, fact=fact, value=value, by=by, at=at)
        for unit, fact, value in answers
        if unit in asked.units_of(before)
    ]
    after = asked.laid_over(before, [asked.Settled(row.unit, row.fact, row.value) for row in rows], law)
    try:
        law.settled(after)
    except ValueError as error:
        raise Refused(str(error)) from None
    if added := set(contradictions(law, after)) - set(contradictions(law, before)):
        raise Refused(" ".join(sorted(added)))
    Answer.objects.bulk_create(rows)
    write(act="reading.settled", subject=drawn, by=by, at=at, facts=[f"{row.unit} {row.fact}".strip() for row in rows])
    return after


@transaction.atomic
def read(*, drawn: Drawn, outcome: str, reason: str, by: User, at: datetime) -> Reading:
    """Decide what the call is, without knowing what was decided. Any outcome, with a reason where it is not the protocol's.

    Raises Refused where open questions could still raise it, as at the first reading.
    """
    _check(drawn, by)
    report = drawn.classification.report
    law, case = protocol_for(report), case_of(drawn)
    decision = law.decide(case)
    if law.rank(outcome) > min(map(law.rank, decision.possible)) and outcome == decision.outcome:
        told = _("Open questions can still lead to a more protective outcome: answer them first. Unknown is an answer.")
        raise Refused(told, field="outcome")
    if outcome != decision.outcome and not reason.strip():
        raise Refused(_("Say why the protocol's outcome does not fit."), field="reason")
    made = Reading.objects.create(
        drawn=drawn,
        outcome=outcome,
        recommended=decision.outcome,
        case=stored(case),
        reason=reason.strip(),
        first=drawn.classification.by,
        by=by,
        at=at,
    )
    first = drawn.classification.outcome
    if law.rank(outcome) < law.rank(first):
        _doubt(made, at)
    write(act="reading.made", subject=drawn, by=by, at=at, outcome=outcome)
    return made


@transaction.atomic
def answer(*, doubt: Doubt, result: str, reason: str, by: User, at: datetime) -> Verdict:
    """A supervisor says whether the first decision stands. Raises Refused for somebody who decided or read the call."""
    require(by, Permission.ANSWER_DOUBTS)
    Doubt.objects.select_for_update().get(pk=doubt.pk)
    if Verdict.objects.filter(doubt=doubt).exists():
        raise Refused(_("A supervisor has answered this already."))
    if not can_answer(by, doubt):
        raise Refused(_("You decided or read this call yourself: another supervisor answers."))
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    made = Verdict.objects.create(doubt=doubt, result=Verdict.Result(result), reason=reason.strip(), by=by, at=at)
    write(act="reading.answered", subject=doubt.reading.drawn, by=by, at=at, result=result)
    return made


def can_answer(user: User, doubt: Doubt) -> bool:
    """Whether this user may answer a doubt: a supervisor who neither decided the call nor read it."""
    first = doubt.reading.drawn.classification
    return can(user, Permission.ANSWER_DOUBTS) and user.pk not in (
        first.by_id,
        first.supervisor_id,
        doubt.reading.by_id,
    )


def case_of(drawn: Drawn) -> protocol.Case:
    """What the report said, under what the second reader settled; nothing of what the first one settled."""
    report = drawn.classification.report
    rows = (asked.Settled(*row) for row in drawn.settled.values_list("unit", "fact", "value"))
    return asked.laid_over(restored(report.case), rows, protocol_for(report))


def _check(drawn: Drawn, by: User) -> None:
    """Raise Refused unless this user may read this call now; locks it, so that it is read once."""
    require(by, Permission.READ_AGAIN)
    Drawn.objects.select_for_update().get(pk=drawn.pk)
    if Reading.objects.filter(drawn=drawn).exists():
        raise Refused(_("Somebody has read this call meanwhile. Take the next one."))
    if not Drawn.objects.visible_to(by).filter(pk=drawn.pk).exists():
        raise Refused(_("You know this call already, or it is restricted: somebody else reads it."))


def _doubt(reading: Reading, at: datetime) -> None:
    doubt = Doubt.objects.create(reading=reading, at=at)
    number = reading.drawn.classification.report.number
    hotline = Office.objects.get(kind=OfficeKind.HOTLINE)
    for person in to_call(office=hotline, level=Level.PRIMARY, at=at):
        leave(
            kind="second_reading",
            key=f"doubt-{doubt.pk}-{person.pk}",
            to=person.email,
            at=at,
            number=number,
            pk=str(doubt.pk),
        )
