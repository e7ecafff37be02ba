"""Writing down what is believed before a visit, contacts and attempts, and where an absent child is.

Used by the county's response page. What the guards ask is `guarding`; what was done meets its clocks at the moment at which it
happened, and they follow when it is corrected or taken back (`following`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement
from oscr.flow.response import following, guarding
from oscr.flow.response.allowed import begin, latest, responds
from oscr.flow.response.guarding import UNBROKEN, UNGUARDED, Breach, Guarded, Whom
from oscr.flow.response.models import Contact, ContactWithdrawn, Met, Place, Precaution, Result, Whereabouts
from oscr.flow.response.models.contacts import FACE_TO_FACE
from oscr.law import visiting
from oscr.law.refusal import Refused
from oscr.record.actions import write

KEPT = ("called_ahead", "left_sign", "parent_told", "parent_told_at", "parent_not_told")
KEPT_RIGHTS = ("rights", "rights_minutes", "rights_why")


@transaction.atomic
def take_care(*, alert: Alert, answers: Mapping[str, str], by: User, at: datetime) -> Precaution:
    """Answer what comes before a visit. Raises Refused beside a question without an answer; not known is one."""
    alert = begin(alert=alert, by=by, at=at, helping=True)
    weighed = visiting.weigh(answers)
    said = {one.id: answers[one.id] for one in visiting.questions()}
    how = {"answers": said, "forbids": weighed.forbids, "happened_at": at}
    made = Precaution.objects.create(alert=alert, **how, by=by, at=at)
    present = [one.id for one in weighed.present]
    write(act="precaution.taken", subject=alert.classification.report, by=by, at=at, factors=present)
    return made


@transaction.atomic
def contact(
    *,
    alert: Alert,
    place: str,
    result: str,
    happened_at: datetime,
    whom: Sequence[Whom],
    what: str,
    by: User,
    at: datetime,
    guarded: Guarded = UNGUARDED,
    breach: Breach = UNBROKEN,
    corrects: Contact | None = None,
    reason: str = "",
) -> Contact:
    """Write down one contact or attempt with everybody it was about, and meet the clocks it fulfils; or correct an earlier one, and
    let the clocks follow that one had met.

    Raises Refused beside the field for a moment that cannot be, for a guard that was broken and is not told of as a breach, for nobody,
    and for a correction without a reason.
    """
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at, helping=True)
    if not what.strip():
        raise Refused(_("Say what was seen, said and done."), field="what")
    _check_correction(alert, corrects, reason, by)
    _check_whom(alert, whom, Place(place), Result(result))
    guarding.check(alert, whom, place, result, happened_at, guarded, breach, by)
    kept = _kept(guarded, breach, with_suspect=guarding.with_suspect(whom, place, result, guarded))
    how = {"place": place, "result": result, "happened_at": happened_at, "what": what.strip(), "reason": reason.strip()}
    made = Contact.objects.create(alert=alert, **how, **kept, supersedes=corrects, by=by, at=at)
    Met.objects.bulk_create([Met(contact=made, **{**asdict(one), "involved": one.involved}) for one in whom])
    _meet(alert, made, by, at)
    guarding.tell(made, alert, breach, by, at)
    told = {"place": str(made.place), "result": str(made.result), "codes": _codes(whom)}
    corrected = {"corrects": corrects.pk} if corrects else {}
    write(act="contact.written", subject=alert.classification.report, by=by, at=at, pk=made.pk, **told, **corrected)
    return made


@transaction.atomic
def withdraw(*, contact: Contact, reason: str, by: User, at: datetime) -> ContactWithdrawn:
    """Take back a contact that never was: it stays to be read, counts no more, and the clocks follow that it had met.

    Raises Refused without a reason, and for one that somebody corrected or took back already.
    """
    alert = begin(alert=latest(contact.alert), by=by, at=at, helping=True)
    _check_correction(alert, contact, reason, by)
    how = {"contact": contact, "reason": reason.strip(), "happened_at": at}
    made = ContactWithdrawn.objects.create(alert=alert, **how, by=by, at=at)
    following.follow(alert=alert, reason=made.reason, by=by, at=at)
    write(act="contact.withdrawn", subject=alert.classification.report, by=by, at=at, pk=contact.pk)
    return made


@transaction.atomic
def locate(
    *,
    alert: Alert,
    involved: Involvement,
    where: str,
    well_being: str,
    verified_by: str,
    happened_at: datetime,
    by: User,
    at: datetime,
) -> Whereabouts:
    """Say where a child is who is absent from home, how it is, and how that was verified (RSMo 210.145.8)."""
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at, helping=True)
    for name, said in (("where", where), ("well_being", well_being), ("verified_by", verified_by)):
        if not said.strip():
            raise Refused(_("Location and well-being are verified: say both, and how."), "RSMo 210.145.8", name)
    _check_of_report(alert, involved)
    how = {"where": where.strip(), "well_being": well_being.strip(), "verified_by": verified_by.strip()}
    made = Whereabouts.objects.create(alert=alert, involved=involved, **how, happened_at=happened_at, by=by, at=at)
    following.meet(report=alert.classification.report, by=by, at=at)
    write(act="child.located", subject=alert.classification.report, by=by, at=at, code=involved.code)
    return made


def _check_correction(alert: Alert, corrects: Contact | None, reason: str, by: User) -> None:
    if corrects is None:
        return
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), field="reason")
    if not responds(by, alert) and corrects.by.office_id != by.office_id:
        raise Refused(_("An office that helps corrects what its own people wrote down."))
    if corrects.alert.classification.report_id != alert.classification.report_id:
        raise Refused(_("This contact is of another report."))
    if not Contact.objects.standing().filter(pk=corrects.pk).exists():
        raise Refused(_("Somebody corrected this contact already, or took it back: read it as it is now."))


def _check_whom(alert: Alert, whom: Sequence[Whom], place: Place, result: Result) -> None:
    if not whom:
        raise Refused(_("Say with whom."), field="whom")
    for one in whom:
        if one.involved:
            _check_of_report(alert, one.involved)
        if (one.seen or one.interviewed) and result != Result.REACHED:
            raise Refused(_("A child who was seen was met: this says that nobody was."), field="result")
        if one.seen and place not in FACE_TO_FACE:
            told = _("A child is seen face to face, and not by phone, video or letter.")
            raise Refused(told, "RSMo 210.145.8", "seen")


def _check_of_report(alert: Alert, involved: Involvement) -> None:
    if involved.report_id != alert.classification.report_id:
        raise Refused(_("This person is of another report."), field="whom")


def _kept(guarded: Guarded, breach: Breach, *, with_suspect: bool) -> dict[str, Any]:
    """What a contact keeps of its guards; of the rights only where an alleged perpetrator was met."""
    names = (*KEPT, *(KEPT_RIGHTS if with_suspect else ()))
    broken = {"broken": sorted(breach.guards), "broken_why": breach.why.strip(), "broken_told": breach.told}
    return {name: getattr(guarded, name) for name in names} | (broken if breach.guards else {})


def _meet(alert: Alert, made: Contact, by: User, at: datetime) -> None:
    """The clocks that a contact meets; those that a corrected one had met follow."""
    if made.supersedes:
        following.follow(alert=alert, reason=made.reason, by=by, at=at)
    else:
        following.meet(report=alert.classification.report, by=by, at=at)


def _codes(whom: Sequence[Whom]) -> list[str]:
    """Who was met, as the record names people: by the codes of the report, else by their part."""
    return sorted(one.involved.code if one.involved else str(one.part) for one in whom)
