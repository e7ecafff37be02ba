"""A court asks off the record whether a report was made; a lead answers yes or no (RSMo 210.145.20).

The answer is logged by itself: the entry in the record is about the inquiry and names no report, so that no page of a family shows it.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Permission, require
from oscr.flow.clock.models import COMPLETE, Clock
from oscr.flow.inquiry.models import CourtAnswer, CourtInquiry, Stay
from oscr.flow.report.models import Involvement
from oscr.law import inquiries
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

CITE = inquiries.COURT_CITE


@transaction.atomic
def ask(
    *,
    asker: str,
    about: str,
    court: str = "",
    case_number: str = "",
    judge: str = "",
    spoke_with: str = "",
    verified: str = "",
    by: User,
    at: datetime,
) -> CourtInquiry:
    """Write down that somebody asked whether a report was made. A court's waits for a lead, who is told; anybody else's ends here, with
    the words that the law leaves for them (`CourtInquiry.law.say`).

    Raises Refused beside the field where a court's inquiry does not say which court, case and judge, how it was made sure that it is the
    court, and about whom.
    """
    require(by, Permission.TAKE_INQUIRY)
    if asker not in inquiries.askers():
        raise Refused(_("Say who asks."), CITE, "asker")
    said = {"court": court, "case_number": case_number, "judge": judge, "verified": verified, "about": about}
    said = {name: text.strip() for name, text in said.items()}
    if asker == inquiries.COURT:
        _check_whole(said)
    row = CourtInquiry.objects.create(
        asker=asker, **said, spoke_with=spoke_with.strip(), office=Office.objects.get(staff=by), by=by, at=at
    )
    if row.law.answered:
        for person in to_call(office=row.office, level=Level.BACK_UP, at=at):
            if person != by:
                key = f"court_asked-{row.pk}-{person.pk}"
                leave(kind="court_asked", key=key, to=person.email, at=at, number=row.known_as)
    write(act="court.asked", subject=row, by=by, at=at, asker=asker)
    return row


@transaction.atomic
def answer(
    *, inquiry: CourtInquiry, made: bool, searched: str, number: str = "", by: User, at: datetime
) -> CourtAnswer:
    """Answer a court: whether a report was made. A yes rests on a report that the lead may see (`number`); a no on a search that is
    described. Raises Refused for whoever is no court, and when somebody has answered."""
    row = _open_to(inquiry, by)
    if not row.law.answered:
        raise Refused(_(row.law.say), row.law.cite)
    if first := CourtAnswer.objects.filter(inquiry=row).select_related("by").first():
        raise Refused(_("%(name)s has answered this inquiry.") % {"name": first.by})
    if not searched.strip():
        raise Refused(_("Say how you looked: under which names and birth dates."), CITE, "searched")
    number = number.strip() if made else ""
    if made and not Involvement.objects.visible_to(by).filter(report__number=number).exists():
        raise Refused(_("Give the call number of a report that you may see: a yes rests on it."), CITE, "number")
    made_row = CourtAnswer.objects.create(
        inquiry=row, made=made, number=number, searched=searched.strip(), by=by, at=at
    )
    write(act="court.answered", subject=row, by=by, at=at)
    return made_row


@transaction.atomic
def note_stay(*, inquiry: CourtInquiry, stayed_on: date, by: User, at: datetime) -> Stay:
    """Note that the court stayed the proceeding until the Division has completed its investigation. Raises Refused where the answer was
    no, for a day before the inquiry or to come, and for a second stay."""
    row = _open_to(inquiry, by)
    answered = CourtAnswer.objects.filter(inquiry=row, made=True).first()
    if answered is None:
        raise Refused(_("A stay follows only where a report was made."), CITE, "stayed_on")
    if not local(row.at).date() <= stayed_on <= local(at).date():
        raise Refused(_("The stay was ordered between the inquiry and today."), CITE, "stayed_on")
    if Stay.objects.filter(answer=answered).exists():
        raise Refused(_("The stay is noted already."), CITE)
    made = Stay.objects.create(answer=answered, stayed_on=stayed_on, by=by, at=at)
    write(act="court.stayed", subject=row, by=by, at=at)
    return made


def completed_at(number: str) -> datetime | None:
    """When the Division completed what a stay waits for; None while it has not."""
    done = Clock.objects.filter(report__number=number, kind=COMPLETE)
    if done.filter(met_at=None).exists():
        return None
    return done.order_by("-met_at").values_list("met_at", flat=True).first()


def _check_whole(said: dict[str, str]) -> None:
    missing = {
        "court": _("Say which court asks."),
        "case_number": _("Say the court's case number."),
        "judge": _("Say which judge asks, or for which judge."),
        "verified": _("Say how you made sure that it is the court: call it back at its own number."),
        "about": _("Say about whom the court asks."),
    }
    for name, told in missing.items():
        if not said[name]:
            raise Refused(told, CITE, name)


def _open_to(inquiry: CourtInquiry, by: User) -> CourtInquiry:
    """The inquiry, locked, for a lead who answers for its office."""
    require(by, Permission.ANSWER_COURT)
    row = CourtInquiry.objects.visible_to(by).select_for_update(of=("self",), no_key=True).filter(pk=inquiry.pk).first()
    if row is None:
        raise Refused(_("You do not answer for %(office)s.") % {"office": inquiry.office})
    return row
