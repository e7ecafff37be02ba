"""After a removal nothing in any table tells of the report any more, and what is of others stays to the row, whoever is linked."""

import random
from itertools import pairwise
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from oscr.agency.permissions import Role
from oscr.flow.conclusion import harassing, lettering
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.disposition import actions as disposition
from oscr.flow.history import actions as linking
from oscr.flow.report.models import Report
from oscr.flow.retention import actions, belonging, filing
from oscr.flow.retention.models import Fact, Removal
from oscr.people.models import Link, Person
from tests import making
from tests.flow.conclusion import concluding
from tests.flow.conclusion.concluding import DAY, DONE, TOLD
from tests.flow.disposition import asking
from tests.flow.retention.ending import FULL_10, stop

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
KINDS = ("unsubstantiated", "unsubstantiated-services", "preponderance", "perpetrator-deceased")
KEPT_IN = {"retention.Removal", "record.Entry"}  # the log and the record: a call number, and nobody


def family(name: str) -> dict:
    """A report of a family that is told of nowhere else."""
    return TOLD | {
        "you": TOLD["you"] | {"name": f"Teresa {name}reporter"},
        "children": [one | {"last": name} for one in TOLD["children"]],
        "adults": [one | {"last": name} for one in TOLD["adults"]],
        "places": TOLD["places"] | {"home_address": f"1 {name} Lane"},
        "story": {"what": f"It is said of {name}."},
    }


def concluded(staff, draw: random.Random, name: str) -> Conclusion:
    """One report with whatever may come of it."""
    alert = concluding.ready(staff, **family(name))
    if draw.random() < 0.5:
        asking.asked(alert, draw.choice(["general", "findings"]), at=DONE, helps="")
    row = concluding.concluded(alert, staff, draw.choice(KINDS))
    for letter in row.letters.all():
        lettering.post(letter=letter, how="post", sent_at=DONE + DAY, by=staff.worker, at=DONE + DAY)
    if row.law.unsubstantiated and draw.random() < 0.4:
        told = {"indicators": ["motive"], "evidence": f"About {name}.", "prosecutor": "Boone County"}
        harassing.refer(conclusion=row, **told, by=staff.lead, at=DONE + DAY)
    report = alert.classification.report
    for request in disposition.DispositionRequest.objects.filter(report=report):
        asking.answered(request, staff.worker, at=DONE + 2 * DAY)
        if request.kind == "findings":
            asking.decided(request, making.user(Role.REGIONAL_DIRECTOR), at=DONE + 2 * DAY)
    stop(report, staff)
    return row


def linked(reports: list[Report], draw: random.Random, by) -> None:
    """Some of the children of one report and another are the same."""
    for one, other in pairwise(reports):
        if draw.random() < 0.7:
            tellings = [each.involved.get(code="A").participant for each in (one, other)]
            linking.link(one=tellings[0], other=tellings[1], reason="For the test.", by=by, at=DONE + 3 * DAY)


def told_in(words: list[str]) -> set[str]:
    """The tables in which any of these words is written, in any column."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT 1 FROM {table} t WHERE row_to_json(t)::text ILIKE ANY(%s) LIMIT 1", [words])
            if cursor.fetchone():
                found.add(model._meta.label)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_goes_goes_from_every_table_and_nothing_else(seed):
    draw, staff = random.Random(seed), concluding.people()
    names = [f"Cloverfield{uuid4().hex[:8]}" for _each in range(4)]
    rows = [concluded(staff, draw, name) for name in names]
    reports = [row.alert.classification.report for row in rows]
    linked(reports, draw, staff.worker)
    filing.file_all(at=DONE + 4 * DAY)
    words = {
        one.pk: [f"%{one.number}%", f"%{name}%", f"%{one.token}%"] for one, name in zip(reports, names, strict=True)
    }
    assert all("report.Report" in told_in(said) for said in words.values())
    goes = {one.report.pk for one in actions.due(at=FULL_10) if not one.held}
    before = {one.pk: actions._digest(belonging.belonging(one)) for one in reports if one.pk not in goes}
    people = {link.person_id for link in Link.objects.filter(participant__involvement__report__in=before)}
    assert actions.remove_due(at=FULL_10) == len(goes)
    assert set(Report.objects.values_list("pk", flat=True)) == set(before)
    for one in reports:
        if one.pk in goes:
            assert told_in(words[one.pk]) <= KEPT_IN
            assert told_in(words[one.pk][1:2]) == set()  # the record keeps the draft's random key; no name
        else:
            assert actions._digest(belonging.belonging(one)) == before[one.pk]
    assert set(Person.objects.values_list("pk", flat=True)) == people
    assert Removal.objects.count() == len(goes) and Fact.objects.filter(superseded_by=None).count() == len(reports)
