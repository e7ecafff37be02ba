"""What a search showed is on record once, however often a letter is typed, and found from the report that it showed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.record.actions import first_broken, write_searched
from oscr.record.models import SEARCHED, Entry
from tests.making import user
from tests.racing import race

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def details():
    return list(Entry.objects.filter(act=SEARCHED).order_by("seq").values_list("details", flat=True))


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_what_is_said_already_is_not_said_again(self):
        me, office = user(Role.SCREENER), Office.objects.first()

        def searched(*shown, at=NOW, restricted=0, by=me, subject=office):
            write_searched(subject=subject, by=by, at=at, shown=shown, restricted=restricted)
            return len(details())

        assert searched("26062-00002", "26062-00001") == 1
        assert details() == [{"shown": ["26062-00001", "26062-00002"], "restricted": 0}]
        assert searched("26062-00001", at=NOW + SECOND) == 1
        assert searched("26062-00001", "26062-00003", at=NOW + SECOND) == 2
        assert searched("26062-00003", "26062-00002", at=NOW + 2 * SECOND) == 2  # each was said, by one or the other
        assert searched("26062-00001", at=NOW + 3 * SECOND, restricted=1) == 3
        assert searched(at=NOW + 4 * SECOND, restricted=1) == 3
        assert searched("26062-00001", at=NOW + 4 * SECOND, by=user(Role.SCREENER)) == 4
        assert searched("26062-00001", at=NOW + 4 * SECOND, subject=me) == 5
        assert searched("26062-00001", at=NOW + 64 * SECOND) == 6

    def test_who_finds_nobody_leaves_no_trace(self):
        write_searched(subject=Office.objects.first(), by=user(Role.SCREENER), at=NOW, shown=(), restricted=0)
        assert details() == []

    def test_a_report_finds_the_searches_that_showed_it_by_an_index(self):
        write_searched(subject=Office.objects.first(), by=user(Role.SCREENER), at=NOW, shown=["26062-7"], restricted=0)
        found = Entry.objects.filter(act=SEARCHED, details__contains={"shown": ["26062-7"]})
        assert found.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "entry_searched" in found.explain()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_trace():
    me, office = user(Role.SCREENER), Office.objects.first()

    def search():
        write_searched(subject=office, by=me, at=NOW, shown=["26062-00001"], restricted=0)

    assert race(*[search] * 6) == [None] * 6
    assert len(details()) == 1 and first_broken() is None
