"""`oscr record verify`: a sentence for a person, an exit code for a machine."""

from contextlib import nullcontext

import pytest
from django.db import connection

from oscr.agency.models import Office
from oscr.config import cli
from oscr.record.actions import write
from oscr.record.models import Entry
from tests.record.test_chain import NOW, triggers_off

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _entries(monkeypatch):
    """Five entries in the test's own database, which is up already."""
    monkeypatch.setattr(cli.database, "running", nullcontext)
    for _five in range(5):
        write(act="test.act", subject=Office.objects.first(), by=None, at=NOW)
    connection.check_constraints()


def test_a_whole_record_is_said_with_its_digest(capsys):
    assert cli.main(["record", "verify"]) == 0
    last = Entry.objects.order_by("seq").last()
    said = capsys.readouterr().out
    assert f"{last.seq} entries" in said
    assert bytes(last.digest).hex() in said


def test_a_broken_record_names_the_first_entry_that_does_not_follow(capsys):
    third = Entry.objects.order_by("seq")[2].seq
    with triggers_off() as cursor:
        cursor.execute("UPDATE record_entry SET act = 'other' WHERE seq = %s", [third])
    assert cli.main(["record", "verify"]) == 1
    assert f"entry {third} does not follow" in capsys.readouterr().out
