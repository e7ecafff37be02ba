"""Times as this desk's lists show them: Missouri's wall clock, short, with the end of a day said as such."""

from datetime import datetime, time, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.law import happened
from oscr.law.calendar import local

register = template.Library()
RESPONSE, SAFETY, TOLD = "county:response", "county:response_safety", "county:response_told"
SERVICES, ENFORCEMENT = "county:response_services", "county:enforcement"
PLACES = {  # a kind of clock, a duty of a response or of the conclusion's list -> the page on which it is done
    **dict.fromkeys(("initiate", "initiated", "observe child", "child-seen", "rights"), RESPONSE),
    **dict.fromkeys(("household children", "household-seen", "reporter contact", "reporter-contact"), RESPONSE),
    **dict.fromkeys(("safety assessment", "safety"), SAFETY),
    **dict.fromkeys(("law enforcement", "law-enforcement", "enforcement answer", "enforcement-answer"), ENFORCEMENT),
    **dict.fromkeys(("parent notice", "parent-notice", "team", "school"), TOLD),
    **dict.fromkeys(("meeting told", "meetings"), "county:response_meetings"),
    **dict.fromkeys(("needs", "risk", "risk-assessed", "assessment outcome", "assessment-outcome"), SERVICES),
    **dict.fromkeys(("acknowledged", "addenda", "review", "moving"), "county:alert"),
    **dict.fromkeys(("complete", "harassment referral"), "county:conclusion"),
    "respond": RESPONSE,
    "update": "county:longer",
    "assistance": "county:assisting",
}


@register.filter
def desk_of(user: User) -> str:
    """What somebody answers for: their office, their circuit or their region."""
    if user.role == Role.REGIONAL_DIRECTOR and user.office.region:
        return _("%(region)s region") % {"region": user.office.region}
    if user.role == Role.CIRCUIT_MANAGER and user.office.circuit:
        return _("Circuit %(circuit)s") % {"circuit": user.office.circuit}
    return str(user.office)


@register.filter
def done_at(duty: str) -> str:
    """The name of the page on which a duty is done; "" where there is no page of one report for it."""
    return PLACES.get(duty, "")


@register.filter
def entered_later(row) -> bool:
    """Whether a row that happened at one moment was entered more than an hour later, which a page then says."""
    return happened.entered_later(row.happened_at, row.at)


@register.filter
def moment(at: datetime | None) -> str:
    """An aware datetime on Missouri's clock, without the year: "Mar 3, 9:05 a.m."."""
    return date_format(local(at), _("M j, g:i a")) if at else ""


@register.filter
def due_time(at: datetime) -> str:
    """When something is due. A window in days ends with a day: its midnight is shown as "end of Apr 17"."""
    there = local(at)
    if there.time() == time():
        return _("end of %(day)s") % {"day": date_format(there - timedelta(hours=1), _("M j"))}
    return moment(at)
