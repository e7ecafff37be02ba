"""Who is on the list on a day, and the file that the Registrar is given. Who is on it follows from the day: ten years to the day.

Only what identifies somebody is given away: neither why they are listed nor who says so (CWM 2.1.3.4.1: "identifying
information"). docs/birth-match.md describes the columns.
"""

import csv
import hashlib
import io
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from oscr.flow.birth_match.models import Listed
from oscr.law import birth_match

FORMAT = "oscr-birth-match-list 1"
COLUMNS = ("entry", "first", "middle", "last", "other_names", "birth_date", "sex", "address")


def on_list(day: date) -> QuerySet[Listed]:
    """Everybody on the list on a day: their event counts still, and nobody took them off."""
    return between(day, day)


def between(first: date, last: date) -> QuerySet[Listed]:
    """Everybody who was on the list on some day from the first to the last, and was not taken off."""
    counts = (
        Q(category=category, event_date__range=(birth_match.since(category, first), last))
        for category in birth_match.categories()
    )
    return Listed.objects.filter(reduce(or_, counts), delisting=None).order_by("entry")


def written(day: date) -> tuple[int, bytes, str]:
    """The list of a day: how many, the CSV (UTF-8, CR LF), and its SHA-256. The same list gives the same file."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    rows = 0
    for one in on_list(day).iterator():
        born = one.birth_date.isoformat() if one.birth_date else ""
        writer.writerow([one.entry, one.first, one.middle, one.last, one.other_names, born, one.sex, one.address])
        rows += 1
    content = text.getvalue().encode()
    return rows, content, hashlib.sha256(content).hexdigest()
