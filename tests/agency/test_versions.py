"""Two axes: the version published last before the receipt, read for the Missouri day of the receipt."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction

from oscr.agency import versions
from oscr.agency.models import ProtocolVersion, Publication
from oscr.agency.permissions import Role
from oscr.law import protocol
from oscr.law.protocol.inforce import shipped
from oscr.law.protocol.text.reading import FILES
from tests import making
from tests.agency.writing import changed, published, saved
from tests.making import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_until_something_is_published_what_is_shipped_decides():
    saved(changed())
    assert versions.in_force(NOW).hash == protocol.in_force(NOW.date()).hash
    assert versions.timeline().newest == shipped().hash


@pytest.mark.thorough
def test_a_version_decides_from_its_first_second_on():
    version = published(saved(changed()), since=NOW).version
    assert versions.in_force(NOW - SECOND).hash == shipped().hash
    assert versions.in_force(NOW).hash == version.hash
    assert versions.in_force(NOW + timedelta(days=400)).hash == version.hash


def test_the_newest_before_the_receipt_decides_and_a_later_one_is_only_announced():
    first = published(saved(changed()), since=NOW).version
    second = published(saved(changed(more="# another\n")), since=NOW + SECOND).version
    laws = versions.timeline()
    assert [laws.hash_at(NOW + SECOND * step) for step in (0, 1, 2)] == [first.hash, second.hash, second.hash]
    assert laws.newest == second.hash


@pytest.mark.thorough
def test_within_a_version_the_law_of_the_missouri_day_is_read():
    fact = '\n[[fact]]\nid = "later"\nscope = "call"\nask = "Later?"\ncite = "RSMo 1.010"\nfrom = 2026-03-03\n'
    published(saved(changed(more=fact)), since=NOW - timedelta(days=5))
    before_midnight, after_midnight = datetime(2026, 3, 3, 5, 59, tzinfo=UTC), datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    assert "later" not in versions.in_force(before_midnight).facts  # 11:59 p.m. of 2 March in Missouri
    assert "later" in versions.in_force(after_midnight).facts
    assert versions.in_force(after_midnight).as_of == date(2026, 3, 3)


def test_a_text_is_read_once_a_process(django_assert_num_queries):
    version = published(saved(changed())).version
    versions.source_of(version.hash)
    with django_assert_num_queries(1):  # the publications; the text is there
        versions.in_force(NOW)


def test_a_text_that_was_changed_in_the_table_decides_nothing():
    version = saved(changed(more="# to be forged\n"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as somebody with the server's own rights could
        cursor.execute(
            "UPDATE agency_protocolversion SET files = jsonb_set(files, '{facts.toml}', to_jsonb(%s::text))",
            [shipped().files["facts.toml"] + "# forged\n"],
        )
    with pytest.raises(ValueError, match="not what was saved"):
        versions.source_of(version.hash)


def test_a_release_that_cannot_read_what_is_in_force_says_so_before_it_starts():
    assert versions.unreadable(NOW) == ""
    files = changed(more="# read by an older release\n")
    version = saved(files)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE agency_protocolversion SET files = files - 'facts.toml'")
    published(version)
    assert versions.unreadable(NOW).endswith("facts.toml: missing; a protocol needs the files " + ", ".join(FILES))


def test_what_is_shipped_is_number_0_until_somebody_saves_it():
    version = saved(changed())
    assert versions.numbers([version.hash, shipped().hash]) == {shipped().hash: 0, version.hash: version.pk}
    kept = saved(dict(shipped().files))
    assert versions.numbers([shipped().hash])[shipped().hash] == kept.pk


def test_nobody_publishes_what_they_proposed():
    made = published(saved(changed()))
    with pytest.raises(IntegrityError, match="publication_two_people"), transaction.atomic():
        Publication.objects.bulk_create([copy_of(made, by=made.proposed_by)])


def test_nothing_is_published_into_the_past():
    made = published(saved(changed()))
    with pytest.raises(IntegrityError, match="publication_never_backward"), transaction.atomic():
        Publication.objects.bulk_create([copy_of(made, since=made.at - SECOND)])


def copy_of(made: Publication, **other) -> Publication:
    """A second row beside a publication."""
    columns = {
        name: getattr(made, name) for name in ("version", "nomination", "replaced", "proposed_by", "proposed_at")
    }
    return Publication(**columns | {"by": made.by, "at": made.at, "since": made.since + SECOND} | other)


@pytest.mark.parametrize("table", ["protocolversion", "nomination", "publication"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_written_proposed_and_published_stays(table, sql):
    published(saved(changed()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(Error, match="never edited or removed"), transaction.atomic():
            cursor.execute(sql.format(f"agency_{table}"))


def test_rows_say_what_they_are():
    made = published(saved(changed()))
    assert str(made.version) == f"version {made.version.pk}"
    assert str(made.nomination) == f"version {made.version.pk} proposed"
    assert str(made).startswith(f"version {made.version.pk} in force from 2026-")


def test_a_version_says_what_was_changed():
    by = making.user(Role.ANALYST)
    with pytest.raises(IntegrityError, match="version_has_note"), transaction.atomic():
        ProtocolVersion.objects.create(hash="0" * 64, files={}, note="", based_on="", by=by, at=NOW)
