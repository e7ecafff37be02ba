"""A call becomes a report, with what the screener said meanwhile of who its people are, and the prior reports that follow from it.

Used by the hotline's screen of a call. While a call is typed nothing of it is on file, so that nothing can be linked: the draft
keeps what is said under "same" (`of`: the id of the form, `participant`: the key of the telling on file, `same`, `reason`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from oscr.agency.models import User
from oscr.flow.call import actions as call
from oscr.flow.history import actions, priors
from oscr.flow.report.asked import ASKED, SAME, codes_of, with_answer
from oscr.flow.report.models import Involvement, Report
from oscr.law.protocol.model import YES
from oscr.law.refusal import Refused
from oscr.people.models import Link


@dataclass(frozen=True)
class Received:
    """The report, and what was said of its people and could not be written down, with the reason."""

    report: Report
    refused: tuple[str, ...]


@transaction.atomic
def receive(*, token: UUID, answers: Mapping[str, Any], by: User, at: datetime, **receipt: Any) -> Received:
    """As `flow.call.actions.receive_phone`, and links or tells apart whom the screener recognised. Harmless to repeat."""
    whole = with_priors(answers, by)
    report = call.receive_phone(token=token, answers=whole, by=by, at=at, **receipt)
    tellings = {one.code: one for one in report.involved.select_related("participant")}
    if Link.objects.filter(participant__involvement__report=report).exists():
        return Received(report, ())  # pressed twice
    codes, refused = codes_of(answers), []
    for row in answers.get(SAME, ()):
        telling = tellings.get(codes.get(row["of"], ""))
        other = Involvement.objects.visible_to(by).filter(participant=row["participant"]).select_related("participant")
        if telling and (found := other.first()):
            refused += _say(telling, found, row, by, at)
    return Received(report, tuple(refused))


def with_priors(answers: Mapping[str, Any], by: User) -> dict[str, Any]:
    """The answers, with the protocol's question about prior reports answered from the records, unless the screener answered it."""
    rows = list(answers.get(ASKED, ()))
    answered = any((row["unit"], row["fact"]) == ("", priors.PRIOR) for row in rows)
    known = priors.Priors() if answered else priors.of_call(answers, by)
    if known:
        rows = with_answer(rows, {"unit": "", "fact": priors.PRIOR, "value": YES, "why": known.source})
    return {**answers, ASKED: rows} if rows else dict(answers)


def _say(telling: Involvement, other: Involvement, row: Mapping[str, Any], by: User, at: datetime) -> list[str]:
    """Write one statement down; what refuses it, if anything does: a call is received whatever becomes of it."""
    say = actions.link if row["same"] else actions.deny
    try:
        with transaction.atomic():
            say(one=telling.participant, other=other.participant, reason=row["reason"], by=by, at=at)
    except Refused as refused:
        return [f"{telling.code}: {refused}"]
    return []
