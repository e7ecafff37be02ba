"""The letter by which somebody without an e-mail address is told of a family support team meeting (RSMo 210.145.14).

Used by `views/response_support`. It says what the e-mail may not: where the meeting is. Whom it is about stands in none of them.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oscr.desks.can1.served import as_file
from oscr.desks.county.letters import Part, advocate
from oscr.flow.assignment.models import Alert
from oscr.flow.response.models import Invitation
from oscr.law.calendar import local
from oscr.notices.pdf import letter_pdf


def paper(invitation: Invitation, alert: Alert, at: datetime) -> HttpResponse:
    """The letter as PDF/UA, to be printed and posted."""
    content = letter_pdf(data_of(invitation, alert, at), at)
    return as_file(content, f"meeting-{alert.number}-{invitation.pk}.pdf")


def data_of(invitation: Invitation, alert: Alert, at: datetime) -> dict[str, Any]:
    """The texts that letter.typ names."""
    invitee, office = invitation.invitee, alert.office
    address = invitee.involved.participant.address if invitee.involved else ""
    return {
        "lang": get_language() or "en",
        "draft": "",
        "title": _("You are invited to a meeting"),
        "page": _("Page {page} of {pages}"),
        "boxes": _("A box stands for a letter that cannot be printed here."),
        "office": "\n".join(filter(None, (str(office), _("Missouri Children's Division"), office.phone))),
        "to": "\n".join(filter(None, (invitee.named, address))),
        "date": date_format(local(at), _("F j, Y")),
        "about": _("Call number %(number)s") % {"number": alert.number},
        "parts": [asdict(part) for part in _parts(invitation)],
        "closing": _("If you cannot come, or have a question, call our office at the number above."),
        "signed": _("For the Children's Division"),
        "advocate_title": _("If you are not satisfied"),
        "advocate": advocate(),
    }


def _parts(invitation: Invitation) -> list[Part]:
    meeting = invitation.meeting
    told = _(
        "A family support team meeting is set. You are told of it, and of every later one. The law says so (RSMo 210.145.14)."
    )
    when = _("When: %(when)s") % {"when": date_format(local(meeting.takes_place_at), _("l, F j, Y, g:i a"))}
    return [Part("", (told, when, _("Where: %(where)s") % {"where": meeting.where}))]
