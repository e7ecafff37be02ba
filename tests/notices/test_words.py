"""What notices say, and what they never say: whom a report is about, or who told."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from oscr.config.state import ROOT
from oscr.notices.actions import message
from oscr.notices.models import Notice

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
TEMPLATES = Path(ROOT / "oscr" / "notices" / "templates" / "notices")
CONTEXTS = {
    "received": {"number": "26062-00001"},
    "classified": {"number": "26062-00001", "office": "Boone County Children's Division", "phone": "555-0142"},
    "emergency_waiting": {"number": "26062-00001"},
    "added": {"number": "26062-00001", "desk": "hotline"},
    "asked": {"number": "26062-00001"},
    "answered": {"number": "26062-00001"},
    "alert": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "meeting": {
        "number": "26062-00001",
        "office": "Boone County Children's Division",
        "phone": "555-0142",
        "when": "Tuesday, March 10, 3:00 p.m.",
    },
    "assigned": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "restricted": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "birth_parent": {"number": "26062-00001"},
    "second_reading": {"number": "26062-00001", "pk": 7},
    "review_opened": {"number": "26062-00001"},
    "review_sent": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "harassment_suspected": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "callout": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "roster_empty": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "corrected": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "withdrawn": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "dispute_opened": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "dispute_answered": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "transfer_proposed": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "transfer_answered": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "guard_broken": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "directs": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "directs_no_more": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "assistance_asked": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "assistance_answered": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "conflict": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "enforcement_told": {"number": "26062-00001"},
    "track_changed": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "enforcement_answered": {"number": "26062-00001"},
    "call_told": {"number": "26062-00001", "office": "Boone County Children's Division"},
    "named": {"number": "26062-00001"},
    "conclusion_proposed": {"number": "26062-00001"},
    "conclusion_approved": {"number": "26062-00001"},
    "conclusion_returned": {"number": "26062-00001"},
    "court_asked": {"number": "26062-00001"},
    "state_asked": {"number": "26062-00001"},
    "disposition_asked": {"number": "26062-00001", "pk": 7},
    "findings_asked": {"number": "26062-00001", "pk": 7},
    "disposition_answered": {"number": "26062-00001"},
    "advocate_referred": {"number": "26062-00001"},
    "disclosed": {"number": "26062-00001"},
    "disclosure_asked": {"number": "26062-00001"},
    "disclosure_refused": {"number": "26062-00001"},
    "clock_unheard": {
        "number": "26062-00001",
        "office": "Boone County Children's Division",
        "duty": "Make contact",
        "desk": "county",
    },
    "clock_overdue": {
        "number": "26062-00001",
        "office": "Boone County Children's Division",
        "duty": "Make contact",
        "desk": "county",
    },
}


def mail(kind: str, language: str = "en", **context):
    """The e-mail of a notice that is not in the outbox."""
    said = CONTEXTS[kind] | context
    notice = Notice(key=f"{kind}-1", kind=kind, to="to@example.org", language=language, context=said, left_at=NOW)
    notice.next_try_at = NOW + timedelta(0)
    return message(notice)


def test_every_template_is_tested():
    assert {path.stem for path in TEMPLATES.glob("*.txt")} == set(CONTEXTS)


@pytest.mark.parametrize("kind", CONTEXTS)
def test_subject_and_body_are_plain_and_whole(kind, settings):
    settings.SITE_URL = "https://oscr.example.org"
    made = mail(kind)
    assert made.subject.startswith("OSCR: ")
    assert "26062-00001" in made.subject
    assert "\n" not in made.subject
    assert "26062-00001" in made.body
    assert "https://oscr.example.org/" in made.body
    assert not re.search(r"{[{%#]|&\w+;|&#", made.subject + made.body)
    assert not re.search(r"\n{4}", made.body)
    assert made.to == ["to@example.org"]


@pytest.mark.parametrize("kind", CONTEXTS)
def test_a_notice_reads_nothing_but_numbers_offices_and_duties(kind):
    """The template can only say what it is given: no variable of it could hold a person (`pk` is a key in an address,
    `when` a day and an hour)."""
    names = re.findall(r"{{\s*(\w+)", (TEMPLATES / f"{kind}.txt").read_text("utf-8"))
    assert set(names) <= {"number", "office", "phone", "duty", "site", "pk", "secret", "when"}


def test_an_office_is_named_with_its_phone_and_the_right_to_the_disposition():
    body = mail("classified").body
    assert "Boone County Children's Division" in body
    assert "555-0142" in body
    assert "disposition" in body
    assert "210.145.18" in body
    assert "1-800-392-3738" in body


def test_without_an_office_the_report_was_documented():
    body = mail("classified", office="", phone="").body
    assert "documented" in body
    assert "1-800-392-3738" in body
    assert "Telephone of the office" not in body


def test_an_office_without_a_phone_leaves_no_empty_line_for_one():
    assert "Telephone" not in mail("classified", phone="").body


def test_an_overdue_clock_leads_to_the_desk_that_must_meet_it(settings):
    settings.SITE_URL = "https://oscr.example.org"
    assert "https://oscr.example.org/county/alerts/26062-00001/" in mail("clock_overdue").body
    assert "https://oscr.example.org/hotline/" in mail("clock_overdue", desk="hotline").body


def test_emergencies_name_911_first_to_reporters():
    for kind in ("received", "classified"):
        body = mail(kind).body
        assert body.index("911") < body.index("1-800-392-3738", body.index("911"))


def test_the_message_id_is_the_key(settings):
    settings.MAIL_DOMAIN = "oscr.example.org"
    assert mail("received").extra_headers["Message-ID"] == "<received-1@oscr.example.org>"
