"""What somebody whom a finding names does against it: the review board within 60 days or a court within 30, either and not both; a
court anew within 60 days of the board's decision. RSMo 210.152; 13 CSR 35-31.025.

The office enters what it is told of. While criminal charges are pending the board's 60 days have not begun: they run from the charges'
final disposition. What is filed late is entered as late, and refused by whoever decides, not by a form. A finding that does not stand
is replaced by a conclusion of its own (RSMo 210.145.17(3)).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.models import Alert
from oscr.flow.clock import actions as clock
from oscr.flow.conclusion.models import Appeal, AppealResult, Charges, Conclusion, Letter
from oscr.flow.report.models import Involvement, Report
from oscr.law import clocks, conclusions
from oscr.law.calendar import CENTRAL, local
from oscr.law.refusal import Refused
from oscr.record.actions import write

NOTICE = conclusions.NOTICE
APPEAL, BOARD = "appeal", "board"  # the kind of the clocks, and which of them charges hold up


@dataclass(frozen=True)
class Right:
    """One way that is open to a person: until when (the first instant that is late), None while it has not begun, and why not."""

    person: Involvement
    way: conclusions.Way
    until: datetime | None
    why: str
    appeal: Appeal | None

    def over(self, at: datetime) -> bool:
        """Whether its time is over."""
        return self.until is not None and at >= self.until


def rights(conclusion: Conclusion) -> list[Right]:
    """Every way that is open, or was, to each person who got a letter with the ways to appeal."""
    letters = Letter.objects.filter(conclusion=conclusion, kind__in=_with_appeal()).select_related(
        "person__participant", "posted"
    )
    appeals = {(one.person_id, one.way): one for one in conclusion.appeals.select_related("result", "by")}
    found = []
    for letter in letters:
        if letter.person is None:
            continue
        for way in conclusions.ways().values():
            filed = appeals.get((letter.person.pk, way.id))
            if way.after and (letter.person.pk, way.after) not in appeals:
                continue
            until, why = _until(way, letter, appeals.get((letter.person.pk, way.after)))
            found.append(Right(letter.person, way, until, why, filed))
    return found


@transaction.atomic
def charge(*, conclusion: Conclusion, person: Involvement, ended_on: date | None, by: User, at: datetime) -> Charges:
    """Write down that criminal charges are pending against somebody whom a finding names (`ended_on` None), or ended on a day."""
    _check(conclusion, person, by)
    if ended_on and ended_on > local(at).date():
        raise Refused(_("This day has not come yet."), field="ended_on")
    row = Charges.objects.create(conclusion=conclusion, person=person, ended_on=ended_on, by=by, at=at)
    _let_run(row, by, at)
    ended = ended_on.isoformat() if ended_on else ""
    write(act="charges.told", subject=_report(conclusion), by=by, at=at, person=person.code, ended=ended)
    return row


@transaction.atomic
def file(*, conclusion: Conclusion, person: Involvement, way: str, filed_on: date, by: User, at: datetime) -> Appeal:
    """Write down that somebody filed an appeal. Raises Refused for a second way, before the notice, and without what comes first."""
    _check(conclusion, person, by)
    Alert.objects.select_for_update(no_key=True).get(pk=conclusion.alert_id)
    if way not in conclusions.ways():
        raise Refused(_("Choose one of the ways."), field="way")
    right = next((one for one in rights(conclusion) if one.person == person and one.way.id == way), None)
    if right is None:
        raise Refused(_("This way is open after the board has decided."), "RSMo 210.152", "way")
    _check_either_or(conclusion, person, right.way)
    if filed_on > local(at).date():
        raise Refused(_("This day has not come yet."), field="filed_on")
    late = right.over(_midnight(filed_on))
    row = Appeal.objects.create(
        conclusion=conclusion, person=person, way=way, filed_on=filed_on, late=late, by=by, at=at
    )
    for kind in ("new trial",) if right.way.after else ("court", "board"):  # either closes the other
        about = f"{kind} {person.code}"
        clock.meet_kind(report=_report(conclusion), kind=APPEAL, by=by, at=at, about=about)
    write(act="appeal.filed", subject=_report(conclusion), by=by, at=at, way=way, person=person.code, late=row.late)
    return row


@transaction.atomic
def decide(*, appeal: Appeal, result: str, decided_on: date, note: str, by: User, at: datetime) -> AppealResult:
    """Write down what became of an appeal; after the board the time for a court runs. Raises Refused when it is decided already."""
    _check(appeal.conclusion, appeal.person, by)
    Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    if AppealResult.objects.filter(appeal=appeal).exists():
        raise Refused(_("What became of this appeal is entered already."))
    if not appeal.filed_on <= decided_on <= local(at).date():
        raise Refused(_("It was decided between the day of filing and today."), field="decided_on")
    kept = {"result": AppealResult.Result(result), "decided_on": decided_on, "note": note.strip()}
    row = AppealResult.objects.create(appeal=appeal, **kept, by=by, at=at)
    report = _report(appeal.conclusion)
    if any(way.after == appeal.way for way in conclusions.ways().values()):
        code, office = appeal.person.code, appeal.conclusion.alert.office
        since = _midnight(decided_on)
        clock.start_upon(report=report, event="board_decided", since=since, office=office, about=code, by=by, at=at)
    write(act="appeal.decided", subject=report, by=by, at=at, way=appeal.way, result=str(row.result))
    return row


def _with_appeal() -> list[str]:
    return [one.id for one in conclusions.letters().values() if one.appeal]


def _until(way: conclusions.Way, letter: Letter, before: Appeal | None) -> tuple[datetime | None, str]:
    """Until when a way is open; None and why, where its time has not begun."""
    if way.starts != NOTICE:
        result = AppealResult.objects.filter(appeal=before).first()
        if result is None:
            return None, _("The board has not decided.")
        return conclusions.last_day(way, _midnight(result.decided_on)), ""
    posted = getattr(letter, "posted", None)
    if posted is None:
        return None, _("The letter has not been sent: the time has not begun.")
    charges = letter.conclusion.charges.filter(person=letter.person).last() if way.waits else None
    if charges is None:
        return conclusions.last_day(way, posted.sent_at), ""
    if charges.ended_on is None:
        return None, _("Criminal charges are pending: the time begins when they end.")
    return conclusions.last_day(way, max(_midnight(charges.ended_on), posted.sent_at)), ""


def _check(conclusion: Conclusion, person: Involvement, by: User) -> None:
    require(by, Permission.CONCLUDE)
    if not Alert.objects.in_hand_of(by).filter(pk=conclusion.alert_id).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": conclusion.alert.office})
    if not conclusion.letters.filter(person=person, kind__in=_with_appeal()).exists():
        raise Refused(_("No finding names this person that could be appealed."), "RSMo 210.152", "person")


def _check_either_or(conclusion: Conclusion, person: Involvement, way: conclusions.Way) -> None:
    taken = conclusion.appeals.filter(person=person)
    if taken.filter(way=way.id).exists():
        raise Refused(_("This appeal is entered already."), field="way")
    first = [one for one in taken if one.law.starts == NOTICE]
    if first and way.starts == NOTICE:
        told = _("Either the board or a court, not both: %(way)s was chosen.")
        raise Refused(told % {"way": first[0].law.label}, "13 CSR 35-31.025", "way")


def _let_run(charges: Charges, by: User, at: datetime) -> None:
    """The time for the board does not run while charges are pending, and begins when they end."""
    conclusion, person = charges.conclusion, charges.person
    report, office = _report(conclusion), conclusion.alert.office
    if charges.ended_on is None:
        clock.lift(report=report, kinds=[APPEAL], office=office, by=by, at=at, about=f"{BOARD} {person.code}")
        return
    events = {"received": report.received_at, "noticed": _midnight(charges.ended_on)}
    due = [one for one in clocks.due("noticed", {}, events) if one.about == BOARD]
    clock.start(report=report, due=due, office=office, by=by, at=at, about=person.code)


def _midnight(day: date) -> datetime:
    """The beginning of a day in Missouri."""
    return datetime.combine(day, time(), CENTRAL).astimezone(UTC)


def _report(conclusion: Conclusion) -> Report:
    return conclusion.alert.classification.report
