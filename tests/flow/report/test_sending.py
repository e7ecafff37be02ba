"""A draft becomes a report once, with everybody named in it, and the reporter sealed."""

import json

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from oscr.desks.interview.telling import YouForm
from oscr.flow.call.actions import receive_online
from oscr.flow.call.models import Waiting
from oscr.flow.report.models import Draft, Report
from oscr.notices.models import Notice
from oscr.people.models import IDENTITY
from oscr.people.seal import unseal
from tests.making import MINUTE, NOW, answers, draft, reporter, sent

pytestmark = pytest.mark.django_db


def test_sending_twice_gives_one_report_with_one_number():
    by = reporter()
    ready = draft(by)
    first = receive_online(draft=ready, by=by, at=NOW)
    again = receive_online(draft=ready, by=by, at=NOW + MINUTE)
    assert first.number == again.number
    assert Report.objects.count() == Waiting.objects.count() == 1
    assert Notice.objects.filter(kind="received").count() == 1
    assert not Draft.objects.exists()


def test_call_numbers_name_the_day_in_missouri_and_never_repeat():
    numbers = [sent(at=NOW).number for _ in range(3)]
    assert all(number.startswith("26062-") for number in numbers)
    assert len(set(numbers)) == 3


def test_everybody_named_is_a_participant_with_a_code():
    report = sent(
        adults=[{"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent"}],
        suspects=[{"id": "s1", "person": "p1", "facts": {}}, {"id": "s2", "person": "", "first": "Sam", "facts": {}}],
    )
    found = {one.code: (one.part, one.victim, one.suspect, one.participant.first) for one in report.involved.all()}
    assert found == {
        "A": ("child", True, False, "Robin"),
        "1": ("adult", False, True, "Alex"),
        "2": ("adult", False, True, "Sam"),
    }
    assert report.involved.get(code="A").participant.age_months == 96


def test_rows_name_themselves_without_naming_anybody():
    report = sent()
    assert str(report) == report.number
    assert str(report.involved.get(code="A")) == f"{report.number} A"
    saved = draft(reporter())
    assert str(saved) == str(saved.pk)


def test_where_nobody_was_named_there_is_still_a_suspect():
    assert sent().involved.get(suspect=True).code == "1"


def test_the_tables_do_not_say_who_reported():
    report = sent()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(r)::text || row_to_json(p)::text FROM report_report r JOIN people_reporter p ON true"
        )
        (everything,) = cursor.fetchone()
    assert "Teacher Example" not in everything
    assert report.reporter.identity["name"] == "Teacher Example"
    assert report.reporter.identity["email"] == report.owner.email
    with pytest.raises(InvalidTag):
        unseal(report.reporter.sealed, "another use")


def test_whatever_a_reporter_is_asked_about_themselves_is_sealed():
    assert set(YouForm.base_fields) - set(IDENTITY) == {"occupation", "aware"}
    assert "Somali" not in json.dumps(sent(you={**answers()["you"], "language": "Somali"}).told)
