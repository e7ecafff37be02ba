"""What comes on paper counts from its receipt; every caller is told of 911 and of the right to know how the report ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from oscr.agency.permissions import Role
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Report
from oscr.law import receipt
from oscr.law.refusal import Refused
from oscr.people.models import Reporter
from tests.making import MINUTE, NOW, TOLD, on_paper, phoned, sent, user

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)
UNNAMED = {"name": "", "occupation": "", "caller": "anonymous"}


@pytest.fixture
def me():
    return user(Role.SCREENER)


@pytest.mark.parametrize("channel", ["letter", "fax", "worker", "state"])
def test_paper_counts_from_its_receipt(me, channel):
    report = on_paper(me, YESTERDAY, channel=channel)
    assert (report.channel, report.received_at, report.entered_at) == (channel, YESTERDAY, NOW)
    assert report.waiting.received_at == YESTERDAY
    assert report.number.startswith("26062-")  # the number is of the day on which it was given


def test_a_call_and_an_online_report_are_entered_as_they_come(me):
    assert phoned(me).entered_at == sent().entered_at == NOW


def test_no_screener_can_date_a_call_back(me):
    report = on_paper(me, YESTERDAY, channel="phone")
    assert report.received_at == NOW


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (None, "on which day"),
        (NOW + timedelta(microseconds=1), "not come yet"),
        (NOW - receipt.ENTERED_WITHIN - timedelta(microseconds=1), "more than 10 days"),
    ],
)
def test_a_time_of_receipt_that_cannot_be_is_refused(me, received, words):
    with pytest.raises(Refused, match=words) as refused:
        on_paper(me, received)
    assert refused.value.field == "received_on"


def test_the_limits_themselves_are_taken(me):
    assert on_paper(me, NOW).received_at == NOW
    assert on_paper(me, NOW - receipt.ENTERED_WITHIN).entered_at == NOW


@pytest.mark.parametrize("channel", ["online", "births", "pigeon"])
def test_a_screener_writes_down_no_other_channel(me, channel):
    with pytest.raises(Refused, match="how this came in"):
        on_paper(me, YESTERDAY, channel=channel)


def test_the_ages_are_those_of_the_day_of_receipt(me):
    child = {"id": "c1", "first": "Wren", "birth_date": "2025-03-03"}  # one year old on the day of entry
    typed = on_paper(me, YESTERDAY, children=[child])
    called = phoned(me, children=[child])
    assert typed.case["children"]["A"]["child age"] != called.case["children"]["A"]["child age"]


def test_paper_carries_no_promise_of_three_hours(me):
    assert not Clock.objects.filter(report=on_paper(me, YESTERDAY), kind="processing").exists()


@pytest.mark.parametrize("left_out", TOLD)
def test_every_caller_is_told_before_the_call_is_received(me, left_out):
    said = {name: value for name, value in TOLD.items() if name != left_out}
    with pytest.raises(Refused, match="Tell the caller") as refused:
        phoned(me, intake=said)
    assert refused.value.field == "intake"


@pytest.mark.parametrize(
    ("channel", "you", "said", "taken"),
    [
        ("phone", {}, {"danger": "ended", "right": "ended"}, True),
        ("phone", {}, {"danger": "paper", "right": "said"}, False),
        ("phone", {}, {"danger": "said", "right": "unnamed"}, False),
        ("phone", UNNAMED, {"danger": "said", "right": "unnamed"}, True),
        ("phone", UNNAMED, {"danger": "unnamed", "right": "unnamed"}, False),
        ("letter", {}, {"danger": "paper", "right": "paper"}, True),
        ("letter", {}, {"danger": "ended", "right": "paper"}, False),
        ("state", {}, {"danger": "said", "right": "paper"}, True),
    ],
)
def test_only_a_reason_that_can_be_true_stands_for_the_telling(me, channel, you, said, taken):
    told = {"you": {"name": "Neighbor Example", "occupation": ""} | you, "intake": said}
    try:
        on_paper(me, NOW, channel=channel, **told)
    except Refused:
        assert not taken
    else:
        assert taken


def test_the_database_holds_that_nothing_is_entered_before_it_came(me):
    unnamed = Reporter.objects.create(mandated=False, sealed=b"")
    made = Report(
        number="1", token=uuid4(), channel="fax", taken_by=me, reporter=unnamed, emergency=False, told={}, case={}
    )
    made.received_at, made.entered_at = NOW, NOW - MINUTE
    with pytest.raises(IntegrityError, match="report_entered_after_receipt"):
        made.save()
