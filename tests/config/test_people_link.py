"""`oscr people link`: what waits is compared, or the archive anew, or only counted."""

import json
import sys
from contextlib import nullcontext

import pytest

from oscr.config import cli
from oscr.config.people import linking
from oscr.people.models import Link, LinkKind, Uncompared
from tests.making import NOW, sent

pytestmark = pytest.mark.django_db
ROBIN = {"id": "c1", "first": "Robin", "last": "Cloverfield", "birth_date": "2018-03-05"}
FOUND = {"compared": 4, "guarded": 1, "suggested": 0, "said_before": 1, "failed": 0}


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch):
    """The database of the test is running already."""
    monkeypatch.setattr(linking.database, "running", nullcontext)


@pytest.fixture
def link(capsys: pytest.CaptureFixture):
    """Runs the command; gives what it counted."""

    def run(*words: str) -> dict:
        assert cli.main(["people", "link", "--json", *words]) == 0
        counts = json.loads(capsys.readouterr().out)
        assert counts.pop("seconds") >= 0
        return counts

    return run


def twice():
    for _call in range(2):
        sent(children=[ROBIN])


def test_what_waits_is_compared_once(link):
    twice()
    assert link() == FOUND
    assert Link.objects.filter(kind=LinkKind.PROBABLE).count() == 1
    assert link() == dict.fromkeys(FOUND, 0)


def test_the_whole_archive_again_proposes_nothing_twice(link):
    twice()
    link()
    assert link("--all") == FOUND | {"guarded": 0, "said_before": 2}
    assert Link.objects.filter(kind=LinkKind.PROBABLE).count() == 1


@pytest.mark.parametrize(("since", "compared"), [("2026-03-03", 4), ("2026-03-04", 0)])
def test_since_a_day_of_missouri(link, since, compared):
    assert NOW.date().isoformat() == "2026-03-03"
    twice()
    Uncompared.objects.all().delete()
    assert link("--since", since)["compared"] == compared


@pytest.mark.parametrize("which", [[], ["--all"]])
def test_a_dry_run_counts_and_writes_nothing(link, which):
    twice()
    assert link("--dry-run", *which) == FOUND | {"guarded": 2, "said_before": 0}  # seen from either side
    assert not Link.objects.exists() and Uncompared.objects.count() == 2


def test_a_process_of_its_own_finds_all_that_it_needs(monkeypatch: pytest.MonkeyPatch, link):
    """As on the command line, where nobody has imported the comparing yet."""
    twice()
    monkeypatch.delitem(sys.modules, "oscr.people.linking")
    monkeypatch.delattr("oscr.people.linking")
    assert link("--dry-run")["compared"] == 4


def test_counts_are_said_in_words(capsys: pytest.CaptureFixture):
    twice()
    assert cli.main(["people", "link"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["proposed", "by", "the", "guarded", "rule", "1"]


def test_what_cannot_be_understood_is_said(capsys: pytest.CaptureFixture):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["people", "link", "--since", "2026-02-31"])
    assert "2026-02-31" in capsys.readouterr().err
