"""What is left of a concluded report: its facts, which name nobody, and who sees beforehand what goes."""

import pytest
from django.db import connection

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.history import actions as linking
from oscr.flow.retention import actions, belonging, filing
from oscr.flow.retention.models import Fact, FactPair, FactPerson, Removal, Term
from tests import making
from tests.flow.conclusion import concluding
from tests.flow.disposition import asking
from tests.flow.disposition.asking import DAY, DONE
from tests.flow.ending.calls import screener, settled
from tests.flow.retention.ending import (
    FULL_10,
    finished,
    report_of,
)
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return asking.staff()


@pytest.fixture
def row(people) -> Conclusion:
    return finished(people)


def test_the_facts_outlive_the_report_and_the_log_says_by_which_law(row):
    report = report_of(row)
    number, child = report.number, report.involved.get(code="A").participant_id
    assert actions.remove_due(at=FULL_10) == 1
    assert Removal.objects.get().how == "deidentify"
    told = Removal.objects.get()
    assert (told.number, told.kind, told.conclusion, told.cite) == (
        number,
        "investigation",
        "unsubstantiated",
        "RSMo 210.152",
    )
    assert Fact.objects.count() == 1 and FactPerson.objects.get(part="child").age == 8
    assert not Term.objects.exists() and not Conclusion.objects.exists()
    assert not belonging.Participant.objects.filter(pk=child).exists()
    assert actions.remove_due(at=FULL_10) == 0


def test_nothing_that_was_told_is_in_the_facts(people):
    report = making.sent(**TOLD)
    row = finished(people, alert=making.alerted(office=people.office, of=report))
    filing.file_all(at=DONE)
    text = "".join(_rows(Fact, FactPerson, FactPair)).lower()
    words = {word for one in _strings(TOLD) for word in (one, *one.split()) if len(word) > 3}
    assert words > {"Cloverfield", "Sealedname", "555-0177", "Lane", "2018-02-01", "Grandfather"}
    of_the_law = {"female", "beaten", "School", making.BOONE}  # lists of the law and the county
    assert {word for word in words if word.lower() in text} <= of_the_law | {"after"}
    assert (
        report.number not in text
        and str(report.token) not in text
        and report.received_at.isoformat()[11:16] not in text
    )
    assert str(row) not in text


TOLD = {
    "you": {"name": "Teresa Sealedname", "occupation": "teacher", "phone": "555-0177", "employer": "Example School"},
    "worries": {"pathways": ["beaten"], "other": ""},
    "children": [{"id": "c1", "first": "Robin", "last": "Cloverfield", "birth_date": "2018-02-01", "sex": "female"}],
    "adults": [{"id": "p1", "first": "Alexander", "last": "Cloverfield", "relation": "Grandfather"}],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}],
    "places": {"home_address": "17 Hawthorn Lane", "home_county": making.BOONE},
    "story": {"what": "Bruises after every weekend."},
}


def _strings(value) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    inner = value.values() if isinstance(value, dict) else value
    return [text for one in inner for text in _strings(one)]


def _rows(*models) -> list[str]:
    with connection.cursor() as cursor:
        found = []
        for model in models:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {model._meta.db_table} t")
            found += [text for (text,) in cursor.fetchall()]
        return found


def test_a_fact_knows_ages_relations_steps_and_what_was_found(people):
    report = making.sent(**TOLD)
    row = finished(people, "preponderance", making.alerted(office=people.office, of=report))
    child, suspect = report.involved.get(code="A"), report.involved.get(suspect=True)
    told = {"allegation": "beaten", "custodian": True, "result": "preponderance"}
    row.findings.create(child=child, suspect=suspect, **told)
    row.findings.create(child=child, suspect=None, **told | {"result": "present", "allegation": "hungry"})
    filing.file_all(at=DONE)
    fact = Fact.objects.get()
    assert (fact.county, fact.source, fact.mandated, fact.disposition) == (
        making.BOONE,
        "School and child care",
        True,
        "1",
    )
    assert (fact.allegations, fact.classified_after, fact.seen_after) == (["beaten"], 1, None)
    assert fact.people.get(code="A").age == 8 and fact.people.get(code=suspect.code).age is None
    pairs = FactPair.objects.filter(child__fact=fact).order_by("pk")
    assert [(one.result, one.suspect and one.suspect.code) for one in pairs] == [
        ("preponderance", suspect.code),
        ("present", None),
    ]
    assert [str(one) for one in (fact, pairs[0].child, pairs[0])] == [
        f"fact of {fact.concluded_on}",
        f"fact of {fact.concluded_on} A",
        f"fact of {fact.concluded_on} A and fact of {fact.concluded_on} {suspect.code}",
    ]


def test_a_child_of_whom_abuse_was_found_before_is_a_prior_victim(people):
    first = finished(people, "preponderance")
    child = report_of(first).involved.get(code="A")
    told = {"allegation": "beaten", "custodian": False, "suspect": None}
    first.findings.create(child=child, result="present", **told)
    again = making.sent(at=NOW + DAY)
    other = again.involved.get(code="A").participant
    linking.link(one=other, other=child.participant, reason="For the test.", by=people.worker, at=NOW + DAY)
    finished(people, alert=making.alerted(office=people.office, of=again, at=NOW + DAY + 2 * MINUTE))
    filing.file_all(at=DONE)
    assert [one.prior for one in FactPerson.objects.filter(part="child").order_by("fact__received_on")] == [False, True]


def test_steps_are_counted_in_minutes_from_receipt():
    staff = concluding.people()
    row = concluding.concluded(concluding.ready(staff), staff)
    filing.file_all(at=DONE)
    fact = Fact.objects.get()
    assert (fact.acknowledged_after, fact.initiated_after, fact.seen_after) == (5, 180, 180)
    assert fact.enforcement is False and fact.services is False
    assert Term.objects.get().reply == row.reply


def test_only_who_leads_sees_what_goes(row, people):
    filing.file_all(at=DONE)
    for who, n in ((people.director, 1), (people.worker, 0), (people.lead, 0), (people.screener, 0)):
        assert Term.objects.visible_to(who).count() == n
    assert Term.objects.visible_to(making.user(Role.HOTLINE_SUPERVISOR)).count() == 1
    far = making.user(Role.CIRCUIT_MANAGER, Office.objects.get(fips=making.COLE))
    assert not Term.objects.visible_to(far).exists()


def test_nothing_in_the_tables_of_facts_refers_to_a_report():
    ours = {Fact, FactPerson, FactPair}
    outside = {field.related_model for one in ours for field in one._meta.fields if field.is_relation} - ours
    assert outside == set()
    assert not ours & set(belonging.belonging(settled(screener(), "P")))
