"""Emptying the test database after a test that commits.

The tables of events refuse TRUNCATE, as they must; so the test runner empties them with triggers switched off, which only a
superuser can do, and puts back what migrations had written: the head of the record and the offices.
"""

from django.db import OperationalError, connection
from django.db.backends.postgresql.operations import DatabaseOperations

from oscr.agency.models import Office
from oscr.agency.offices import rows
from oscr.record.models import Head

TRIES = (
    3  # a page that was left may still be asking for something: whoever empties waits for it, or it for whoever empties
)

_flush = DatabaseOperations.execute_sql_flush


def _without_triggers(operations: DatabaseOperations, sql_list: list[str]) -> None:
    emptying = ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
    for left in reversed(range(TRIES)):
        try:
            _flush(operations, emptying)
            break
        except OperationalError:  # a deadlock: the other one was let go on
            if not left:
                raise
    put_back()


def put_back() -> None:
    """What migrations write into an empty database."""
    Head.objects.get_or_create(id=1, defaults={"seq": 0, "digest": b"\x00"})
    Office.objects.bulk_create([Office(**row) for row in rows()], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE report_number RESTART")


def install() -> None:
    """Let every flush of the test runner go this way."""
    DatabaseOperations.execute_sql_flush = _without_triggers
