"""`oscr people train`: Splink counts what agreements are worth; a level that no pair showed is refused, and nothing is half written."""

import builtins
import csv
import math
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from bench.people.__main__ import draw
from bench.people.asking import questions
from bench.people.population import peopled
from oscr.agency.permissions import Role
from oscr.config import cli
from oscr.config.people import archive, in_splink, learning, training
from oscr.config.people.files import PERSONS
from oscr.people import actions, index
from oscr.people.matching import weights
from oscr.people.models import Participant
from tests import making
from tests.config.test_people import BOBBY, PEOPLE, ROBERT
from tests.people.matching.telling import known

SHIPPED = weights.load()
RATES = {field: dict.fromkeys(levels, 0.25) for field, levels in weights.LEVELS.items()}


@pytest.fixture
def words(tmp_path: Path):
    """The command line that trains on a list of so many lines; nothing is written before."""

    def write(*lines: str) -> list[str]:
        (tmp_path / "persons.csv").write_text(PEOPLE + "\n".join(lines), "utf-8")
        files = {"--persons": tmp_path / "persons.csv", "--into": tmp_path / "w.toml"}
        return ["people", "train", "--name", "ours", *(str(word) for pair in files.items() for word in pair)]

    return write


def counted(**other) -> learning.Learned:
    return learning.Learned(**{
        "m": {field: dict(levels) for field, levels in RATES.items()},
        "u": {field: dict.fromkeys(levels, 0.125) for field, levels in RATES.items()},
        "tellings": 1200, "random_pairs": 5000, "pairs": {"names": 40, "birth date": 2}, "by": dict.fromkeys(RATES, "counting"),
    } | other)  # fmt: skip


def test_what_was_counted_is_written_whole(
    words, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(learning, "learned", lambda *_args, **_more: counted())
    assert cli.main(words(f"p1,h1,{ROBERT}", f"p2,h2,{ROBERT}")) == 0
    written = weights.load(tmp_path / "w.toml")
    assert written.name == "ours" and isinstance(written.trained, date)
    assert written.bits["place"]["street"] == math.log2(0.25 / 0.125) and written.u["sex"]["else"] == 0.125
    assert (written.sure, written.elsewhere, written.suggest) == (SHIPPED.sure, SHIPPED.elsewhere, SHIPPED.suggest)
    for said in ("persons.csv: 1200 tellings", "5000 random pairs (seed 1)", "40 by names", "2 by birth date"):
        assert said in written.source
    text = (tmp_path / "w.toml").read_text("utf-8")
    assert (
        "# m of first by counting." in text
        and f"Carried over from '{SHIPPED.name}', not trained: swapped_names" in text
    )
    assert "carried over from" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["persons.csv", "w.toml"]


@pytest.mark.parametrize("rate", ["m", "u"])
def test_an_untrained_level_is_refused_and_nothing_is_written(
    words, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rate: str
):
    found = counted()
    del getattr(found, rate)["birth"]["near"]
    monkeypatch.setattr(learning, "learned", lambda *_args, **_more: found)
    assert cli.main(words(f"p1,h1,{ROBERT}", f"p2,h2,{ROBERT}")) == 2
    seen = {"m": "40 pairs by names, 2 pairs by birth date", "u": "5,000 random pairs"}[rate]
    told = capsys.readouterr().err
    assert f"birth.near: untrained, {rate}: not seen among {seen}" in told and "nothing was written" in told
    assert not (tmp_path / "w.toml").exists()


def test_an_archive_that_shows_nothing_trains_nothing(words, capsys: pytest.CaptureFixture, tmp_path: Path):
    assert cli.main(words(f"p1,h1,{ROBERT}", f"p2,h2,{BOBBY}")) == 2
    told = capsys.readouterr().err
    assert "school.same: untrained, u: not seen among 1 random pairs" in told
    assert "first.exact: untrained, m: not seen among 0 pairs by names" in told
    assert not (tmp_path / "w.toml").exists()


def test_one_telling_cannot_be_compared(words, capsys: pytest.CaptureFixture):
    assert cli.main(words(f"p1,h1,{ROBERT}")) == 2
    assert "1 tellings; nothing can be compared" in capsys.readouterr().err


def test_a_faulty_list_is_refused_by_line(words, capsys: pytest.CaptureFixture, tmp_path: Path):
    assert cli.main(words(f"p1,h1,{ROBERT}", f"p1,h1,{ROBERT}")) == 2
    assert "persons.csv: line 3: person_id 'p1' stands twice" in capsys.readouterr().err
    assert not (tmp_path / "w.toml").exists()


def test_weights_are_never_written_over(words, capsys: pytest.CaptureFixture, tmp_path: Path):
    line = words(f"p1,h1,{ROBERT}")
    (tmp_path / "w.toml").write_text("mine")
    assert cli.main([*line, "--truth", "t.csv", "--pairs", "0"]) == 2
    told = capsys.readouterr().err
    assert "exists already" in told and "--truth needs --queries" in told and "--pairs: at least 1" in told
    assert (tmp_path / "w.toml").read_text() == "mine"


def test_a_folder_that_is_not_there(
    words, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(learning, "learned", lambda *_args, **_more: counted())
    line = words(f"p1,h1,{ROBERT}", f"p2,h2,{ROBERT}")
    line[-1] = str(tmp_path / "none" / "w.toml")
    assert cli.main(line) == 2
    assert "cannot be written: No such file" in capsys.readouterr().err


def test_spark_without_pyspark_says_what_to_install(
    words, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    wanted = builtins.__import__

    def without(name: str, *more, **named):
        if name.startswith("pyspark"):
            raise ImportError(name)
        return wanted(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(learning, "import_string", lambda path: without(path.rpartition(".")[0]))
    assert cli.main([*words(f"p1,h1,{ROBERT}", f"p2,h2,{ROBERT}"), "--spark"]) == 2
    assert "--spark needs pyspark" in capsys.readouterr().err


def test_an_archive_is_written_out_in_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(learning, "AT_ONCE", 2)
    rows = (in_splink.columns(str(number), "h", known("Ann", "Smith")) for number in range(5))
    path, count = learning.kept(rows, tmp_path)
    assert count == 5 and path.exists()


@pytest.mark.django_db
def test_the_database_gives_tellings_and_what_workers_confirmed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    first, other, apart = (
        Participant.objects.create(first="Ann", age_estimated=False, sex="unknown") for _ in range(3)
    )
    file_under = {first: 7, other: 8, apart: None}
    index.file(rows=[index.row(one.pk, known("Ann", "Smith"), report) for one, report in file_under.items()])
    how = {"reason": "Same birth date.", "by": making.user(Role.SCREENER), "at": making.NOW}
    actions.same(one=other, other=first, **how)
    actions.different(one=apart, other=first, **how)
    rows, confirmed = archive.tellings()
    homes = {row["unique_id"]: row["household"] for row in rows()}
    assert homes == {str(first.pk): "report 7", str(other.pk): "report 8", str(apart.pk): f"alone {apart.pk}"}
    assert confirmed == [(str(first.pk), str(other.pk))]
    monkeypatch.setattr(training.database, "running", nullcontext)
    monkeypatch.setattr(learning, "learned", lambda *_args, **_more: counted())
    assert cli.main(["people", "train", "--name", "ours", "--into", str(tmp_path / "w.toml")]) == 0
    assert "the tellings of the database" in weights.load(tmp_path / "w.toml").source


@pytest.mark.thorough
def test_splink_finds_what_the_truth_says(tmp_path: Path):
    """With the truth as confirmed links, and where they never show a level without: near what counting the truth gave."""
    world = peopled(4712, 5_000)
    draw(world, questions(world, 4_000), tmp_path)
    with (tmp_path / "persons.csv").open("a", encoding="utf-8", newline="") as file:  # what drawn people never show
        for number, (born, suffix) in enumerate([("2001-03-05", "JR"), ("2001-03-27", "SR")] * 3):
            row = dict.fromkeys(PERSONS, "") | {
                "person_id": f"x{number}",
                "first": "ODDLY",
                "last": "NAMED",
                "dob": born,
            }
            csv.writer(file).writerow(
                (row | {"suffix": suffix, "num": "7", "street": "OAK ST", "zip": "63001"}).values()
            )
    files = [word for name in ("persons", "queries", "truth") for word in (f"--{name}", str(tmp_path / f"{name}.csv"))]
    words = ["people", "train", "--name", "ours", "--pairs", "3000000", *files, "--into", str(tmp_path / "w.toml")]
    assert cli.main(words) == 0
    text = (tmp_path / "w.toml").read_text("utf-8")
    assert "# m of first by confirmed links." in text and "# m of birth by expectation maximisation." in text
    found = weights.load(tmp_path / "w.toml")
    for field, level in (("first", "exact"), ("first", "else"), ("last", "exact"), ("birth", "exact"), ("sex", "same")):
        assert found.bits[field][level] == pytest.approx(SHIPPED.bits[field][level], abs=2.5), (field, level)
