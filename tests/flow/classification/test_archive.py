"""The archive: every call in its month, packed once, without a name, and longer than the call itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.classification import actions, archive
from oscr.flow.classification.models import ArchivedMonth, Classification
from oscr.flow.report.telling import restored
from oscr.law import protocol
from oscr.law.protocol import packed, replayed, units_of
from tests.making import MINUTE, NOW, sent, user

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
TONIGHT = NOW + timedelta(hours=12)


def classified(at: datetime = NOW, outcome: str = "investigation", **told: object) -> Classification:
    """A call received and classified at this moment."""
    report, by = sent(at=at, **told), user(Role.SCREENER)
    call.claim(report=report, by=by, at=at)
    return actions.classify(report=report, outcome=outcome, reason="For the test.", by=by, at=at + MINUTE)


def again(made: Classification, at: datetime, case: dict | None = None) -> Classification:
    """The same call classified anew, as a correction is written."""
    row = {field.name: getattr(made, field.name) for field in Classification._meta.fields if field.name != "id"}
    return Classification.objects.create(**row | {"supersedes": made, "at": at, "case": case or made.case})


def delete(made: Classification) -> None:
    """As retention will: the table itself refuses."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE classification_classification DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM classification_unfollowed WHERE classification_id = %s", [made.pk])
        cursor.execute("DELETE FROM classification_classification WHERE id = %s", [made.pk])
        cursor.execute("ALTER TABLE classification_classification ENABLE TRIGGER USER")


def keys() -> list[int]:
    return sorted(key for planes in archive.planes() for key in planes.keys)


def test_a_night_packs_what_was_known_in_each_call_and_the_next_finds_nothing_to_do() -> None:
    first, second = classified(), classified(NOW + MINUTE)
    assert archive.pack(at=TONIGHT) == [MARCH]
    (planes,) = archive.planes()
    assert planes.calls() == {one.pk: units_of(restored(one.case)) for one in (first, second)}
    row = ArchivedMonth.objects.get()
    assert (row.month, row.calls, row.packed_at) == (MARCH, 2, TONIGHT)
    assert str(row) == "2026-03: 2 calls"
    assert archive.pack(at=TONIGHT + timedelta(days=1)) == []
    assert ArchivedMonth.objects.get().packed_at == TONIGHT


def test_a_month_begins_and_ends_at_midnight_in_missouri() -> None:
    midnight = datetime(2026, 4, 1, 5, 0, tzinfo=UTC)
    last, first = classified(midnight - timedelta(seconds=1)), classified(midnight)
    assert archive.pack(at=midnight + timedelta(days=1)) == [MARCH, APRIL]
    assert [planes.keys for planes in archive.planes()] == [(last.pk,), (first.pk,)]
    assert [planes.keys for planes in archive.planes(since=date(2026, 4, 30))] == [(first.pk,)]


def test_only_months_with_something_new_are_packed_again() -> None:
    old = classified()
    archive.pack(at=NOW + timedelta(days=3))
    april = datetime(2026, 4, 20, 12, tzinfo=UTC)
    new = classified(april)
    with CaptureQueriesContext(connection) as queries:
        assert archive.pack(at=april + timedelta(hours=12)) == [APRIL]
    assert not [query for query in queries if "2026-03-01" in query["sql"]]
    assert keys() == [old.pk, new.pk]


def test_of_a_call_classified_twice_the_last_one_counts() -> None:
    made = classified()
    archive.pack(at=TONIGHT)
    later = again(made, TONIGHT + timedelta(days=40), made.case | {"call": {"danger now": "yes"}})
    assert archive.pack(at=TONIGHT + timedelta(days=41)) == [MARCH]
    (planes,) = archive.planes()
    assert planes.keys == (later.pk,)
    assert planes.answers["danger now", "yes"] == 1


def test_a_call_that_was_deleted_stays_in_the_archive_and_has_no_number() -> None:
    gone, there = classified(), classified(NOW + MINUTE)
    archive.pack(at=TONIGHT)
    before = next(archive.planes()).calls()
    delete(gone)
    again(there, TONIGHT + timedelta(days=400), there.case | {"call": {"danger now": "yes"}})
    archive.pack(at=TONIGHT + timedelta(days=401))
    (planes,) = archive.planes()
    assert planes.calls()[gone.pk] == before[gone.pk]
    assert len(planes.keys) == 2
    assert archive.numbers([gone.pk, there.pk]) == {there.pk: there.report.number}


def test_the_archive_names_nobody() -> None:
    classified()
    archive.pack(at=TONIGHT)
    (planes,) = archive.planes()
    law = protocol.in_force(NOW.date())
    assert {fact for fact, _ in planes.answers} <= set(law.facts)
    assert all(value in law.facts[fact].values for fact, value in planes.answers)


def test_what_is_archived_is_decided_as_it_was() -> None:
    made = classified()
    archive.pack(at=TONIGHT)
    law = protocol.in_force(NOW.date())
    assert replayed(law, law, archive.planes()).matrix == {(made.recommended, made.recommended): 1}


def test_a_month_begins_on_its_first_day() -> None:
    with pytest.raises(IntegrityError, match="archived_month_begins"), transaction.atomic():
        ArchivedMonth.objects.create(month=date(2026, 3, 2), planes=packed({}).to_bytes(), calls=0, packed_at=NOW)
