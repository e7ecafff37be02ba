"""`oscr births`: files come in whole with their manifest, or are refused by line and reason; the list goes out with its digest."""

import hashlib
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
import time_machine

from oscr.config import births, cli
from oscr.flow.birth_match import files
from oscr.flow.birth_match.models import Batch, Birth, Delisting, Listed, Pair
from tests import making
from tests.making import NOW

pytestmark = pytest.mark.django_db
LISTED = {
    "entry": "L1", "source": "Court", "first": "Ottilie", "last": "Featherly", "birth_date": "1998-05-04", "sex": "F",
    "category": "termination", "event": "finding", "event_date": "2020-06-01", "terminated_on": "2019-02-02",
    "terminated_how": "involuntary", "terminated_in": "MO", "registry_on": "2020-06-15",
}  # fmt: skip
BIRTH = {
    "certificate": "C1", "birth_date": "2026-02-20", "sex": "M", "mother_first": "Ottilie", "mother_last": "Larkspur",
    "mother_maiden": "Featherly", "mother_birth_date": "1998-05-04", "county": "Boone", "state": "MO",
}  # fmt: skip
PERIOD = {"from": "2026-02-15", "until": "2026-02-21"}


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(births.database, "running", nullcontext)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def give(tmp_path: Path):
    """Writes a file and its manifest; `said` changes the manifest."""

    def write(columns, *lines: dict, name: str = "file", text: bytes | None = None, **said) -> str:
        rows = [",".join(columns), *(",".join(line.get(column, "") for column in columns) for line in lines)]
        content = "\n".join([*rows, ""]).encode() if text is None else text
        path = tmp_path / f"{name}.csv"
        path.write_bytes(content)
        form = births.LIST if columns is files.LISTED else births.BIRTHS
        digest = hashlib.sha256(content).hexdigest()
        manifest = {"format": form, "batch": name, "rows": len(lines), "sha256": digest, **PERIOD} | said
        path.with_suffix(".manifest.json").write_text(json.dumps(manifest))
        return str(path)

    return write


def test_a_list_and_births_come_in_and_pairs_wait(give, capsys: pytest.CaptureFixture):
    assert cli.main(["births", "list", give(files.LISTED, LISTED, name="list")]) == 0
    path = give(files.BIRTHS, BIRTH, name="week")
    assert cli.main(["births", "import", path]) == 0
    assert cli.main(["births", "import", path]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Batch 'list' taken in: 1 rows, 0 pairs to be verified."
    assert told[1] == "Batch 'week' taken in: 1 rows, 1 pairs to be verified."
    assert told[2] == "Nothing was changed: this file was taken in as batch 'week' on 2026-03-03 09:00."
    assert Pair.objects.count() == 1


def test_a_correction_says_what_it_corrects(give):
    cli.main(["births", "import", give(files.BIRTHS, BIRTH, name="week")])
    assert (
        cli.main(
            ["births", "import", give(files.BIRTHS, BIRTH, BIRTH | {"certificate": "C2"}, name="b", replaces="week")]
        )
        == 0
    )
    assert Batch.objects.get(name="b").replaces.name == "week"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            [BIRTH, BIRTH | {"certificate": "C2", "birth_date": "2026-02-30"}],
            "line 3: birth_date '2026-02-30' is no date",
        ),
        ([BIRTH, BIRTH], "line 3: certificate 'C1' stands twice"),
        ([BIRTH | {"certificate": ""}], "line 2: certificate is empty"),
        ([BIRTH | {"birth_date": "2026-03-01"}], "line 2: birth_date 2026-03-01 is not from"),
        ([BIRTH | {"mother_last": "a,b"}], "line 2: 22 fields, the first line has 21"),
    ],
)
def test_a_faulty_line_leaves_nothing(give, lines: list[dict], told: str, capsys: pytest.CaptureFixture):
    assert cli.main(["births", "import", give(files.BIRTHS, *lines)]) == 2
    assert told in capsys.readouterr().err
    assert (Batch.objects.count(), Birth.objects.count()) == (0, 0)


def test_whoever_gave_up_their_rights_does_not_come_onto_the_list(give, capsys: pytest.CaptureFixture):
    gave_up = LISTED | {"entry": "L2", "terminated_how": "voluntary"}
    assert cli.main(["births", "list", give(files.LISTED, LISTED, gave_up)]) == 2
    assert "line 3: terminated_how is 'voluntary': only an involuntary termination" in capsys.readouterr().err
    assert not Listed.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"certificate,sex\nC1,F\n", "line 1: no column 'child_first'"),
        ("certificate,José\n".encode("latin-1"), "line 1: byte 16 is not UTF-8"),
        (b"", "line 1: no column 'certificate'"),
    ],
)
def test_a_file_of_another_shape_is_refused(give, text: bytes, told: str, capsys: pytest.CaptureFixture):
    assert cli.main(["births", "import", give(files.BIRTHS, text=text)]) == 2
    assert told in capsys.readouterr().err
    assert Batch.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"sha256": "0" * 64}, "it was cut or changed"),
        ({"rows": 2}, "1 rows, the manifest says 2"),
        ({"format": "oscr-births 2"}, "this verb reads 'oscr-births 1'"),
        ({"batch": ""}, "batch: how is it called"),
        ({"rows": "1"}, "rows: how many"),
        ({"sha256": None}, "sha256: the digest"),
        ({"from": "2026-02-31"}, "from and until"),
        ({"until": "2026-01-01"}, "from and until"),
        ({"replaces": 7}, "replaces: the name"),
        ({"replaces": "gone"}, "no batch 'gone'"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(give, said: dict, told: str, capsys: pytest.CaptureFixture):
    assert cli.main(["births", "import", give(files.BIRTHS, BIRTH, **said)]) == 2
    assert told in capsys.readouterr().err
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("manifest", [None, "{", "[]"])
def test_a_file_without_a_manifest_is_refused(give, manifest: str | None, capsys: pytest.CaptureFixture):
    path = Path(give(files.BIRTHS, BIRTH))
    beside = path.with_suffix(".manifest.json")
    beside.unlink()
    if manifest:
        beside.write_text(manifest)
    assert cli.main(["births", "import", str(path)]) == 2
    assert "the manifest" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(give, capsys: pytest.CaptureFixture):
    path = Path(give(files.BIRTHS, BIRTH))
    path.unlink()
    assert cli.main(["births", "import", str(path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_list_goes_out_for_its_readers_eyes_only(give, tmp_path: Path, capsys: pytest.CaptureFixture):
    supervisor = making.user("hotline_supervisor")
    cli.main(["births", "list", give(files.LISTED, LISTED), "--by", supervisor.email])
    assert cli.main(["births", "export", "--to", str(tmp_path / "out"), "--by", supervisor.email]) == 0
    content = (tmp_path / "out" / "birth-match-list-2026-03-03.csv").read_bytes()
    manifest = json.loads((tmp_path / "out" / "birth-match-list-2026-03-03.manifest.json").read_text())
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert (manifest["rows"], manifest["day"], manifest["format"]) == (1, "2026-03-03", "oscr-birth-match-list 1")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}
    assert Batch.objects.get().by == supervisor
    assert "Featherly" not in capsys.readouterr().out


def test_an_entry_is_taken_off(give, capsys: pytest.CaptureFixture):
    cli.main(["births", "list", give(files.LISTED, LISTED)])
    assert cli.main(["births", "delist", "L1", "--reason", "Reversed on appeal."]) == 0
    assert Delisting.objects.get().listed == Listed.objects.get()
    assert cli.main(["births", "delist", "L9", "--reason", "Reversed."]) == 2
    assert "no entry 'L9'" in capsys.readouterr().err


def test_who_may_not_or_is_nobody_is_told(give, capsys: pytest.CaptureFixture):
    path = give(files.BIRTHS, BIRTH)
    assert cli.main(["births", "import", path, "--by", making.user("screener").email]) == 2
    assert cli.main(["births", "import", path, "--by", "nobody@example.org"]) == 2
    told = capsys.readouterr().err
    assert "Your role does not allow you" in told and "nobody of the staff is called nobody@example.org" in told
    assert Batch.objects.count() == 0


def test_findings_are_given_to_somebody_by_name_who_may_have_them(tmp_path, capsys: pytest.CaptureFixture):
    assert cli.main(["births", "findings", "--to", str(tmp_path)]) == 2
    worker = making.user("worker")
    assert cli.main(["births", "findings", "--to", str(tmp_path), "--by", worker.email]) == 2
    assert not list(tmp_path.iterdir())
    lead = making.user("hotline_supervisor")
    assert cli.main(["births", "findings", "--to", str(tmp_path), "--by", lead.email]) == 0
    (path,) = tmp_path.iterdir()
    assert path.name == "birth-match-findings-2026-03-03.csv" and path.read_text().strip() == ",".join(files.LISTED)
    assert path.stat().st_mode & 0o077 == 0 and "0 people" in capsys.readouterr().out
