"""The record cannot be rewritten: the database refuses it, and whoever goes around the database is found out."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from oscr.agency.models import Office, User
from oscr.record.actions import first_broken, head, name_of, write
from oscr.record.models import Entry, Head
from tests.racing import race

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
THREADS, EACH = 8, 12


@pytest.fixture
def entries() -> list[Entry]:
    """Ten entries about one office."""
    office = Office.objects.first()
    for place in range(10):
        write(act="test.act", subject=office, by=None, at=NOW + timedelta(seconds=place), place=place)
    connection.check_constraints()  # what is checked at commit, now: TRUNCATE refuses for that reason otherwise
    return list(Entry.objects.order_by("seq"))


@contextmanager
def triggers_off():
    """What only the database's superuser can do: write past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_entry SET act = 'other'",
        "UPDATE record_entry SET digest = digest",
        "DELETE FROM record_entry",
        "TRUNCATE record_entry",
    ],
)
def test_the_database_refuses_to_change_the_record(entries, sql):
    with (
        pytest.raises(DatabaseError, match="never edited or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(Entry.objects.order_by("seq")) == entries
    assert first_broken() is None


def test_a_chain_that_nobody_touched_is_whole(entries):
    assert first_broken() is None
    assert [entry.seq for entry in entries] == list(range(entries[0].seq, entries[0].seq + 10))
    for before, after in pairwise(entries):
        assert bytes(after.prev) == bytes(before.digest)


def test_an_empty_record_is_whole():
    assert first_broken() is None


@pytest.mark.parametrize(
    "change",
    [
        "act = 'something else'",
        "subject = 'agency.office:0'",
        "at = at + interval '1 microsecond'",
        "details = '{\"place\": 99}'",
        "digest = sha256('x')",
        "prev = sha256('x')",
    ],
)
@pytest.mark.parametrize("place", [0, 4, 9])
def test_an_edit_is_found(entries, change, place):
    with triggers_off() as cursor:
        cursor.execute(f"UPDATE record_entry SET {change} WHERE seq = %s", [entries[place].seq])
    assert first_broken() == entries[place].seq


def test_another_actor_is_found(entries):
    somebody = User.objects.create_user("somebody@example.org", role="reporter")
    with triggers_off() as cursor:
        cursor.execute("UPDATE record_entry SET by_id = %s WHERE seq = %s", [somebody.pk, entries[3].seq])
    assert first_broken() == entries[3].seq


@pytest.mark.parametrize("place", [0, 5])
def test_a_removed_entry_is_found_at_the_next_one(entries, place):
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE seq = %s", [entries[place].seq])
    assert first_broken() == entries[place + 1].seq


@pytest.mark.parametrize("cut", [1, 4, 10])
def test_a_cut_tail_is_found_by_the_head(entries, cut):
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE seq > %s", [entries[-1].seq - cut])
    assert first_broken() == entries[-1].seq


def test_a_cut_tail_with_the_head_set_back_is_not_a_chain_that_continues(entries):
    """Whoever can also rewrite the head hides the cut from the table alone; a copy of the head kept elsewhere shows it."""
    kept = Head.objects.get()
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE seq > %s", [entries[6].seq])
        cursor.execute("UPDATE record_head SET seq = %s, digest = %s", [entries[6].seq, bytes(entries[6].digest)])
    assert first_broken() is None
    assert Head.objects.get().seq < kept.seq


def test_a_head_that_runs_ahead_is_found(entries):
    with triggers_off() as cursor:
        cursor.execute("UPDATE record_head SET seq = seq + 1")
    assert first_broken() == entries[-1].seq + 1


def test_an_inserted_entry_is_found(entries):
    with triggers_off() as cursor:
        cursor.execute("UPDATE record_entry SET seq = seq + 1000 WHERE seq > %s", [entries[4].seq])
        cursor.execute("UPDATE record_entry SET seq = seq - 999 WHERE seq > 1000")
        cursor.execute(
            "INSERT INTO record_entry (seq, at, by_id, act, subject, details, prev, digest)"
            " SELECT seq + 1, at, by_id, 'forged', subject, details, digest, digest FROM record_entry WHERE seq = %s",
            [entries[4].seq],
        )
    assert first_broken() == entries[5].seq


def test_two_swapped_entries_are_found(entries):
    low, high = entries[2].seq, entries[3].seq
    with triggers_off() as cursor:
        cursor.execute("UPDATE record_entry SET seq = -1 WHERE seq = %s", [low])
        cursor.execute("UPDATE record_entry SET seq = %s WHERE seq = %s", [low, high])
        cursor.execute("UPDATE record_entry SET seq = %s WHERE seq = -1", [high])
    assert first_broken() == low


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_gapless_chain():
    office = Office.objects.first()

    def act(writer: int) -> None:
        for place in range(EACH):
            with transaction.atomic():
                write(act="test.race", subject=office, by=None, at=NOW, writer=writer, place=place)

    assert race(*(lambda writer=number: act(writer) for number in range(THREADS))) == [None] * THREADS
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, THREADS * EACH + 1))
    assert first_broken() is None


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry_and_no_gap():
    office = Office.objects.first()
    write(act="test.first", subject=office, by=None, at=NOW)
    with transaction.atomic():
        write(act="test.undone", subject=office, by=None, at=NOW)
        transaction.set_rollback(True)
    write(act="test.second", subject=office, by=None, at=NOW)
    assert list(Entry.objects.order_by("seq").values_list("seq", "act")) == [(1, "test.first"), (2, "test.second")]


def test_without_the_head_nothing_is_written(entries):
    """If the entry cannot be written, neither the act nor the page happens."""
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM record_head")
    with pytest.raises(DatabaseError), transaction.atomic():
        write(act="test.act", subject=Office.objects.first(), by=None, at=NOW)


def test_a_subject_is_named_by_its_number_or_its_key():
    office = Office.objects.first()
    assert name_of(office) == f"agency.office:{office.pk}"


def test_the_head_says_how_far_the_chain_goes(entries):
    last = entries[-1]
    assert head() == (last.seq, bytes(last.digest).hex())
    assert [str(last), str(Head.objects.get())] == [f"{last.seq} test.act {last.subject}", f"entry {last.seq}"]
