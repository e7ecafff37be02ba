"""Words planted in every field of a report: none of them may leave the database in a mail, a job, a log line or the record."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.clock.ringing import ring_overdue
from oscr.notices.actions import send_due
from oscr.notices.models import Notice
from oscr.people.models import Participant
from oscr.record.models import Entry
from tests import making
from tests.making import BOONE, MINUTE, NOW

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel"
PERSON = {
    name: f"{CANARY}-{name}"
    for name in ("first", "middle", "last", "other_names", "address", "phone", "school", "language")
}
PLANTED = {
    "you": {
        **{name: f"{CANARY}-{name}" for name in ("name", "employer", "phone", "address", "relation", "best_time")},
        "occupation": "teacher",
    },
    "children": [{"id": "c1", "age": 8, "age_unit": "years", **PERSON}],
    "adults": [{"id": "p1", "relation": f"{CANARY}-relation", **PERSON}],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
    "places": {
        "home_address": f"{CANARY}-home",
        "directions": f"{CANARY}-directions",
        "children": {"c1": {"where": f"{CANARY}-where"}},
    },
    "worries": {"pathways": [], "other": f"{CANARY}-other"},
    "general": {"facts": {"danger now": "yes"}},
    "questions": {"general": {"facts": {"danger now": "yes"}, "children": [], "suspects": []}},
    "story": {name: f"{CANARY}-{name}" for name in ("what", "when", "where", "why_now", "told_by")},
    "done": {"actions": [], "text": f"{CANARY}-done"},
}


@pytest.fixture
def flow():
    """A report through every stage that leaves notices, with reasons that quote the report."""
    office = Office.objects.get(fips=BOONE)
    worker, boss = making.user(Role.WORKER, office), making.user(Role.COUNTY_SUPERVISOR, office)
    making.user(Role.HOTLINE_SUPERVISOR)
    screener, report = making.user(Role.SCREENER), making.sent(**PLANTED)
    call.claim(report=report, by=screener, at=NOW + MINUTE)
    made = making.classified(screener, of=report)
    alert = assignment.send_alert(
        classification=made, office=office, rule="", reason=f"{CANARY}-reason", by=screener, at=NOW + 2 * MINUTE
    )
    assignment.acknowledge(alert=alert, by=worker, at=NOW + 3 * MINUTE)
    assignment.assign(alert=alert, worker=worker, by=boss, at=NOW + 4 * MINUTE)
    assignment.disclose_reporter(alert=alert, to=worker, purpose="contact", by=boss, at=NOW + 5 * MINUTE)
    ring_overdue(at=NOW + timedelta(days=50))
    return alert


def test_the_words_are_really_planted(flow):
    report = flow.classification.report
    assert CANARY in report.narrative
    assert CANARY in json.dumps(report.told)
    assert all(CANARY in person.first for person in Participant.objects.all())
    assert CANARY in report.reporter.identity["name"]


def test_no_mail_says_whom_it_is_about_or_who_told(flow):
    waiting = Notice.objects.count()
    assert set(Notice.objects.values_list("kind", flat=True)) == {
        "received",
        "emergency_waiting",
        "classified",
        "alert",
        "assigned",
        "clock_overdue",
        "disclosed",
    }
    assert send_due(at=NOW + timedelta(days=50)) == waiting
    for sent in mail.outbox:
        whole = sent.message().as_string() + sent.subject + sent.body
        assert CANARY.lower() not in whole.lower()


def test_the_outbox_the_jobs_and_the_record_hold_numbers_and_codes_only(flow):
    rows = [
        *Notice.objects.values(),
        *Entry.objects.values("act", "subject", "details"),
        *ProcrastinateJob.objects.values(),
    ]
    assert CANARY not in json.dumps(rows, default=str)


def test_no_log_line_says_it(flow, caplog, capfd, monkeypatch):
    def refuse(self, messages):
        raise ValueError(f"550 {CANARY} is unknown here")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    assert send_due(at=NOW + timedelta(days=50)) == 0
    said = caplog.text + "".join(capfd.readouterr())
    assert "notice not sent" in said
    assert CANARY not in said
