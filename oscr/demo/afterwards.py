"""What comes after a report, and what comes on paper: a fax with its scan, additions, a question. Used by the seed."""

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.flow.addendum import actions as addendum
from oscr.flow.attachment.actions import attach
from oscr.flow.call import actions as call
from oscr.flow.report.models import Report

FAXED = "Invented for the demonstration.\n\nTo the hotline: a pupil of ours, Robin Featherly,\nhas not been at school for a month."
ADDED = (
    ("added", "A brother of about two lives in the home as well; a neighbor told me today."),
    ("corrected", "The street is Pretend Lane, not Pretend Road. I misread my own notes."),
)
ASKED = "Why did this not become an investigation? I would like to understand it."


def seed(*, at: datetime) -> None:
    """A fax that waits with its scan; additions to one report at the hotline and one in the county; an open question."""
    screener = User.objects.filter(role=Role.SCREENER).earliest("pk")
    _fax(screener, at)
    waiting = Report.objects.filter(waiting__isnull=False, owner__isnull=False).order_by("-received_at")
    sent = Report.objects.filter(classifications__alerts__isnull=False, owner__isnull=False).order_by("-received_at")
    for (kind, text), reports in zip(ADDED, (waiting, sent), strict=True):
        report = reports.first()
        if report:
            addendum.add(report=report, kind=kind, text=text, by=report.owner, at=at - timedelta(minutes=4))
    asked = sent[1:2].first()
    if asked:
        addendum.ask(report=asked, text=ASKED, by=asked.owner, at=at - timedelta(minutes=30))


def _fax(screener: User, at: datetime) -> None:
    """What a school faxed last night and a screener typed in this morning; nobody holds it."""
    how = {"channel": "fax", "received_at": at - timedelta(hours=9), "by": screener, "at": at - timedelta(minutes=40)}
    report = call.receive_phone(token=uuid4(), answers=_answers(), **how)
    told = {"shows": "The fax, one page", "names_reporter": True, "by": screener, "at": how["at"]}
    attach(to=report, sent=_page(), **told)
    call.release(report=report, by=screener, at=how["at"])


def _answers() -> dict[str, Any]:
    child = {"id": "c1", "first": "Robin", "last": "Featherly", "age": 9, "age_unit": "years", "sex": "unknown"}
    return {
        "intake": {"channel": "fax", "danger": "paper", "right": "paper"},
        "you": {
            "name": "Example Teacher",
            "occupation": "teacher",
            "phone": "573-555-0142",
            "employer": "Example School",
        },
        "children": [child | {"worried": True, "facts": {}}],
        "worries": {"pathways": ["education"], "other": ""},
        "story": {"what": FAXED.replace("\n", " ")},
    }


def _page() -> bytes:
    page = Image.new("1", (850, 1100), 1)
    ImageDraw.Draw(page).multiline_text((90, 120), FAXED, fill=0, font_size=24, spacing=14)
    scan = io.BytesIO()
    page.save(scan, "TIFF", compression="group4")
    return scan.getvalue()
