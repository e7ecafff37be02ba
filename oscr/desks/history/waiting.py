"""Whose probable duplicates somebody goes through: everybody's, those of their own offices, or of one office.

Used by the queue and by the page that compares, which goes on to the next pair. The choice stands in the address as a key.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from oscr.agency.models import Office, OfficeKind, User
from oscr.flow.history import pairs
from oscr.flow.history.pairs import Pair
from oscr.people.models import Link, LinkKind

ALL, MINE = "all", "mine"
LOOKED_AHEAD = 20  # pairs among which the next one that may be seen whole is looked for


@dataclass(frozen=True)
class Queue:
    """What was chosen: its key, and the pairs."""

    key: str
    waits: QuerySet[Link]


def choices(user: User) -> list[tuple[str, str]]:
    """(key, words) of what may be chosen."""
    own = [(MINE, _("My offices"))] if user.is_county else []
    return [*own, (ALL, _("All offices")), *((str(office.pk), office.name) for office in _offices(user))]


def queue(user: User, key: str) -> Queue:
    """The pairs of a choice; without one, county staff see their own offices' and the hotline sees all."""
    if key == ALL or (not user.is_county and not key):
        return Queue(ALL, pairs.waiting(user))
    office = _offices(user).filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 10 else None
    if office:
        return Queue(key, pairs.waiting(user, [office]))
    if user.is_county:
        return Queue(MINE, pairs.waiting(user, list(_offices(user))))
    return Queue(ALL, pairs.waiting(user))


def proposal(key: str) -> Link | None:
    """The proposal with this key as it stands in an address, waiting still or answered."""
    proposed = Link.objects.filter(kind=LinkKind.PROBABLE)
    return proposed.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 19 else None


def following(chosen: Queue, user: User, done: Link | None) -> Pair | None:
    """The pair after this one, from the beginning again after the last; None when no other waits that may be seen whole."""
    later = pairs.after(chosen.waits, done) if done else chosen.waits
    others = chosen.waits.exclude(pk=done.pk) if done else chosen.waits
    ahead = [*later[:LOOKED_AHEAD], *others[:LOOKED_AHEAD]]
    return next((pair for pair in pairs.shown(ahead, user) if pair.mention and pair.counterpart), None)


def address(pair: Pair, key: str) -> str:
    """Where a pair of the queue is compared, the earlier telling first."""
    return reverse("history:compare", args=[pair.other, pair.one], query={"queue": key})


def _offices(user: User) -> QuerySet[Office]:
    if user.is_county:
        return Office.objects.overseen_by(user)
    return Office.objects.exclude(kind=OfficeKind.HOTLINE)
