"""Somebody in words: the name as told, and the age then and now.

Used by every desk that shows people.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.law.calendar import local, months_between
from oscr.people.models import Participant


def full_name(participant: Participant) -> str:
    """The name as told: "Robin Lee Cloverfield"; "" when nobody knew it."""
    return " ".join(part for part in (participant.first, participant.middle, participant.last) if part)


def name_words(participant: Participant) -> str:
    """The name as told, or that nobody knew it: what every page shows."""
    return full_name(participant) or nameless()


def nameless() -> str:
    """What stands where nobody knew a name."""
    return _("Name unknown")


def months_old(participant: Participant, told_at: datetime, at: datetime) -> int | None:
    """The age in whole months at a moment, from a birth date or from the age told at `told_at`; None when unknown.

    A birth date that lies in the future at that moment says nothing.
    """
    day = local(at).date()
    if participant.birth_date:
        return months_between(participant.birth_date, day) if participant.birth_date <= day else None
    if participant.age_months is None:
        return None
    return participant.age_months + max(0, months_between(local(told_at).date(), day))


def age_words(participant: Participant, told_at: datetime, at: datetime | None = None) -> str:
    """The age at a moment (else: as it was when told) in words: "5 years", "about 3 months"; "" when unknown.

    What is counted on from an age that was told is about, as a guess is.
    """
    months = months_old(participant, told_at, at or told_at)
    if months is None:
        return ""
    words = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    if months >= 24:
        words = ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}
    counted_on = at is not None and at != told_at and participant.birth_date is None
    return _("about %(age)s") % {"age": words} if participant.age_estimated or counted_on else words
