"""The Division's own findings as the list of Birth Match needs them: who is in the Central Registry by a conclusion that stands.

The first category of that list is an involuntary termination of parental rights and a finding within ten years (CWM 2.1.3.4.1;
RSMo 210.156). Whose rights were terminated only courts know: `findings` gives what the Division knows, in the columns of the file of
people, for whoever knows the rest to complete. `take_off` takes somebody off the list whose finding does not stand any more. Used by
`oscr births` and by the nightly job.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.birth_match.actions import delist
from oscr.flow.birth_match.files import LISTED, SEXES
from oscr.flow.birth_match.models import Listed
from oscr.flow.conclusion.models import Flag
from oscr.law import birth_match
from oscr.law.calendar import local
from oscr.people.models import Sex
from oscr.record.actions import write

CATEGORY, SOURCE, COURT = "termination", "Central Registry", "court"
SEX = {sex: letter for letter, sex in SEXES.items() if letter in ("F", "M")}


@transaction.atomic
def findings(*, by: User, at: datetime) -> tuple[int, bytes]:
    """Everybody of whom abuse or neglect was found that still counts today: how many, and the CSV (UTF-8, CR LF). It names people: who
    was given it is recorded, with its digest."""
    require(by, Permission.EXCHANGE_BIRTHS)
    rows = list(_rows(local(at).date()))
    text = io.StringIO()
    writer = csv.DictWriter(text, LISTED, restval="")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    digest = hashlib.sha256(content).hexdigest()
    write(act="birth_match.findings_given", subject=by, by=by, at=at, rows=len(rows), digest=digest)
    return len(rows), content


def take_off(*, at: datetime) -> int:
    """Take off the list whom a finding put there that does not stand any more; returns how many. Harmless to repeat."""
    gone = [_entry(flag) for flag in _last(Flag.State.REMOVED)]
    listed = list(Listed.objects.filter(entry__in=gone, delisting=None))
    for one in listed:
        delist(
            listed=one, reason=_("The finding does not stand any more: it was found otherwise since."), by=None, at=at
        )
    return len(listed)


def _rows(today: date) -> Iterator[dict[str, str]]:
    for flag in _last(Flag.State.FLAGGED):
        found_on, told = local(flag.at).date(), flag.person.participant
        if found_on < birth_match.since(CATEGORY, today) or not (told.first or told.last):
            continue
        born = told.birth_date.isoformat() if told.birth_date and not told.age_estimated else ""
        yield {
            "entry": _entry(flag),
            "source": SOURCE,
            **{name: getattr(told, name) for name in ("first", "middle", "last", "other_names", "address")},
            "birth_date": born,
            "sex": SEX.get(Sex(told.sex), ""),
            "category": CATEGORY,
            "event": "adjudication" if flag.result == COURT else "finding",
            "event_date": found_on.isoformat(),
            "registry_on": found_on.isoformat(),
        }


def _last(state: str) -> "QuerySet[Flag]":
    """The last that was said of each person, where it was this."""
    later = Flag.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return Flag.objects.filter(~Exists(later), state=state).select_related("person__participant", "person__report")


def _entry(flag: Flag) -> str:
    """The key of somebody in the file: who they are in which report."""
    return f"{flag.person.report.number} {flag.person.code}"
