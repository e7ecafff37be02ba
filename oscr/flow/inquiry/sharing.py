"""An agency of another state, territory, tribe or nation asks for what is on record, or to investigate together (RSMo 210.145.21).

A lead decides what is appropriate. Each report of which something was shared says so in the record; who reported is never shared.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, Office, User
from oscr.agency.permissions import Permission, require
from oscr.flow.inquiry.models import StateAnswer, StateRequest
from oscr.flow.report.models import Involvement, Report
from oscr.law import inquiries, states
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write

CITE = inquiries.STATE_CITE


@transaction.atomic
def ask(
    *,
    agency: str,
    name: str,
    place: str,
    where: str,
    person: str,
    contact: str,
    purpose: str,
    about: str,
    authority: str = "",
    by: User,
    at: datetime,
) -> StateRequest:
    """Write down what an agency elsewhere asks for; a lead is told. `where` is the postal code of a state or territory, or the name of
    a tribe or nation. Raises Refused beside the field that lacks something."""
    require(by, Permission.TAKE_INQUIRY)
    if agency not in inquiries.agencies():
        raise Refused(_("Say what kind of agency asks."), CITE, "agency")
    if place not in StateRequest.Place.values:
        raise Refused(_("Say where the agency is."), CITE, "place")
    said = {"name": name, "where": where, "person": person, "contact": contact, "purpose": purpose, "about": about}
    said = {field: text.strip() for field, text in said.items()}
    _check_whole(said)
    if place == StateRequest.Place.STATE and said["where"] not in states.others():
        raise Refused(_("Choose a state or territory."), CITE, "where")
    row = StateRequest.objects.create(
        agency=agency,
        place=place,
        **said,
        authority=authority.strip(),
        office=Office.objects.get(staff=by),
        by=by,
        at=at,
    )
    for one in to_call(office=row.office, level=Level.BACK_UP, at=at):
        if one != by:
            leave(kind="state_asked", key=f"state_asked-{row.pk}-{one.pk}", to=one.email, at=at, number=row.known_as)
    write(act="state.asked", subject=row, by=by, at=at, agency=agency, place=place)
    return row


@transaction.atomic
def share(
    *, request: StateRequest, numbers: Sequence[str], what: Sequence[str], standard: str, by: User, at: datetime
) -> StateAnswer:
    """Share something of these reports (call numbers), and why that is appropriate; each report's record says so.

    Raises Refused beside the field for an agency that the law does not name, or that acts under no law of its own, for reports that the
    lead may not see, and when somebody has decided.
    """
    row = _undecided(request, by)
    inquiries.check_shared(row.agency, row.authority, standard.strip(), what)
    reports = _reports(numbers, by)
    made = StateAnswer.objects.create(
        request=row,
        shared=True,
        numbers=[one.number for one in reports],
        what=[one for one in inquiries.shareable() if one in what],
        standard=standard.strip(),
        by=by,
        at=at,
    )
    for report in reports:
        write(act="report.shared", subject=report, by=by, at=at, request=row.pk, agency=row.agency, what=made.what)
    write(act="state.answered", subject=row, by=by, at=at, shared=True)
    return made


@transaction.atomic
def refuse(*, request: StateRequest, reason: str, by: User, at: datetime) -> StateAnswer:
    """Share nothing, and say why. Raises Refused without a reason, and when somebody has decided."""
    row = _undecided(request, by)
    if not reason.strip():
        raise Refused(_("Say why nothing is shared."), CITE, "reason")
    made = StateAnswer.objects.create(request=row, shared=False, reason=reason.strip(), by=by, at=at)
    write(act="state.answered", subject=row, by=by, at=at, shared=False)
    return made


def _check_whole(said: dict[str, str]) -> None:
    missing = {
        "name": _("Say which agency asks."),
        "where": _("Say which state, territory, tribe or nation."),
        "person": _("Say who asks there."),
        "contact": _("Give the agency's own number or address, and reach it there."),
        "purpose": _("Say what it is needed for."),
        "about": _("Say about whom the agency asks."),
    }
    for name, told in missing.items():
        if not said[name]:
            raise Refused(told, CITE, name)


def _reports(numbers: Sequence[str], by: User) -> list[Report]:
    wanted = list(dict.fromkeys(one.strip() for one in numbers if one.strip()))
    seen = Involvement.objects.visible_to(by).filter(report__number__in=wanted).values("report")
    found = {report.number: report for report in Report.objects.filter(pk__in=seen)}
    if missing := [one for one in wanted if one not in found]:
        raise Refused(_("There is no report %(number)s that you may see.") % {"number": missing[0]}, CITE, "numbers")
    if not found:
        raise Refused(_("Give the call numbers of the reports."), CITE, "numbers")
    return [found[one] for one in wanted]


def _undecided(request: StateRequest, by: User) -> StateRequest:
    """The request, locked, for a lead who answers for its office and before anybody decided."""
    require(by, Permission.SHARE_ELSEWHERE)
    row = StateRequest.objects.visible_to(by).select_for_update(of=("self",), no_key=True).filter(pk=request.pk).first()
    if row is None:
        raise Refused(_("You do not answer for %(office)s.") % {"office": request.office})
    if first := StateAnswer.objects.filter(request=row).select_related("by").first():
        raise Refused(_("%(name)s has decided about this request.") % {"name": first.by})
    return row
