"""Entering who is on call for an office. A line is never changed: the most recent entry wins (manual 2.4.1).

Used by the county's roster pages. The rows are `agency.OnCall`; they are written here because the record is written with them.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import Level, Office, OnCall, User
from oscr.agency.permissions import COUNTY_ROLES, Permission, require
from oscr.law import callout
from oscr.law.refusal import Refused
from oscr.record.actions import write

LONGEST = timedelta(days=62)  # of one entry: a month's roster and the next


def days_of(first: date, last: date, frame: str) -> list[tuple[datetime, datetime]]:
    """One of the manual's frames on each of these days, as spans in UTC. Raises Refused for days in the wrong order, or too many."""
    if last < first:
        raise Refused(_("The last day lies before the first."), field="last")
    if last - first > LONGEST:
        raise Refused(_("Enter at most %(days)d days at once.") % {"days": LONGEST.days}, field="last")
    return [callout.span(frame, first + timedelta(days=day)) for day in range((last - first).days + 1)]


@transaction.atomic
def enter(
    *,
    office: Office,
    level: int,
    user: User,
    spans: Sequence[tuple[datetime, datetime]],
    phones: Sequence[str],
    instructions: str,
    by: User,
    at: datetime,
) -> list[OnCall]:
    """Write one line of the roster for each span. In: aware times; at least one telephone number, the first to try first.

    Raises Refused for an office that `by` does not answer for, for somebody who does not work in the field, for a span that is
    over already or longer than may be entered.
    """
    require(by, Permission.KEEP_ROSTER)
    if not Office.objects.overseen_by(by).filter(pk=office.pk).exists():
        raise Refused(_("You do not answer for %(office)s.") % {"office": office}, field="office")
    if not user.is_active or user.role not in COUNTY_ROLES:
        raise Refused(_("Choose somebody who works in the field."), field="user")
    if not phones:
        raise Refused(_("Give a telephone number: without one nobody can be called."), field="phone")
    for starts_at, ends_at in spans:
        if ends_at <= at:
            raise Refused(_("This time is over already."), field="first")
        if not starts_at < ends_at <= starts_at + LONGEST:
            raise Refused(_("The end must come after the beginning, within two months."), field="ends")
    said = {"office": office, "level": Level(level), "user": user, "instructions": instructions.strip()}
    said |= {"phone": phones[0], "other_phones": list(phones[1:]), "entered_at": at, "entered_by": by}
    rows = [OnCall.objects.create(starts_at=start, ends_at=end, **said) for start, end in spans]
    write(act="roster.entered", subject=office, by=by, at=at, level=int(level), user=user.pk, lines=len(rows))
    return rows
