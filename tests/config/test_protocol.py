"""`oscr protocol`: what a policy analyst sees without a browser."""

import io
import json
from pathlib import Path

import pytest

from oscr.config import cli
from oscr.law.protocol.inforce import FOLDER

DIED = {"children": {"A": {"child died": "yes"}}}


def ask(*words: str, case: object = None, monkeypatch: pytest.MonkeyPatch | None = None) -> int:
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(case if isinstance(case, str) else json.dumps(case)))
    return cli.main(["protocol", *words])


def test_the_installed_data_is_sound(capsys: pytest.CaptureFixture):
    assert ask("check", "--on", "2026-03-02") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 errors")


def test_unsound_data_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture):
    for path in FOLDER.rglob("*.toml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text().replace('cite = "', 'site = "', 1))
    assert ask("check", "--folder", str(tmp_path)) == 1
    assert "error" in capsys.readouterr().out


def test_facts_tell_their_source(capsys: pytest.CaptureFixture):
    assert ask("facts") == 0
    told = capsys.readouterr().out
    assert "child died\n" in told
    assert "RSMo 210.145.4" in told


def test_a_call_is_decided_with_its_reasons(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    assert ask("decide", "--on", "2026-03-02", case=DIED, monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert told.startswith("INVESTIGATION\n")
    assert "fired" in told
    assert "not reached" not in told


def test_a_decision_can_be_had_whole(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "case.json").write_text(json.dumps(DIED))
    assert ask("decide", str(tmp_path / "case.json"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "investigation"


@pytest.mark.parametrize(
    "case", ["{", "[]", "3", {"children": {"A": {"no such fact": "yes"}}}, {"pairs": {"A/1": 1}}], ids=str
)
def test_what_cannot_be_read_is_a_sentence(
    case: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    assert ask("decide", case=case, monkeypatch=monkeypatch) == 1
    assert capsys.readouterr().err.startswith("oscr: the case cannot be read")


def test_a_missing_file_is_a_sentence(capsys: pytest.CaptureFixture):
    assert ask("decide", "/no/such/file.json") == 1
    assert "/no/such/file.json" in capsys.readouterr().err
