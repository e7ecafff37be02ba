"""`oscr protocol diff` and `replay`: two versions beside each other, for a person and for a program."""

import json
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from oscr.agency.models import ProtocolVersion
from oscr.agency.permissions import Role
from oscr.config import cli
from oscr.flow.classification import archive
from oscr.law.protocol.inforce import FOLDER, files_of
from oscr.law.protocol.text.reading import read
from tests.config.test_protocol import documented
from tests.making import NOW, classified, sent, user

ON = ("--on", "2026-03-02")
CASES = [
    {"call": {"birth match": "yes"}, "children": {"A": {"child age": "under 31 days"}}},
    {
        "children": {"A": {"fails to grow": "yes"}},
        "suspects": {"1": {}},
        "pairs": {"A/1": {"suspect in household": "yes"}},
    },
    {"children": {"A": {}, "B": {"self-harm": "yes"}}, "suspects": {"1": {}, "2": {}}},
]


def ask(capsys: pytest.CaptureFixture, *words: str) -> tuple[int, str, str]:
    code = cli.main(["protocol", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def milder(tmp_path: Path) -> Path:
    """The installed protocol, in which a child who fails to grow is a lesser matter."""
    for name, text in files_of(FOLDER).items():
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text.replace('ground = "serious neglect"', 'ground = "neglect"') if "hungry" in name else text)
    return tmp_path


@pytest.fixture
def calls(tmp_path: Path) -> str:
    file = tmp_path / "calls.jsonl"
    file.write_text("\n".join(json.dumps(case) for case in CASES[:2]) + "\n\n" + json.dumps(CASES[2]))
    return str(file)


def test_a_difference_in_words(milder: Path, capsys: pytest.CaptureFixture):
    code, told, _ = ask(capsys, "diff", "shipped", str(milder), *ON)
    assert code == 0
    assert "LOWERS  investigation -> family assessment, e.g. when " in told
    assert "fails to grow = yes" in told
    assert "changed: condition HUN-1\n    ground: 'serious neglect' -> 'neglect'" in told
    assert "follows: rule INV-NEGLECT HUN-1" in told
    back = ask(capsys, "diff", str(milder), "shipped", *ON)[1]
    assert "raises  family assessment -> investigation, e.g. when " in back
    assert "LOWERS" not in back


def test_a_difference_for_programs_is_what_the_page_says(capsys: pytest.CaptureFixture):
    code, told, _ = ask(capsys, "diff", "2020-09-01", "2026-03-02", "--json")
    found = json.loads(told)
    assert code == 0
    assert found.keys() == documented("diff")
    assert found["shifts"][0].keys() == documented("diff", "shifts")
    assert found["edits"][0].keys() == documented("diff", "edits")
    assert found["lowers"] is False
    assert {"old": "documented call", "new": "NCA", "lowers": False, "example": {"birth match": "yes"}} in found[
        "shifts"
    ]


def test_calls_of_a_file_are_decided_anew(calls: str, capsys: pytest.CaptureFixture):
    code, told, _ = ask(capsys, "replay", "2020-09-01", "2026-03-02", "--calls", calls, "--json")
    found = json.loads(told)
    assert code == 0
    assert found.keys() == documented("replay")
    assert (found["total"], found["changed"], found["lowered"]) == (3, 1, 0)
    assert found["calls"] == [{"line": 1, "old": "documented call", "new": "NCA", "lowers": False}]
    assert {"old": "P", "new": "P", "calls": 1, "lowers": False} in found["matrix"]


def test_a_replay_in_words_names_what_is_lowered(milder: Path, calls: str, capsys: pytest.CaptureFixture):
    code, told, _ = ask(capsys, "replay", "shipped", str(milder), "--calls", calls, *ON)
    assert code == 0
    assert "  LOWERED\n" in told
    assert "  line 2: investigation -> " in told
    assert told.endswith("3 calls, 1 decided otherwise, 1 with a weaker response\n")


def test_a_long_list_is_cut_for_a_person_and_not_for_a_program(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "many").write_text("\n".join([json.dumps(CASES[0])] * 25))
    words = ("replay", "2020-09-01", "2026-03-02", "--calls", str(tmp_path / "many"))
    assert "  and 5 more: --json has them all\n" in ask(capsys, *words)[1]
    assert len(json.loads(ask(capsys, *words, "--json")[1])["calls"]) == 25


def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "bad").write_text('{"call": {}}\n{"call": {"x": "yes", "y": "no"}}\n')
    code, _, told = ask(capsys, "replay", "2020-09-01", "2026-03-02", "--calls", str(tmp_path / "bad"))
    assert code == 2
    assert told.startswith(
        "oscr: line 2: call: 'x' is no fact that the protocol of 2026-03-02 knows\noscr: line 2: call: 'y'"
    )


def test_a_case_may_be_of_either_version(tmp_path: Path, capsys: pytest.CaptureFixture):
    """A fact that only the newer law knows does not keep a call from being decided under both."""
    (tmp_path / "calls").write_text(json.dumps(CASES[0]))
    for versions in (("2020-09-01", "2026-03-02"), ("2026-03-02", "2020-09-01")):
        assert ask(capsys, "replay", *versions, "--calls", str(tmp_path / "calls"))[0] == 0


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("nowhere", "no such folder; give a folder, a day"),
        ("1999-01-01", "no protocol was in force"),
        ("2026-02-30", "day"),
    ],
)
def test_a_version_that_is_none_is_refused(version: str, told: str, capsys: pytest.CaptureFixture):
    code, _, said = ask(capsys, "diff", version, "shipped", *ON)
    assert code == 2
    assert f"oscr: version '{version}': " in said
    assert told in said


def test_a_folder_that_cannot_be_read_is_refused_with_its_place(milder: Path, capsys: pytest.CaptureFixture):
    (milder / "facts.toml").write_text("[[fact]]\nid = ")
    code, _, said = ask(capsys, "diff", "shipped", str(milder), *ON)
    assert code == 2
    assert "facts.toml" in said


# --- what is kept in the database


@pytest.fixture
def kept(db: None, milder: Path, monkeypatch: pytest.MonkeyPatch) -> ProtocolVersion:
    """The milder protocol as a version that somebody saved."""
    monkeypatch.setattr(cli.database, "running", nullcontext)
    files = files_of(milder)
    by = user(Role.SCREENER)
    return ProtocolVersion.objects.create(
        hash=read(files).hash, files=files, note="Milder.", based_on="0" * 64, by=by, at=NOW
    )


@pytest.mark.thorough
def test_a_kept_version_is_named_by_hash_or_number(kept: ProtocolVersion, capsys: pytest.CaptureFixture):
    for name in (kept.hash, kept.hash[:8], f"v{kept.pk}"):
        code, told, _ = ask(capsys, "diff", "published", name, *ON)
        assert code == 0
        assert "changed: condition HUN-1" in told
    code, _, said = ask(capsys, "diff", "published", "abcdef", *ON)
    assert (code, said) == (2, "oscr: version 'abcdef': no kept version is called so\n")


def test_the_archive_is_decided_anew_and_calls_are_told_by_their_numbers(
    kept: ProtocolVersion, capsys: pytest.CaptureFixture
):
    facts = {"fails to grow": "yes", "suspect in household": "yes"}
    asked = {"hungry": {"children": [], "suspects": [], "facts": facts}}
    hungry = {"worries": {"pathways": ["hungry"]}, "questions": asked}
    made = classified(by=user(Role.SCREENER), of=sent(**hungry))
    archive.pack(at=NOW + timedelta(hours=12))
    connection.check_constraints()
    words = ("replay", "published", f"v{kept.pk}", *ON)
    told = json.loads(ask(capsys, *words, "--json")[1])
    assert [call["call"] for call in told["calls"]] == [made.report.number]
    assert made.report.number in ask(capsys, *words)[1]
