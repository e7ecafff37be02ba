"""Writing down what is believed before a visit, contacts and attempts, and where an absent child is.

Used by the county's response page. The guards are law (oscr.law.visiting): what breaks one is refused with the sentence of
RSMo 210.145.8 beside the field. What was done meets its clocks at the moment at which it happened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.report.models import Involvement
from oscr.flow.response import children
from oscr.flow.response.allowed import begin
from oscr.flow.response.models import Contact, Met, Part, Place, Precaution, Result, Whereabouts
from oscr.flow.response.models.contacts import FACE_TO_FACE
from oscr.law import visiting
from oscr.law.refusal import Refused
from oscr.record.actions import write


@dataclass(frozen=True)
class Whom:
    """One person of a contact. `seen`: a child directly observed, by the worker or by `seen_by` of the team."""

    part: str
    involved: Involvement | None = None
    named: str = ""
    seen: bool = False
    seen_by: str = ""
    interviewed: bool = False


@dataclass(frozen=True)
class Guarded:
    """What the guards ask of one contact (oscr.law.visiting)."""

    called_ahead: bool = False
    left_sign: bool = False
    same_building: str = ""
    suspect_there: bool = False
    parent_told: str = ""
    parent_told_at: datetime | None = None
    parent_not_told: str = ""
    rights: str = ""
    rights_minutes: int | None = None
    rights_why: str = ""


KEPT = ("called_ahead", "left_sign", "parent_told", "parent_told_at", "parent_not_told")
KEPT_RIGHTS = ("rights", "rights_minutes", "rights_why")
UNGUARDED = Guarded()


@transaction.atomic
def take_care(*, alert: Alert, answers: Mapping[str, str], by: User, at: datetime) -> Precaution:
    """Answer what comes before a visit. Raises Refused beside a question without an answer; not known is one."""
    alert = begin(alert=alert, by=by, at=at)
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
    corrects: Contact | None = None,
    reason: str = "",
) -> Contact:
    """Write down one contact or attempt with everybody it was about, and meet the clocks it fulfils; or correct an earlier one.

    Raises Refused beside the field for a moment that cannot be, for a guard that was broken, for nobody, and for a correction
    without a reason.
    """
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at)
    report = alert.classification.report
    if not what.strip():
        raise Refused(_("Say what was seen, said and done."), field="what")
    _check_correction(alert, corrects, reason)
    _check_whom(alert, whom, Place(place), Result(result))
    visit_with_suspect = _check_guards(alert, whom, place, result, happened_at, guarded)
    said = asdict(guarded)
    kept = {name: said[name] for name in (*KEPT, *(KEPT_RIGHTS if visit_with_suspect else ()))}
    how = {"place": place, "result": result, "happened_at": happened_at, "what": what.strip(), "reason": reason.strip()}
    made = Contact.objects.create(alert=alert, **how, **kept, supersedes=corrects, by=by, at=at)
    Met.objects.bulk_create([Met(contact=made, **{**asdict(one), "involved": one.involved}) for one in whom])
    _meet(alert, made, by, at)
    told = {"place": str(made.place), "result": str(made.result), "codes": _codes(whom)}
    corrected = {"corrects": corrects.pk} if corrects else {}
    write(act="contact.written", subject=report, by=by, at=at, pk=made.pk, **told, **corrected)
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
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at)
    for name, said in (("where", where), ("well_being", well_being), ("verified_by", verified_by)):
        if not said.strip():
            raise Refused(_("Location and well-being are verified: say both, and how."), "RSMo 210.145.8", name)
    _check_of_report(alert, involved)
    how = {"where": where.strip(), "well_being": well_being.strip(), "verified_by": verified_by.strip()}
    made = Whereabouts.objects.create(alert=alert, involved=involved, **how, happened_at=happened_at, by=by, at=at)
    children.meet_clocks(report=alert.classification.report, by=by, at=at)
    write(act="child.located", subject=alert.classification.report, by=by, at=at, code=involved.code)
    return made


def answers_now(alert: Alert) -> Mapping[str, str] | None:
    """What was answered last before a visit; None when nothing was."""
    last = Precaution.objects.of(alert.classification.report).order_by("-pk").first()
    return last.answers if last else None


def actions_of(alert: Alert) -> frozenset[str]:
    """The ids of the actions that the hotline's decision calls for."""
    return frozenset(one["id"] for one in alert.classification.decision["actions"])


def _check_correction(alert: Alert, corrects: Contact | None, reason: str) -> None:
    if corrects is None:
        return
    if not reason.strip():
        raise Refused(_("Say why it is corrected."), field="reason")
    if corrects.alert.classification.report_id != alert.classification.report_id:
        raise Refused(_("This contact is of another report."))
    if Contact.objects.filter(supersedes=corrects).exists():
        raise Refused(_("Somebody corrected this contact already: read it as it is now."))


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


def _check_guards(
    alert: Alert, whom: Sequence[Whom], place: str, result: str, happened_at: datetime, said: Guarded
) -> bool:
    """Ask every guard; whether this was a visit at which an alleged perpetrator was."""
    asked, met = actions_of(alert), result == Result.REACHED
    if place == Place.HOME:
        seen = {"called": said.called_ahead, "left_sign": said.left_sign}
        visiting.check_visit(answers_now(alert), **seen, anybody_home=result in (Result.REACHED, Result.REFUSED))
    if met and any(one.part == Part.CHILD for one in whom):
        there = visiting.alleged_in_building(asked)
        visiting.check_place(place=place, alleged_there=there, same_building=said.same_building)
    if any(one.interviewed for one in whom):
        visiting.check_parent_first(
            applies=visiting.parent_goes_first(asked),
            told=said.parent_told,
            told_at=said.parent_told_at,
            why_not=said.parent_not_told,
            interviewed_at=happened_at,
        )
    suspect_met = said.suspect_there or any(_is_suspect(one) for one in whom)
    with_suspect = met and place in FACE_TO_FACE and suspect_met
    minutes, why = said.rights_minutes, said.rights_why
    visiting.check_rights(suspect_there=with_suspect, how=said.rights, minutes=minutes, why=why)
    return with_suspect


def _is_suspect(one: Whom) -> bool:
    return one.part == Part.SUSPECT or bool(one.involved and one.involved.suspect)


def _meet(alert: Alert, made: Contact, by: User, at: datetime) -> None:
    """The clocks that a contact meets, at the moment at which it happened."""
    report, parts = alert.classification.report, set(made.met.values_list("part", flat=True))
    if parts - {Part.REPORTER}:
        clock.meet_kind(report=report, kind="initiate", by=by, at=at, happened_at=made.happened_at)
    if Part.REPORTER in parts and made.result == Result.REACHED:
        clock.meet_kind(report=report, kind="reporter contact", by=by, at=at, happened_at=made.happened_at)
    children.meet_clocks(report=report, by=by, at=at)


def _codes(whom: Sequence[Whom]) -> list[str]:
    """Who was met, as the record names people: by the codes of the report, else by their part."""
    return sorted(one.involved.code if one.involved else str(one.part) for one in whom)
