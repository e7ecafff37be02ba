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


@register.filter
def desk_of(user: User) -> str:
    """What somebody answers for: their office, their circuit or their region."""
    if user.role == Role.REGIONAL_DIRECTOR and user.office.region:
        return _("%(region)s region") % {"region": user.office.region}
    if user.role == Role.CIRCUIT_MANAGER and user.office.circuit:
        return _("Circuit %(circuit)s") % {"circuit": user.office.circuit}
    return str(user.office)


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
