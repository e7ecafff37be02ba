"""The secret address of somebody's calendar: made, made anew, withdrawn, and asked whose it is.

Used by the county's desk. The secret is said once, when it is made; what is kept is its digest, so that nobody reads it out of the
tables. It dies with the account.
"""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.clock.models import CalendarFeed
from oscr.record.actions import write


@transaction.atomic
def make_feed(*, by: User, at: datetime) -> str:
    """Make an address for `by`, in place of the one before; returns its secret, which is never shown again."""
    require(by, Permission.MEET_CLOCK)
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))  # two at once: the second withdraws the first's
    CalendarFeed.objects.filter(user=by, withdrawn_at=None).update(withdrawn_at=at)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=by, digest=_digest(secret), made_at=at)
    write(act="calendar.made", subject=by, by=by, at=at)
    return secret


@transaction.atomic
def withdraw_feed(*, by: User, at: datetime) -> bool:
    """Let the address of `by` answer nobody any more; says whether there was one."""
    require(by, Permission.MEET_CLOCK)
    gone = CalendarFeed.objects.filter(user=by, withdrawn_at=None).update(withdrawn_at=at)
    if gone:
        write(act="calendar.withdrawn", subject=by, by=by, at=at)
    return bool(gone)


def feed_of(user: User) -> CalendarFeed | None:
    """The address that answers for somebody, if any."""
    return CalendarFeed.objects.filter(user=user, withdrawn_at=None).first()


def whose(secret: str) -> User | None:
    """Whom a secret stands for: nobody, when it was withdrawn, or they do not work here any more."""
    feeds = CalendarFeed.objects.filter(digest=_digest(secret), withdrawn_at=None).select_related("user__office")
    user = feeds[0].user if feeds else None
    return user if can(user, Permission.MEET_CLOCK) else None


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
